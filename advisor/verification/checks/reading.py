"""What the readers refuse: faults of form, unknown names, values that cannot fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.verification import sorts
from advisor.verification.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.draft import Draft


def find(draft: Draft) -> Iterator[Diagnostic]:
    """Every fault that the readers noted."""
    for problem in dict.fromkeys(draft.problems):
        sort = sorts.BY_SLUG.get(problem.fault, sorts.MALFORMED)
        file = draft.relative(problem.file)
        about = f"{file}:{problem.line}" if problem.line else file
        yield Diagnostic(sort, file, problem.line, about, problem.what, problem.remedy)
