"""The homes, read by the four questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from advisor.explanation.reason import Reason
    from advisor.explanation.record import Record
    from advisor.knowledge.homes import Home


class HomeReading(msgspec.Struct, frozen=True):
    """One home, read by the four questions."""

    home: Home
    open: str
    """`yes`, `no` or `assumed`."""
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


def read_home(record: Record, slug: str, chosen: bool) -> HomeReading:
    """Reads one home.

    Args:
        record: The record of a consultation.
        slug: The home.
        chosen: Whether the advice puts the work there.

    Returns:
        The four answers, the verdict, and the reasons for it.
    """
    (status,) = record.about("home", slug)
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
        reasons=record.reasons(reasons or record.about("verdict", slug)),
    )
