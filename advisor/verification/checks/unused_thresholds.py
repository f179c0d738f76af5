"""Numbers that nothing reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.explanation.record import THRESHOLDS_READ
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.sorts import UNUSED_THRESHOLD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.draft import Draft


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every threshold that neither a rule nor the program names."""
    texts = [text for _, content in draft.rule_files for text in _texts(content)]
    named = {text[1:] for text in texts if text.startswith("@")}
    for threshold in draft.thresholds.values():
        name = threshold.name
        if name in named or name in THRESHOLDS_READ:
            continue
        if any(f"{{threshold:{name}}}" in text for text in texts):
            continue
        yield Diagnostic(
            UNUSED_THRESHOLD, "thresholds.yaml", threshold.line, name,
            f"Nothing reads the threshold “{name}”.", "Name it in a rule, or delete it.",
        )  # fmt: skip


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
