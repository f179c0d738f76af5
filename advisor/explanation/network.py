"""The value network: who has a seat, how firmly, whether the work fits, and which parts do."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from advisor.explanation.reason import Reason
    from advisor.explanation.record import Record
    from advisor.model.case import Party

STANCES = ("firmly-against", "against", "unknown", "neutral", "for", "firmly-for")
"""Stances, the most troubling first."""


class Seat(msgspec.Struct, frozen=True):
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


class ValueNetwork(msgspec.Struct, frozen=True):
    """The value network of one home, and what it would mean to sit there."""

    seats: tuple[Seat, ...]
    """The members: the heaviest first, the most opposed of them first."""
    fit: FitArithmetic | None
    """The arithmetic of the fit; nothing for a place that is none."""


class SetAside(msgspec.Struct, frozen=True):
    """A party that is not counted for the decision."""

    party: Party
    as_: str
    """`stakeholder`, `social-network`, `ecosystem`, `shared-values` or `not-known`."""
    reason: Reason

    @property
    def hold_is_known(self) -> bool:
        """Whether it is known that the party holds no power over the work."""
        return self.as_ != "not-known"


class FitArithmetic(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"for_": "for"}
):
    """The power in one home, added up by side."""

    home: str
    total: int
    for_: int
    against: int
    neutral: int
    unknown: int
    percent_for: int
    percent_unknown: int
    """Shares as the rules compare them, rounded down; every screen tells these and no others."""
    strong_opponents: int
    heavy: int
    """Parties that could stop the work at once."""
    heavy_verified: int
    """Those of them that have said where they stand."""
    clash_by: tuple[str, ...]
    """`veto`, `opponents`, `policy`."""
    support_needed: int
    unknown_limit: int


def read_network(record: Record, home: str) -> ValueNetwork:
    """The network of one home, and whether the work fits there."""
    return ValueNetwork(_seats(record, home), _fit(record, home))


def _seats(record: Record, home: str) -> tuple[Seat, ...]:
    """The network of one home: the heaviest first, the most opposed of them first."""
    channels: dict[str, list[str]] = defaultdict(list)
    for fact in record.of("channel"):
        channels[fact.word("party")].append(fact.word("by"))
    seats = [
        Seat(
            record.party(fact),
            fact.number("power"),
            fact.word("stance"),
            fact.word("side"),
            fact.word("basis"),
            tuple(channels[fact.word("party")]),
            record.party(fact).word("ally"),
        )
        for fact in record.about("seat", home)
    ]
    order = {party.id: place for place, party in enumerate(record.case.parties)}
    return tuple(
        sorted(seats, key=lambda one: (-one.power, STANCES.index(one.stance), order[one.party.id]))
    )


def read_set_aside(record: Record) -> tuple[SetAside, ...]:
    """The parties that are not counted for the decision."""
    return tuple(
        SetAside(record.party(fact), fact.word("as"), record.reason(fact))
        for fact in record.of("set-aside")
    )


def _fit(record: Record, home: str) -> FitArithmetic | None:
    """The arithmetic of the fit in one home; nothing for a place that is none."""
    weights = record.numbers("weight", home, "of", "amount")
    if not weights:
        return None
    shares = record.numbers("share", home, "of", "percent")
    tallies = record.numbers("tally", home, "of", "number")
    clashes = {fact.word("by") for fact in record.about("clash", home)}
    sides = weights["for"] + weights["against"] + weights["unknown"]
    return FitArithmetic(
        home=home,
        total=weights["all"],
        for_=weights["for"],
        against=weights["against"],
        neutral=weights["all"] - sides,
        unknown=weights["unknown"],
        percent_for=shares["for"],
        percent_unknown=shares["unknown"],
        strong_opponents=tallies["strong-opponents"],
        heavy=tallies["heavy"],
        heavy_verified=tallies["heavy-verified"],
        clash_by=tuple(one for one in ("veto", "opponents", "policy") if one in clashes),
        support_needed=record.threshold("support-share-needed"),
        unknown_limit=record.threshold("unknown-share-limit"),
    )
