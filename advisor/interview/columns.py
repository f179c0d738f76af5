"""One line of a list, asked for one column at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.model.line import is_asked, with_words, words_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.knowledge.interview import Column


class Line:
    """Goes from column to column; those that cannot matter any more are left out.

    Attributes:
        row: The line so far.
        at: How many columns have been passed.
    """

    def __init__(
        self, columns: Sequence[Column], row: Mapping[str, Any], at: int = 0,
        asked: Sequence[Column] = (),
    ) -> None:  # fmt: skip
        """Begins, or goes on.

        Args:
            at: How many columns have been passed already.
            asked: Those that are asked here; all if none are named.
        """
        self._columns = columns
        self.asked = [*(asked or columns)]
        self.row = dict(row)
        self.at = at

    @property
    def column(self) -> Column | None:
        """The column to ask for now; nothing at the end."""
        left = (one for one in self._columns[self.at :] if self._is_asked(one))
        return next(left, None)

    @property
    def words(self) -> tuple[str, ...]:
        """The present answer in that column."""
        return words_in(self.row, self.column) if self.column else ()

    @property
    def number(self) -> int:
        """Which of the columns that are asked here that is, counted from one."""
        return self.asked.index(self.column) + 1 if self.column else len(self.asked)

    def keep(self) -> None:
        """Leaves the answer as it is and goes on."""
        self.at = self._passed

    def take(self, words: Sequence[str]) -> None:
        """Takes an answer and goes on; no words leave the column open."""
        if self.column is not None:
            passed = self._passed
            self.row = with_words(self.row, self.column, words)
            self.at = passed

    def back(self) -> bool:
        """Goes back one column.

        Returns:
            Whether there was one.
        """
        before = [place for place, one in enumerate(self._columns[: self._passed - 1])
                  if self._is_asked(one)]  # fmt: skip
        if not before:
            return False
        self.at = before[-1]
        return True

    @property
    def _passed(self) -> int:
        """How many columns are passed with the one to ask for now."""
        return self._columns.index(self.column) + 1 if self.column else len(self._columns)

    def _is_asked(self, column: Column) -> bool:
        return column in self.asked and is_asked(column, self.row, self._columns)
