"""How to lead the work: leans and ratings on the seven tensions, and what makes each matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from advisor.explanation.reason import Reason
    from advisor.explanation.record import Record

STATES = ("talk-first", "move", "leave", "single-view")
"""What ratings call for, the first to be told first."""


class Lean(msgspec.Struct, frozen=True):
    """Which pole of a tension the path suggests, for the team to overrule."""

    tension: str
    toward: str
    """`one`, `five` or `middle`."""
    because: str
    benefit: str
    gives_up: str


class TensionState(msgspec.Struct, frozen=True):
    """What the ratings of a tension say; means are in tenths."""

    tension: str
    raters: int
    now: int | None
    wanted: int | None
    change: int | None
    spread_now: int | None
    spread_wanted: int | None
    state: str
    """`talk-first`, `move`, `leave`, `single-view` or `unrated`."""


class Matter(msgspec.Struct, frozen=True):
    """A fact of the case that makes a tension matter."""

    tension: str
    why: str
    """The sort of fact, as in `reasoning/82-what-matters.yaml`."""
    about: str
    """The party, home, event or source of money, or `case`."""
    reason: Reason


def read_leans(record: Record, path: str) -> tuple[Lean, ...]:
    """Which pole of each tension a path suggests; our inference, never a finding."""
    toward = {fact.word("tension"): fact.word("toward") for fact in record.of("lean")}
    return tuple(
        Lean(
            tension=tension,
            toward=toward[tension],
            because=str(record.knowledge.paths[path]["leans"][tension]["because"]),
            benefit=str(words.get(toward[tension], {}).get("benefit", "")),
            gives_up=str(words.get(toward[tension], {}).get("gives-up", "")),
        )
        for tension, words in record.knowledge.tensions.items()
        if tension in toward
    )


def read_tensions(record: Record) -> tuple[TensionState, ...]:
    """What the ratings say about each tension."""
    return tuple(_read_tension(record, tension) for tension in record.knowledge.tensions)


def read_matters(record: Record) -> tuple[Matter, ...]:
    """What makes the tensions matter in this case, the weightiest first."""
    found = sorted(record.of("matters"), key=lambda one: -one.number("importance"))
    return tuple(
        Matter(one.word("tension"), one.word("why"), one.word("about"), record.reason(one))
        for one in found
    )


def _read_tension(record: Record, tension: str) -> TensionState:
    states = {fact.word("is") for fact in record.about("tension-state", tension, "tension")}
    means = record.numbers("mean", tension, "of", "tenths", "tension")
    spreads = record.numbers("spread", tension, "of", "points", "tension")
    raters = record.numbers("raters", tension, "tension", "number", "tension")
    return TensionState(
        tension=tension,
        raters=raters.get(tension, 0),
        now=means.get("now"),
        wanted=means.get("wanted"),
        change=means.get("change"),
        spread_now=spreads.get("now"),
        spread_wanted=spreads.get("wanted"),
        state=next((one for one in STATES if one in states), "unrated"),
    )
