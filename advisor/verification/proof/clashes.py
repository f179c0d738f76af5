"""Answers that cannot stand beside one another: no case that is read has both.

The reader of cases names such a clash (`contradictions` in `rules/questions.yaml`) and goes on
with the cautious answer. Where it matters that a combination can be answered at all, these are
left out. Only what is stated clashes; what is assumed gives way. Of two lists that must have
nothing in common nothing is left out, which only adds combinations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.model.contradictions import matches
from advisor.verification.proof.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from advisor.knowledge.questions import Questions
    from advisor.verification.proof.columns import Column
    from advisor.verification.proof.likeness import Content

_STATED = "stated"
_ANSWERS = ("answer", "home-answer", "item", "home-item")
_SAME = ("same",)

_Side = tuple[str, str, tuple[str, ...]]
"""Level, question, and the answers that clash with those of the other side."""


class _Pair(NamedTuple):
    """Two sides that cannot both hold."""

    one: _Side
    other: _Side
    at_place: bool


class Clashes:
    """Says which answers cannot both be given."""

    def __init__(self, questions: Questions) -> None:
        """Reads the pairs of answers that clash.

        Args:
            questions: The questions, which list them.
        """
        self._pairs = tuple(
            _Pair(one.when[0], one.when[1], one.at_place)
            for one in questions.incompatible
            if len(one.when) == 2 and one.when[0][2] != _SAME
        )

    def marks(self, column: Column, content: Content) -> tuple[bool, ...]:
        """On which sides of which clashes an answer stands; alike answers may differ in this."""
        return tuple(
            _holds(column, content, side) for pair in self._pairs for side in (pair.one, pair.other)
        )

    def may_meet(self, one: Column, other: Column) -> bool:
        """Whether some answers to two questions clash."""
        return any(
            _asks(one, first) and _asks(other, second)
            for pair in self._pairs
            for first, second in ((pair.one, pair.other), (pair.other, pair.one))
        )

    def clash(self, answers: Mapping[Column, Content], planned: bool) -> bool:
        """Whether some of several answers cannot be given together.

        Args:
            answers: The answers about one home and the change.
            planned: Whether the work is planned in that home.
        """
        return any(
            any(_holds(column, content, pair.one) for column, content in answers.items())
            and any(_holds(column, content, pair.other) for column, content in answers.items())
            for pair in self._pairs
            if planned or not pair.at_place
        )

    def left_out(self, tables: Sequence[Table], planned: bool) -> list[Table]:
        """The same tables without the combinations that clash, in either of two worlds.

        Args:
            tables: What given columns can hold, one column or one column twice in a table.
            planned: Whether the work is planned in the home they are about.

        Returns:
            Tables of the same columns; those whose answers can clash stand in one.
        """
        left = list(tables)
        found: list[Table] = []
        while left:
            group = [left.pop(0)]
            while True:
                meeting = [one for one in left if any(self._meet(one, two) for two in group)]
                if not meeting:
                    break
                group += meeting
                left = [one for one in left if one not in meeting]
            found.append(group[0] if len(group) == 1 else self._together(group, planned))
        return found

    def _meet(self, one: Table, other: Table) -> bool:
        return any(
            self.may_meet(first, second) for first in one.columns for second in other.columns
        )

    def _together(self, tables: Iterable[Table], planned: bool) -> Table:
        """Tables joined one after another, so that what clashes is not multiplied."""
        joined, *others = tables

        def possible(answers: dict[Column, Content]) -> bool:
            return not any(self.clash(world, planned) for world in _worlds(answers))

        for one in others:
            joined = joined.times(one).only(possible)
        return joined


def _worlds(answers: Mapping[Column, Content]) -> Iterable[Mapping[Column, Content]]:
    """What is answered now, and what is answered once the answers that change have changed."""
    yield {column: content for column, content in answers.items() if not column.changed}
    later = {
        column._replace(changed=False): content
        for column, content in answers.items()
        if column.changed
    }
    if later:
        now = {column: content for column, content in answers.items() if not column.changed}
        yield {**now, **later}


def _asks(column: Column, side: _Side) -> bool:
    level, question, _ = side
    if column.kind not in _ANSWERS or column.about != question:
        return False
    return (level == "home") == column.kind.startswith("home-")


def _holds(column: Column, content: Content, side: _Side) -> bool:
    if not _asks(column, side):
        return False
    said = tuple(str(row[1]) for row in content if len(row) < 3 or row[2] == _STATED)
    return matches(said or None, side[2])
