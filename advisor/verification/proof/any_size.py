"""Networks of any size, by what the rules can see of them.

A rule sees a network in three ways: it finds a seat of some sort; it compares a count or a sum
with a number that stands in the rules; it compares a share with such a number. So a network
*stands* in a certain way: which sorts of seat are found; each count and sum, up to the largest
number it is compared with; and each share on one side or the other of each number. A share is
above a number of percent when a sum over the seats (a hundred times the part less so many times
the whole) is not below nothing, and one seat more adds its own amount to that sum.

From the ways in which a network can stand follow those in which it can stand with one party more:
seats found stay found, counts grow until they no longer matter, and of a sum it is followed
between which numbers it can come to lie. Beginning with nobody and adding party after party until
no new way comes up gives every way in which a network of any size can stand; perhaps more, since
a sum is known only roughly. Where a network that exists is found for each of them, it is not more,
and a proof over these networks is a proof over all of them.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import product
from math import gcd
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from advisor.knowledge.rule import TOTAL_VARIABLES, Total, Variable
from advisor.verification.proof.beside import HOME, names
from advisor.verification.proof.columns import passes, patterns_of, used_twice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.engine.memory import Row
    from advisor.knowledge.rule import FieldTest, Head, Pattern, Rule
    from advisor.knowledge.strata import Entry
    from advisor.knowledge.vocabulary import Value, Vocabulary

SEAT, PARTY = "seat", "party"
LARGEST = 60
"""The most parties a network is looked for with."""


class Standing(NamedTuple):
    """The way in which a network stands to the rules."""

    found: frozenset[object]
    """What its seats are found as."""
    counts: tuple[int, ...]
    """The counts and sums, up to where they no longer matter."""
    sums: tuple[int, ...]
    """For each comparison of a share, between which numbers its sum lies."""


class Sort(NamedTuple):
    """A sort of seat."""

    seat: Row
    """A seat of the sort, without its home."""
    watched: frozenset[str]
    """What the properties look at in it beside the rules."""


class _Amount(NamedTuple):
    """A sum over the seats of a network."""

    of: tuple[int, ...]
    """What a seat of each sort adds."""
    cuts: tuple[int, ...]
    """The numbers at which it begins to matter that it is as large."""
    told: tuple[int, ...] = ()
    """Those of them that rules compare it with; the others serve to follow it."""


class AnySize:
    """How networks of any size stand to the rules in one home.

    Attributes:
        objections: What some rule does with seats that cannot be told in this way.
    """

    def __init__(
        self, vocabulary: Vocabulary, entries: Iterable[Entry], home: str, sorts: Sequence[Sort]
    ) -> None:
        """Reads what the rules see of seats.

        Args:
            vocabulary: The kinds of fact.
            entries: The rules and totals that bear on the path.
            home: The home in which the network is.
            sorts: The sorts of seat there are; the last is that of a party that may join later,
                so that how a network stands then follows from how it stands before.
        """
        self._vocabulary = vocabulary
        self._entries = tuple(entries)
        names = [one for one in vocabulary.kinds[SEAT].fields if one != HOME]
        self._seats = [{**dict(zip(names, one.seat, strict=True)), HOME: home} for one in sorts]
        self._found: list[set[object]] = [{("", each) for each in one.watched} for one in sorts]
        self._counts: list[_Amount] = []
        self._sums: list[_Amount] = []
        self.objections: list[str] = []
        for entry in self._entries:
            if any(one.kind == SEAT for one in patterns_of(entry)):
                says = self._read_total(entry) if isinstance(entry, Total) else self._read(entry)
                if says:
                    self.objections.append(f"{entry.id} {says}")

    def _read(self, rule: Rule) -> str:
        """Takes in what a rule finds."""
        patterns = [one for one in patterns_of(rule) if one.kind == SEAT]
        if len(patterns) > 1:
            return "looks at more than one seat"
        (pattern,) = patterns
        twice = used_twice(rule)
        for party in [one.operand for one in pattern.tests if one.field == PARTY]:
            if any(
                test.operand == party
                for other in patterns_of(rule)
                if other is not pattern
                for test in other.tests
            ):
                return "looks at more of a party than its seat"
            for head in rule.then:
                fields = self._vocabulary.kinds[head.kind].fields
                for field, value in zip(fields, head.values, strict=True):
                    if value == party and self._is_followed(head.kind, field):
                        return (
                            f"concludes a {head.kind} for each party, which is counted or followed"
                        )
        for seat, found in zip(self._seats, self._found, strict=True):
            if self._matches(pattern, seat):
                found.add((rule.id, *(
                    seat[test.field] for test in pattern.tests
                    if test.field not in (HOME, PARTY) and names(test, twice)
                )))  # fmt: skip
        return ""

    def _is_followed(self, kind: str, field: str) -> bool:
        """Whether more is done with the facts of a kind than to find one."""
        return any(
            pattern.kind == kind
            and (
                isinstance(entry, Total)
                or any(
                    test.field == field and (names(test, used_twice(entry)) or not _is_open(test))
                    for test in pattern.tests
                )
            )
            for entry in self._entries
            for pattern in patterns_of(entry)
        )

    def _read_total(self, total: Total) -> str:
        """Takes in what a total adds up, and the numbers it is compared with."""
        parts = [total.of] if total.share_of is None else [total.of, total.share_of]
        if total.measure not in ("count", "sum"):
            return f"takes the {total.measure} of seats"
        if any(one.kind != SEAT for one in parts) or not _of_each_home(total):
            return "adds up more than the seats of a home"
        added = [self._added(total, one) for one in parts]
        cuts: set[int] = set()
        for head in total.then:
            for field, value in zip(
                self._vocabulary.kinds[head.kind].fields, head.values, strict=True
            ):
                if isinstance(value, Variable) and value.name in TOTAL_VARIABLES:
                    compared = self._compared(head, field)
                    if compared is None or (value.name != "total" and compared):
                        return "gives a number that is more than compared with numbers in the rules"
                    cuts |= compared
        if total.share_of is None:
            self._counts.append(_Amount(added[0], tuple(sorted(cuts))))
            return ""
        part, whole = added
        self._counts.append(_Amount(whole, (1,)))
        for percent in sorted(cuts):
            if percent > 0:  # no share is below nothing
                sums = [100 * one - percent * all_ for one, all_ in zip(part, whole, strict=True)]
                step = gcd(*sums) or 1
                self._sums.append(_sum([one // step for one in sums]))
        return ""

    def _added(self, total: Total, pattern: Pattern) -> tuple[int, ...]:
        """What a seat of each sort adds."""
        field = next(
            (one.field for one in total.of.tests if one.operand == Variable(total.variable or "")),
            "",
        )
        return tuple(
            (int(one[field]) if field else 1) if self._matches(pattern, one) else 0
            for one in self._seats
        )

    def _compared(self, head: Head, field: str) -> set[int] | None:
        """From which numbers on it matters that one is as large; nothing if all numbers matter."""
        found: set[int] = set()
        fields = self._vocabulary.kinds[head.kind].fields
        written = {
            name: value
            for name, value in zip(fields, head.values, strict=True)
            if not isinstance(value, Variable)
        }
        for entry in self._entries:
            twice = used_twice(entry)
            for pattern in patterns_of(entry):
                if pattern.kind != head.kind or any(
                    test.field in written
                    and not _is_open(test)
                    and not passes(test, written[test.field])
                    for test in pattern.tests
                ):
                    continue
                for test in pattern.tests:
                    if test.field == field:
                        if isinstance(test.operand, Variable):
                            if test.operand.name in twice:
                                return None
                        else:
                            found |= _cuts(test)
        return found

    def _matches(self, pattern: Pattern, seat: Mapping[str, Value]) -> bool:
        return all(_is_open(test) or passes(test, seat[test.field]) for test in pattern.tests)

    # Ways to stand

    @property
    def nobody(self) -> Standing:
        """How a network of nobody stands."""
        return self.of(())

    def of(self, chosen: Sequence[int]) -> Standing:
        """How a network stands.

        Args:
            chosen: The sort of each seat.
        """
        found: frozenset[object] = frozenset().union(*(self._found[one] for one in chosen))
        counts = tuple(
            min(sum(amount.of[one] for one in chosen), max(amount.cuts, default=0))
            for amount in self._counts
        )
        sums = tuple(
            bisect_right(amount.cuts, sum(amount.of[one] for one in chosen))
            for amount in self._sums
        )
        return Standing(found, counts, sums)

    def with_one_more(self, before: Standing, sort: int) -> Iterator[Standing]:
        """How a network can stand with one party more."""
        found = before.found | self._found[sort]
        counts = tuple(
            min(count + amount.of[sort], max(amount.cuts, default=0))
            for count, amount in zip(before.counts, self._counts, strict=True)
        )
        ranges = []
        for place, amount in zip(before.sums, self._sums, strict=True):
            low = amount.cuts[place - 1] + amount.of[sort] if place else None
            high = amount.cuts[place] - 1 + amount.of[sort] if place < len(amount.cuts) else None
            first = 0 if low is None else bisect_right(amount.cuts, low)
            last = len(amount.cuts) if high is None else bisect_right(amount.cuts, high)
            ranges.append(range(first, last + 1))
        for sums in product(*ranges):
            yield Standing(found, counts, sums)

    def any_size(self) -> set[Standing]:
        """Every way in which a network of any size can stand, and perhaps more."""
        seen = {self.nobody}
        waiting = [self.nobody]
        while waiting:
            before = waiting.pop()
            for sort in range(len(self._seats)):
                for after in self.with_one_more(before, sort):
                    if after not in seen:
                        seen.add(after)
                        waiting.append(after)
        return {self._told(one) for one in seen}

    def _told(self, stands: Standing) -> Standing:
        """How a network stands, without what only serves to follow its sums."""
        sums = tuple(
            sum(amount.cuts[place - 1] >= cut for cut in amount.told) if place else 0
            for place, amount in zip(stands.sums, self._sums, strict=True)
        )
        return stands._replace(sums=sums)

    def told(self, chosen: Sequence[int]) -> Standing:
        """How a network stands, as the rules see it now and once one party more has come."""
        return self._told(self.of(chosen))

    def larger(
        self, wanted: set[Standing], known: Mapping[Standing, tuple[int, ...]]
    ) -> dict[Standing, tuple[int, ...]]:
        """Networks that stand in ways in which no known one stands.

        To a known network so many parties are added that leave it as it is, but for its sums, as
        bring the sums to where they are wanted; the fewer the better.

        Args:
            wanted: The ways to stand.
            known: Networks, as the sorts of their seats, by how they stand.

        Returns:
            A network for each way for which one is found.
        """
        found: dict[Standing, tuple[int, ...]] = {}
        bases: dict[object, tuple[int, ...]] = {}
        for stands, chosen in known.items():
            bases.setdefault((stands.found, stands.counts), chosen)
        for key, base in bases.items():
            left = {one for one in wanted if (one.found, one.counts) == key} - known.keys()
            if not left:
                continue
            fillers: dict[tuple[int, ...], int] = {}
            for sort in range(len(self._seats)):
                stands = self.of((*base, sort))
                if (stands.found, stands.counts) == key:
                    fillers.setdefault(tuple(amount.of[sort] for amount in self._sums), sort)
            for chosen in self._filled(base, fillers):
                stands = self.told(chosen)
                if stands in left:
                    left.discard(stands)
                    found[stands] = chosen
                if not left:
                    break
        return found

    def _filled(
        self, base: tuple[int, ...], fillers: Mapping[tuple[int, ...], int]
    ) -> Iterator[tuple[int, ...]]:
        """A network with more and more parties, one for each outcome of its sums.

        Sums that go far from every number they are compared with are not followed further.
        """
        bounds = []
        for amount in self._sums:
            far = 2 * max(map(abs, amount.of), default=0)
            bounds.append((amount.told[0] - far, amount.told[-1] + far))
        level = {tuple(sum(amount.of[one] for one in base) for amount in self._sums): base}
        seen = set(level)
        for _ in range(LARGEST - len(base)):
            more: dict[tuple[int, ...], tuple[int, ...]] = {}
            for sums, chosen in level.items():
                for added, sort in fillers.items():
                    after = tuple(map(add, sums, added))
                    if after not in seen and all(
                        low <= one <= high for one, (low, high) in zip(after, bounds, strict=True)
                    ):
                        seen.add(after)
                        more[after] = (*chosen, sort)
            yield from more.values()
            level = more


def _sum(of: Sequence[int]) -> _Amount:
    """A sum that is compared with nothing, now and once one more has come."""
    told = tuple(sorted({0, -of[-1]}))
    return _Amount(tuple(of), tuple(sorted({*told, 1})), told)


def _is_open(test: FieldTest) -> bool:
    return isinstance(test.operand, Variable)


def _cuts(test: FieldTest) -> set[int]:
    """From which numbers on a comparison comes out otherwise."""
    values = test.operand if isinstance(test.operand, tuple) else (test.operand,)
    at = {int(one) for one in values}  # type: ignore[arg-type]
    after = {one + 1 for one in at}
    if test.relation in ("at-least", "less-than"):
        return at
    return after if test.relation in ("more-than", "at-most") else at | after


def _of_each_home(total: Total) -> bool:
    """Whether a total is made for each home, over what is said of it."""
    if total.for_each is None or len(total.variables) != 1:
        return False
    home = Variable(total.variables[0])
    parts = [total.for_each, total.of, *([total.share_of] if total.share_of else [])]
    return all(
        any((test.field, test.relation, test.operand) == (HOME, "is", home) for test in one.tests)
        for one in parts
    )
