"""Every network of a home with up to so many parties, as the sums the rules make of it.

What a network amounts to in a home is made of its seats: power, stance and whether the party
has said so itself. Parties whose seats no rule tells apart are interchangeable, and their order
does not matter, so networks are counted as sets with repetition of sorts of seat.
"""

from __future__ import annotations

from itertools import combinations_with_replacement, product
from math import comb
from typing import TYPE_CHECKING

from advisor.verification.proof.columns import Column
from advisor.verification.proof.likeness import content_of
from advisor.verification.proof.table import Table

if TYPE_CHECKING:
    from advisor.engine.memory import Row
    from advisor.knowledge.rulebook import Rulebook
    from advisor.verification.proof.likeness import Likeness

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


def sorts_of_seat(rulebook: Rulebook, likeness: Likeness, home: str) -> list[tuple[Row, int]]:
    """The sorts of seat the rules tell apart in a home.

    Args:
        rulebook: The rules.
        likeness: Which facts no rule tells apart.
        home: The home.

    Returns:
        A seat of each sort, without its home and with a party called `party`; and how many
        combinations of power, stance and basis are of the sort.
    """
    fields = rulebook.vocabulary.kinds["seat"].fields
    found: dict[object, list[Row]] = {}
    bases = fields["basis"].allowed or ()
    for power, stance, basis in product(POWERS, SIDES, bases):
        row: Row = ("party", power, stance, SIDES[stance], basis)
        found.setdefault(likeness.sort("seat", home, row), []).append(row)
    return [(rows[0], len(rows)) for rows in found.values()]


def networks(rulebook: Rulebook, likeness: Likeness, home: str, parties: int) -> Table:
    """Every network of up to so many parties.

    Args:
        rulebook: The rules.
        likeness: Which facts no rule tells apart.
        home: The home.
        parties: The most parties there are.

    Returns:
        A table of the seats of the home; each row with how many networks of parties, their
        order counted, it stands for.
    """
    sorts = sorts_of_seat(rulebook, likeness, home)
    column = Column("seat", home)
    rows: dict[object, object] = {}
    for number in range(parties + 1):
        for chosen in combinations_with_replacement(range(len(sorts)), number):
            seats = content_of(
                tuple((f"party-{place}", *sorts[one][0][1:]) for place, one in enumerate(chosen))
            )
            rows[(seats,)] = (_orders(chosen, sorts), ((column, seats),))
    return Table((column,), rows)  # type: ignore[arg-type]


def _orders(chosen: tuple[int, ...], sorts: list[tuple[Row, int]]) -> int:
    """In how many ways parties in a row can have seats of these sorts."""
    left, ways = len(chosen), 1
    for one in dict.fromkeys(chosen):
        often = chosen.count(one)
        ways *= comb(left, often) * sorts[one][1] ** often
        left -= often
    return ways
