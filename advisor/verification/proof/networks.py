"""The ways in which a network of any size can stand to the rules.

A rule sees the network of a home in two ways: it finds a seat of some sort, or it compares a
total over the seats (a count, a sum, a share in percent) with a number that stands in the rules.
So all that matters of a network is what its seats are found as, and between which of these
numbers, the *cuts*, each total lies. A share is at least p percent where the sum of
100 × part − p × whole over the seats is not below zero, and one seat more adds its own amount to
that sum, as to every other. Beginning with nobody and adding seat after seat until no new way comes
up gives every way in which a network of any size can stand; perhaps more, since of a sum only the
interval between two cuts is followed. A property that holds for all of them holds for all
networks. `Networks.example` finds a network that stands in a given way, for a case to show.

The module is long because what rules see of a seat, the ways that follow from it and what cannot
be told so are one argument, to be read in one place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from math import gcd
from typing import NamedTuple

from advisor.engine.consultation import conclusions
from advisor.knowledge.rule import FieldTest, Pattern, Rule, Total, Variable
from advisor.knowledge.rulebook import Rulebook
from advisor.knowledge.strata import Entry
from advisor.knowledge.vocabulary import Value
from advisor.model.fact import Fact

SEAT, HOME, PARTY = "seat", "home", "party"
POWERS = (0, 1, 2, 3)
"""From no power over the work to the power to stop it at once."""
LARGEST = 40
"""The most parties of a network that is made up for a case."""
MOST_TRIED = 50_000
"""How many networks are tried for one at most."""

Seat = dict[str, "Value"]
"""A seat by its fields, without home and party."""


Told = tuple[str, tuple["Value", ...]]
"""The kind of a conclusion about a home, and its values but for the home."""


class Way(NamedTuple):
    """One way in which a network can stand."""

    found: frozenset[object]
    """What rules and properties find among its seats."""
    totals: tuple[Told, ...]
    """What the totals over its seats come to, as far as the rules tell numbers apart."""
    with_ally: tuple[Told, ...]
    """The same once the supporter who may join later has joined."""


class _Amount(NamedTuple):
    """A sum over the seats of a network."""

    of: tuple[int, ...]
    """What a seat of each sort adds."""
    cuts: tuple[int, ...]
    """The numbers at which it begins to matter that the sum is as large, in rising order."""

    def least(self, interval: int) -> int:
        """A sum that lies in an interval."""
        return self.cuts[interval - 1] if interval else min(self.cuts, default=0) - 1

    def after(self, interval: int, added: int) -> Iterable[int]:
        """The intervals in which the sum can lie once something is added to it."""
        low = bisect_right(self.cuts, self.cuts[interval - 1] + added) if interval else 0
        if interval == len(self.cuts):
            return range(low, interval + 1)
        return range(low, bisect_right(self.cuts, self.cuts[interval] - 1 + added) + 1)


class _Compared(NamedTuple):
    """What tells how a total compares with the numbers in the rules."""

    total: Total
    by_cut: tuple[tuple[int, int, int], ...]
    """Each number; the amount, by its place, that tells; and what the amount must be at least."""
    whole: int | None
    """The amount of which the total is a share."""


class Networks:
    """The ways in which networks of any size can stand.

    Attributes:
        sorts: A seat of each sort that some rule or property tells apart; the last is that of a
            firm supporter with full power, who may join later.
        objections: What some rule does with seats that cannot be told in this way.
        ways: Every way to stand, and perhaps more; none where there are objections.
    """

    def __init__(self, rulebook: Rulebook, entries: Iterable[Entry]) -> None:
        """Reads what the rules see of seats.

        Args:
            entries: The rules and totals that bear on the properties.
        """
        self._kinds = rulebook.vocabulary.kinds
        self._entries = tuple(entries)
        seeing = [one for one in self._entries if any(p.kind == SEAT for p in one.patterns)]
        self._rules = [one for one in seeing if not isinstance(one, Total)]
        self.totals = [one for one in seeing if isinstance(one, Total)]
        self.objections = (
            *(f"{one.id} {says}" for one in self._rules for says in self._of_rule(one)),
            *(f"{one.id} {says}" for one in self.totals for says in self._of_total(one)),
        )
        numbers = rulebook.thresholds
        self.veto_power, self.strong_power = (
            numbers[name].value if name in numbers else max(POWERS)
            for name in ("veto-power", "strong-power")
        )
        self.seats = tuple(_seats(rulebook))
        self.ally: Seat = {
            "power": POWERS[-1], "stance": "firmly-for", "side": "for", "basis": "said"
        }  # fmt: skip
        self._amounts: list[_Amount] = []
        self.sorts: tuple[Seat, ...] = ()
        self.ways: tuple[Way, ...] = ()
        if not self.objections:
            alike = {self._seen(seat): seat for seat in reversed(self.seats)}
            self.sorts = (*alike.values(), self.ally)
            self._marks = [self._found(one) for one in self.sorts]
            self._told = [self._total(one) for one in self.totals]
            self.ways = self._closure()

    def way_of(self, seats: Iterable[Seat]) -> Way:
        """The way in which a network stands."""
        seen = [self._seen(one) for one in self.sorts]
        return self._way(*self._standing([seen.index(self._seen(one)) for one in seats]))

    def seats_of(self, way: Way) -> list[Seat]:
        """Seats as which all that is found in a network is found, and nothing else."""
        within = {found: seat for seat in self.sorts if (found := self._found(seat)) <= way.found}
        return list(within.values())

    def example(self, way: Way) -> list[Seat]:
        """A small network that stands in a way; nobody where none is found."""

        def like(chosen: tuple[int, ...]) -> bool:
            """Whether a network stands in that way but for its shares."""
            found, sums = self._standing(chosen)
            return found == way.found and self._counted(self._way(found, sums)) == counted

        counted = self._counted(way)
        sorts = [one for one, marks in enumerate(self._marks[:-1]) if marks <= way.found]
        base = next((one for one in self._growing((), sorts) if like(one)), ())
        fillers = [one for one in sorts if like((*base, one))]
        for chosen in self._growing(base, fillers):
            if self._way(*self._standing(chosen)) == way:
                return [self.sorts[one] for one in chosen]
        return []

    def _counted(self, way: Way) -> list[Told]:
        """What the totals come to that are no shares."""
        shares = {head.kind for one in self.totals if one.share_of for head in one.then}
        return [one for one in (*way.totals, *way.with_ally) if one[0] not in shares]

    def _growing(self, base: tuple[int, ...], sorts: list[int]) -> Iterator[tuple[int, ...]]:
        """Larger and larger networks, one for each outcome of the sums near their cuts."""
        level, seen = [base], {self._standing(base)}
        while level and len(level[0]) <= LARGEST and len(seen) <= MOST_TRIED:
            yield from level
            larger = []
            for more in ((*chosen, sort) for chosen in level for sort in sorts):
                found, sums = self._standing(more)
                far = [2 * max(map(abs, amount.of)) for amount in self._amounts]
                near = tuple(
                    max(amount.cuts[0] - most, min(amount.cuts[-1] + most, sum_))
                    for amount, sum_, most in zip(self._amounts, sums, far)
                )
                if (found, near) not in seen:
                    seen.add((found, near))
                    larger.append(more)
            level = larger

    # How a network stands

    def _standing(self, chosen: Iterable[int]) -> tuple[frozenset[object], tuple[int, ...]]:
        """What is found among seats of some sorts, and what each amount comes to."""
        chosen = tuple(chosen)
        found = frozenset[object]().union(*(self._marks[one] for one in chosen))
        return found, tuple(sum(amount.of[one] for one in chosen) for amount in self._amounts)

    def _way(self, found: frozenset[object], sums: tuple[int, ...]) -> Way:
        return Way(found, tuple(self._come_to(sums)), tuple(self._come_to(sums, ally=True)))

    def _come_to(self, sums: tuple[int, ...], ally: bool = False) -> Iterator[Told]:
        """What the totals come to: the largest number they are compared with and reach."""

        def reaches(place: int, least: int) -> bool:
            return sums[place] + (self._amounts[place].of[-1] if ally else 0) >= least

        for total, by_cut, whole in self._told:
            counted = whole is None or reaches(whole, 1)
            number = max((cut for cut, *at in by_cut if counted and reaches(*at)), default=0)
            for head in total.then:
                values = (number if one == Variable("total") else one for one in head.values)
                yield head.kind, tuple(one for one in values if not isinstance(one, Variable))

    def _closure(self) -> tuple[Way, ...]:
        """Every way that is reached from nobody by adding seat after seat.

        A sum is followed as the number of cuts it has reached.
        """
        start = frozenset[object](), tuple(bisect_right(one.cuts, 0) for one in self._amounts)
        waiting, seen = [start], {start}
        while waiting:
            found, intervals = waiting.pop()
            for sort, marks in enumerate(self._marks):
                ranges = (
                    amount.after(interval, amount.of[sort])
                    for amount, interval in zip(self._amounts, intervals)
                )
                for after in product(*ranges):
                    state = (found | marks, after)
                    if state not in seen:
                        seen.add(state)
                        waiting.append(state)
        ways = {
            self._way(found, tuple(one.least(at) for one, at in zip(self._amounts, intervals)))
            for found, intervals in seen
        }
        return tuple(sorted(ways, key=lambda one: (sorted(map(str, one.found)), *one[1:])))

    # What the rules see

    def _found(self, seat: Seat) -> frozenset[object]:
        """What a seat is found as by rules and properties."""
        found: set[object] = {"somebody"}
        if int(seat["power"]) >= self.veto_power and seat["stance"] == "firmly-against":
            found.add("veto")
        if not is_settled(seat):
            found.add("unsettled")
        for rule in self._rules:
            used = _used_twice(rule)
            for pattern in rule.patterns:
                if pattern.kind == SEAT and _matches(pattern, seat):
                    taken = (
                        seat[t.field]
                        for t in pattern.tests
                        if t.variable in used and t.field in seat
                    )
                    found.add((rule.id, *taken))
        return frozenset(found)

    def _seen(self, seat: Seat) -> object:
        """What rules and properties see of a seat: seats of which they see the same are alike."""
        parts = [_added(total, one, seat) for total in self.totals for one in _covered(total)]
        return (self._found(seat), *parts)

    def _total(self, total: Total) -> _Compared:
        """Takes in what a total adds up, and the numbers it is compared with."""
        cuts = sorted(cut for cut in self._cuts(total) if cut > 0)
        part, *whole = (
            [_added(total, one, seat) for seat in self.sorts] for one in _covered(total)
        )
        if not whole:  # it is followed one by one as far as it matters
            numbers = range(1, max(cuts, default=0) + 1)
            place = self._follow(part, numbers)
            return _Compared(total, tuple((one, place, one) for one in numbers), None)
        by_cut = []
        for cut in cuts:
            sums = [100 * one - cut * all_ for one, all_ in zip(part, whole[0])]
            step = gcd(*sums) or 1
            place = self._follow([one // step for one in sums], [0], also=[1])
            by_cut.append((cut, place, 0))
        return _Compared(total, tuple(by_cut), self._follow(whole[0], [1]))

    def _follow(self, of: list[int], cuts: Iterable[int], also: Iterable[int] = ()) -> int:
        """Follows a sum; it matters, too, where it stands once the supporter has joined."""
        told = {0, *also, *cuts, *(cut - of[-1] for cut in cuts)}
        amount = _Amount(tuple(of), tuple(sorted(told)))
        if amount not in self._amounts:
            self._amounts.append(amount)
        return self._amounts.index(amount)

    def _readers(self, total: Total) -> Iterator[tuple[Entry, FieldTest]]:
        """The tests on the number that a total concludes, each with its rule."""
        for head in total.then:
            written = dict(zip(self._kinds[head.kind].fields, head.values))
            fixed = {n: value for n, value in written.items() if not isinstance(value, Variable)}
            for entry in self._entries:
                for pattern in entry.patterns:
                    if pattern.kind == head.kind and all(
                        one.accepts(fixed[one.field])
                        for one in pattern.tests
                        if not one.variable and one.field in fixed
                    ):
                        for test in pattern.tests:
                            if written[test.field] == Variable("total"):
                                yield entry, test

    def _cuts(self, total: Total) -> set[int]:
        """From which numbers on it matters that a total is as large."""
        found: set[int] = set()
        for _, test in self._readers(total):
            if not test.variable:
                for value in map(int, test.named):
                    found |= {at for at in (value, value + 1) if _differs(test, at)}
        return found

    # What cannot be told in this way

    def _of_rule(self, rule: Rule) -> Iterator[str]:
        """What a rule does with a seat beside finding it."""
        patterns = [one for one in rule.patterns if one.kind == SEAT]
        if len(patterns) > 1:
            yield "looks at more than one seat"
        for test in (test for one in patterns for test in one.tests):
            if test.field == HOME and not test.variable:
                yield "looks at the seats of one home only"
            if test.field != PARTY:
                continue
            others = [other for one in rule.patterns for other in one.tests if other is not test]
            if not test.variable or any(one.operand == test.operand for one in others):
                yield "looks at more of a party than its seat"
            for head in rule.then:
                for field, value in zip(self._kinds[head.kind].fields, head.values):
                    if value == test.operand and self._is_followed(head.kind, field):
                        kind = head.kind
                        yield f"concludes a {kind} for each party, which is counted or followed"

    def _is_followed(self, kind: str, field: str) -> bool:
        """Whether more is done with the facts of a kind than to find one."""
        return any(
            pattern.kind == kind
            and (
                isinstance(entry, Total)
                or any(
                    one.field == field and (not one.variable or one.variable in _used_twice(entry))
                    for one in pattern.tests
                )
            )
            for entry in self._entries
            for pattern in entry.patterns
        )

    def _of_total(self, total: Total) -> Iterator[str]:
        """What a total does with seats beside counting and adding up those of each home."""
        if total.measure not in ("count", "sum"):
            yield f"takes the {total.measure} of seats"
        homes = {one.variable for p in total.patterns for one in p.tests if one.field == HOME}
        if any(one.kind != SEAT for one in _covered(total)) or homes != {*total.variables}:
            yield "adds up more than the seats of a home"
        if any(one.variable in _used_twice(entry) for entry, one in self._readers(total)):
            yield "gives a number that is more than compared with numbers in the rules"


def is_settled(seat: Seat) -> bool:
    """Whether nothing is left open in a seat."""
    return int(seat["power"]) > 0 and seat["stance"] != "unknown" and seat["basis"] == "said"


def _seats(rulebook: Rulebook) -> Iterator[Seat]:
    """Every seat that a party can have, as the rules give it in the planned place."""
    party, home = (rulebook.vocabulary.kinds[kind].fields for kind in (PARTY, HOME))
    free = {name: (field.allowed or ("other",))[:1] for name, field in party.items()}
    free.update({"power": POWERS, "supplies": ("yes",)})
    free.update({name: party[name].allowed or () for name in ("stance", "basis")})
    place = Fact(HOME, tuple((name, (one.allowed or ())[0]) for name, one in home.items()))
    planned = place._replace(fields=(*place.fields[:-2], ("open", "yes"), ("place", "yes")))
    for values in product(*free.values()):
        facts = [planned, Fact(PARTY, tuple(zip(free, values)))]
        for fact in conclusions(rulebook, facts, [SEAT]):
            yield {name: value for name, value in fact.fields if name not in (HOME, PARTY)}


def _covered(total: Total) -> list[Pattern]:
    """What a total adds up, and of what it is a share."""
    return [total.of] if total.share_of is None else [total.of, total.share_of]


def _added(total: Total, pattern: Pattern, seat: Seat) -> int:
    """What a seat adds to a total."""
    if not _matches(pattern, seat):
        return 0
    taken = next((one.field for one in total.of.tests if one.variable == total.variable), "")
    return int(seat[taken]) if taken else 1


def _differs(test: FieldTest, number: int) -> bool:
    """Whether a test comes out otherwise at a number than just below it."""
    return test.accepts(number) != test.accepts(number - 1)


def _matches(pattern: Pattern, seat: Seat) -> bool:
    return all(one.variable or one.accepts(seat[one.field]) for one in pattern.tests)


def _used_twice(entry: Entry) -> set[str]:
    """The variables whose value matters beyond the field that gives it."""
    passed_on = (one.name for h in entry.then for one in h.values if isinstance(one, Variable))
    return held_together(entry, passed_on)


def held_together(entry: Entry, passed_on: Iterable[str] = ()) -> set[str]:
    """The variables by which one field of what an entry asks for is held against another.

    Args:
        entry: A rule or total.
        passed_on: Further uses of variables, which count as well.
    """
    uses = Counter(test.variable for one in entry.patterns for test in one.tests)
    uses.update(passed_on)
    return {name for name, times in uses.items() if name and times > 1}
