"""Paths that no rule knows, and paths that are never the advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.errors import nearest
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.reach import reach_of
from advisor.verification.sorts import PATH_NEVER_FIRST, PATH_WITHOUT_RULE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.draft import Draft

_BEHIND = ("alternative", "not-chosen")
"""The kinds of fact that speak of a path without advising it."""


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every path without a rule, without words, or never first."""
    kind = draft.vocabulary.kinds.get("path")
    if kind is None or "path" not in kind.fields or not draft.has("paths"):
        return
    reach = reach_of(draft)
    first = reach.may_hold("path", "path")
    behind = [
        reach.may_hold(name, "path")
        for name in _BEHIND
        if "path" in getattr(draft.vocabulary.kinds.get(name), "fields", ())
    ]
    written = {str(one.get("slug")): one.line for one in draft.listed("paths", "paths")}
    for path, line in written.items():
        if first.takes(path):
            continue
        if any(domain.takes(path) for domain in behind):
            yield Diagnostic(
                PATH_NEVER_FIRST, "paths.yaml", line, path,
                f"No rule can advise the path “{path}”; it only stands behind others.",
                "Write the rule that advises it, or give the reason.",
            )  # fmt: skip
        else:
            yield Diagnostic(
                PATH_WITHOUT_RULE, "paths.yaml", line, path,
                f"No rule concludes the path “{path}” or speaks of it.",
                "Write the rule, or delete the path.",
            )  # fmt: skip
    for value in sorted(str(one) for one in first.values or ()):
        if value not in written:
            near = nearest(value, written)
            yield Diagnostic(
                PATH_WITHOUT_RULE, "paths.yaml", 1, value,
                f"Rules conclude the path “{value}”, for which paths.yaml has no words.",
                f"Did you mean “{near}”?" if near else "Write its words.",
            )  # fmt: skip
