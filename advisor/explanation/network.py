"""The value network of a home: who has a seat, how firmly, and whether the work fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from advisor.explanation.reason import Reason
    from advisor.model.case import Party

STANCES = ("firmly-against", "against", "unknown", "neutral", "for", "firmly-for")
"""Stances, the most troubling first."""


class Seat(NamedTuple):
    """A member of the network of one home."""

    party: Party
    power: int
    """0 cannot stop the work, 1 can slow it, 2 can stop it within a year, 3 at once."""
    stance: str
    side: str
    """`for`, `against`, `neutral` or `unknown`."""
    basis: str
    """How the stance is known: `said`, `signs`, `guess` or `unknown`."""
    channels: tuple[str, ...]
    """`resources`, `regulation`, `governance`."""
    ally: str
    """Whether it would protect the work in public: `yes`, `no` or `unknown`."""


class LostSeat(NamedTuple):
    """A member that loses its power in another home."""

    party: Party
    why: str
    """`no-channel`, `does-not-choose` or `sheltered`."""
    reason: Reason


class SetAside(NamedTuple):
    """A party that does not count for the decision."""

    party: Party
    as_: str
    """`stakeholder`, `social-network`, `ecosystem` or `shared-values`."""
    reason: Reason


class FitArithmetic(NamedTuple):
    """The power in one home, added up by side."""

    home: str
    total: int
    for_: int
    against: int
    neutral: int
    unknown: int
    percent_for: int
    percent_unknown: int
    strong_opponents: int
    heavy: int
    """Parties that could stop the work at once."""
    heavy_verified: int
    """Those of them that have said where they stand."""
    clash_by: tuple[str, ...]
    """`veto`, `opponents`, `policy`."""
    support_needed: int
    unknown_limit: int
