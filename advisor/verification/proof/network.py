"""The networks of a home: one for each way in which a network of any size can stand.

What a network amounts to in a home is made of its seats: power, stance and whether the party
has said so itself. Parties whose seats no rule tells apart are interchangeable, and their order
does not matter. All networks of up to three parties are gone through and counted; of those that
stand to the rules in the same way the first stands for all. For the ways in which only larger
ones can stand (`any_size` says which these are), a network is made up.
"""

from __future__ import annotations

from itertools import combinations_with_replacement, product
from math import comb
from typing import TYPE_CHECKING, NamedTuple

from advisor.verification.proof.any_size import AnySize, Sort, Standing
from advisor.verification.proof.columns import Column
from advisor.verification.proof.likeness import content_of
from advisor.verification.proof.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.engine.memory import Row
    from advisor.knowledge.rulebook import Rulebook
    from advisor.knowledge.strata import Entry
    from advisor.verification.proof.likeness import Content, Likeness
    from advisor.verification.proof.table import Witness

UNKNOWN = "unknown"

SIDES = {
    "firmly-against": "against",
    "against": "against",
    "neutral": "neutral",
    "for": "for",
    "firmly-for": "for",
    "unknown": "unknown",
}
"""The side each stance is on; that the rules conclude these is one of the properties."""

POWERS = (0, 1, 2, 3)

ALLY: Row = ("ally", 3, "firmly-for", "for", "said")
"""The seat of a supporter who comes in later."""

COUNTED = 3
"""Up to how many parties every network is gone through and counted."""


class Networks(NamedTuple):
    """The networks of a home."""

    table: Table
    """One for each way to stand; each with how many networks of few parties it stands for."""
    gaps: tuple[str, ...]
    """Why they may not be all."""
    stands: AnySize
    by_standing: Mapping[Standing, Content]
    """The network for each way to stand."""


class Seats:
    """The networks that the rules tell apart."""

    def __init__(self, rulebook: Rulebook, likeness: Likeness, entries: Iterable[Entry]) -> None:
        """Prepares for some rules.

        Args:
            rulebook: The rules.
            likeness: Which facts no rule tells apart.
            entries: The rules and totals that bear on the path.
        """
        self._rulebook = rulebook
        self._likeness = likeness
        self._entries = tuple(entries)
        self._found: dict[str, Networks] = {}

    def sorts(self, home: str) -> list[tuple[Row, int]]:
        """The sorts of seat that are told apart in a home.

        Args:
            home: The home.

        Returns:
            A seat of each sort, without its home and with a party called `party`; and how many
            combinations of power, stance and basis are of the sort.
        """
        fields = self._rulebook.vocabulary.kinds["seat"].fields
        found: dict[object, list[Row]] = {}
        bases = fields["basis"].allowed or ()
        for power, stance, basis in product(POWERS, SIDES, bases):
            row: Row = ("party", power, stance, SIDES[stance], basis)
            found.setdefault(self._sort(home, row), []).append(row)
        return [(rows[0], len(rows)) for rows in found.values()]

    def _sort(self, home: str, row: Row) -> object:
        return self._likeness.sort("seat", home, ("party", *row[1:])), self._watched(row)

    def _watched(self, row: Row) -> frozenset[str]:
        """What the properties themselves look at in a seat."""
        ends = self._rulebook.thresholds.get("veto-power")
        can_end = int(row[1]) >= (ends.value if ends is not None else max(POWERS))
        found = {"open": not is_settled(row), "veto": can_end and row[2] == "firmly-against"}
        return frozenset(name for name, holds in found.items() if holds)

    def networks(self, home: str) -> Networks:
        """The networks of a home.

        Args:
            home: The home.
        """
        found = self._found.get(home)
        if found is None:
            found = self._found[home] = self._networks(home)
        return found

    def _networks(self, home: str) -> Networks:
        sorts = self.sorts(home)
        seats = [Sort(row, self._watched(row)) for row, _ in (*sorts, (ALLY, 1))]
        stands = AnySize(self._rulebook.vocabulary, self._entries, home, seats)
        gaps = [*stands.objections]
        small: dict[Standing, tuple[tuple[int, ...], int]] = {}
        for number in range(COUNTED + 1):
            for chosen in combinations_with_replacement(range(len(sorts)), number):
                way = stands.told(chosen)
                first, count = small.get(way, (chosen, 0))
                small[way] = (first, count + _orders(chosen, sorts))
        ways = stands.any_size()
        large = stands.larger(ways, {way: chosen for way, (chosen, _) in small.items()})
        missing = ways - small.keys() - large.keys()
        if missing:
            gaps.append(f"{len(missing)} ways for a network to stand in {home} are shown by none")
        column = Column("seat", home)
        rows: dict[tuple[Content, ...], tuple[int, Witness]] = {}
        by_standing: dict[Standing, Content] = {}
        for way, (chosen, count) in (
            *small.items(),
            *((way, (one, 1)) for way, one in large.items()),
        ):
            content = by_standing[way] = content_of(
                tuple(
                    (f"party-{place:02}", *seats[one].seat[1:]) for place, one in enumerate(chosen)
                )
            )
            rows[(content,)] = (count, ((column, content),))
        return Networks(Table((column,), rows), tuple(gaps), stands, by_standing)

    def stand_in(self, home: str, seats: Iterable[Row]) -> Content:
        """The network that stands for one in the tables.

        Args:
            home: The home.
            seats: The seats of the network, without their home.
        """
        found = self.networks(home)
        sorts = [self._sort(home, row) for row, _ in self.sorts(home)]
        way = found.stands.told([sorts.index(self._sort(home, one)) for one in seats])
        return found.by_standing[way]


def is_settled(row: Row) -> bool:
    """Whether nothing is left open in a seat."""
    _, power, stance, _, basis = row
    return int(power) > 0 and stance != UNKNOWN and basis == "said"


def _orders(chosen: tuple[int, ...], sorts: list[tuple[Row, int]]) -> int:
    """In how many ways parties in a row can have seats of these sorts."""
    left, ways = len(chosen), 1
    for one in dict.fromkeys(chosen):
        often = chosen.count(one)
        ways *= comb(left, often) * sorts[one][1] ** often
        left -= often
    return ways
