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
    from collections.abc import Callable, Iterable, Mapping

    from advisor.knowledge.vocabulary import Vocabulary


KEPT = 32
"""Results that a total keeps for cases like the last ones."""

_Place = tuple[int, str, FieldType]


class Made(NamedTuple):
    """What a total made of one group."""

    values: Row
    """The values of the group's variables and of what was made."""
    group: list[Row]
    """The facts that make the group."""
    counted: list[Row]
    """The facts counted."""
    whole: list[Row]
    """For a percentage, the facts of the whole."""


class _Cover(NamedTuple):
    """How to find the facts of a group that a total covers."""

    kind: str
    literals: Row
    step: Step
    taken: int | None
    """Where the number to be added up stands in a match; none for a count."""

    def rows(self, group: Row, memory: Memory) -> list[Row]:
        """The facts covered, in no order that means something."""
        return self.step.fitting(group + self.literals, memory)

    def numbers(self, group: Row, rows: list[Row]) -> list[int]:
        """The number that each fact brings."""
        assert self.taken is not None
        start = len(group) + len(self.literals)
        if self.taken < start:
            return [_number((group + self.literals)[self.taken])] * len(rows)
        place = self.taken - start
        # The checks of the rulebook have made sure that these are numbers.
        return [row[place] for row in rows]  # type: ignore[misc]


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
            self._group = self._cover(total.for_each, ())
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
        step = joins.step(pattern)
        taken = self.total.variable
        place = joins.variables.get(taken) if taken is not None else None
        return _Cover(pattern.kind, joins.literals, step, place)

    def conclude_all(self, memory: Memory, pending: Pending) -> None:
        """Makes the total for every group, without a record.

        What was made is kept for the next memory that holds the same of what is counted.

        Args:
            memory: The facts that hold.
            pending: Rows that follow and are not in memory yet; gains those that are new.
        """
        content = memory.content(self.total.reads)
        found = self._seen.get(content)
        if found is None:
            if len(self._seen) >= KEPT:
                self._seen.clear()
            found = self._seen[content] = [one.values for one in self.made(memory)]
        self._conclude(found, memory, pending)

    def made(self, memory: Memory) -> list[Made]:
        """The total of each group that has one."""
        found = []
        share_of = self._share_of
        for group, members in self._groups(memory).items():
            rows = self._of.rows(group, memory)
            measured = self._measured(self._of, group, rows)
            if measured is None:
                continue
            if share_of is None:
                found.append(Made((*group, measured), members, rows, []))
                continue
            whole = share_of.rows(group, memory)
            all_of_it = self._added(share_of, group, whole)
            percent = 100 * measured // all_of_it if all_of_it else 0
            found.append(Made((*group, percent, measured, all_of_it), members, rows, whole))
        return found

    def _groups(self, memory: Memory) -> dict[Row, list[Row]]:
        """Each distinct group with the facts that make it."""
        cover = self._group
        if cover is None:
            return {(): []}
        group_of = self._group_of
        groups: dict[Row, list[Row]] = {}
        for row in cover.rows((), memory):
            groups.setdefault(group_of(row), []).append(row)
        return groups

    def conclude(self, made: Iterable[Made], memory: Memory, pending: Pending) -> None:
        """Works out what follows from what was made.

        Args:
            made: What `made` returned.
            memory: The facts that hold.
            pending: Rows that follow and are not in memory yet; gains those that are new.

        Raises:
            ConsultationError: If a total does not fit a conclusion.
        """
        self._conclude([one.values for one in made], memory, pending)

    def _conclude(self, made: list[Row], memory: Memory, pending: Pending) -> None:
        known = [values + self._literals for values in made] if self._literals else made
        for head, row_of, checked in self._heads:
            table = memory.tables[head.kind]
            rows = {row: None for row in map(row_of, known) if row not in table}
            if rows:
                self._refuse_misfits(head, rows, checked)
                pending.setdefault(head.kind, {}).update(rows)

    def firing(self, made: Made, memory: Memory, known: Mapping[str, dict[Row, None]]) -> Firing:
        """The record of one firing, in full.

        Args:
            made: What was made of one group.
            memory: The facts that hold in the end.
            known: What was established before, by kind; gains what this firing establishes.

        Returns:
            The record.
        """
        fact = memory.fact
        covers = zip((self._group, self._of, self._share_of), made[1:])
        premises = [
            fact(cover.kind, row) for cover, rows in covers if cover for row in sorted(rows)
        ]
        values = made.values + self._literals
        asserted = []
        new = []
        for head, row_of, _ in self._heads:
            row = row_of(values)
            one = fact(head.kind, row)
            asserted.append(one)
            before = known[head.kind]
            if row not in before:
                before[row] = None
                new.append(one)
        return Firing(
            self.total.id,
            tuple(zip(self._all_names, made.values)),
            # Each once, by identity: memory has one object for a fact, and hashing it takes long.
            tuple({id(one): one for one in premises}.values()),
            (),
            tuple(asserted),
            tuple(new),
        )

    def _added(self, cover: _Cover, group: Row, rows: list[Row]) -> int:
        """What facts bring together."""
        return len(rows) if cover.taken is None else sum(cover.numbers(group, rows))

    def _measured(self, cover: _Cover, group: Row, rows: list[Row]) -> int | None:
        """The number taken of what facts bring; none when there is nothing to take it of."""
        measure = self.total.measure
        if measure in ("count", "sum"):
            return self._added(cover, group, rows)
        if not rows:
            return None
        numbers = cover.numbers(group, rows)
        if measure == "largest":
            return max(numbers)
        if measure == "smallest":
            return min(numbers)
        if measure == "spread":
            return max(numbers) - min(numbers)
        return mean_in_tenths(numbers)

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

    def _refuse_misfits(self, head: Head, rows: Iterable[Row], checked: tuple[_Place, ...]) -> None:
        """Refuses a total that is too large, or that the vocabulary does not allow."""
        for place, name, field in checked:
            wrong = [row[place] for row in rows if not field.accepts(row[place])]
            if wrong:
                limit = f"; numbers end at {LARGEST_NUMBER:,}" if field.number else ""
                raise ConsultationError(
                    f"The total “{self.total.id}” ({self.total.file}:{self.total.line}) would "
                    f"conclude “{head.kind}” with “{name}” {min(wrong)}, which the vocabulary does "
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
