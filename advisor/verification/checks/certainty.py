"""Rules that are surer than what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.rule import CERTAINTIES
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.sorts import TOO_CERTAIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.draft import Draft


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every rule that claims more than the surest of its statements."""
    sure = {
        str(one.get("id")): str(one.get("certainty"))
        for one in draft.listed("statements", "statements")
    }
    for entry in draft.entries:
        cited = [CERTAINTIES.index(sure[one]) for one in entry.rests_on
                 if sure.get(one) in CERTAINTIES]  # fmt: skip
        if cited and CERTAINTIES.index(entry.certainty) < min(cited):
            yield Diagnostic(
                TOO_CERTAIN, draft.relative(entry.file), entry.line, entry.id,
                f"“{entry.id}” is called {entry.certainty}, and the surest statement it rests on "
                f"is {CERTAINTIES[min(cited)]}.",
                "Lower its certainty, or name the statement that supports it.",
            )  # fmt: skip
