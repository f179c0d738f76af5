"""A rulebook made ready for reasoning: each rule as joins, each stratum as a list of rules.

Making a program takes some milliseconds, so it is kept with its rulebook; carrying it out
changes nothing in it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from advisor.engine.memory import Memory, Pending, Row, row_picker
from advisor.engine.plan import Joins, Step, in_good_order, literals_of
from advisor.engine.products import products_of, refuse_products
from advisor.engine.totals import TotalPlan
from advisor.engine.trace import Firing
from advisor.errors import ConsultationError, echo
from advisor.knowledge.rule import Head, Pattern, Rule, Total, Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from advisor.knowledge.rulebook import Rulebook
    from advisor.knowledge.vocabulary import Kind, Value, Vocabulary
    from advisor.model.fact import Fact


class Way(NamedTuple):
    """One order in which the patterns of a rule can be joined."""

    first: str | None
    """The kind whose new facts it begins with; none when it begins with all facts."""
    steps: tuple[Step, ...]
    arrange: Callable[[Row], Row]
    """Puts a match in the one order that all ways share."""


class HeadPlan(NamedTuple):
    """How a fact that follows is made from a match."""

    kind: str
    row: Callable[[Row], Row]
    open_values: tuple[tuple[int, frozenset[Value]], ...]
    """Places whose value only the case decides, with what the vocabulary allows there."""


class RulePlan:
    """One rule, ready to be matched and fired.

    Everything is worked out when it is first asked for: most rules do not fire in a case, and
    with durable_rules, which matches by itself, none is joined here.

    An arranged match holds the value of each variable, then the row of each premise, then the
    literals that the conclusions need. Arranged matches sort in canonical order.
    """

    def __init__(self, vocabulary: Vocabulary, rule: Rule, growing: frozenset[str]) -> None:
        """Compiles a rule.

        Args:
            vocabulary: The kinds of fact.
            rule: The rule.
            growing: The kinds that gain facts while the rule's stratum is worked on.
        """
        self.rule = rule
        self._vocabulary = vocabulary
        self._growing = growing

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The variables, in the order in which the rule names them."""
        return self.rule.variables

    @cached_property
    def _reads(self) -> tuple[str, ...]:
        """The kinds that must have facts."""
        return self.rule.reads

    @cached_property
    def _head_literals(self) -> Row:
        """The values written in the conclusions."""
        values = [value for head in self.rule.then for value in head.values]
        return tuple(value for value in values if not isinstance(value, Variable))

    @cached_property
    def _literals(self) -> list[Value]:
        """Every value that a match begins with."""
        return [*literals_of((*self.rule.when, *self.rule.unless)), *self._head_literals]

    @cached_property
    def _spans(self) -> tuple[tuple[str, int, int], ...]:
        """For each premise its kind, and where its row stands in an arranged match."""
        place = len(self.names)
        spans = []
        for pattern in self.rule.when:
            width = len(self._vocabulary.kinds[pattern.kind].fields)
            spans.append((pattern.kind, place, place + width))
            place += width
        return tuple(spans)

    @cached_property
    def _variables_of(self) -> Callable[[Row], Row]:
        """Picks the value of each variable from the rows of all premises in a row."""
        found: dict[str, int] = {}
        for pattern, (kind, start, _) in zip(self.rule.when, self._spans, strict=True):
            positions = self._vocabulary.kinds[kind].positions
            for test in pattern.tests:
                if test.relation == "is" and isinstance(test.operand, Variable):
                    place = start - len(self.names) + positions[test.field]
                    found.setdefault(test.operand.name, place)
        return row_picker(tuple(found[name] for name in self.names))

    @cached_property
    def _heads(self) -> tuple[HeadPlan, ...]:
        """How the conclusions are made."""
        return tuple(self._head(head) for head in self.rule.then)

    @cached_property
    def _absent(self) -> tuple[tuple[str, Callable[[Row], Row]], ...]:
        """How the record says what was absent."""
        return tuple(self._absence(pattern) for pattern in self.rule.unless)

    @cached_property
    def _start(self) -> Row:
        """What each match begins with."""
        return Joins(self._vocabulary, self._literals).literals

    @cached_property
    def _all(self) -> Way:
        """The joins with all facts."""
        return self._way(None)

    @cached_property
    def _deltas(self) -> tuple[Way, ...]:
        """The joins that begin with new facts, one for each pattern that may meet some."""
        when = self.rule.when
        return tuple(
            self._way(place) for place, pattern in enumerate(when) if pattern.kind in self._growing
        )

    def _way(self, first: int | None) -> Way:
        """The joins in one order."""
        joins = Joins(self._vocabulary, self._literals)
        starts: dict[int, int] = {}
        steps = []
        when = self.rule.when
        for place in in_good_order(when, first):
            starts[place] = joins.width
            steps.append(joins.step(when[place], scan=place == first))
        steps.extend(joins.step(pattern, absent=True) for pattern in self.rule.unless)
        arranged = [joins.variables[name] for name in self.names]
        for place, pattern in enumerate(when):
            width = len(self._vocabulary.kinds[pattern.kind].fields)
            arranged.extend(range(starts[place], starts[place] + width))
        arranged.extend(joins.position(value) for value in self._head_literals)
        return Way(
            None if first is None else when[first].kind, tuple(steps), row_picker(tuple(arranged))
        )

    def _head(self, head: Head) -> HeadPlan:
        """A conclusion as positions in an arranged match."""
        kind = self._vocabulary.kinds[head.kind]
        literals_start = self._spans[-1][2]
        positions = []
        open_values = []
        for at, (value, type_) in enumerate(zip(head.values, kind.fields.values(), strict=True)):
            if not isinstance(value, Variable):
                known = [(type(one), one) for one in self._head_literals]
                positions.append(literals_start + known.index((type(value), value)))
                continue
            positions.append(self.names.index(value.name))
            if type_.allowed is not None and not self._is_closed(value.name):
                open_values.append((at, frozenset(type_.allowed)))
        return HeadPlan(head.kind, row_picker(tuple(positions)), tuple(open_values))

    def _is_closed(self, name: str) -> bool:
        """Whether a list in the vocabulary limits what a variable may hold."""
        return any(
            self._vocabulary.kinds[pattern.kind].fields[test.field].allowed is not None
            for pattern in self.rule.when
            for test in pattern.tests
            if test.relation == "is" and test.operand == Variable(name)
        )

    def _absence(self, pattern: Pattern) -> tuple[str, Callable[[Row], Row]]:
        """A negated pattern as a line of text with places for the variables of the rule."""
        positions = []
        shown = []
        for test in pattern.tests:
            if isinstance(test.operand, Variable) and test.operand.name in self.names:
                positions.append(self.names.index(test.operand.name))
                shown.append(str(test).replace(str(test.operand), "%s"))
            else:
                shown.append(str(test))
        return f"{pattern.kind}({', '.join(shown)})", row_picker(tuple(positions))

    def matches(self, memory: Memory) -> list[Row]:
        """Every match with the facts that hold, arranged, in canonical order."""
        tables = memory.tables
        for kind in self._reads:
            if not tables[kind]:
                return []
        found = [self._start]
        for step in self._all.steps:
            found = step.extend(found, memory)
            if not found:
                return found
        if len(found) == 1:
            return [self._all.arrange(found[0])]
        return sorted(map(self._all.arrange, found))

    def matches_with(self, memory: Memory, fresh: dict[str, list[Row]]) -> list[Row]:
        """Every match that uses at least one of some new facts, arranged, in canonical order."""
        found: set[Row] = set()
        for way in self._deltas:
            rows = fresh.get(way.first or "")
            if not rows:
                continue
            matches = way.steps[0].begin(self._start, rows)
            for step in way.steps[1:]:
                if not matches:
                    break
                matches = step.extend(matches, memory)
            found.update(map(way.arrange, matches))
        return sorted(found)

    def match_of(self, rows: Iterable[Row]) -> Row:
        """The arranged match whose premises are these rows, one for each pattern in order."""
        flat: Row = tuple([value for row in rows for value in row])
        return self._variables_of(flat) + flat + self._head_literals

    def conclude(
        self, match: Row, memory: Memory, pending: Pending
    ) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
        """Works out what follows from one match.

        Args:
            match: An arranged match.
            memory: The facts that hold.
            pending: Facts that follow in this round; gains those that are new.

        Returns:
            The facts that follow, and those of them that are new.

        Raises:
            ConsultationError: If a value from the case does not fit a conclusion.
        """
        asserted = []
        new = []
        for kind, row_of, open_values in self._heads:
            row = row_of(match)
            fact = memory.tables[kind].get(row)
            if fact is None:
                waiting = pending.setdefault(kind, {})
                fact = waiting.get(row)
                if fact is None:
                    if open_values:
                        self._refuse_misfits(kind, row, open_values)
                    fact = waiting[row] = memory.make(kind, row)
                    new.append(fact)
            asserted.append(fact)
        return tuple(asserted), tuple(new)

    def fire(self, match: Row, memory: Memory, pending: Pending) -> Firing:
        """Fires the rule once, with a record of it.

        Args:
            match: An arranged match.
            memory: The facts that hold.
            pending: Facts that follow in this round; gains those that are new.

        Returns:
            The record.

        Raises:
            ConsultationError: If a value from the case does not fit a conclusion.
        """
        asserted, new = self.conclude(match, memory, pending)
        tables = memory.tables
        return Firing(
            self.rule.id,
            tuple(zip(self.names, match)),  # the match goes on after the variables
            tuple([tables[kind][match[start:end]] for kind, start, end in self._spans]),
            tuple([text % values(match) for text, values in self._absent]) if self._absent else (),
            asserted,
            new,
        )

    def _refuse_misfits(
        self, kind: str, row: Row, open_values: tuple[tuple[int, frozenset[Value]], ...]
    ) -> None:
        """Refuses a conclusion that the vocabulary does not allow."""
        for at, allowed in open_values:
            if row[at] not in allowed:
                field = list(self._vocabulary.kinds[kind].fields)[at]
                raise ConsultationError(
                    f"The rule “{self.rule.id}” ({self.rule.file}:{self.rule.line}) would "
                    f"conclude “{kind}” with “{field}” {echo(row[at])}, which the vocabulary does "
                    "not allow. "
                    "Narrow the variable in its patterns."
                )


class Stratum(NamedTuple):
    """What is worked on together: first its totals, then its rules until nothing is new."""

    totals: tuple[TotalPlan, ...]
    rules: tuple[RulePlan, ...]
    readers: Mapping[str, tuple[int, ...]]
    """For each kind that grows in the stratum, the places of the rules that read it."""

    def readers_of(self, fresh: Iterable[str]) -> list[RulePlan]:
        """The rules that read one of some kinds, in their order."""
        places = {place for kind in fresh for place in self.readers.get(kind, ())}
        return [self.rules[place] for place in sorted(places)]


class Program:
    """A whole rulebook, ready; or what of it bears on some conclusions."""

    def __init__(self, rulebook: Rulebook, goals: Iterable[str] = ()) -> None:
        """Compiles a rulebook.

        Args:
            rulebook: The rulebook; the program keeps no more of it than it needs.
            goals: The kinds that are wanted; rules that cannot bear on them are left out.
                Without goals, all rules are in.
        """
        vocabulary = rulebook.vocabulary
        self.vocabulary = vocabulary
        self.names = {kind.name: tuple(kind.fields) for kind in vocabulary.kinds.values()}
        self._types = {
            kind.name: tuple(int if field.number else str for field in kind.fields.values())
            for kind in vocabulary.kinds.values()
        }
        self._accepted: dict[str, set[Row]] = {kind: set() for kind in self.names}
        wanted = needed_for(rulebook, goals)
        place = rulebook.strata.entries
        strata = []
        for number in range(rulebook.strata.height):
            rules = [one for one in rulebook.rules if one.id in wanted and place[one.id] == number]
            totals = [
                one for one in rulebook.totals if one.id in wanted and place[one.id] == number
            ]
            strata.append(_stratum(vocabulary, totals, rules))
        self.strata = tuple(strata)
        used = [rule for rule in rulebook.rules if rule.id in wanted]
        self._products = products_of(used, vocabulary)

    def remember(self, base: Iterable[Fact], firing_limit: int) -> Memory:
        """A working memory with the base facts, each checked.

        Args:
            base: The facts of a case, in any order, repetitions included.
            firing_limit: How many firings are too many.

        Returns:
            A memory that holds each once, in sorted order.

        Raises:
            ConsultationError: If a fact is not one the vocabulary allows, or a rule would
                combine more of them than the limit.
        """
        memory = Memory(self.names)
        for fact in self._sorted(base):
            memory.add(fact.kind, self._row(fact), fact)
        refuse_products(self._products, memory, firing_limit)
        return memory

    def _sorted(self, base: Iterable[Fact]) -> list[Fact]:
        """The facts in order, each once."""
        try:
            return sorted(set(base))
        except TypeError as error:
            raise ConsultationError(f"The base facts cannot be put in order: {error}.") from None

    def _row(self, fact: Fact) -> Row:
        """The values of a fact, after checking that it is of its kind."""
        names = self.names.get(fact.kind)
        if names is None:
            raise ConsultationError(f"There is no kind of fact {echo(fact.kind)}.")
        if tuple([name for name, _ in fact.fields]) != names:
            raise ConsultationError(f"{echo(fact)} does not have the fields of its kind.")
        row = tuple([value for _, value in fact.fields])
        if tuple(map(type, row)) != self._types[fact.kind]:
            raise ConsultationError(f"{echo(fact)} holds a value of the wrong type.")
        accepted = self._accepted[fact.kind]
        if row not in accepted:
            self._refuse_values(self.vocabulary.kinds[fact.kind], row)
            if len(accepted) > 5000:  # a long run must not fill the memory
                accepted.clear()
            accepted.add(row)
        return row

    def _refuse_values(self, kind: Kind, row: Row) -> None:
        """Refuses values that the fields of a kind do not allow."""
        for (name, field), value in zip(kind.fields.items(), row, strict=True):
            if not field.accepts(value):
                raise ConsultationError(
                    f"The field “{name}” of “{kind.name}” takes {field.describe()}, "
                    f"not {echo(value)}."
                )


def _stratum(vocabulary: Vocabulary, totals: Iterable[Total], rules: Sequence[Rule]) -> Stratum:
    """The totals and rules of one stratum, ready."""
    growing = frozenset(kind for rule in rules for kind in rule.concludes)
    readers: dict[str, list[int]] = {}
    for place, rule in enumerate(rules):
        for kind in rule.reads:
            if kind in growing:
                readers.setdefault(kind, []).append(place)
    return Stratum(
        tuple(TotalPlan(vocabulary, total) for total in totals),
        tuple(RulePlan(vocabulary, rule, growing) for rule in rules),
        {kind: tuple(places) for kind, places in readers.items()},
    )


def needed_for(rulebook: Rulebook, goals: Iterable[str]) -> frozenset[str]:
    """The ids of the rules and totals that can bear on some kinds of fact.

    Args:
        rulebook: The rulebook.
        goals: The kinds; none means all rules.

    Returns:
        The ids.

    Raises:
        ValueError: If there is no such kind.
    """
    kinds = list(goals)
    unknown = set(kinds) - set(rulebook.vocabulary.kinds)
    if unknown:
        raise ValueError(f"no kinds of fact {sorted(unknown)}")
    if not kinds:
        return frozenset(entry.id for entry in rulebook.entries)
    needed: set[str] = set()
    seen = set(kinds)
    while kinds:
        for entry in rulebook.concluding(kinds.pop()):
            needed.add(entry.id)
            for kind in (*entry.reads, *entry.waits_for):
                if kind not in seen:
                    seen.add(kind)
                    kinds.append(kind)
    return frozenset(needed)


def program_for(rulebook: Rulebook, goals: Iterable[str] = ()) -> Program:
    """The program of a rulebook for some goals, made the first time it is asked for."""
    name = " ".join(["program", *sorted(goals)])
    found = rulebook.prepared.get(name)
    if not isinstance(found, Program):
        found = rulebook.prepared[name] = Program(rulebook, goals)
    return found
