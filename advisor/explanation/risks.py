"""Risks and conditions: what could go wrong with the advice, and what must hold for it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.explanation.reason import bound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.explanation.reason import Reason
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
    recorded: int
    unchecked: int
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
    level = next((one.level for one in flags if one.flag == "pull"), None)
    if level is None or home is None:
        return None
    counts = record.numbers("pull-count", home, "of", "number")
    most = counts["recorded"] + counts["unchecked"]
    at_most = "low"
    if most >= record.threshold("pull-high"):
        at_most = "high"
    elif most >= record.threshold("pull-medium"):
        at_most = "medium"
    return Pull(
        level=level,
        recorded=counts["recorded"],
        unchecked=counts["unchecked"],
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
