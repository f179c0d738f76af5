"""How near a rule came to firing: which of its conditions hold together, and which does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.rule import FieldTest, Pattern, Rule, Variable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.explanation.record import Record
    from advisor.knowledge.vocabulary import Value
    from advisor.model.fact import Fact

Bindings = dict[str, "Value"]

MOST_MATCHES = 5000
"""Facts that are looked at before the best match so far is taken."""


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


def nearest_match(record: Record, rule: Rule) -> NearMiss:
    """Finds the match of a rule that comes furthest.

    Args:
        record: The record of a consultation.
        rule: The rule.
    """
    best: NearMiss | None = None
    left = MOST_MATCHES
    waiting: list[tuple[int, Bindings]] = [(0, {})]
    while waiting and left > 0:
        place, bindings = waiting.pop()
        found = []
        if place < len(rule.when):
            for fact in record.of(rule.when[place].kind):
                left -= 1
                inner = match(rule.when[place], fact, bindings)
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


def _miss(record: Record, rule: Rule, place: int, bindings: Bindings) -> NearMiss:
    missing = [
        pattern
        for pattern in rule.when[place:]
        if all(match(pattern, fact, bindings) is None for fact in record.of(pattern.kind))
    ]
    in_the_way = [
        (pattern, fact)
        for pattern in rule.unless
        for fact in record.of(pattern.kind)
        if match(pattern, fact, bindings) is not None
    ]
    return NearMiss(bindings, rule.when[:place], tuple(missing), tuple(in_the_way))


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
        pattern: The pattern.
        bindings: The values. A variable without one stays; what is compared with it passes.
    """
    tests = []
    for test in pattern.tests:
        name = test.operand.name if isinstance(test.operand, Variable) else ""
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
