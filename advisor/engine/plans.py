"""Rules and totals made ready: how they are matched, and what follows from a match."""

from __future__ import annotations

from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

from advisor.engine.joins import Element, Elements, Step, apart, in_good_order, joined
from advisor.engine.memory import Alpha, Memory, Pending, Row, row_picker
from advisor.engine.trace import Firing
from advisor.errors import ConsultationError, echo
from advisor.knowledge.rule import TOTAL_VARIABLES, Head, Pattern, Rule, Total, Variable
from advisor.knowledge.vocabulary import LARGEST_NUMBER, FieldType, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from advisor.engine.joins import Condition
    from advisor.knowledge.vocabulary import Vocabulary
    from advisor.model.fact import Fact

_new_tuple = tuple.__new__

Match = tuple[Any, ...]
"""All that a firing is: the values of the variables, those written in the conclusions, then what
was matched. The matches of a rule sort in the order of the record."""


class Conclusion(NamedTuple):
    """How a fact that follows is made from a match."""

    kind: str
    row: Callable[[Match], Row]
    open_values: tuple[tuple[int, str, FieldType], ...]
    """Places whose value only the case decides, with the field that stands there."""


class Plan:
    """What rules and totals have in common: conclusions, and a record of each firing."""

    def __init__(self, vocabulary: Vocabulary, entry: Rule | Total, names: tuple[str, ...]) -> None:
        """Takes the entry; all else is worked out when it is first asked for.

        Most rules do not fire in a case.

        Args:
            vocabulary: The kinds of fact.
            entry: The rule or total.
            names: The variables that a match gives a value, in the order of the record.
        """
        self.entry = entry
        self.names = names
        self.reads = entry.reads
        self._vocabulary = vocabulary

    @cached_property
    def literals(self) -> Row:
        """The values written in the conclusions."""
        values = [value for head in self.entry.then for value in head.values]
        return tuple([value for value in values if not isinstance(value, Variable)])

    @cached_property
    def conclusions(self) -> tuple[Conclusion, ...]:
        """How the facts that follow are made."""
        at = len(self.names)
        made = []
        for head in self.entry.then:
            places = []
            for value in head.values:
                if isinstance(value, Variable):
                    places.append(self.names.index(value.name))
                else:
                    places.append(at)
                    at += 1
            made.append(Conclusion(head.kind, row_picker(places), self._open_values(head)))
        return tuple(made)

    def _open_values(self, head: Head) -> tuple[tuple[int, str, FieldType], ...]:
        fields = self._vocabulary.kinds[head.kind].fields
        return tuple(
            (place, name, field)
            for place, (value, (name, field)) in enumerate(zip(head.values, fields.items()))
            if isinstance(value, Variable) and self._is_open(value.name, field)
        )

    def _is_open(self, name: str, field: FieldType) -> bool:
        """Whether a variable may hold a value that a field does not take."""
        raise NotImplementedError

    def conclude(self, matches: Sequence[Match], memory: Memory, pending: Pending) -> None:
        """Works out what follows from matches.

        Args:
            matches: The matches.
            memory: The facts that hold.
            pending: Rows that follow and are not in memory yet; gains those that are new.

        Raises:
            ConsultationError: If a value from the case does not fit a conclusion.
        """
        for kind, row_of, open_values in self.conclusions:
            table = memory.tables[kind]
            rows = {row: None for row in map(row_of, matches) if row not in table}
            if not rows:
                continue
            for place, name, field in open_values:
                wrong = [row[place] for row in rows if not field.accepts(row[place])]
                if wrong:
                    raise self._misfit(kind, name, field, min(wrong))
            waiting = pending.get(kind)
            if waiting is None:
                pending[kind] = rows
            else:
                waiting.update(rows)

    def _misfit(self, kind: str, name: str, field: FieldType, value: Value) -> ConsultationError:
        what, shown, remedy = "rule", echo(value), ". Narrow the variable in its patterns."
        if isinstance(self.entry, Total):
            remedy = f"; numbers end at {LARGEST_NUMBER:,}." if field.number else "."
            what, shown = "total", str(value)
        return ConsultationError(
            f"The {what} “{self.entry.id}” ({self.entry.file}:{self.entry.line}) would conclude "
            f"“{kind}” with “{name}” {shown}, which the vocabulary does not allow{remedy}"
        )

    def rests_on(self, match: Match, memory: Memory) -> list[Fact]:
        """What a total that matched rests on."""
        raise NotImplementedError

    spans: tuple[tuple[str, int, int], ...] = ()
    """For each premise of a rule its kind, and where its row stands in a match."""
    absences: Sequence[tuple[str, Callable[[Match], Row]]] = ()
    """What had to be absent: lines of text, and what picks the values that stand in them."""

    def firing(self, match: Match, memory: Memory, known: Mapping[str, set[Row]]) -> Firing:
        """The record of one firing.

        Args:
            match: The match.
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


class Way(NamedTuple):
    """One order in which the patterns of a rule can be joined."""

    conditions: list[Condition]
    """The positive patterns in that order, then the negated ones."""
    steps: list[Step]
    arrange: Callable[[Row], Match]
    """Makes a match of the literals of the conclusions and the rows in the order of joining."""


class RulePlan(Plan):
    """One rule, ready. A match ends with the row of each premise, in the order of the patterns."""

    entry: Rule

    def __init__(self, elements: Elements, vocabulary: Vocabulary, rule: Rule) -> None:
        """Takes the rule.

        Args:
            elements: Makes elements of patterns.
            vocabulary: The kinds of fact.
            rule: The rule.
        """
        super().__init__(vocabulary, rule, rule.variables)
        self._maker = elements
        self._ways: dict[int | None, Way] = {}

    @cached_property
    def _elements(self) -> list[Element]:
        return [self._maker.element(pattern) for pattern in (*self.entry.when, *self.entry.unless)]

    @cached_property
    def _alphas(self) -> list[Alpha]:
        return [element.alpha for element in self._elements[: len(self.entry.when)]]

    @cached_property
    def _groups(self) -> list[list[int]]:
        """Patterns that no variable joins, if there are several such groups."""
        groups = apart(self.entry.when)
        return groups if len(groups) > 1 else []

    def numeric(self) -> dict[str, list[bool]]:
        """For each kind that the patterns name, which of its fields hold numbers."""
        return {
            pattern.kind: [
                field.number for field in self._vocabulary.kinds[pattern.kind].fields.values()
            ]
            for pattern in (*self.entry.when, *self.entry.unless)
        }

    def candidates(self, memory: Memory, limit: int) -> list[list[Row]]:
        """For each positive pattern the rows that meet it by themselves.

        Args:
            memory: The facts that hold.
            limit: How many combinations are too many.

        Returns:
            The rows; nothing if a pattern is met by none, so that the rule cannot fire.

        Raises:
            ConsultationError: If patterns without a common variable have more combinations: with
                thousands of facts these take all time and memory, in any engine.
        """
        tables, known = memory.tables, memory.alphas
        for kind in self.reads:
            if not tables[kind]:
                return []
        found = []
        for alpha in self._alphas:
            rows = (known.get(alpha) or memory.matching(alpha)).rows
            if not rows:
                return []
            found.append(rows)
        if self._groups and prod(min(len(found[at]) for at in one) for one in self._groups) > limit:
            raise ConsultationError(
                f"The rule “{self.entry.id}” ({self.entry.file}:{self.entry.line}) joins patterns "
                f"without a common variable, and this case has more than {limit:,} combinations "
                "for it. Give the patterns a variable in common, or the case fewer entries."
            )
        return found

    def way(self, first: int | None = None) -> Way:
        """How the patterns are joined.

        Args:
            first: The pattern to begin with; the most specific one when it is not given.
        """
        found = self._ways.get(first)
        if found is None:
            found = self._ways[first] = self._way(first)
        return found

    def _way(self, first: int | None) -> Way:
        when = self.entry.when
        order = in_good_order(when, first)
        elements = [self._elements[at] for at in order] + self._elements[len(when) :]
        conditions = joined(elements, len(when))
        starts = [len(self.literals)]
        steps: list[Step] = []
        for condition in conditions:
            steps.append(Step(condition, starts[: len(steps) + 1]))
            if len(steps) <= len(when):
                starts.append(starts[-1] + condition.element.width)
        own = {
            name: starts[at] + place
            for at, element in reversed([*enumerate(elements[: len(when)])])
            for name, place in element.own.items()
        }
        places = [own[name] for name in self.names]
        places += range(len(self.literals))
        for at in range(len(when)):
            begin = order.index(at)
            places += range(starts[begin], starts[begin + 1])
        return Way(conditions, steps, row_picker(places))

    def matches(self, memory: Memory, way: Way, rows: Sequence[Row]) -> list[Match]:
        """The matches that begin with some rows.

        Args:
            memory: The facts that hold.
            way: The order of joining.
            rows: Rows that meet its first pattern by themselves.
        """
        positive = len(self.entry.when)
        literals = self.literals
        found = [literals + row for row in rows] if literals else list(rows)
        for step in way.steps[1:positive]:
            found = step.extend(found, memory)
            if not found:
                return found
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
        places = []
        shown = []
        for test in pattern.tests:
            if isinstance(test.operand, Variable) and test.operand.name in self.names:
                places.append(self.names.index(test.operand.name))
                shown.append(str(test).replace(str(test.operand), "%s"))
            else:
                shown.append(str(test))
        return f"{pattern.kind}({', '.join(shown)})", row_picker(places)

    def _is_open(self, name: str, field: FieldType) -> bool:
        """Whether the field takes only some values and no list limits what the variable holds."""
        if field.allowed is None:
            return False
        kinds = self._vocabulary.kinds
        return not any(
            kinds[pattern.kind].fields[test.field].allowed is not None
            for pattern in self.entry.when
            for test in pattern.tests
            if test.relation == "is" and test.operand == Variable(name)
        )


Covered = tuple[str, list[Row]]
"""Facts that a total rests on: their kind, and their rows in no order that means something."""


class _Cover:
    """The facts that a total covers, group by group."""

    def __init__(self, element: Element, groups: tuple[str, ...], variable: str | None) -> None:
        """Says which.

        Args:
            element: What they match.
            groups: The variables that tell groups apart.
            variable: The variable whose values are taken; none to count.
        """
        self._kind = element.alpha.kind
        self._start = len(groups)
        # The values of a group are joined as if they were a fact found before.
        known = Element(element.alpha, 0, {name: at for at, name in enumerate(groups)}, ())
        self._step = Step(joined([known, element], 2)[1], [0, len(groups)])
        self._place = None
        if variable in groups:
            self._place = groups.index(variable)
        elif variable is not None:
            self._place = len(groups) + element.own[variable]

    def of(self, group: Row, memory: Memory) -> tuple[list[int], Covered]:
        """For each fact of a group the number that it brings, and the facts themselves."""
        found = self._step.extend([group], memory)
        place, start = self._place, self._start
        # The checks of the rulebook have made sure that these are numbers.
        numbers: list[Any] = [1 if place is None else match[place] for match in found]
        return numbers, (self._kind, [match[start:] for match in found])


class TotalPlan(Plan):
    """One total, ready. A match ends with a list of what it rests on, each `Covered`."""

    entry: Total

    def __init__(self, elements: Elements, vocabulary: Vocabulary, total: Total) -> None:
        """Takes the total.

        Args:
            elements: Makes elements of patterns.
            vocabulary: The kinds of fact.
            total: The total.
        """
        names = (*total.variables, "total")
        super().__init__(vocabulary, total, names if total.share_of is None else
                         (*names, "part", "whole"))  # fmt: skip
        self._maker = elements

    @cached_property
    def _for_each(self) -> Element | None:
        return None if self.entry.for_each is None else self._maker.element(self.entry.for_each)

    def _cover(self, pattern: Pattern) -> _Cover:
        element = self._maker.element(pattern)
        return _Cover(element, self.entry.variables, self.entry.variable)

    @cached_property
    def _of(self) -> _Cover:
        return self._cover(self.entry.of)

    @cached_property
    def _share_of(self) -> _Cover | None:
        return None if self.entry.share_of is None else self._cover(self.entry.share_of)

    def matches(self, memory: Memory) -> list[Match]:
        """The total of each group that has one."""
        measure = MEASURES[self.entry.measure]
        found: list[Match] = []
        for group, members in self._groups(memory).items():
            numbers, covered = self._of.of(group, memory)
            if not numbers and self.entry.measure not in ("count", "sum"):
                continue
            values: Row = (measure(numbers),)
            rests_on = [members, covered]
            if self._share_of is not None:
                shares, whole = self._share_of.of(group, memory)
                part, all_of_it = measure(numbers), sum(shares)
                values = (100 * part // all_of_it if all_of_it else 0, part, all_of_it)
                rests_on.append(whole)
            found.append((*group, *values, *self.literals, rests_on))
        return found

    def _groups(self, memory: Memory) -> dict[Row, Covered]:
        """Each distinct group with the facts that make it."""
        element = self._for_each
        if element is None:
            return {(): ("", [])}
        kind, group_of = element.alpha.kind, self._group_of
        groups: dict[Row, Covered] = {}
        for row in memory.matching(element.alpha).rows:
            groups.setdefault(group_of(row), (kind, []))[1].append(row)
        return groups

    @cached_property
    def _group_of(self) -> Callable[[Row], Row]:
        own = self._for_each.own if self._for_each is not None else {}
        return row_picker([own[name] for name in self.entry.variables])

    def rests_on(self, match: Match, memory: Memory) -> list[Fact]:
        """The facts that make the group, those counted, and those of the whole, each once."""
        found = [memory.fact(kind, row) for kind, rows in match[-1] for row in sorted(rows)]
        # By identity: memory has one object for a fact, and hashing it takes long.
        return list({id(fact): fact for fact in found}.values())

    def _is_open(self, name: str, field: FieldType) -> bool:
        """Whether it is a number that was made, or one of a list that the case must keep to."""
        return field.allowed is not None or name in TOTAL_VARIABLES


def mean_in_tenths(numbers: Sequence[int]) -> int:
    """The mean in tenths, halves rounded away from zero.

    Args:
        numbers: At least one number.

    Returns:
        Ten times the mean, as a whole number.

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
