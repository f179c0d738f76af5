"""Theorem: *need more information* is advised only where an unknown matters.

Stated the other way round, so that it can be enumerated: where nothing that bears on the path
is left open, the path is never *need more information*. Whatever answers fill the gaps of a
case that is asked to wait, then, another path comes out, so its unknowns matter.

Nothing is left open means: every question with one answer is answered, running decisions are
answered one by one from the first to the last or not at all, the work has a place, and it has
a network whose members all have some power and have said themselves where they stand.

Space: every such combination, in all homes at once and in the choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.verification.proof.columns import Column
from advisor.verification.proof.finding import Finding, Violations
from advisor.verification.proof.space import is_answered

if TYPE_CHECKING:
    from advisor.verification.proof.space import Space

ID = "ask-where-it-matters"
ASK = "need-more-information"


def prove(space: Space) -> Finding:
    """Looks for a combination with every answer that is told to ask."""
    violations = Violations(space)
    examined = stands_for = 0
    for place in space.homes:
        table = space.choice(place, only=is_answered)
        stands_for += table.count
        for row, _, witness in table:
            examined += 1
            if (ASK,) in row[Column("path")].rows:
                violations.add("everything is answered, and the path is to ask", place, witness)
    return Finding(ID, examined, 0, violations.found)
