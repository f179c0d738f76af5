"""Patterns whose tests no fact can pass together, though each of them could be passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.rule import Pattern, Rule, Variable
from advisor.verification.checks.unasked import patterns_of
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.exclusion import exclusion_of
from advisor.verification.reach import reach_of
from advisor.verification.sorts import IDLE_NOT, UNREACHABLE_RULE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.draft import Draft


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every pattern that asks for a combination no rule concludes."""
    reach = reach_of(draft)
    exclusion = exclusion_of(draft)
    for entry in draft.entries:
        for pattern, negated in patterns_of(entry):
            if not _combined(pattern) or draft.vocabulary.kinds[pattern.kind].given:
                continue
            if not reach.matches(pattern) or not exclusion.unmatched(pattern):
                continue  # that nothing matches at all is told already
            at = (draft.relative(entry.file), pattern.line, entry.id)
            if negated:
                yield Diagnostic(
                    IDLE_NOT, *at,
                    f"“not: {pattern}” of “{entry.id}” stops nothing: no rule concludes all of "
                    "this together.",
                    "Correct the pattern, or delete the line.",
                )  # fmt: skip
            else:
                happens = "can never fire" if isinstance(entry, Rule) else "counts nothing"
                yield Diagnostic(
                    UNREACHABLE_RULE, *at,
                    f"“{entry.id}” {happens}: no rule concludes all of “{pattern}” together.",
                    "Correct the pattern.",
                )  # fmt: skip


def _combined(pattern: Pattern) -> bool:
    """Whether more than one field has to be something of its own."""
    return len({one.field for one in pattern.tests if not isinstance(one.operand, Variable)}) > 1
