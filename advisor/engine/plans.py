"""Rules and totals made ready: how they are matched, and what follows from a match.

Everything is worked out when it is first asked for, since most rules do not fire in a case. The
module is long because rules and totals are one thing to all who carry them out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from math import prod
from typing import Any, NamedTuple

from advisor.engine.alpha import Alpha, AlphaNetwork, Element, Memory, Pending, Row, row_picker
from advisor.engine.joins import JoinedElement, JoinStep, apart, in_good_order, joined
from advisor.engine.trace import Firing
from advisor.errors import ConsultationError, LimitError, echo
from advisor.knowledge.rule import TOTAL_VARIABLES, Pattern, Rule, Total, Variable
from advisor.knowledge.vocabulary import LARGEST_NUMBER, Value
from advisor.model.fact import Fact

MOST_MATCHES = 500_000
"""Combinations of facts, in part or whole, that one rule may find; ours find some thousands."""
_new_tuple = tuple.__new__

Match = tuple[Any, ...]
"""All that a firing is: the values of the variables, those written in the conclusions, then what
was matched. The matches of a rule sort in the order of the record."""


class HeadPlan(NamedTuple):
    """How a fact that follows is made from a match."""

    kind: str
    row: Callable[[Match], Row]
    open_values: Sequence[tuple[int, str, Callable[[object], bool]]]
    """Places that may hold what the vocabulary does not allow: the field, and what it accepts."""


class EntryPlan:
    """What rules and totals have in common: conclusions, and a record of each firing."""

    spans: tuple[tuple[str, int, int], ...] = ()
    """For each premise of a rule its kind, and where its row stands in a match."""
    absences: Sequence[tuple[str, Callable[[Match], Row]]] = ()
    """What had to be absent: lines of text, and what picks the values that stand in them."""

    def __init__(self, entry: Rule | Total, names: tuple[str, ...], network: AlphaNetwork) -> None:
        self.entry = entry
        self.names = names
        """The variables that a match gives a value, in the order of the record."""
        self.reads = entry.reads
        self._network = network

    @cached_property
    def literals(self) -> Row:
        """The values written in the conclusions."""
        values = [value for head in self.entry.then for value in head.values]
        return tuple([value for value in values if not isinstance(value, Variable)])

    @cached_property
    def conclusions(self) -> list[HeadPlan]:
        """How the facts that follow are made."""
        at = len(self.names)
        made = []
        for head in self.entry.then:
            places: list[int] = []
            open_values: list[tuple[int, str, Callable[[object], bool]]] = []
            fields = self._network.vocabulary.kinds[head.kind].fields
            for place, (value, (name, field)) in enumerate(zip(head.values, fields.items())):
                if not isinstance(value, Variable):
                    places.append(at)
                    at += 1
                    continue
                places.append(self.names.index(value.name))
                if field.allowed is not None:
                    open_values.append((place, name, frozenset(field.allowed).__contains__))
                elif value.name in TOTAL_VARIABLES:
                    open_values.append((place, name, field.accepts))
            made.append(HeadPlan(head.kind, row_picker(places), open_values))
        return made

    def conclude(self, matches: Sequence[Match], memory: Memory, pending: Pending) -> None:
        """Works out what follows from matches.

        Args:
            pending: Rows that follow and are not in memory yet; gains those that are new.

        Raises:
            ConsultationError: If a value from the case does not fit a conclusion.
        """
        for kind, row_of, open_values in self.conclusions:
            table = memory.tables[kind]
            rows = {row: None for row in map(row_of, matches) if row not in table}
            for place, name, accepts in open_values:
                wrong = [row[place] for row in rows if not accepts(row[place])]
                if wrong:
                    raise self._misfit(kind, name, min(wrong))
            if rows:
                pending.setdefault(kind, {}).update(rows)

    def _misfit(self, kind: str, name: str, value: Value) -> ConsultationError:
        what, shown, remedy = "rule", echo(value), ". Narrow the variable in its patterns."
        if isinstance(self.entry, Total):
            number = self._network.vocabulary.kinds[kind].fields[name].number
            remedy = f"; numbers end at {LARGEST_NUMBER:,}." if number else "."
            what, shown = "total", str(value)
        return ConsultationError(
            f"The {what} “{self.entry.id}” ({self.entry.file}:{self.entry.line}) would conclude "
            f"“{kind}” with “{name}” {shown}, which the vocabulary does not allow{remedy}"
        )

    def firing(self, match: Match, memory: Memory, known: Mapping[str, set[Row]]) -> Firing:
        """The record of one firing.

        Args:
            memory: The facts that hold in the end.
            known: What was established before, by kind; gains what this firing establishes.
        """
        tables, fact = memory.tables, memory.fact
        asserted: tuple[Fact, ...] = ()
        new: tuple[Fact, ...] = ()
        for kind, row_of, _ in self.conclusions:
            row = row_of(match)
            one = tables[kind][row] or fact(kind, row)
            asserted += (one,)
            before = known[kind]
            if row not in before:
                before.add(row)
                new += (one,)
        premises = [] if self.spans else self.rests_on(match, memory)
        for kind, start, end in self.spans:
            row = match[start:end]
            premises.append(tables[kind][row] or fact(kind, row))
        absent: tuple[str, ...] = ()
        if self.absences:
            absent = tuple([text % values(match) for text, values in self.absences])
        bindings = tuple(zip(self.names, match))  # which ends with the names
        made = self.entry.id, bindings, tuple(premises), absent, asserted, new
        return _new_tuple(Firing, made)  # without the named tuple's own detour

    def rests_on(self, match: Match, memory: Memory) -> list[Fact]:
        """What a total that matched rests on."""
        raise NotImplementedError


class JoinOrder(NamedTuple):
    """One order in which the patterns of a rule can be joined."""

    conditions: list[JoinedElement]
    """The positive patterns in that order, then the negated ones."""
    steps: list[JoinStep]
    arrange: Callable[[Row], Match]
    """Makes a match of the literals of the conclusions and the rows in the order of joining."""


class RulePlan(EntryPlan):
    """One rule, ready. A match ends with the row of each premise, in the order of the patterns."""

    entry: Rule

    def __init__(self, rule: Rule, network: AlphaNetwork) -> None:
        super().__init__(rule, rule.variables, network)
        self._ways: dict[int | None, JoinOrder] = {}

    @cached_property
    def _elements(self) -> list[Element]:
        return [self._network.element(one) for one in (*self.entry.when, *self.entry.unless)]

    @cached_property
    def _alphas(self) -> list[Alpha]:
        return [element.alpha for element in self._elements[: len(self.entry.when)]]

    @cached_property
    def _groups(self) -> list[list[int]]:
        """Patterns that no variable joins, if there are several such groups."""
        groups = apart(self.entry.when)
        return groups if len(groups) > 1 else []

    def candidates(self, memory: Memory, limit: int) -> list[list[Row]]:
        """For each positive pattern the rows that meet it by themselves.

        Returns:
            The rows; nothing if a pattern is met by none, so that the rule cannot fire.

        Raises:
            ConsultationError: If patterns without a common variable have more combinations: with
                thousands of facts these take all time and memory, in any engine.
        """
        tables, passing = memory.tables, memory.rows
        for kind in self.reads:
            if not tables[kind]:
                return []
        found = []
        for alpha in self._alphas:
            rows = passing.get(alpha)
            if rows is None:
                return []
            found.append(rows)
        if self._groups and prod(min(len(found[at]) for at in one) for one in self._groups) > limit:
            raise LimitError(
                f"The rule “{self.entry.id}” ({self.entry.file}:{self.entry.line}) joins patterns "
                f"without a common variable, and this case has more than {limit:,} combinations "
                "for it. Give the patterns a variable in common, or the case fewer entries."
            )
        return found

    def crowded(self, memory: Memory) -> bool:
        """Whether its patterns could have too many combinations, as far as sizes tell."""
        return prod(len(memory.rows.get(alpha, ())) for alpha in self._alphas) > MOST_MATCHES

    def too_many(self) -> LimitError:
        """The error about too many combinations, in part or whole."""
        return LimitError(
            f"The rule “{self.entry.id}” ({self.entry.file}:{self.entry.line}) finds more than "
            f"{MOST_MATCHES:,} combinations of facts in this case. Narrow its patterns, or give "
            "the case fewer entries."
        )

    def way(self, first: int | None = None) -> JoinOrder:
        """How the patterns are joined.

        Args:
            first: The pattern to begin with; the most specific one when it is not given.
        """
        if first not in self._ways:
            self._ways[first] = self._way(first)
        return self._ways[first]

    def _way(self, first: int | None) -> JoinOrder:
        positive = len(self.entry.when)
        order = in_good_order(self.entry.when, first)
        elements = [self._elements[at] for at in order] + self._elements[positive:]
        conditions = joined(elements, positive)
        starts = [len(self.literals)]
        for element in elements[:positive]:
            starts.append(starts[-1] + element.width)
        steps = [JoinStep(one, starts[: at + 1]) for at, one in enumerate(conditions)]
        own = {
            name: starts[at] + place
            for at, element in enumerate(elements[:positive])
            for name, place in element.own.items()
        }
        places = [own[name] for name in self.names] + [*range(len(self.literals))]
        for at in range(positive):
            begin = order.index(at)
            places += range(starts[begin], starts[begin + 1])
        return JoinOrder(conditions, steps, row_picker(places))

    def matches(self, memory: Memory, way: JoinOrder, rows: Sequence[Row]) -> list[Match]:
        """The matches that begin with some rows.

        Args:
            rows: Rows that meet its first pattern by themselves.
        """
        positive, literals = len(self.entry.when), self.literals
        found = [literals + row for row in rows] if literals else list(rows)
        for step in way.steps[1:positive]:
            found = step.extend(found, memory, MOST_MATCHES)
            if not found:
                return found
            if len(found) > MOST_MATCHES:
                raise self.too_many()
        for step in way.steps[positive:]:
            found = step.without(found, memory)
        return list(map(way.arrange, found))

    @cached_property
    def spans(self) -> tuple[tuple[str, int, int], ...]:  # type: ignore[override]
        """For each premise its kind, and where its row stands in a match."""
        place = len(self.names) + len(self.literals)
        spans = []
        for pattern, element in zip(self.entry.when, self._elements):
            spans.append((pattern.kind, place, place + element.width))
            place += element.width
        return tuple(spans)

    @cached_property
    def absences(self) -> Sequence[tuple[str, Callable[[Match], Row]]]:  # type: ignore[override]
        """One line for each negated pattern, with places for the variables of the rule."""
        return [self._absence(pattern) for pattern in self.entry.unless]

    def _absence(self, pattern: Pattern) -> tuple[str, Callable[[Match], Row]]:
        places, shown = [], []
        for test in pattern.tests:
            shown.append(str(test))
            if isinstance(test.operand, Variable) and test.operand.name in self.names:
                places.append(self.names.index(test.operand.name))
                shown[-1] = shown[-1].replace(str(test.operand), "%s")
        return f"{pattern.kind}({', '.join(shown)})", row_picker(places)


class Covered(NamedTuple):
    """Facts of one group that a total rests on."""

    kind: str
    rows: list[Row]
    """In no order that means something."""
    numbers: list[int]
    """What each of them brings, where they are counted."""


class TotalPlan(EntryPlan):
    """One total, ready. A match ends with a list of what it rests on, each `Covered`."""

    entry: Total

    def __init__(self, total: Total, network: AlphaNetwork) -> None:
        shares = () if total.share_of is None else ("part", "whole")
        super().__init__(total, (*total.variables, "total", *shares), network)

    @cached_property
    def _covers(self) -> list[Callable[[Row, Memory], Covered]]:
        """What finds the facts of a group that count, and for a percentage those of the whole."""
        patterns = (self.entry.of, self.entry.share_of)
        return [self._cover(pattern) for pattern in patterns if pattern is not None]

    def _cover(self, pattern: Pattern) -> Callable[[Row, Memory], Covered]:
        element = self._network.element(pattern)
        names, taken = self.entry.variables, self.entry.variable
        start = len(names)
        # The values of a group are joined as if they were a fact found before.
        known = Element(element.alpha, 0, {name: at for at, name in enumerate(names)}, [])
        step = JoinStep(joined([known, element], 2)[1], [0, start])
        place = -1
        if taken is not None:
            place = names.index(taken) if taken in names else start + element.own[taken]

        def covered(group: Row, memory: Memory) -> Covered:
            found = step.extend([group], memory)
            # The checks of the rulebook have made sure that these are numbers.
            numbers: list[Any] = [1 if place < 0 else match[place] for match in found]
            return Covered(pattern.kind, [match[start:] for match in found], numbers)

        return covered

    @cached_property
    def _for_each(self) -> tuple[Alpha, Callable[[Row], Row]] | None:
        """Which facts make groups, and what tells the groups apart."""
        if self.entry.for_each is None:
            return None
        element = self._network.element(self.entry.for_each)
        return element.alpha, row_picker([element.own[name] for name in self.entry.variables])

    def _groups(self, memory: Memory) -> dict[Row, Covered]:
        """Each distinct group with the facts that make it."""
        if self._for_each is None:
            return {(): Covered("", [], [])}
        alpha, group_of = self._for_each
        groups: dict[Row, Covered] = {}
        for row in memory.rows.get(alpha, ()):
            groups.setdefault(group_of(row), Covered(alpha.kind, [], [])).rows.append(row)
        return groups

    def matches(self, memory: Memory) -> list[Match]:
        """The total of each group that has one."""
        measure = MEASURES[self.entry.measure]
        found: list[Match] = []
        for group, members in self._groups(memory).items():
            counted, *whole = [cover(group, memory) for cover in self._covers]
            if not counted.rows and self.entry.measure not in ("count", "sum"):
                continue
            values: Row = (measure(counted.numbers),)
            if whole:
                part, all_of_it = measure(counted.numbers), sum(whole[0].numbers)
                values = (100 * part // all_of_it if all_of_it else 0, part, all_of_it)
            found.append((*group, *values, *self.literals, [members, counted, *whole]))
        return found

    def rests_on(self, match: Match, memory: Memory) -> list[Fact]:
        """The facts that make the group, those counted, and those of the whole, each once."""
        found = []
        for kind, rows, _ in match[-1]:
            table = memory.tables.get(kind, {})
            found += [table[row] or memory.fact(kind, row) for row in sorted(rows)]
        # By identity: memory has one object for a fact, and hashing it takes long.
        return list({id(fact): fact for fact in found}.values())


def mean_in_tenths(numbers: Sequence[int]) -> int:
    """The mean in tenths, halves rounded away from zero.

    Example:
        >>> mean_in_tenths([1, 2, 2]), mean_in_tenths([-1, -2, -2, -2])
        (17, -18)
    """
    total, count = 10 * sum(numbers), len(numbers)
    rounded = (2 * abs(total) + count) // (2 * count)
    return rounded if total >= 0 else -rounded


MEASURES: dict[str, Callable[[list[int]], int]] = {
    "count": sum,  # each fact brings 1
    "sum": sum,
    "largest": max,
    "smallest": min,
    "spread": lambda numbers: max(numbers) - min(numbers),
    "mean": mean_in_tenths,
}
"""What a total takes of the numbers that facts bring."""
