"""Rules that could give one thing two values."""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

from advisor.knowledge.rule import Head, Rule
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.exclusion import exclusion_of
from advisor.verification.sorts import CONTRADICTORY_RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.draft import Draft

MOST_PAIRS = 20_000
"""Pairs of conclusions compared, those of the first kinds first; the rest is left alone."""


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every pair of rules that nothing was found to keep apart."""
    exclusion = exclusion_of(draft)
    heads: dict[str, list[tuple[Rule, Head]]] = {}
    for entry in draft.entries:
        for head in entry.then if isinstance(entry, Rule) else ():
            assert isinstance(entry, Rule)
            if draft.vocabulary.kinds[head.kind].one_for is not None:
                heads.setdefault(head.kind, []).append((entry, head))
    compared = 0
    told = set()
    for kind, concluding in heads.items():
        for (one, first), (other, second) in combinations_with_replacement(concluding, 2):
            compared += 1
            if compared > MOST_PAIRS:
                return
            about = f"{one.id} + {other.id}"
            if about in told or not exclusion.may_clash(one, first, other, second):
                continue
            told.add(about)
            yield Diagnostic(
                CONTRADICTORY_RULES, draft.relative(other.file), other.line, about,
                _what(draft, kind, one, other),
                "Let their conditions exclude each other, or say in explained.yaml what keeps "
                "them apart.",
            )  # fmt: skip


def _what(draft: Draft, kind: str, one: Rule, other: Rule) -> str:
    keys = draft.vocabulary.kinds[kind].one_for
    each = f"one for each {' and '.join(keys)}" if keys else "one in a case"
    if one is other:
        return (
            f"“{one.id}” may fire twice and conclude two facts of kind “{kind}”, "
            f"of which there is {each}."
        )
    return (
        f"“{other.id}” and “{one.id}” ({draft.relative(one.file)}:{one.line}) may both fire and "
        f"conclude two facts of kind “{kind}”, of which there is {each}."
    )
