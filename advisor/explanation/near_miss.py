"""How near a rule came to firing: which of its conditions hold together, and which does not.

And, turned around: why nothing meets a condition, down to what holds in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.rule import FieldTest, Head, Pattern, Rule, Total, Variable
from advisor.model.case import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.explanation.record import Record
    from advisor.knowledge.strata import Entry
    from advisor.knowledge.vocabulary import Value
    from advisor.model.fact import Fact

Bindings = dict[str, "Value"]

MOST_MATCHES = 5000
"""Facts that are looked at before the best match so far is taken."""

DEEPEST = 8
"""Rules that are followed back from a condition that nothing meets."""

MOST_NEAREST = 6
"""Candidates, or rules, that are told where nothing came about."""

SUBJECTS = ("home", "party")
"""The fields by which one candidate is told from another."""


class NearMiss(NamedTuple):
    """The match of a rule that came furthest."""

    bindings: Bindings
    holding: tuple[Pattern, ...]
    """Its conditions that hold together, in the order of the rule."""
    missing: tuple[Pattern, ...]
    """Those that no fact meets; the first is where it fails."""
    in_the_way: tuple[tuple[Pattern, Fact], ...]
    """What must be absent and is not."""

    @property
    def fires(self) -> bool:
        """Whether nothing is missing or in the way."""
        return not self.missing and not self.in_the_way


def nearest_match(
    record: Record, rule: Entry, start: Mapping[str, Value] | None = None
) -> NearMiss:
    """Finds the match of a rule that comes furthest.

    Args:
        rule: The rule; of a total, what it is made for and cannot do without counts.
        start: What some of its variables must stand for.
    """
    best: NearMiss | None = None
    left = MOST_MATCHES
    when = _needed(rule)
    waiting: list[tuple[int, Bindings]] = [(0, dict(start or {}))]
    while waiting and left > 0:
        place, bindings = waiting.pop()
        found = []
        if place < len(when):
            for fact in record.of(when[place].kind):
                left -= 1
                inner = match(when[place], fact, bindings)
                if inner is not None:
                    found.append((place + 1, inner))
        if found:
            waiting.extend(reversed(found))
            continue
        miss = _miss(record, rule, place, bindings)
        if best is None or _furthest(miss) > _furthest(best):
            best = miss
        if best.fires:
            break
    assert best is not None
    return best


def _furthest(miss: NearMiss) -> tuple[int, int]:
    return len(miss.holding), -len(miss.missing) - len(miss.in_the_way)


def _needed(rule: Entry) -> tuple[Pattern, ...]:
    """The patterns without a match of which nothing follows."""
    if isinstance(rule, Rule):
        return rule.when
    counts = rule.measure in ("count", "sum")  # over nothing, these are 0
    return tuple(one for one in (rule.for_each, None if counts else rule.of) if one is not None)


def _miss(record: Record, rule: Entry, place: int, bindings: Bindings) -> NearMiss:
    when = _needed(rule)
    missing = [
        pattern
        for pattern in when[place:]
        if all(match(pattern, fact, bindings) is None for fact in record.of(pattern.kind))
    ]
    in_the_way = [
        (pattern, fact)
        for pattern in (rule.unless if isinstance(rule, Rule) else ())
        for fact in record.of(pattern.kind)
        if match(pattern, fact, bindings) is not None
    ]
    return NearMiss(bindings, when[:place], tuple(missing), tuple(in_the_way))


def match(pattern: Pattern, fact: Fact, bindings: Bindings) -> Bindings | None:
    """What variables stand for after a pattern is matched with a fact; nothing if it does not.

    A test against a variable that has no value yet passes.
    """
    inner = dict(bindings)
    for test in pattern.tests:
        if not _passes(test, fact.get(test.field), inner):
            return None
    return inner


def _passes(test: FieldTest, value: Value, bindings: Bindings) -> bool:
    operand = test.operand
    stands_for = None
    if isinstance(operand, Variable):
        if operand.name not in bindings:
            if test.relation == "is":
                bindings[operand.name] = value
            return True
        stands_for = bindings[operand.name]
    return test.accepts(value, stands_for)


def bound(pattern: Pattern, bindings: Mapping[str, Value]) -> Pattern:
    """A pattern with the values that its variables stand for.

    Args:
        bindings: The values. A variable without one stays; what is compared with it passes.
    """
    tests = []
    for test in pattern.tests:
        name = test.variable
        if name in bindings:
            tests.append(test._replace(operand=bindings[name]))
        elif not name or test.relation == "is" or name in pattern.variables:
            tests.append(test)
    return pattern._replace(tests=tuple(tests))


def closest_fact(record: Record, pattern: Pattern, bindings: Mapping[str, Value]) -> list[Fact]:
    """The first fact of a pattern's kind that passes most of its tests; none if none passes any."""

    def passed(fact: Fact) -> int:
        return sum(_passes(test, fact.get(test.field), dict(bindings)) for test in pattern.tests)

    return sorted(filter(passed, record.of(pattern.kind)), key=passed, reverse=True)[:1]


class Instead(NamedTuple):
    """A fact that holds where another one would be needed, or that must not hold and does."""

    fact: Fact
    fields: tuple[str, ...]
    """Where it differs from what is needed, or what makes it one that must not hold."""


class Lack(NamedTuple):
    """Why a condition is met by nothing, for one candidate or by one rule."""

    subject: Value
    """The home or party that does not meet it; empty where one rule after the other fails."""
    distance: int
    """How many conditions fail on the way to it."""
    instead: tuple[Instead, ...]
    """What holds where its nearest condition fails, at the end of all rules that lead there."""
    alone: bool
    """Whether the last of those rules lacks nothing else."""


def lacks(record: Record, pattern: Pattern) -> tuple[Lack, ...]:
    """Finds why nothing meets a pattern.

    Where the pattern leaves open which home or which party, each is a candidate; otherwise, what
    each rule that could have concluded it lacks. Either is followed back to what holds instead.

    Args:
        pattern: A pattern that no fact meets, with the values its variables stand for.

    Returns:
        The nearest first, and of those as near the ones that fail by a conclusion; nothing where
        nothing is known that holds instead.
    """

    def order(lack: Lack) -> tuple[int, bool]:
        return lack.distance, record.proofs.firing(lack.instead[0].fact) is None

    return tuple(sorted(_Search(record).lacks(pattern, ()), key=order))


def nearest(found: Sequence[Lack]) -> Sequence[Lack]:
    """The first few of those that come nearest."""
    return [one for one in found if one.distance == found[0].distance][:MOST_NEAREST]


class _Search:
    """Follows a condition that fails back through the rules."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._vocabulary = record.knowledge.rulebook.vocabulary

    def lacks(self, pattern: Pattern, way: tuple[str, ...]) -> list[Lack]:
        """Why nothing meets a pattern; `way` holds the patterns that led to it."""
        instead = self._instead(pattern)
        if instead is not None:
            return [Lack("", 1, (instead,), True)]
        if len(way) == DEEPEST or str(pattern) in way:
            return []
        way = (*way, str(pattern))
        open_ = [one for one in SUBJECTS if self._is_open(pattern, one)]
        return self._candidates(pattern, open_[0], way) if open_ else self._by_rules(pattern, way)

    def _is_open(self, pattern: Pattern, field: str) -> bool:
        """Whether a pattern leaves open which home or party it is about."""
        fixed = (one for one in pattern.tests if one.field == field and one.relation == "is")
        known = field in self._vocabulary.kinds[pattern.kind].fields
        return known and all(one.variable for one in fixed)

    def _candidates(self, pattern: Pattern, field: str, way: tuple[str, ...]) -> list[Lack]:
        """The nearest way in which each home or party fails."""
        case, record = self._record.case, self._record
        values = record.knowledge.homes if field == "home" else [one.id for one in case.parties]
        kept = [one for one in pattern.tests if not one.variable]
        asked = [one for one in kept if one.field == field]
        type_ = self._vocabulary.kinds[pattern.kind].fields[field]
        found: list[Lack] = []
        contradicted: list[Lack] = []
        for value in values:
            if type_.accepts(value) and all(one.accepts(value) for one in asked):
                fixed = FieldTest(field, "is", value, pattern.line)
                rest = tuple(one for one in kept if one.field != field)
                one = pattern._replace(tests=(fixed, *rest))
                nearest = min(self.lacks(one, way), key=lambda lack: lack.distance, default=None)
                if nearest is not None:
                    listed = contradicted if self._instead(one) is not None else found
                    listed.append(nearest._replace(subject=value))
        return contradicted or found

    def _by_rules(self, pattern: Pattern, way: tuple[str, ...]) -> list[Lack]:
        """What each rule lacks from which the pattern could have followed."""
        found = []
        for entry in self._record.knowledge.rulebook.concluding(pattern.kind):
            for head in entry.then:
                start = self._start(head, pattern)
                if start is not None:
                    lack = self._nearest(nearest_match(self._record, entry, start), way)
                    found += [lack] if lack is not None else []
        return found

    def _nearest(self, miss: NearMiss, way: tuple[str, ...]) -> Lack | None:
        """What holds where the first condition of a rule fails of which that can be said."""
        missing = [bound(one, miss.bindings) for one in miss.missing]
        failing = len(missing) + len(miss.in_the_way)
        kinds = self._vocabulary.kinds
        if any(kinds[one.kind].given and not self._record.of(one.kind) for one in missing):
            return None  # the case has nothing of the sort that the rule speaks of
        held = [instead for instead in map(self._instead, missing) if instead is not None]
        if held:
            return Lack("", failing, (min(held, key=_unknown),), failing == 1)
        if miss.in_the_way:
            barring, fact = miss.in_the_way[0]
            fields = tuple(dict.fromkeys(test.field for test in barring.tests))
            return Lack("", failing, (Instead(fact, fields),), failing == 1)
        for one in sorted(missing, key=lambda one: not _subjects(one)):
            below = self.lacks(one, way)
            nearest = min((lack.distance for lack in below), default=0)
            near = [lack for lack in below if lack.distance == nearest]
            if near:
                # Of several candidates all count; of several rules the first that comes as near.
                told = near if near[0].subject else near[:1]
                all_held = (one for lack in told for one in lack.instead)
                distance, alone = failing - 1 + nearest, near[0].alone
                return Lack("", distance, tuple(dict.fromkeys(all_held)), alone)
        return None

    def _instead(self, pattern: Pattern) -> Instead | None:
        """The one fact of its kind about the same subject, where a pattern asks it otherwise."""
        keys = self._vocabulary.kinds[pattern.kind].one_for
        fixed = {
            one.field: one.operand
            for one in pattern.tests
            if one.relation == "is" and not one.variable
        }
        if keys is None or not fixed.keys() >= set(keys):
            return None
        for fact in self._record.of(pattern.kind):
            if all(fact.get(key) == fixed[key] for key in keys):
                fields = (
                    one.field for one in pattern.tests if not _passes(one, fact.get(one.field), {})
                )
                return Instead(fact, tuple(dict.fromkeys(fields)))
        return None

    def _start(self, head: Head, pattern: Pattern) -> Bindings | None:
        """What the variables of a rule stand for if a pattern is met by what it concludes."""
        places = self._vocabulary.kinds[pattern.kind].positions
        start: Bindings = {}
        if head.kind != pattern.kind:
            return None
        for test in pattern.tests:
            value = head.values[places[test.field]]
            if test.variable:
                continue
            if not isinstance(value, Variable):
                if not test.accepts(value):
                    return None
            elif (
                test.relation == "is"
                and isinstance(test.operand, (str, int))
                and start.setdefault(value.name, test.operand) != test.operand
            ):
                return None
        return start


def _unknown(instead: Instead) -> bool:
    """Whether all that is known instead is that nothing is known."""
    return all(instead.fact.get(field) == UNKNOWN for field in instead.fields)


def _subjects(pattern: Pattern) -> bool:
    """Whether a pattern is about one home or party."""
    return any(
        one.field in SUBJECTS and one.relation == "is" and not one.variable for one in pattern.tests
    )


def counted(
    record: Record, total: Total, bindings: Mapping[str, Value]
) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """The facts that a total counts, and those of its group that one test alone keeps out."""
    of = bound(total.of, bindings)
    group = {one.field for one in total.of.tests if one.variable in bindings}
    inside, near = [], []
    for fact in record.of(of.kind):
        failing = {one.field for one in of.tests if not _passes(one, fact.get(one.field), {})}
        if not failing:
            inside.append(fact)
        elif len(failing) == 1 and failing.isdisjoint(group):
            near.append(fact)
    return tuple(inside), tuple(near)
