"""What it takes to carry the advice out: risks, conditions, and how to lead the work.

Leading it means leans and ratings on the seven tensions, and what makes each matter.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from advisor.explanation.contract import Contract, one_of
from advisor.explanation.reason import Reason, bound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.explanation.record import Record
    from advisor.model.fact import Fact

LEVELS = ("warning", "high", "medium", "low")
"""Levels of risk, the first to be told first."""


class Flag(msgspec.Struct, frozen=True):
    """A risk."""

    flag: str
    level: str
    """`high`, `medium`, `low` or `warning`."""
    about: str
    reason: Reason


class Pull(msgspec.Struct, frozen=True):
    """How strongly the parent district draws the unit back."""

    level: str
    at_most: str
    """The level if every unchecked sign turned out to be there."""
    signs: tuple[Reason, ...]
    unchecked_signs: tuple[Reason, ...]


class Condition(msgspec.Struct, frozen=True):
    """Something that must hold for the advice to work."""

    id: str
    home: str
    holder: str
    """Who can close it: `parent`, `rule-maker`, `payer`, `families`, `staff` or `project`."""
    by: str
    """`before-decision`, `before-launch`, `first-year` or `yearly`."""
    rank: int
    keystone: bool
    source: str
    """The source of money it is about, if any."""
    party: str
    """The party it is about, if any."""
    reasons: tuple[Reason, ...]
    words: Mapping[str, Any]
    """Its words from `rules/conditions.yaml`."""


def read_flags(record: Record) -> tuple[Flag, ...]:
    """The risks, the gravest first."""
    found = [
        Flag(fact.word("flag"), fact.word("level"), fact.word("about"), record.reason(fact))
        for fact in record.of("flag")
    ]
    rule = record.knowledge.rulebook.entry
    found.sort(key=lambda one: (LEVELS.index(one.level), rule(one.reason.rule).order))
    return tuple(found)


def read_pull(record: Record, home: str | None, flags: Iterable[Flag]) -> Pull | None:
    """The pull of the parent district, where the advised home stays inside one."""
    level = next((one.level for one in flags if (one.flag, one.about) == ("pull", home)), None)
    counts = record.numbers("pull-count", home, "of", "number") if home else {}
    if level is None or home is None or not counts:  # nor where a rule of one's own says it
        return None
    most = counts["recorded"] + counts["unchecked"]
    at_most = "low"
    if most >= record.threshold("pull-high"):
        at_most = "high"
    elif most >= record.threshold("pull-medium"):
        at_most = "medium"
    return Pull(
        level=level,
        at_most=at_most,
        signs=record.reasons(one for one in record.of("pull-indicator") if one.get("home") == home),
        unchecked_signs=record.reasons(
            one for one in record.of("pull-unchecked") if one.get("home") == home
        ),
    )


def read_conditions(record: Record) -> tuple[Condition, ...]:
    """What must hold, the one on which most hangs first; each condition once."""
    keystones = {fact.word("condition") for fact in record.of("keystone")}
    first: dict[str, Fact] = {}
    reasons: dict[str, list[Reason]] = defaultdict(list)
    for fact in sorted(record.of("condition"), key=lambda one: one.number("rank")):
        name = fact.word("condition")
        first.setdefault(name, fact)
        reasons[name].extend(map(record.narrator.reason, record.proofs.firings(fact)))
    return tuple(
        Condition(
            id=name,
            home=fact.word("home"),
            holder=fact.word("holder"),
            by=fact.word("by"),
            rank=fact.number("rank"),
            keystone=name in keystones,
            source=bound(reasons[name], "source"),
            party=bound(reasons[name], "party"),
            reasons=tuple(reasons[name]),
            words=record.knowledge.conditions.get(name, {}),
        )
        for name, fact in first.items()
    )


STATES = ("talk-first", "move", "leave", "single-view")
"""What ratings call for, the first to be told first."""


class Lean(Contract, frozen=True):
    """A tension: the lean of this path, which is our inference, and the team's ratings."""

    tension: Annotated[
        str,
        one_of("locus", "pace", "allocation", "capacity", "flexibility", "model", "sharing"),
    ]
    lean: Annotated[str, one_of("one", "five", "middle")]
    because: str
    benefit: str
    gives_up: str
    state: Annotated[str, one_of(*STATES, "unrated")]
    raters: int
    now: float | None
    wanted: float | None
    spread_now: int | None
    spread_wanted: int | None


def read_leans(record: Record, path: str) -> tuple[Lean, ...]:
    """Which pole of each tension a path suggests; our inference, never a finding."""
    toward = {fact.word("tension"): fact.word("toward") for fact in record.of("lean")}
    return tuple(
        _read_lean(record, path, tension, toward[tension])
        for tension in record.knowledge.tensions
        if tension in toward
    )


def read_matters(record: Record) -> tuple[str, ...]:
    """The tension that each fact of the case makes matter, the weightiest first."""
    found = sorted(record.of("matters"), key=lambda one: -one.number("importance"))
    return tuple(one.word("tension") for one in found)


def _read_lean(record: Record, path: str, tension: str, toward: str) -> Lean:
    words = record.knowledge.tensions[tension].get(toward, {})
    states = {fact.word("is") for fact in record.about("tension-state", tension, "tension")}
    tenths = record.numbers("mean", tension, "of", "tenths", "tension")
    means = {of: mean / 10 for of, mean in tenths.items()}
    spreads = record.numbers("spread", tension, "of", "points", "tension")
    raters = record.numbers("raters", tension, "tension", "number", "tension")
    return Lean(
        tension=tension,
        lean=toward,
        because=str(record.knowledge.paths[path]["leans"][tension]["because"]),
        benefit=str(words.get("benefit", "")),
        gives_up=str(words.get("gives-up", "")),
        state=next((one for one in STATES if one in states), "unrated"),
        raters=raters.get(tension, 0),
        now=means.get("now"),
        wanted=means.get("wanted"),
        spread_now=spreads.get("now"),
        spread_wanted=spreads.get("wanted"),
    )
