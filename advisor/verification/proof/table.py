"""Tables of combinations: what some columns can hold together, and how often.

A row is one combination of contents. With it stands how many combinations of answers lead
there, and one of them as a witness. Two tables without a common column are independent, so
what they can hold together is every row of one beside every row of the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from advisor.engine.memory import row_picker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from advisor.verification.proof.columns import Column
    from advisor.verification.proof.likeness import Content

Witness = tuple[Any, ...]
"""The answers behind a row: a tuple of `(column, content)` and of other witnesses."""


def _picker(places: Sequence[int]) -> Callable[[Any], tuple[Content, ...]]:
    """What picks some contents out of a row."""
    pick: Any = row_picker(tuple(places))  # it picks whatever stands there
    return cast("Callable[[Any], tuple[Content, ...]]", pick)


class Table:
    """Combinations of contents, each with its number and a witness.

    Attributes:
        columns: What stands where in a row.
        rows: The combinations; each with the number of combinations of answers behind it.
    """

    __slots__ = ("_contents", "columns", "rows")

    def __init__(
        self,
        columns: tuple[Column, ...],
        rows: dict[tuple[Content, ...], tuple[int, Witness]],
    ) -> None:
        self.columns = columns
        self.rows = rows
        self._contents: dict[Column, list[Content]] = {}

    @property
    def count(self) -> int:
        """How many combinations of answers the rows stand for."""
        return sum(count for count, _ in self.rows.values())

    def contents(self, column: Column) -> list[Content]:
        """Every content a column has in some row, in the order of the rows."""
        found = self._contents.get(column)
        if found is None:
            place = self.columns.index(column)
            found = list(dict.fromkeys([row[place] for row in self.rows]))
            self._contents[column] = found
        return found

    def times(self, other: Table) -> Table:
        """Every row of this table beside every row of an independent one."""
        rows = {
            row + beside: (count * often, (witness, second))
            for row, (count, witness) in self.rows.items()
            for beside, (often, second) in other.rows.items()
        }
        return Table((*self.columns, *other.columns), rows)

    def kept(self, columns: Iterable[Column]) -> Table:
        """The same combinations seen through some columns only."""
        wanted = set(columns)
        places = [place for place, one in enumerate(self.columns) if one in wanted]
        if len(places) == len(self.columns):
            return self
        pick = _picker(places)
        rows: dict[tuple[Content, ...], tuple[int, Witness]] = {}
        for row, behind in self.rows.items():
            short = pick(row)
            before = rows.get(short)
            rows[short] = behind if before is None else (before[0] + behind[0], before[1])
        return Table(tuple(self.columns[place] for place in places), rows)

    def with_column(
        self,
        column: Column,
        reads: Sequence[Column],
        value: Callable[[tuple[Content, ...]], Content],
    ) -> Table:
        """One more column, whose content follows from others."""
        places = [self.columns.index(one) for one in reads]
        pick = _picker(places)
        rows = {(*row, value(pick(row))): behind for row, behind in self.rows.items()}
        return Table((*self.columns, column), rows)

    def only(self, holds: Callable[[dict[Column, Content]], bool]) -> Table:
        """The rows for which something holds."""
        return Table(
            self.columns,
            {
                row: behind
                for row, behind in self.rows.items()
                if holds(dict(zip(self.columns, row, strict=True)))
            },
        )

    def __iter__(self) -> Iterator[Any]:  # a table is walked by its combinations
        for row, (count, witness) in self.rows.items():
            yield dict(zip(self.columns, row, strict=True)), count, witness


def answers_behind(witness: Witness) -> dict[Column, Content]:
    """The contents of the given columns behind a row."""
    found: dict[Column, Content] = {}
    waiting = [witness]
    while waiting:
        one = waiting.pop()
        if not one:
            continue
        if hasattr(one[0], "kind"):
            found[one[0]] = one[1]
        else:
            waiting.extend(one)
    return found
