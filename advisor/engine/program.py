"""A rulebook made ready for reasoning, stage by stage.

Strata (`advisor.knowledge.strata`) see to it that "not" and totals look at finished work only.
Inside a stratum rules are put in *stages*, so that what a rule reads is complete as well before its
stage begins, and every rule need be matched only once. Only where rules rest on each other in a
circle is a stage worked on until nothing is new.

The plain evaluator carries a program out in Python, as its rules read. It answers "what if", it
serves where durable_rules cannot be loaded, and it is what durable_rules is tested against.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, NoReturn

from advisor.engine.alpha import AlphaNetwork, Memory, Pending, Row, Table
from advisor.engine.plans import EntryPlan, Match, RulePlan, TotalPlan
from advisor.engine.trace import Fired, FiringLog
from advisor.errors import ConsultationError, LimitError, echo
from advisor.knowledge.rule import Rule
from advisor.knowledge.rulebook import Rulebook
from advisor.knowledge.strata import bearing_on
from advisor.knowledge.vocabulary import FieldType, Value
from advisor.model.fact import Fact

FIRING_LIMIT = 50_000
"""Firings of one consultation; a real case has some hundreds."""

MOST_VALUES = 5000
"""Values of a field that a program remembers having accepted."""


class Stage(NamedTuple):
    """What is worked on together: first its totals, then its rules."""

    stratum: int
    totals: tuple[TotalPlan, ...]
    rules: tuple[RulePlan, ...]
    circular: bool
    """Whether its rules rest on each other."""


class Program:
    """A whole rulebook, ready; or what of it bears on some conclusions."""

    def __init__(self, rulebook: Rulebook, goals: Iterable[str] = ()) -> None:
        """Takes a rulebook.

        Args:
            goals: The kinds that are wanted; rules that cannot bear on them are left out.
                Without goals, all rules are in.
        """
        vocabulary = rulebook.vocabulary
        self._kinds = vocabulary.kinds
        # For each field of each kind the values that are known to be allowed there.
        self._accepted: defaultdict[tuple[str, str], set[Value]] = defaultdict(set)
        wanted = needed_for(rulebook, goals)
        entries = [entry for entry in rulebook.entries if entry.id in wanted]
        patterns = [pattern for entry in entries for pattern in entry.patterns]
        self.network = AlphaNetwork(vocabulary, patterns)
        stages = []
        place = rulebook.strata.entries
        by_stratum: defaultdict[int, list[Rule]] = defaultdict(list)
        for rule in rulebook.rules:
            if rule.id in wanted:
                by_stratum[place[rule.id]].append(rule)
        for stratum in range(rulebook.strata.height):
            totals = tuple(
                TotalPlan(total, self.network)
                for total in rulebook.totals
                if total.id in wanted and place[total.id] == stratum
            )
            for some, circular in in_stages(by_stratum[stratum]):
                plans = tuple(RulePlan(rule, self.network) for rule in some)
                stages.append(Stage(stratum, totals, plans, circular))
                totals = ()
        self.stages = tuple(stages)

    def remember(self, base: Iterable[Fact]) -> Memory:
        """A working memory with the base facts, each checked.

        Args:
            base: The facts of a case, in any order, repetitions included.

        Raises:
            ConsultationError: If a fact is not one the vocabulary allows.
        """
        facts = list(base)
        by_kind: dict[str, list[Fact]] = {}
        try:
            for fact in facts:
                by_kind.setdefault(fact[0], []).append(fact)
            tables = {kind: self._table(kind, same) for kind, same in by_kind.items()}
        except (ConsultationError, TypeError, ValueError, AttributeError, KeyError):
            self._refuse(facts)
        return Memory(self.network, tables)

    def run(self, reasoning: Reasoning) -> None:
        """Carries everything out.

        Args:
            reasoning: The base facts; gains what follows, and what fired.

        Raises:
            ConsultationError: If there are too many firings, or a value from the case does not fit
                a conclusion.
        """
        for stage in self.stages:
            reasoning.totals(stage)
            carry_out(stage, reasoning)

    def _table(self, kind: str, facts: list[Fact]) -> Table:
        """The rows of facts of one kind, which are checked together, field by field.

        Raises:
            ConsultationError: If there may be one that is not allowed; or another error where it
                is none at all.
        """
        columns = []
        fields, given = self._kinds[kind].fields, [fact[1] for fact in facts]
        if set(map(len, given)) != {len(fields)}:
            raise ConsultationError("not the fields of its kind")
        for (name, field), column in zip(fields.items(), zip(*given)):
            names, values = zip(*column)
            if set(names) != {name} or set(map(type, values)) != {_type(field)}:
                raise ConsultationError("not a field of its kind")
            for value in set(values) - self._accepted[kind, name]:
                self._accept(kind, name, value)
            columns.append(values)
        return dict(zip(zip(*columns), facts))

    def _accept(self, kind: str, name: str, value: Value) -> None:
        """Refuses a value that may not stand in a field; remembers one that may."""
        field, accepted = self._kinds[kind].fields[name], self._accepted[kind, name]
        if not field.accepts(value):
            raise ConsultationError(
                f"The field “{name}” of “{kind}” takes {field.describe()}, not {echo(value)}."
            )
        if len(accepted) > MOST_VALUES:  # a long run must not fill the memory
            accepted.clear()
        accepted.add(value)

    def _refuse(self, facts: list[Fact]) -> NoReturn:
        """Says what is wrong with the first of the facts, in their order, that is not allowed."""
        try:
            ordered = sorted(facts)
        except TypeError as error:
            raise ConsultationError(f"The base facts cannot be put in order: {error}.") from None
        for kind, given in ordered:
            if kind not in self._kinds:
                raise ConsultationError(f"There is no kind of fact {echo(kind)}.")
            shown, fields = echo(Fact(kind, given)), self._kinds[kind].fields
            if [name for name, _ in given] != list(fields):
                raise ConsultationError(f"{shown} does not have the fields of its kind.")
            if [type(value) for _, value in given] != [*map(_type, fields.values())]:
                raise ConsultationError(f"{shown} holds a value of the wrong type.")
            for name, value in given:
                self._accept(kind, name, value)
        raise AssertionError("facts were refused together that are allowed one by one")


def _type(field: FieldType) -> type[Value]:
    """The type of the values of a field."""
    return int if field.number else str


def in_stages(rules: Sequence[Rule]) -> Iterable[tuple[list[Rule], bool]]:
    """The rules of a stratum, put so that each reads only what those before it conclude.

    Args:
        rules: The rules, in their order.

    Returns:
        The rules of each stage, and whether they rest on each other. At least one stage.
    """
    left = [(rule, rule.reads, rule.concludes) for rule in rules]
    while True:
        concluded = {kind for _, _, concludes in left for kind in concludes}
        stage = [rule for rule, reads, _ in left if concluded.isdisjoint(reads)]
        if len(stage) == len(left):
            yield stage, False
            return
        if not stage:
            yield [rule for rule, *_ in left], True
            return
        yield stage, False
        left = [one for one in left if not concluded.isdisjoint(one[1])]


class Reasoning:
    """One consultation under way: the facts so far, and what has fired."""

    def __init__(self, memory: Memory, limit: int) -> None:
        self.memory = memory
        self.limit = limit
        self.record: FiringLog = []
        self._count = 0
        self._pending: Pending = {}

    def totals(self, stage: Stage) -> None:
        """Makes the totals of a stage.

        Raises:
            ConsultationError: As `fire`.
        """
        for plan in stage.totals:
            self.fire(stage.stratum, plan, plan.matches(self.memory))
        if stage.totals:
            self.settle()

    def fire(self, stratum: int, plan: EntryPlan, matches: Sequence[Match]) -> None:
        """Takes note of matches, and of what follows from them.

        Raises:
            ConsultationError: If there are too many, or a value from the case does not fit a
                conclusion.
        """
        if not matches:
            return
        self.record.append(Fired(stratum, plan, matches))
        self._count += len(matches)
        if self._count > self.limit:
            raise LimitError(
                f"The consultation was ended after {self.limit:,} firings. A rule probably joins "
                "facts that have no variable in common; “advisor trace” with a smaller case shows "
                "which."
            )
        plan.conclude(matches, self.memory, self._pending)

    def settle(self) -> Pending:
        """Adds what followed to memory; returns it."""
        pending, self._pending = self._pending, {}
        self.memory.add(pending)
        return pending


def needed_for(rulebook: Rulebook, goals: Iterable[str]) -> frozenset[str]:
    """The ids of the rules and totals that can bear on some kinds of fact.

    Args:
        goals: The kinds; none means all rules.

    Raises:
        ValueError: If there is no such kind.
    """
    kinds = frozenset(goals)
    unknown = kinds - set(rulebook.vocabulary.kinds)
    if unknown:
        raise ValueError(f"no kinds of fact {sorted(unknown)}")
    wanted = bearing_on(kinds, rulebook.entries) if kinds else rulebook.entries
    return frozenset(entry.id for entry in wanted)


def program_for(rulebook: Rulebook, goals: Iterable[str] = ()) -> Program:
    """The program of a rulebook for some goals, made the first time it is asked for."""
    name = "+".join(["program", *sorted(goals)])
    found = rulebook.prepared.get(name)
    if not isinstance(found, Program):
        found = rulebook.prepared[name] = Program(rulebook, goals)
    return found


def carry_out(stage: Stage, reasoning: Reasoning) -> None:
    """Fires the rules of a stage on everything that they match.

    Where they rest on each other, they are tried again, with at least one new fact, until nothing
    is new (semi-naive evaluation).

    Args:
        reasoning: Everything that they rest on; gains what follows, and what fired.
    """
    seen: dict[RulePlan, list[int]] = {}
    rules = stage.rules
    while rules:
        for plan in rules:
            candidates = plan.candidates(reasoning.memory, reasoning.limit)
            if candidates:
                found = new_matches(plan, reasoning.memory, candidates, seen.get(plan))
                reasoning.fire(stage.stratum, plan, found)
                seen[plan] = [len(rows) for rows in candidates]
        fresh = reasoning.settle()
        if not stage.circular:
            return
        rules = tuple([plan for plan in stage.rules if not fresh.keys().isdisjoint(plan.reads)])


def new_matches(
    plan: RulePlan, memory: Memory, candidates: list[list[Row]], seen: list[int] | None
) -> list[Match]:
    """What a rule matches that it did not match before.

    Args:
        candidates: For each of its patterns the rows that meet it by themselves.
        seen: How many these were when the rule was tried last; rows are only ever added.
    """
    if seen is None:
        sizes = [len(rows) for rows in candidates]
        first = sizes.index(min(sizes))
        return plan.matches(memory, plan.way(first), candidates[first])
    found: dict[Match, None] = {}
    for place, rows in enumerate(candidates):
        fresh = rows[seen[place] :]
        if fresh:
            found.update(dict.fromkeys(plan.matches(memory, plan.way(place), fresh)))
    return list(found)
