"""Reasoning over many cases that differ little: a rule is carried out again only for new input.

The rules are put in an order in which each comes after those it reads from. Of each it is kept what
it concluded from what it saw. It sees only what its patterns do not rule out by themselves, and of
that only the fields they look at: two answers that a rule does not tell apart are one to it.
"""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.engine import reference
from advisor.engine.memory import Memory, Row, picker
from advisor.engine.patterns import ASKED, asked_of, patterns_of, questions_of
from advisor.engine.program import FIRING_LIMIT, Program, Reasoning
from advisor.knowledge.rule import FieldTest, Rule, Total, Variable
from advisor.knowledge.rulebook import Rulebook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from advisor.knowledge.rule import Pattern
    from advisor.knowledge.strata import Entry
    from advisor.knowledge.vocabulary import Value, Vocabulary

NOTHING = 0
"""The number of no rows at all."""
OTHERS = ""
"""Stands for all questions that no rule names."""
UNSEEN = ""
"""Stands in every field that nobody looks at."""


class Numbers:
    """Numbers for sets of rows, and back: the same number means the same rows."""

    def __init__(self) -> None:
        """Knows the empty set."""
        self._numbers: dict[frozenset[Row], int] = {frozenset(): NOTHING}
        self._rows: list[frozenset[Row]] = [frozenset()]
        self._united: dict[tuple[int, ...], int] = {}

    def number(self, rows: Iterable[Row]) -> int:
        """The number of some rows."""
        content = frozenset(rows)
        found = self._numbers.get(content)
        if found is None:
            found = self._numbers[content] = len(self._rows)
            self._rows.append(content)
        return found

    def rows(self, number: int) -> frozenset[Row]:
        """The rows that have a number."""
        return self._rows[number]

    def union(self, several: tuple[int, ...]) -> int:
        """The number of the rows of several numbers together."""
        found = self._united.get(several)
        if found is None:
            found = self.number(row for one in set(several) for row in self._rows[one])
            self._united[several] = found
        return found


class _View(NamedTuple):
    """What rules see of a kind."""

    checks: tuple[tuple[Callable[[Row], bool], ...], ...]
    """For each pattern what it asks of a row by itself; a row must pass for one of them."""
    fields: tuple[int, ...] | None
    """The places that are looked at; none where every field counts."""

    def of(self, rows: Iterable[Row]) -> set[Row]:
        """The rows as they are seen."""
        seen: set[Row] = set()
        for row in rows:
            if any(all(test(row) for test in tests) for tests in self.checks):
                if self.fields is None:
                    seen.add(row)
                else:
                    fields = self.fields
                    seen.add(
                        tuple([value if at in fields else UNSEEN for at, value in enumerate(row)])
                    )
        return seen


class Stage(NamedTuple):
    """Rules that are carried out together, or, without rules, the union of what rules conclude."""

    mask: int
    """The places it reads, as bits."""
    reads: tuple[int, ...]
    pick: Callable[[Any], Any]
    """Picks from all places what it reads."""
    writes: tuple[int, ...]
    views: tuple[tuple[str, _View], ...] = ()
    """The kind at each place read, and what is seen of it."""
    concludes: tuple[str, ...] = ()
    """The kind written to each place."""
    program: Program | None = None


class Stages:
    """A rulebook as stages; what they read and write stands in numbered places."""

    def __init__(self, rulebook: Rulebook, kinds: Iterable[str] = ()) -> None:
        """Puts the rules in order.

        Args:
            rulebook: The rulebook.
            kinds: Kinds that have a place also if no rule reads or concludes them.
        """
        self.vocabulary = rulebook.vocabulary
        self.names = {kind.name: tuple(kind.fields) for kind in rulebook.vocabulary.kinds.values()}
        self.views = _views(rulebook.vocabulary, rulebook.entries)
        """For each kind that is read, what all rules together see of it."""
        self.given: dict[str, int] = {}
        """For each kind that is read, the place of what the case says of it."""
        self.places: dict[str, int] = {}
        """For each kind, the place of all that holds of it."""
        self.slots: dict[str, dict[Value, int]] = {}
        """For kinds that answer questions, a place for each question that some rule names."""
        self.width = 0
        groups = _groups(rulebook)
        producers: dict[str, int] = {}
        for group in groups:
            for kind in _concluded(group):
                producers[kind] = producers.get(kind, 0) + 1
        read = {kind for one in rulebook.entries for kind in (*one.reads, *one.waits_for)}
        for kind in sorted({*read, *producers, *kinds}):
            self.given[kind] = self.places[kind] = self._place()
            if kind in producers:
                self.places[kind] = self._place()
            elif kind in ASKED:
                self.slots[kind] = {OTHERS: self.given[kind]}
        for entry in rulebook.entries:
            for pattern in patterns_of(entry):
                for question in questions_of(pattern) or ():
                    slots = self.slots.get(pattern.kind, {})
                    if slots and question not in slots:
                        slots[question] = self._place()
        waiting: dict[str, list[int]] = {kind: [] for kind in producers}
        stages = []
        for group in groups:
            concludes = _concluded(group)
            writes = tuple(self._place() for _ in concludes)
            own = {kind for one in group for kind in one.reads if kind in concludes}
            begins = dict(self.places)
            for kind in sorted(own):  # a circle begins with what else holds
                begins[kind] = self._place()
                reads = (self.given[kind], *waiting[kind])
                stages.append(Stage(_mask(reads), reads, picker(reads), (begins[kind],)))
            stages.append(self._stage(group, concludes, writes, begins))
            for kind, place in zip(concludes, writes, strict=True):
                waiting[kind].append(place)
                if len(waiting[kind]) == producers[kind]:
                    reads = (self.given[kind], *waiting[kind])
                    stages.append(Stage(_mask(reads), reads, picker(reads), (self.places[kind],)))
        self.stages = tuple(stages)

    def _place(self) -> int:
        self.width += 1
        return self.width - 1

    def _stage(
        self,
        group: Sequence[Entry],
        concludes: tuple[str, ...],
        writes: tuple[int, ...],
        begins: dict[str, int],
    ) -> Stage:
        """The stage of some rules, with the place at which to read each kind."""
        views = _views(self.vocabulary, group)
        asked = asked_of(group)
        reads = []
        seen = []
        for kind, view in views.items():
            slots = self.slots.get(kind, {OTHERS: begins[kind]})
            questions = asked[kind]
            for question, place in slots.items():
                if questions is None or question in questions:
                    reads.append(place)
                    seen.append((kind, view))
        program = Program(
            Rulebook(
                self.vocabulary,
                [entry for entry in group if isinstance(entry, Rule)],
                [entry for entry in group if isinstance(entry, Total)],
            )
        )
        return Stage(
            _mask(reads),
            tuple(reads),
            picker(tuple(reads)),
            writes,
            tuple(seen),
            concludes,
            program,
        )


class Reuse:
    """Carries out stages for one situation after the other, and keeps what each stage found."""

    def __init__(self, stages: Stages, numbers: Numbers) -> None:
        """Begins with nothing kept.

        Args:
            stages: The rules.
            numbers: The numbers in which facts are told.
        """
        self._stages = stages
        self._numbers = numbers
        self._kept: list[dict[tuple[int, ...], tuple[int, ...]]] = [{} for _ in stages.stages]
        self._met: list[dict[Any, tuple[int, ...]]] = [{} for _ in stages.stages]
        self._seen: list[tuple[dict[int, int], ...]] = [
            tuple({} for _ in stage.views) for stage in stages.stages
        ]
        self._told: dict[tuple[str, int], tuple[tuple[int, int], ...]] = {}

    def follow(self, given: Iterable[tuple[int, int]], start: list[int] | None = None) -> list[int]:
        """What follows from given facts.

        Args:
            given: The places of all that is given, as `told` names them, and the number of what
                is given there; also where it is nothing and was something at the start.
            start: What was found for a similar situation.

        Returns:
            For each place the number of what holds there.
        """
        changed = 0
        if start is None:
            values = [NOTHING] * self._stages.width
            changed = -1
        else:
            values = list(start)
        for place, number in given:
            if values[place] != number:
                values[place] = number
                changed |= 1 << place
        if not changed:
            return values
        for at, stage in enumerate(self._stages.stages):
            if not stage.mask & changed:
                continue
            key = stage.pick(values)
            found = self._met[at].get(key)
            if found is None:
                found = self._met[at][key] = self._carried_out(at, stage, values)
            for place, number in zip(stage.writes, found):
                if values[place] != number:
                    values[place] = number
                    changed |= 1 << place
        return values

    def told(self, kind: str, number: int) -> tuple[tuple[int, int], ...]:
        """The places where a stage is told what is given of a kind.

        Args:
            kind: The kind.
            number: The number of the rows that are given.

        Returns:
            Each place with the number of what is given there.
        """
        found = self._told.get((kind, number))
        if found is None:
            slots = self._stages.slots.get(kind)
            if slots is None:
                found = ((self._stages.given[kind], number),)
            else:
                at = self._stages.vocabulary.kinds[kind].positions[ASKED[kind]]
                rows: dict[int, list[Row]] = {place: [] for place in slots.values()}
                for row in self._numbers.rows(number):
                    rows[slots.get(row[at], slots[OTHERS])].append(row)
                found = tuple([(place, self._numbers.number(own)) for place, own in rows.items()])
            self._told[kind, number] = found
        return found

    def seeing(self, kinds: Sequence[str]) -> Callable[[tuple[int, ...]], tuple[int, ...]]:
        """What the rules see of rows: numbers that are the same wherever all see the same.

        Args:
            kinds: Kinds of fact.

        Returns:
            A function from the number of the rows of each kind to the number of what is seen.
        """
        views = [self._stages.views.get(kind) for kind in kinds]
        known: dict[tuple[int, ...], tuple[int, ...]] = {}
        each: list[dict[int, int]] = [{NOTHING: NOTHING} for _ in kinds]
        number, rows = self._numbers.number, self._numbers.rows

        def seen(numbers: tuple[int, ...]) -> tuple[int, ...]:
            found = known.get(numbers)
            if found is None:
                for view, one, kept in zip(views, numbers, each):
                    if one not in kept:
                        kept[one] = NOTHING if view is None else number(view.of(rows(one)))
                found = known[numbers] = tuple([kept[one] for one, kept in zip(numbers, each)])
            return found

        return seen

    def _carried_out(self, at: int, stage: Stage, values: list[int]) -> tuple[int, ...]:
        if stage.program is None:
            return (self._numbers.union(tuple([values[one] for one in stage.reads])),)
        key = []
        for place, (_, view), seen in zip(stage.reads, stage.views, self._seen[at]):
            number = values[place]
            as_seen = seen.get(number)
            if as_seen is None:
                as_seen = self._numbers.number(view.of(self._numbers.rows(number)))
                seen[number] = as_seen
            key.append(as_seen)
        known = self._kept[at]
        numbers = tuple(key)
        found = known.get(numbers)
        if found is None:
            found = known[numbers] = self._concluded(stage, numbers)
        return found

    def _concluded(self, stage: Stage, key: tuple[int, ...]) -> tuple[int, ...]:
        assert stage.program is not None
        given: dict[str, dict[Row, Any]] = {}
        for (kind, _), number in zip(stage.views, key):
            given.setdefault(kind, {}).update(dict.fromkeys(self._numbers.rows(number)))
        memory = Memory(stage.program.network, given)
        reference.run(stage.program, Reasoning(memory, FIRING_LIMIT))
        return tuple([self._numbers.number(memory.tables[kind]) for kind in stage.concludes])


def _groups(rulebook: Rulebook) -> list[list[Entry]]:
    """The rules in order; those that read from each other in a circle stand together."""
    after: dict[str, list[Entry]] = {}
    for entry in rulebook.entries:
        for kind in {*entry.reads, *entry.waits_for}:
            after.setdefault(kind, []).append(entry)
    reached = {entry.id: _reached(entry, after) for entry in rulebook.entries}
    first: dict[str, str] = {}
    members: dict[str, list[Entry]] = {}
    for entry in rulebook.entries:
        group = next(
            (
                other
                for other in members
                if entry.id in reached[other] and other in reached[entry.id]
            ),
            entry.id,
        )
        first[entry.id] = group
        members.setdefault(group, []).append(entry)
    order: TopologicalSorter[str] = TopologicalSorter()
    for entry in rulebook.entries:
        order.add(first[entry.id])
        for kind in entry.concludes:
            for later in after.get(kind, ()):
                if first[later.id] != first[entry.id]:
                    order.add(first[later.id], first[entry.id])
    return [members[group] for group in order.static_order()]


def _reached(entry: Entry, after: dict[str, list[Entry]]) -> set[str]:
    """The rules on which a rule's conclusions can bear."""
    found: set[str] = set()
    left = [entry]
    while left:
        for kind in left.pop().concludes:
            for later in after.get(kind, ()):
                if later.id not in found:
                    found.add(later.id)
                    left.append(later)
    return found


def _concluded(group: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind for entry in group for kind in entry.concludes))


def _mask(places: Iterable[int]) -> int:
    mask = 0
    for place in places:
        mask |= 1 << place
    return mask


def _views(vocabulary: Vocabulary, entries: Iterable[Entry]) -> dict[str, _View]:
    """What some rules see of each kind that they read."""
    patterns: dict[str, list[Pattern]] = {}
    whole: set[str] = set()
    entries = list(entries)
    concluded = {kind for entry in entries for kind in entry.concludes}
    for entry in entries:
        for pattern in patterns_of(entry):
            patterns.setdefault(pattern.kind, []).append(pattern)
            if isinstance(entry, Total):
                whole.add(pattern.kind)  # facts that differ anywhere count as two
    return {
        kind: _view(vocabulary, kind, found, kind in whole, kind in concluded)
        for kind, found in patterns.items()
    }


def _view(
    vocabulary: Vocabulary, kind: str, patterns: list[Pattern], whole: bool, every: bool
) -> _View:
    """What patterns see of a kind.

    Args:
        vocabulary: The kinds of fact.
        kind: The kind.
        patterns: All patterns of that kind.
        whole: Whether every field counts.
        every: Whether every row counts, and all of it, because the same rules conclude some.
    """
    positions = vocabulary.kinds[kind].positions
    checks = tuple(
        tuple(
            _check(test, positions[test.field])
            for test in pattern.tests
            if not isinstance(test.operand, Variable) and not every
        )
        for pattern in patterns
    )
    looked = sorted({positions[test.field] for one in patterns for test in one.tests})
    all_of_it = whole or every or len(looked) == len(positions)
    return _View(checks, None if all_of_it else tuple(looked))


def _check(test: FieldTest, place: int) -> Callable[[Row], bool]:
    return lambda row: test.accepts(row[place])
