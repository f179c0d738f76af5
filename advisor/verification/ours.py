"""What is ours on the way to a path, and cannot be varied to see whether the path hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.explanation.robustness import GOAL, OURS
from advisor.knowledge.rule import Rule
from advisor.knowledge.strata import bearing_on, thresholds_of
from advisor.verification import diagnostics as sorts
from advisor.verification.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.draft import RuleDraft


def numbers(draft: RuleDraft) -> Iterator[Diagnostic]:
    """Numbers on the way to a path that have neither a range nor a role."""
    named = {name for entry in bearing_on([GOAL], draft.entries) for name in thresholds_of(entry)}
    for one in draft.thresholds.values():
        if one.name in named and not (one.range or one.role):
            yield Diagnostic(
                sorts.NO_RANGE, "thresholds.yaml", one.line, one.name,
                f"A path can hang on “{one.name}”, and nothing says what else it could be.",
                "Give “range” and “range-because”, or “role: defines” if it could be no other.",
            )  # fmt: skip


def judgments(draft: RuleDraft) -> Iterator[Diagnostic]:
    """Rules of ours on the way to a path that have neither a role nor another reading."""
    for entry in bearing_on([GOAL], draft.entries):
        if not isinstance(entry, Rule) or entry.certainty != OURS:
            continue
        if not entry.role and entry.otherwise is None:
            yield Diagnostic(
                sorts.NO_OTHER_READING, draft.relative(entry.file), entry.line, entry.id,
                f"A path can hang on “{entry.id}”, and nothing says how one could judge otherwise.",
                "Give “otherwise”, or a “role” if it only adds up, ranks or defines.",
            )  # fmt: skip
