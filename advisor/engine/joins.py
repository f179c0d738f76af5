"""Turns the patterns of a rule into joins, the same for every engine.

A pattern asks something of a fact by itself (`Alpha`) and something in relation to facts found
before it (`Join`). In what order the patterns of a rule are joined changes only how long it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from advisor.engine.alpha import Element, Memory, Row, picker
from advisor.knowledge.rule import RELATIONS, Pattern, Variable

_TURNED = {
    "not": "not",
    "at-least": "at-most",
    "at-most": "at-least",
    "more-than": "less-than",
    "less-than": "more-than",
}

_AT_ONCE = 2_000
"""Matches that are joined before it is looked how many there are."""


class Join(NamedTuple):
    """A test of one field against a field of a fact found before."""

    place: int
    relation: str
    earlier: int
    """Which of the facts found before it, counted in the order of joining."""
    at: int
    """The place in that fact."""


class JoinedElement(NamedTuple):
    """A pattern in an order of joining."""

    element: Element
    joins: tuple[Join, ...]


def joined(elements: Sequence[Element], positive: int) -> list[JoinedElement]:
    """Says how each of some elements is joined with those before it.

    Args:
        elements: The elements, in the order of joining.
        positive: How many of them must match; those after them are negated.
    """
    bound: dict[str, tuple[int, int]] = {}
    waiting: list[tuple[str, str, int, int]] = []  # comparisons with what is not bound yet
    found = []
    for at, element in enumerate(elements):
        own = element.own
        joins = [Join(own[name], "is", *bound[name]) for name in own if name in bound]
        for place, relation, name in element.compared:
            if name in bound:
                joins.append(Join(place, relation, *bound[name]))
            else:
                waiting.append((name, _TURNED[relation], at, place))
        new = {name: (at, place) for name, place in own.items() if name not in bound}
        joins += [Join(own[one[0]], *one[1:]) for one in waiting if one[0] in new]
        waiting = [one for one in waiting if one[0] not in new]
        if at < positive:
            bound.update(new)
        found.append(JoinedElement(element, tuple(joins)))
    return found


class JoinStep:
    """One join of the plain evaluator.

    What has been found so far is one flat tuple, the *match*: what it begins with, then the row of
    each fact found.
    """

    __slots__ = ("_alpha", "_checks", "_key", "_places")

    def __init__(self, condition: JoinedElement, starts: Sequence[int]) -> None:
        """Makes a join.

        Args:
            starts: Where in the match each row found before begins, and last where its own will.
        """
        self._alpha = condition.element.alpha
        equal = []
        checks = []
        for join in condition.joins:
            source = starts[join.earlier] + join.at
            if join.relation == "is":
                equal.append((join.place, source))
            else:
                checks.append(_compared(join.relation, starts[-1] + join.place, source))
        equal.sort()
        self._places = tuple([place for place, _ in equal])
        self._key = picker([source for _, source in equal])
        self._checks = checks

    def extend(self, matches: list[Row], memory: Memory, most: int = 0) -> list[Row]:
        """Each match with every fact that fits appended.

        Args:
            most: How many are looked for, if it is not 0; there may be some more.
        """
        index, key = memory.index(self._alpha, self._places), self._key
        if most and len(matches) > _AT_ONCE:
            found: list[Row] = []
            for start in range(0, len(matches), _AT_ONCE):
                found += self.extend(matches[start : start + _AT_ONCE], memory)
                if len(found) > most:
                    break
            return found
        found = [match + row for match in matches for row in index.get(key(match), ())]
        for check in self._checks:
            found = [match for match in found if check(match)]
        return found

    def without(self, matches: list[Row], memory: Memory) -> list[Row]:
        """The matches for which no fact fits."""
        if self._checks:
            return [match for match in matches if not self.extend([match], memory)]
        index, key = memory.index(self._alpha, self._places), self._key
        return [match for match in matches if not index.get(key(match))]


def _compared(relation: str, left: int, right: int) -> Callable[[Row], bool]:
    """A comparison of two values of a match."""
    holds: Callable[[Any, Any], bool] = RELATIONS[relation]
    return lambda match: holds(match[left], match[right])


def in_good_order(patterns: Sequence[Pattern], first: int | None = None) -> list[int]:
    """An order in which each join finds few facts.

    Args:
        first: The pattern to begin with; the most specific one when it is not given.
    """
    left = list(range(len(patterns)))
    known: set[str] = set()
    order: list[int] = []
    while left:
        best = max(left, key=lambda at: (at == first, _specific(patterns[at], known), -at))
        left.remove(best)
        order.append(best)
        known.update(patterns[best].variables)
    return order


def _specific(pattern: Pattern, known: set[str]) -> int:
    """How many fields of a pattern are settled before it is joined; joined variables count most."""
    settled = 0
    for test in pattern.tests:
        if test.relation == "is" and isinstance(test.operand, Variable):
            settled += 3 if test.operand.name in known else 0
        elif not isinstance(test.operand, Variable):
            settled += 2 if test.relation == "is" else 1
    return settled


def apart(patterns: Iterable[Pattern]) -> list[list[int]]:
    """The places of patterns that variables join with each other, group by group."""
    groups: list[tuple[set[str], list[int]]] = []
    for place, pattern in enumerate(patterns):
        names, together = set(pattern.variables), [place]
        others = []
        for known, members in groups:
            if known & names:
                names |= known
                together = members + together
            else:
                others.append((known, members))
        groups = [*others, (names, together)]
    return [members for _, members in groups]
