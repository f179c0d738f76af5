"""Rules that say what another rule says already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.rule import Rule
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.sorts import DUPLICATE_RULE, SUBSUMED_RULE
from advisor.verification.subsumption import Subsumption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.draft import Draft

MOST_PAIRS = 100_000
"""Pairs of rules compared; most are told apart at a glance. The rest is left alone."""


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every rule that another makes superfluous."""
    compare = Subsumption(draft.vocabulary)
    concluding: dict[str, list[Rule]] = {}
    for entry in draft.entries:
        if isinstance(entry, Rule):
            for kind in entry.concludes:
                concluding.setdefault(kind, []).append(entry)
    compared = 0
    for special in draft.entries:
        if not isinstance(special, Rule):
            continue
        for general in concluding[special.concludes[0]]:
            compared += 1
            if compared > MOST_PAIRS:
                return
            if general is special or not compare.covers(general, special):
                continue
            at = (draft.relative(special.file), special.line)
            other = f"“{general.id}” ({draft.relative(general.file)}:{general.line})"
            if compare.covers(special, general):
                if special.order > general.order:
                    what = f"“{special.id}” and {other} say the same."
                    yield Diagnostic(DUPLICATE_RULE, *at, special.id, what, "Keep one of the two.")
            else:
                yield Diagnostic(
                    SUBSUMED_RULE, *at, special.id,
                    f"Whenever “{special.id}” fires, {other} concludes the same.",
                    "Delete it, or narrow the other.",
                )  # fmt: skip
            break
