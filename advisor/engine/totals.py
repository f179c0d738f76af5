"""Totals: numbers over many facts, made when all of those facts are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.engine.memory import Memory, Pending, Row, row_picker
from advisor.engine.plan import Joins, Step, literals_of
from advisor.engine.trace import Firing
from advisor.errors import ConsultationError
from advisor.knowledge.rule import TOTAL_VARIABLES, Head, Pattern, Total, Variable
from advisor.knowledge.vocabulary import LARGEST_NUMBER, FieldType, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from advisor.knowledge.vocabulary import Vocabulary
    from advisor.model.fact import Fact


KEPT = 32
"""Results that a total keeps for cases like the last ones."""

_Place = tuple[int, str, FieldType]
_Premise = tuple[str, Row]
_Made = tuple[Row, list[_Premise]]
"""The values of a group's variables and of what was made; the facts it rests on."""


class _Cover(NamedTuple):
    """How to find the facts that a total covers, group by group."""

    kind: str
    literals: Row
    step: Step
    start: int
    """Where the row of a fact begins in a match."""
    taken: int | None
    """Where the number to be added up stands in a match; none for a count."""

    def rows(self, groups: Sequence[Row], memory: Memory) -> dict[Row, list[tuple[Row, int]]]:
        """For each group the row of each fact covered, with the number it brings, sorted."""
        literals, start, taken = self.literals, self.start, self.taken
        width = start - len(literals)
        found: dict[Row, list[tuple[Row, int]]] = {group: [] for group in groups}
        for match in self.step.extend([group + literals for group in groups], memory):
            number = 1 if taken is None else _number(match[taken])
            found[match[:width]].append((match[start:], number))
        for covered in found.values():
            covered.sort()
        return found


class _HeadPlan(NamedTuple):
    """How a fact that follows is made."""

    head: Head
    row: Callable[[Row], Row]
    """Picks its row from the values of the variables and the literals of the conclusions."""
    checked: tuple[_Place, ...]
    """Where it holds what only the case decides, with what may stand there."""


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
        self._all_names = (*self.names, "total")
        if total.share_of is not None:
            self._all_names += ("part", "whole")
        self._seen: dict[tuple[int, ...], list[Row]] = {}
        self._vocabulary = vocabulary
        self._group: _Cover | None = None
        if total.for_each is not None:
            positions = vocabulary.kinds[total.for_each.kind].positions
            self._group = self._cover(total.for_each, ())._replace(taken=None)
            self._group_of = row_picker(
                tuple(positions[_field(total.for_each, name)] for name in self.names)
            )
        written = [value for head in total.then for value in head.values]
        self._literals = tuple(value for value in written if not isinstance(value, Variable))
        self._heads = tuple(self._head(head) for head in total.then)
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

    def fire(self, memory: Memory, pending: Pending) -> list[Firing]:
        """Makes the total for every group, with a record of each.

        Args:
            memory: The facts that hold.
            pending: Facts that follow and are not in memory yet; gains those that are new.

        Returns:
            One firing for each group that has a total, in canonical order.
        """
        firings = []
        tables = memory.tables
        for values, rests_on in self._made(memory):
            asserted, new = self._conclude(values, memory, pending)
            premises = [tables[kind][row] for kind, row in rests_on]
            # Each once, by identity: memory has one object for a fact, and hashing it takes long.
            once = tuple({id(fact): fact for fact in premises}.values())
            bindings = tuple(zip(self._all_names, values))
            firings.append(Firing(self.total.id, bindings, once, (), asserted, new))
        return firings

    def conclude_all(self, memory: Memory, pending: Pending) -> None:
        """Makes the total for every group, without a record.

        What was made is kept for the next memory that holds the same of what is counted.
        """
        content = memory.content(self.total.reads)
        found = self._seen.get(content)
        if found is None:
            if len(self._seen) >= KEPT:
                self._seen.clear()
            found = self._seen[content] = [values for values, _ in self._made(memory)]
        for values in found:
            self._conclude(values, memory, pending)

    def _groups(self, memory: Memory) -> dict[Row, list[_Premise]]:
        """Each distinct group with the facts that make it, in order."""
        cover = self._group
        if cover is None:
            return {(): []}
        group_of = self._group_of
        groups: dict[Row, list[_Premise]] = {}
        for row, _ in cover.rows([()], memory)[()]:
            groups.setdefault(group_of(row), []).append((cover.kind, row))
        return dict(sorted(groups.items()))

    def _made(self, memory: Memory) -> Iterator[_Made]:
        """The total of each group that has one, in order."""
        groups = self._groups(memory)
        order = list(groups)
        counted = self._of.rows(order, memory)
        share_of = self._share_of
        whole = share_of.rows(order, memory) if share_of is not None else {}
        for group, members in groups.items():
            measured = self._measure([number for _, number in counted[group]])
            if measured is None:
                continue
            kind = self._of.kind
            rests_on = members + [(kind, row) for row, _ in counted[group]]
            if share_of is None:
                yield (*group, measured), rests_on
                continue
            all_of_it = sum([number for _, number in whole[group]])
            percent = 100 * measured // all_of_it if all_of_it else 0
            kind = share_of.kind
            rests_on += [(kind, row) for row, _ in whole[group]]
            yield (*group, percent, measured, all_of_it), rests_on

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
        self, values: Row, memory: Memory, pending: Pending
    ) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
        """The facts that follow, and those of them that are new."""
        asserted = []
        new = []
        known = values + self._literals
        for head, row_of, checked in self._heads:
            row = row_of(known)
            fact = memory.tables[head.kind].get(row)
            if fact is None:
                waiting = pending.setdefault(head.kind, {})
                fact = waiting.get(row)
                if fact is None:
                    self._refuse_misfits(head, row, checked)
                    fact = waiting[row] = memory.make(head.kind, row)
                    new.append(fact)
            asserted.append(fact)
        return tuple(asserted), tuple(new)

    def _head(self, head: Head) -> _HeadPlan:
        """A conclusion as positions among the values of the variables and the literals."""
        literals = [(type(value), value) for value in self._literals]
        positions = [
            self._all_names.index(value.name)
            if isinstance(value, Variable)
            else len(self._all_names) + literals.index((type(value), value))
            for value in head.values
        ]
        return _HeadPlan(head, row_picker(tuple(positions)), self._open_places(head))

    def _open_places(self, head: Head) -> tuple[_Place, ...]:
        """Where a conclusion holds what only the case decides, with what may stand there."""
        kind = self._vocabulary.kinds[head.kind]
        return tuple(
            (place, name, field)
            for place, (value, (name, field)) in enumerate(
                zip(head.values, kind.fields.items(), strict=True)
            )
            if isinstance(value, Variable)
            and (field.allowed is not None or value.name in TOTAL_VARIABLES)
        )

    def _refuse_misfits(self, head: Head, row: Row, checked: tuple[_Place, ...]) -> None:
        """Refuses a total that is too large, or that the vocabulary does not allow."""
        for place, name, field in checked:
            if not field.accepts(row[place]):
                limit = f"; numbers end at {LARGEST_NUMBER:,}" if field.number else ""
                raise ConsultationError(
                    f"The total “{self.total.id}” ({self.total.file}:{self.total.line}) would "
                    f"conclude “{head.kind}” with “{name}” {row[place]}, which the vocabulary does "
                    f"not allow{limit}."
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
