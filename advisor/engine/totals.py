"""Totals: numbers over many facts, made when all of those facts are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.engine.memory import Memory, Row
from advisor.engine.plan import Joins, Step, literals_of
from advisor.engine.trace import Firing
from advisor.errors import ConsultationError
from advisor.knowledge.rule import Pattern, Total, Variable
from advisor.knowledge.vocabulary import LARGEST_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.knowledge.vocabulary import Value, Vocabulary
    from advisor.model.fact import Fact


class _Cover(NamedTuple):
    """How to find the facts that a total covers, for one group."""

    kind: str
    literals: Row
    step: Step
    start: int
    """Where the row of a fact begins in a match."""
    taken: int | None
    """Where the number to be added up stands in a match; none for a count."""

    def rows(self, group: Row, memory: Memory) -> list[tuple[Row, int]]:
        """The row of each fact covered, with the number it brings, sorted."""
        matches = self.step.extend([group + self.literals], memory)
        start, taken = self.start, self.taken
        if taken is None:
            return sorted((match[start:], 1) for match in matches)
        return sorted((match[start:], _number(match[taken])) for match in matches)


class TotalPlan:
    """One total, ready to be made."""

    def __init__(self, vocabulary: Vocabulary, total: Total) -> None:
        """Compiles a total.

        Args:
            vocabulary: The kinds of fact.
            total: The total.
        """
        self.total = total
        self.names = total.variables
        self._vocabulary = vocabulary
        self._group = None if total.for_each is None else self._cover(total.for_each, ())
        self._of = self._cover(total.of, self.names)
        self._share_of = None if total.share_of is None else self._cover(total.share_of, self.names)

    def _cover(self, pattern: Pattern, known: tuple[str, ...]) -> _Cover:
        """A pattern as a join with the variables of a group."""
        joins = Joins(self._vocabulary, literals_of([pattern]), known)
        start = joins.width
        step = joins.step(pattern)
        taken = self.total.variable
        place = joins.variables.get(taken) if taken is not None else None
        return _Cover(pattern.kind, joins.literals, step, start, place)

    def fire(self, memory: Memory, pending: dict[Fact, Row]) -> list[Firing]:
        """Makes the total for every group.

        Args:
            memory: The facts that hold.
            pending: Facts that follow and are not in memory yet, with their rows; gains the
                facts that are new.

        Returns:
            One firing for each group that has a total, in canonical order.
        """
        firings = []
        for group, members in self._groups(memory):
            found = self._fire(group, members, memory, pending)
            if found is not None:
                firings.append(found)
        return firings

    def _groups(self, memory: Memory) -> list[tuple[Row, list[Fact]]]:
        """Each distinct group with the facts that make it, in order."""
        cover = self._group
        if cover is None or self.total.for_each is None:
            return [((), [])]
        positions = self._vocabulary.kinds[cover.kind].positions
        places = [positions[_field(self.total.for_each, name)] for name in self.names]
        groups: dict[Row, list[Fact]] = {}
        table = memory.tables[cover.kind]
        for row, _ in cover._replace(taken=None).rows((), memory):
            groups.setdefault(tuple([row[place] for place in places]), []).append(table[row])
        return sorted(groups.items())

    def _fire(
        self, group: Row, members: list[Fact], memory: Memory, pending: dict[Fact, Row]
    ) -> Firing | None:
        """Makes the total for one group; nothing when there is nothing to measure."""
        counted = self._of.rows(group, memory)
        measured = self._measure([number for _, number in counted])
        if measured is None:
            return None
        bindings: list[tuple[str, Value]] = list(zip(self.names, group, strict=True))
        table = memory.tables[self._of.kind]
        premises = members + [table[row] for row, _ in counted]
        if self._share_of is None:
            bindings.append(("total", measured))
        else:
            covered = self._share_of.rows(group, memory)
            whole = sum(number for _, number in covered)
            percent = 100 * measured // whole if whole else 0
            bindings += [("total", percent), ("part", measured), ("whole", whole)]
            table = memory.tables[self._share_of.kind]
            premises += [table[row] for row, _ in covered]
        asserted, new = self._conclude(dict(bindings), memory, pending)
        return Firing(
            self.total.id, tuple(bindings), tuple(dict.fromkeys(premises)), (), asserted, new
        )

    def _measure(self, numbers: list[int]) -> int | None:
        """The number taken of the numbers; none when there is nothing to take it of."""
        measure = self.total.measure
        if measure in ("count", "sum"):
            return sum(numbers)
        if not numbers:
            return None
        if measure == "largest":
            return max(numbers)
        if measure == "smallest":
            return min(numbers)
        if measure == "spread":
            return max(numbers) - min(numbers)
        return mean_in_tenths(numbers)

    def _conclude(
        self, values: dict[str, Value], memory: Memory, pending: dict[Fact, Row]
    ) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
        """The facts that follow, and those of them that are new."""
        asserted = []
        new = []
        for head in self.total.then:
            row = tuple(
                values[value.name] if isinstance(value, Variable) else value
                for value in head.values
            )
            self._refuse_misfits(head.kind, row)
            fact = memory.tables[head.kind].get(row) or memory.make(head.kind, row)
            if row not in memory.tables[head.kind] and fact not in pending:
                pending[fact] = row
                new.append(fact)
            asserted.append(fact)
        return tuple(asserted), tuple(new)

    def _refuse_misfits(self, kind: str, row: Row) -> None:
        """Refuses a total that is too large, or that the vocabulary does not allow."""
        fields = self._vocabulary.kinds[kind].fields
        for (name, field), value in zip(fields.items(), row, strict=True):
            if not field.accepts(value):
                limit = f"; numbers end at {LARGEST_NUMBER:,}" if field.number else ""
                raise ConsultationError(
                    f"The total “{self.total.id}” ({self.total.file}:{self.total.line}) would "
                    f"conclude “{kind}” with “{name}” {value}, which the vocabulary does not "
                    f"allow{limit}."
                )


def mean_in_tenths(numbers: Iterable[int]) -> int:
    """The mean in tenths, halves rounded away from zero.

    Args:
        numbers: At least one number.

    Returns:
        Ten times the mean, as a whole number.

    Example:
        >>> mean_in_tenths([1, 2, 2]), mean_in_tenths([-1, -2, -2, -2])
        (17, -18)
    """
    listed = list(numbers)
    total, count = 10 * sum(listed), len(listed)
    rounded = (2 * abs(total) + count) // (2 * count)
    return rounded if total >= 0 else -rounded


def _field(pattern: Pattern, name: str) -> str:
    """The field in which a pattern binds a variable."""
    for test in pattern.tests:
        if test.relation == "is" and test.operand == Variable(name):
            return test.field
    raise KeyError(name)


def _number(value: Value) -> int:
    """A value that the checks of the rulebook have made sure is a number."""
    assert isinstance(value, int)
    return value
