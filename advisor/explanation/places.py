"""Where the work could go, and who has power over it there.

The advised path stands beside the others, each home is read by the four questions, and its value
network says who has a seat there, how firmly, and whether the work fits.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from advisor.model.case import UNKNOWN, Party

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from advisor.engine.trace import Firing
    from advisor.explanation.reason import Reason
    from advisor.explanation.record import Record
    from advisor.knowledge.homes import Home
    from advisor.model.fact import Fact


class Alternative(msgspec.Struct, frozen=True):
    """A path to fall back on."""

    path: str
    open: bool
    """Whether it needs no home that is closed to the client."""
    reason: Reason


class NumberedReason(msgspec.Struct, frozen=True):
    """A step of the proof of the advised path."""

    number: int
    reason: Reason
    uses: tuple[int, ...]
    """The numbers of the steps it builds on."""


class HomeReading(msgspec.Struct, frozen=True):
    """One home, read by the four questions."""

    home: Home
    open: str
    """`yes`, `no`, `assumed`, or `unknown` where somebody said so; the rules take that for no."""
    listed: bool
    """Whether the case says anything of that, be it `unknown`."""
    place: bool
    """Whether the work sits there or is planned there."""
    chosen: bool
    """Whether the advice puts the work there."""
    autonomy: str
    policy: str
    opt_in: str
    trade_off: str
    weaker: str
    """A `yes` here is the favorable answer of the fourth question, with `better`."""
    better: str
    grid: str
    demand: str
    verdict: str
    """`supports`, `with-conditions`, `fails` or `unknown`."""
    blocked_by: tuple[str, ...]
    reasons: tuple[Reason, ...]
    """Why the verdict is what it is, the weightiest first."""


def read_alternatives(record: Record, path: str) -> tuple[Alternative, ...]:
    """Paths to fall back on, best first."""
    homes = {fact.word("home"): fact.word("open") for fact in record.of("home")}
    best: dict[str, Fact] = {}
    for fact in sorted(record.of("alternative"), key=lambda one: -one.number("points")):
        best.setdefault(fact.word("path"), fact)
    return tuple(
        Alternative(other, homes.get(other) not in ("no", UNKNOWN), record.reason(fact))
        for other, fact in best.items()
        if other != path
    )


def read_not_chosen(record: Record, path: str) -> Mapping[str, Reason]:
    """The reason against each path that was not chosen.

    Where several rules speak against a path, the one that stands first in the rules is told.
    """
    against = [
        (fact.word("path"), firing)
        for fact in record.of("not-chosen")
        for firing in record.proofs.firings(fact)
    ]
    rank = record.knowledge.rulebook.entry
    first: dict[str, Firing] = {}
    for other, firing in sorted(against, key=lambda one: rank(one[1].rule).order):
        first.setdefault(other, firing)
    return {
        other: record.narrator.reason(first[other])
        for other in record.knowledge.paths
        if other in first and other != path
    }


def read_proof(record: Record, homes: Collection[str]) -> tuple[NumberedReason, ...]:
    """The proof of the path, from what was concluded first to the path itself.

    Returns:
        Numbered steps; each names the earlier steps it builds on.
    """
    chain = record.proofs.chain((*record.of("path"), *record.of("chosen-home")), homes)
    numbers: dict[Fact, int] = {}
    steps = []
    for number, firing in enumerate(chain, 1):
        uses = sorted({numbers[one] for one in firing.premises if one in numbers})
        for fact in firing.asserted:
            numbers.setdefault(fact, number)
        steps.append(NumberedReason(number, record.narrator.reason(firing), tuple(uses)))
    return tuple(steps)


def read_home(record: Record, slug: str, chosen: bool, *, reasoned: bool = True) -> HomeReading:
    """Reads one home.

    Args:
        chosen: Whether the advice puts the work there.
        reasoned: Whether to tell the reasons, which cost more than all else.

    Returns:
        The four answers, the verdict, and the reasons for it.
    """
    (status,) = record.about("home", slug)
    (told,) = (one for one in record.about("home-answer", slug) if one.get("to") == "open")
    reads = {fact.word("question"): fact.word("is") for fact in record.about("reads", slug)}

    def one(kind: str) -> str:
        facts = record.about(kind, slug)
        return facts[-1].word("is") if facts else "unknown"

    blocked = record.about("blocked", slug)
    gaps = (*record.about("open-question", slug), *record.about("gap", slug))
    reasons = (*record.about("unsuited", slug), *(blocked or gaps))
    return HomeReading(
        home=record.knowledge.homes[slug],
        open=status.word("open"),
        listed=told.get("basis") != UNKNOWN or told.get("is") == UNKNOWN,
        place=status.word("place") == "yes",
        chosen=chosen,
        autonomy=reads.get("autonomy", "unknown"),
        policy=reads.get("policy", "unknown"),
        opt_in=reads.get("opt-in", "unknown"),
        trade_off=reads.get("trade-off", "unknown"),
        weaker=one("weaker"),
        better=one("better"),
        grid=one("grid"),
        demand=one("demand"),
        verdict=one("verdict"),
        blocked_by=tuple(fact.word("by") for fact in blocked),
        reasons=record.reasons(reasons or record.about("verdict", slug)) if reasoned else (),
    )


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
