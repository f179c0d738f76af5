"""Questions of the case file that no rule needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.verification.asked import ANSWERING, ANSWERS
from advisor.verification.checks.unasked import patterns_of
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.reach import domains_of, reach_of
from advisor.verification.sorts import UNUSED_QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.draft import Draft


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every question whose fact no pattern can match."""
    if draft.questions is None:
        return
    lines: dict[tuple[bool, str], int] = {}
    for question in draft.questions:
        if question.level in ANSWERING:
            lines.setdefault((question.level == "home", question.id), question.line)
    patterns = [pattern for entry in draft.entries for pattern, _ in patterns_of(entry)]
    needed = set()
    for pattern in patterns:
        kind = draft.vocabulary.kinds[pattern.kind]
        name = ANSWERS.get(pattern.kind)
        if not kind.given or name is None or name not in kind.fields:
            continue
        asks = domains_of(draft.vocabulary, pattern).get(name)
        for form in reach_of(draft).given:
            if form.kind == pattern.kind and (
                asks is None or not asks.meet(form.fields[kind.positions[name]]).empty
            ):
                needed.add((form.kind, form.source))
    for form in reach_of(draft).given:
        line = lines.get((form.kind.startswith("home-"), form.source))
        if line is not None and (form.kind, form.source) not in needed:
            yield Diagnostic(
                UNUSED_QUESTION, "questions.yaml", line, form.source,
                f"No rule needs the question “{form.source}”.",
                "Write the rule, delete the question, or let it give nothing.",
            )  # fmt: skip
