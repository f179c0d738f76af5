"""The advised path beside the others: alternatives, reasons against, the proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from advisor.engine.trace import Firing
    from advisor.explanation.reason import Reason
    from advisor.explanation.record import Record
    from advisor.model.fact import Fact


class Alternative(msgspec.Struct, frozen=True):
    """A path to fall back on."""

    path: str
    open: bool
    """Whether it needs no home that is closed to the client."""
    reason: Reason


class WayFails(msgspec.Struct, frozen=True):
    """A fact on which a way that the client had in mind fails."""

    way: str
    """`tempting` for the easier way out, `planned` for the plan as it was."""
    by: str
    """The sort of fact, as in `way-fails` of `rules/vocabulary.yaml`."""
    about: str
    """The party, home, source of money or missing item."""
    reason: Reason


class NumberedReason(msgspec.Struct, frozen=True):
    """A step of the proof of the advised path."""

    number: int
    reason: Reason
    uses: tuple[int, ...]
    """The numbers of the steps it builds on."""


def read_alternatives(record: Record, path: str) -> tuple[Alternative, ...]:
    """Paths to fall back on, best first."""
    homes = {fact.word("home"): fact.word("open") for fact in record.of("home")}
    best: dict[str, Fact] = {}
    for fact in sorted(record.of("alternative"), key=lambda one: -one.number("points")):
        best.setdefault(fact.word("path"), fact)
    return tuple(
        Alternative(other, homes.get(other) != "no", record.reason(fact))
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
    first: dict[str, Firing] = {}
    for other, firing in sorted(against, key=lambda one: record.rule_order[one[1].rule]):
        first.setdefault(other, firing)
    return {
        other: record.narrator.reason(first[other])
        for other in record.knowledge.paths
        if other in first and other != path
    }


def read_failing_ways(record: Record) -> tuple[WayFails, ...]:
    """On what the client's other ways fail, the weightiest fact first."""
    found = sorted(record.of("way-fails"), key=lambda one: -one.number("importance"))
    return tuple(
        WayFails(one.word("way"), one.word("by"), one.word("about"), record.reason(one))
        for one in found
    )


def read_proof(record: Record, homes: Collection[str]) -> tuple[NumberedReason, ...]:
    """The proof of the path, from what was concluded first to the path itself.

    Args:
        record: The record of a consultation.
        homes: The homes to tell of.

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
