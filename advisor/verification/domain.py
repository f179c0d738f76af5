"""What a field may hold, as tests narrow it down: a list of values, a span of numbers, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.rule import FieldTest, Variable
from advisor.knowledge.vocabulary import LARGEST_NUMBER, FieldType, Value

if TYPE_CHECKING:
    from collections.abc import Iterable


class Domain(NamedTuple):
    """The values a field or a variable may hold."""

    values: frozenset[Value] | None = None
    """The only ones possible; none means any but those barred."""
    barred: frozenset[Value] = frozenset()
    low: int = -LARGEST_NUMBER
    high: int = LARGEST_NUMBER

    def meet(self, other: Domain) -> Domain:
        """What both allow."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        barred = self.barred | other.barred
        if self.values is None or other.values is None:
            values = other.values if self.values is None else self.values
        else:
            values = self.values & other.values
        if values is None:
            return Domain(None, barred, low, high)
        kept = (one for one in values if one not in barred and _within(one, low, high))
        return Domain(frozenset(kept), frozenset(), low, high)

    def join(self, other: Domain) -> Domain:
        """What either allows, or more."""
        low, high = min(self.low, other.low), max(self.high, other.high)
        if self.values is not None and other.values is not None:
            return Domain(self.values | other.values, frozenset(), low, high)
        return Domain(None, self.barred & other.barred, low, high)

    @property
    def empty(self) -> bool:
        """Whether nothing is possible."""
        return self.values == frozenset() or self.low > self.high

    @property
    def bounded(self) -> bool:
        """Whether the numbers possible end on either side."""
        return self.low > -LARGEST_NUMBER or self.high < LARGEST_NUMBER

    @property
    def single(self) -> Value | None:
        """The one possible value, if there is just one."""
        if self.values is not None and len(self.values) == 1:
            return next(iter(self.values))
        return self.low if self.values is None and self.low == self.high else None

    def inside(self, other: Domain) -> bool:
        """Whether every value possible here is possible there; no where that is not sure."""
        if self.values is not None:
            return all(other.takes(one) for one in self.values)
        if other.values is not None or other.barred - self.barred:
            return False
        return self.low >= other.low and self.high <= other.high

    def takes(self, value: Value) -> bool:
        """Whether a value is possible."""
        if self.values is not None and value not in self.values:
            return False
        return value not in self.barred and _within(value, self.low, self.high)


ANYTHING = Domain()


def only(*values: Value) -> Domain:
    """The domain of the values named."""
    return Domain(frozenset(values))


def of_type(type_: FieldType) -> Domain:
    """What a field of a type may hold."""
    return ANYTHING if type_.allowed is None else Domain(frozenset(type_.allowed))


def of_tests(type_: FieldType, tests: Iterable[FieldTest]) -> Domain:
    """What a field may hold after the tests on it that name no variable."""
    domain = of_type(type_)
    for test in tests:
        operand = test.operand
        if isinstance(operand, Variable):
            continue
        if isinstance(operand, tuple):
            named = frozenset(operand)
        else:
            named = frozenset([operand])
        if test.relation in ("is", "one-of"):
            domain = domain.meet(Domain(named))
        elif test.relation in ("not", "none-of"):
            domain = domain.meet(Domain(barred=named))
        elif isinstance(operand, int):
            domain = domain.meet(_span(test.relation, operand))
    return domain


def _span(relation: str, number: int) -> Domain:
    return {
        "at-least": Domain(low=number),
        "at-most": Domain(high=number),
        "more-than": Domain(low=number + 1),
        "less-than": Domain(high=number - 1),
    }[relation]


def _within(value: Value, low: int, high: int) -> bool:
    return not isinstance(value, int) or low <= value <= high
