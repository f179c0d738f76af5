"""The questions that rules and totals ask about."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.knowledge.rule import Pattern, Variable
from advisor.knowledge.strata import Entry
from advisor.knowledge.vocabulary import Value

ASKED = {
    "answer": "to", "home-answer": "to", "item": "of", "home-item": "of", "figure": "of",
    "home-figure": "of",
}  # fmt: skip
"""Kinds of fact that answer a question, and the field that names it."""


def questions_of(pattern: Pattern) -> tuple[Value, ...] | None:
    """The questions a pattern asks about; nothing when it may be any."""
    for test in pattern.tests:
        if test.field == ASKED.get(pattern.kind):
            if isinstance(test.operand, tuple) and test.relation == "one-of":
                return test.operand
            if test.relation == "is" and not isinstance(test.operand, (Variable, tuple)):
                return (test.operand,)
    return None


def asked_of(entries: Iterable[Entry]) -> dict[str, set[Value] | None]:
    """For each kind that rules read, the questions they name; nothing where it may be any."""
    asked: dict[str, set[Value] | None] = {}
    for entry in entries:
        for pattern in entry.patterns:
            questions = questions_of(pattern)
            known = asked.setdefault(pattern.kind, set())
            if questions is None or known is None:
                asked[pattern.kind] = None
            else:
                known.update(questions)
    return asked
