"""Rules that can never fire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.rule import Rule
from advisor.verification.checks.unasked import nobody_gives
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.exclusion import exclusion_of
from advisor.verification.reach import Stop, reach_of
from advisor.verification.sorts import UNREACHABLE_RULE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.draft import Draft

_REMEDY = "Correct its patterns, or delete it."


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every rule that no case can fire, unless a pattern nobody feeds is told of it already."""
    reach = reach_of(draft)
    exclusion = exclusion_of(draft)
    for entry in draft.entries:
        stop = reach.stopped.get(entry.order)
        if stop is not None:
            if stop.pattern is None or not nobody_gives(draft, reach, stop.pattern):
                line = stop.pattern.line if stop.pattern is not None else entry.line
                yield Diagnostic(
                    UNREACHABLE_RULE, draft.relative(entry.file), line, entry.id,
                    f"“{entry.id}” can never fire: {_why(stop)}.", _REMEDY,
                )  # fmt: skip
        elif (
            isinstance(entry, Rule)
            and exclusion.never(entry)
            and not any(exclusion.unmatched(one) for one in entry.when)
        ):  # a pattern nothing matches is told of by itself, see “combinations”
            yield Diagnostic(
                UNREACHABLE_RULE, draft.relative(entry.file), entry.line, entry.id,
                f"“{entry.id}” can never fire: its patterns exclude each other.", _REMEDY,
            )  # fmt: skip


def _why(stop: Stop) -> str:
    if stop.barrier is not None:
        return f"whenever its patterns match, its own “not: {stop.barrier}” does too"
    if stop.pattern is None:
        return "a variable would have to hold two different values"
    return f"every rule that could give “{stop.pattern}” can never fire itself"
