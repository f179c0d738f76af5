"""What can still be concluded, whatever the remaining answers turn out to be.

The rules are carried out twice over at once: on every fact that *can* hold and on those that
*must* hold. A rule may fire if its patterns match what can hold and nothing that must hold forbids
it; it must fire if they match what must hold and nothing that can hold forbids it. What can hold is
then never too little, so a conclusion that is the only one of its kind that can hold is certain.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.rule import Rule, Total, Variable
from advisor.model.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from advisor.knowledge.rule import Head, Pattern
    from advisor.knowledge.rulebook import Rulebook
    from advisor.knowledge.strata import Entry
    from advisor.knowledge.vocabulary import Value

MOST_TRIED = 400_000
"""Facts tried after which it is not known what is possible, for a person waits."""
WIDEST = 1000
"""Numbers that one total may come to."""

_Bindings = dict[str, "Value"]


class TooMuchError(Exception):
    """There are too many possibilities to go through."""


class Possible(NamedTuple):
    """Which facts can hold, and which must."""

    can: frozenset[Fact]
    must: frozenset[Fact]

    def of(self, kind: str) -> frozenset[Fact]:
        """What can hold of one kind."""
        return frozenset(fact for fact in self.can if fact.kind == kind)


def possible(
    rulebook: Rulebook,
    can: Iterable[Fact],
    must: Iterable[Fact],
    entries: Iterable[Entry],
    pause: Callable[[], None] = lambda: None,
) -> Possible:
    """Carries out the rules on what can and what must hold.

    Args:
        rulebook: The rules.
        can: Every base fact that some completion of the answers has.
        must: The base facts that every completion has.
        entries: Those of the rules and totals that bear on what is wanted.
        pause: Called now and then; what it raises ends the work.

    Returns:
        The facts, base facts included, that can and that must hold then.

    Raises:
        TooMuchError: If there are too many possibilities.
    """
    sides = _Sides(rulebook, can, must)
    every = tuple(entries)
    place = rulebook.strata.entries
    for stratum in range(rulebook.strata.height):
        own = [one for one in every if place[one.id] == stratum]
        for entry in own:
            if isinstance(entry, Total):
                sides.total(entry)
        rules = [one for one in own if isinstance(one, Rule)]
        grown = True
        while grown:
            grown = False
            for rule in rules:
                pause()
                grown |= sides.fire(rule)
    return Possible(frozenset(sides.all(sides.can)), frozenset(sides.all(sides.must)))


_Table = dict[str, dict[Fact, "_Bindings"]]


class _Sides:
    """Both working memories."""

    def __init__(self, rulebook: Rulebook, can: Iterable[Fact], must: Iterable[Fact]) -> None:
        self._kinds = rulebook.vocabulary.kinds
        self.can: _Table = defaultdict(dict)
        self.must: _Table = defaultdict(dict)
        self._tried = 0
        for fact in must:
            self.must[fact.kind][fact] = dict(fact.fields)
            self.can[fact.kind][fact] = dict(fact.fields)
        for fact in can:
            self.can[fact.kind][fact] = dict(fact.fields)

    def all(self, side: _Table) -> Iterator[Fact]:
        """Every fact of one side."""
        for facts in side.values():
            yield from facts

    def fire(self, rule: Rule) -> bool:
        """Fires a rule on both sides as far as it goes; says whether anything is new."""
        new = False
        for side, other in ((self.can, self.must), (self.must, self.can)):
            found = list(self._join(rule.when, {}, side))
            for bindings in found:
                if any(self._holds(pattern, bindings, other) for pattern in rule.unless):
                    continue
                for head in rule.then:
                    new |= self._add(head, bindings, side)
        return new

    def total(self, total: Total) -> None:
        """Makes a total of everything it can come to."""
        groups = [{}] if total.for_each is None else self._groups(total)
        for group in groups:
            sure = self._covered(total.of, group, self.must)
            most = self._covered(total.of, group, self.can)
            whole_sure = whole_most = None
            if total.share_of is not None:
                whole_sure = self._covered(total.share_of, group, self.must)
                whole_most = self._covered(total.share_of, group, self.can)
            exact = len(sure) == len(most) and whole_sure == whole_most
            certain = total.for_each is None or self._holds(total.for_each, group, self.must)
            for numbers in self._results(total, sure, most, whole_most, exact):
                for head in total.then:
                    self._add(head, {**group, **numbers}, self.can)
                    if exact and certain:
                        self._add(head, {**group, **numbers}, self.must)

    def _groups(self, total: Total) -> list[_Bindings]:
        assert total.for_each is not None
        found: list[_Bindings] = []
        for bindings in self._join((total.for_each,), {}, self.can):
            group = {name: bindings[name] for name in total.variables}
            if group not in found:
                found.append(group)
        return found

    def _covered(self, pattern: Pattern, group: _Bindings, side: _Table) -> list[_Bindings]:
        return list(self._join((pattern,), group, side))

    def _results(
        self,
        total: Total,
        sure: list[_Bindings],
        most: list[_Bindings],
        whole: list[_Bindings] | None,
        exact: bool,
    ) -> Iterator[Mapping[str, Value]]:
        """What a total can come to: one result if it is certain, else every one in its range."""
        if total.measure not in ("count", "sum"):
            yield from self._of_values(total, most, exact)
            return
        low = sum(_amount(total, one) for one in sure)
        if whole is None:
            sums = {low}
            for one in (one for one in most if one not in sure):
                sums |= {number + _amount(total, one) for number in sums}
                if len(sums) > WIDEST:
                    raise TooMuchError
            yield from ({"total": number} for number in sorted(sums))
            return
        if not exact:
            named = {str(value) for head in total.then for value in head.values}
            if {"$part", "$whole"} & named:
                raise TooMuchError
            yield from ({"total": percent} for percent in range(101))
            return
        in_all = sum(_amount(total, one) for one in whole)
        percent = low * 100 // in_all if in_all else 0
        yield {"total": percent, "part": low, "whole": in_all}

    def _of_values(
        self, total: Total, most: list[_Bindings], exact: bool
    ) -> Iterator[Mapping[str, Value]]:
        values = sorted(_amount(total, one) for one in most)
        if not values:
            return
        if exact and total.measure in ("largest", "smallest"):
            yield {"total": values[-1] if total.measure == "largest" else values[0]}
        elif total.measure in ("largest", "smallest"):
            yield from ({"total": value} for value in dict.fromkeys(values))
        else:
            raise TooMuchError

    def _join(
        self, patterns: tuple[Pattern, ...], bindings: _Bindings, side: _Table
    ) -> Iterator[_Bindings]:
        if not patterns:
            yield bindings
            return
        first, *rest = patterns
        for found in self._fits(first, bindings, side):
            yield from self._join(tuple(rest), found, side)

    def _fits(self, pattern: Pattern, bindings: _Bindings, side: _Table) -> Iterator[_Bindings]:
        for values in side[pattern.kind].values():
            self._tried += 1
            found = _bound(pattern, values, bindings)
            if found is not None:
                yield found
        if self._tried > MOST_TRIED:
            raise TooMuchError

    def _holds(self, pattern: Pattern, bindings: _Bindings, side: _Table) -> bool:
        return next(self._fits(pattern, bindings, side), None) is not None

    def _add(self, head: Head, bindings: _Bindings, side: _Table) -> bool:
        values = tuple(
            bindings[value.name] if isinstance(value, Variable) else value for value in head.values
        )
        fact = Fact(head.kind, tuple(zip(self._kinds[head.kind].fields, values, strict=True)))
        new = fact not in side[head.kind]
        if new:
            side[head.kind][fact] = dict(fact.fields)
        return new


def _amount(total: Total, bindings: _Bindings) -> int:
    if total.variable is None:
        return 1
    value = bindings[total.variable]
    assert isinstance(value, int)
    return value


def _bound(pattern: Pattern, values: _Bindings, bindings: _Bindings) -> _Bindings | None:
    """The bindings with those of a fact added, or nothing if it does not fit."""
    found = bindings
    later = []
    for test in pattern.tests:
        value, operand = values[test.field], test.operand
        if isinstance(operand, Variable):
            if test.relation != "is":
                later.append(test)
            elif operand.name in found:
                if found[operand.name] != value:
                    return None
            else:
                found = {**found, operand.name: value}
        elif not test.accepts(value):
            return None
    for test in later:
        assert isinstance(test.operand, Variable)
        if not test.accepts(values[test.field], found[test.operand.name]):
            return None
    return found
