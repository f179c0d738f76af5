"""Conclusions that no rule reads and no part of the memo shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.explanation.record import KINDS_READ
from advisor.knowledge.rule import Variable
from advisor.verification.checks.unasked import patterns_of
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.reach import domains_of
from advisor.verification.sorts import UNUSED_CONCLUSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.domain import Domain
    from advisor.verification.draft import Draft


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every conclusion that could be left out without anybody noticing."""
    wanted: dict[str, list[dict[str, Domain]]] = {}
    for entry in draft.entries:
        for pattern, _ in patterns_of(entry):
            tests = domains_of(draft.vocabulary, pattern)
            wanted.setdefault(pattern.kind, []).append(tests)
    for entry in draft.entries:
        for head in entry.then:
            if head.kind in KINDS_READ:
                continue
            fields = draft.vocabulary.kinds[head.kind].fields
            fixed = {
                field: value
                for field, value in zip(fields, head.values)
                if not isinstance(value, Variable)
            }
            if any(
                all(
                    field not in tests or tests[field].takes(value)
                    for field, value in fixed.items()
                )
                for tests in wanted.get(head.kind, ())
            ):
                continue
            shown = ", ".join(f"{field}: {value}" for field, value in fixed.items())
            yield Diagnostic(
                UNUSED_CONCLUSION, draft.relative(entry.file), head.line, entry.id,
                f"Nothing uses “{head.kind}({shown})”, which “{entry.id}” concludes.",
                "Let a rule read it, or delete the conclusion.",
            )  # fmt: skip
