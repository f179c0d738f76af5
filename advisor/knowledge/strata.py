"""Which rules depend on which, and the order in which the reasoning proceeds.

"Not" and totals only ever look at finished work. A kind of fact lies in the lowest stratum in which
it can be complete: at least as high as every kind its rules read, and higher than every kind its
rules negate or total up. A rule fires in the stratum in which all it waits for is complete.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import KnowledgeError, Problem
from advisor.knowledge.rule import FieldTest, Pattern, Rule, Total, Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from advisor.knowledge.rulebook import Rulebook
    from advisor.knowledge.vocabulary import Value


Entry = Rule | Total


class Dependency(NamedTuple):
    """One rule's claim that a kind of fact depends on another."""

    conclusion: str
    premise: str
    entry: Entry
    waits: bool
    """Whether the premise must be complete first: it is negated or totalled."""
    line: int


class Strata(NamedTuple):
    """The order in which the reasoning proceeds."""

    kinds: dict[str, int]
    """The stratum in which each kind of fact is complete."""
    entries: dict[str, int]
    """The stratum in which each rule and total fires, by id."""
    height: int
    """How many strata there are."""


def stratify(kinds: Iterable[str], entries: Sequence[Entry]) -> Strata:
    """Finds the strata.

    Raises:
        KnowledgeError: If a conclusion depends on its own absence, or a total on itself. The
            message shows every rule on the way round.
    """
    stratum = dict.fromkeys(kinds, 0)
    asked = [(entry, entry.reads, entry.waits_for) for entry in entries]
    edges = {
        (conclusion, kind, waits)
        for entry, *both in asked
        for conclusion in entry.concludes
        for waits, kinds in enumerate(both)
        for kind in kinds
    }
    changed = True
    while changed:
        changed = False
        for conclusion, premise, waits in edges:
            lowest = stratum[premise] + waits
            if lowest > len(stratum):  # which only a circle through a wait can lead to
                raise KnowledgeError.together(find_cycles(entries)[:1])
            if stratum[conclusion] < lowest:
                stratum[conclusion] = lowest
                changed = True
    fires = {  # in the first stratum in which all that it waits for is complete
        entry.id: max([*(stratum[kind] for kind in reads),
                       *(stratum[kind] + 1 for kind in waits_for)])
        for entry, reads, waits_for in asked
    }  # fmt: skip
    return Strata(stratum, fires, 1 + max([*stratum.values(), *fires.values(), 0]))


def _dependencies(entry: Entry) -> list[Dependency]:
    """What an entry says about which kind depends on which."""
    found = []
    for conclusion in entry.concludes:
        for pattern, negated in patterns_of(entry):
            waits = negated or isinstance(entry, Total)
            found.append(Dependency(conclusion, pattern.kind, entry, waits, pattern.line))
    return found


def find_cycles(entries: Iterable[Entry]) -> tuple[Problem, ...]:
    """Every circle through a "not" or a total, told once with all its places.

    Returns:
        A problem for each circle; for circles with the same steps, the first.
    """
    return tuple(_cycles([one for entry in entries for one in _dependencies(entry)]))


def _cycles(dependencies: list[Dependency]) -> list[Problem]:
    """A problem for each kind that has to be complete before it can begin."""
    by_conclusion: dict[str, list[Dependency]] = {}
    for one in dependencies:
        by_conclusion.setdefault(one.conclusion, []).append(one)
    problems = []
    told: set[frozenset[str]] = set()
    ways: dict[tuple[str, str], list[Dependency] | None] = {}
    for one in dependencies:
        ends = one.premise, one.conclusion
        if one.waits and ends not in ways:
            ways[ends] = _way(by_conclusion, *ends)
        back = ways.get(ends) if one.waits else None
        around = frozenset(step.entry.id for step in (one, *(back or ())))
        if back is not None and around not in told:
            told.add(around)
            problems.append(_cycle(one, back))
    return problems


def _way(
    by_conclusion: dict[str, list[Dependency]], start: str, goal: str
) -> list[Dependency] | None:
    """The shortest chain of dependencies by which one kind depends on another."""
    reached: dict[str, Dependency | None] = {start: None}
    queue = [start]
    for kind in queue:
        if kind == goal:
            break
        for one in by_conclusion.get(kind, ()):
            if one.premise not in reached:
                reached[one.premise] = one
                queue.append(one.premise)
    if goal not in reached:
        return None
    way: list[Dependency] = []
    step = reached[goal]
    while step is not None:
        way.append(step)
        step = reached[step.conclusion]
    return way[::-1]


def _cycle(waiting: Dependency, back: list[Dependency]) -> Problem:
    """The message about a cycle, with every place on it."""
    told = "; ".join(
        f"“{one.entry.id}” ({one.entry.file}:{one.line}) concludes “{one.conclusion}” "
        f"{_by(one)} “{one.premise}”"
        for one in (waiting, *back)
    )
    word = "totals up" if isinstance(waiting.entry, Total) else "negates"
    step = f"a step that {word} “{waiting.premise}”"
    what = f"“{waiting.conclusion}” depends on itself through {step}: {told}."
    remedy = "Break the circle: let one of these rules rest on another kind of fact."
    return Problem(what, waiting.entry.file, waiting.line, remedy, "cycle")


def _by(one: Dependency) -> str:
    """How a conclusion rests on its premise, in words."""
    if isinstance(one.entry, Total):
        return "from a total of"
    return "from the absence of" if one.waits else "from"


def thresholds_of(entry: Entry) -> frozenset[str]:
    """The names of the numbers that a rule or total compares with or concludes."""
    tested = [test.threshold for pattern in entry.patterns for test in pattern.tests]
    return frozenset(
        filter(None, [*tested, *(one for head in entry.then for one in head.thresholds)])
    )


def bearing_on(goals: Iterable[str], entries: Iterable[Entry]) -> list[Entry]:
    """The rules and totals that can bear on some kinds of fact, also by what they must not find."""
    concluding: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for kind in entry.concludes:
            concluding[kind].append(entry)
    kinds = list(dict.fromkeys(goals))
    found: dict[str, Entry] = {}
    for goal in kinds:  # which grows
        for entry in concluding[goal]:
            found[entry.id] = entry
            asked = dict.fromkeys((*entry.reads, *entry.waits_for))
            kinds.extend(kind for kind in asked if kind not in kinds)
    return list(found.values())


class Link(NamedTuple):
    """One rule or total that uses what another concludes."""

    source: str
    """The id of the rule that concludes."""
    target: str
    """The id of the rule that asks."""
    kind: str
    """The kind of fact."""
    negated: bool
    """Whether the target asks that there be no such fact."""


class Dependencies:
    """The links between the rules and totals of a rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link once, by the rule that concludes, in the order of the rulebook."""
        asking: dict[str, list[tuple[Entry, Pattern, bool]]] = defaultdict(list)
        for entry in self._rulebook.entries:
            for pattern, negated in patterns_of(entry):
                asking[pattern.kind].append((entry, pattern, negated))
        found: dict[Link, None] = {}
        kinds = self._rulebook.vocabulary.kinds
        for source in self._rulebook.entries:
            for head in source.then:
                value = dict(zip(kinds[head.kind].fields, head.values))
                for target, pattern, negated in asking[head.kind]:
                    if all(_could_pass(value[test.field], test) for test in pattern.tests):
                        found[Link(source.id, target.id, head.kind, negated)] = None
        return tuple(found)

    def used_by(self, id: str) -> tuple[Link, ...]:  # noqa: A002  (the field's own word)
        """The links from a rule to those that use its conclusions."""
        return tuple(one for one in self.links if one.source == id)

    def needs(self, id: str) -> tuple[Link, ...]:  # noqa: A002
        """The links to a rule from those that conclude what it asks for."""
        return tuple(one for one in self.links if one.target == id)

    def between_topics(self) -> Mapping[tuple[str, str], int]:
        """How many links lead from one topic to another, by the pair of topics."""
        topic = {entry.id: entry.topic for entry in self._rulebook.entries}
        pairs = ((topic[one.source], topic[one.target]) for one in self.links)
        return Counter(pair for pair in pairs if pair[0] != pair[1])


def patterns_of(entry: Entry) -> tuple[tuple[Pattern, bool], ...]:
    """The patterns of a rule or total, each with whether it is negated."""
    positive = len(entry.when) if isinstance(entry, Rule) else len(entry.patterns)
    return tuple((one, place >= positive) for place, one in enumerate(entry.patterns))


def _could_pass(value: Value | Variable, test: FieldTest) -> bool:
    """Whether a value of a fact that follows could pass a test, each taken by itself."""
    if isinstance(value, Variable) or test.variable:
        return True
    return test.accepts(value)


ASKED = {
    "answer": "to", "home-answer": "to", "item": "of", "home-item": "of", "figure": "of",
    "home-figure": "of",
}  # fmt: skip
"""Kinds of fact that answer a question, and the field that names it."""


def questions_of(pattern: Pattern) -> tuple[Value, ...] | None:
    """The questions a pattern asks about; nothing when it may be any."""
    for test in pattern.tests:
        if test.field == ASKED.get(pattern.kind):
            if isinstance(test.operand, tuple) and test.relation == "one-of":
                return test.operand
            if test.relation == "is" and not isinstance(test.operand, (Variable, tuple)):
                return (test.operand,)
    return None


def asked_of(entries: Iterable[Entry]) -> dict[str, set[Value] | None]:
    """For each kind that rules read, the questions they name; nothing where it may be any."""
    asked: dict[str, set[Value] | None] = {}
    for entry in entries:
        for pattern in entry.patterns:
            questions = questions_of(pattern)
            known = asked.setdefault(pattern.kind, set())
            if questions is None or known is None:
                asked[pattern.kind] = None
            else:
                known.update(questions)
    return asked
