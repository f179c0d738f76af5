"""Conclusions without words, words without a conclusion, and places in texts that nothing fills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import nearest
from advisor.knowledge.texts import misfits
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.draft import WORD_FILES
from advisor.verification.reach import reach_of
from advisor.verification.sorts import UNBOUND_IN_TEXT, WORDS_IDLE, WORDS_MISSING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.draft import Draft

WORDED = (
    ("condition", "conditions", "conditions"),
    ("step", "steps", "steps"),
    ("tripwire", "steps", "tripwires"),
)
"""The kinds of fact that are told in words of their own: kind and field, file, list."""


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Everything that would leave a hole in the memo."""
    if draft.whole:
        for kind, file, part in WORDED:
            yield from _worded(draft, kind, file, part)
    for file in (*WORD_FILES, "homes", "parties", "assumptions"):
        for one in misfits(file, draft.content(file)):
            about = one.place or f"{file}.yaml:{one.line}"
            yield Diagnostic(
                UNBOUND_IN_TEXT, f"{file}.yaml", one.line, about, one.what, one.remedy
            )  # fmt: skip


def _worded(draft: Draft, kind: str, file: str, part: str) -> Iterator[Diagnostic]:
    declared = draft.vocabulary.kinds.get(kind)
    if declared is None or kind not in declared.fields or not draft.has(file):
        return
    written = {str(one.get("id")): one.line for one in draft.listed(file, part)}
    place = declared.positions[kind]
    concluded = set()
    for entry in draft.entries:
        for head in entry.then:
            name = head.values[place] if head.kind == kind else None
            if not isinstance(name, str):
                continue
            concluded.add(name)
            if name not in written:
                near = nearest(name, written)
                yield Diagnostic(
                    WORDS_MISSING, draft.relative(entry.file), head.line, entry.id,
                    f"“{entry.id}” concludes the {kind} “{name}”; {file}.yaml has no words for it.",
                    f"Did you mean “{near}”?" if near else "Write them.",
                )  # fmt: skip
    possible = reach_of(draft).may_hold(kind, kind)
    for name, line in written.items():
        if name not in concluded and not possible.takes(name):
            yield Diagnostic(
                WORDS_IDLE, f"{file}.yaml", line, name,
                f"No rule concludes the {kind} “{name}”.", "Delete its words, or write the rule.",
            )  # fmt: skip
