"""Conclusions that depend on their own absence, and totals that depend on themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.knowledge.strata import find_cycles
from advisor.verification.diagnostics import Diagnostic
from advisor.verification.sorts import CYCLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.draft import Draft


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every circle through a "not" or a total."""
    for problem in find_cycles(draft.entries):
        what = problem.what.replace(f"{draft.folder}/", "")
        at = (draft.relative(problem.file), problem.line)
        about = what.split("”", 1)[0].lstrip("“")
        yield Diagnostic(CYCLE, *at, about, what, problem.remedy)
