"""Theorem: every rule and total that bears on the path has an effect.

In at least one combination it fires. Where, besides, nothing ever follows from it alone, its
effect is the reason it adds to a conclusion that another rule draws too; such rules are named.

Space: every combination that was carried through the rules for the other properties, which run
first; and, for the rules that seat parties, one party of any sort in each home.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.verification.proof.finding import Finding, Violation
from advisor.verification.proof.seating import carry_out_one_party

if TYPE_CHECKING:
    from advisor.verification.proof.space import Space

ID = "no-idle-rule"


def prove(space: Space) -> Finding:
    """Looks for rules that never decide anything."""
    for home in space.homes:
        for planned in (False, True):
            space.ranking_table(home, planned)
            carry_out_one_party(space, home, planned)
    reasoner = space.reasoner
    found = tuple(
        Violation(f"{one.id} (line {one.line}) never fires", "")
        for one in space.entries
        if not reasoner.fired[one.id]
    )
    reasons = tuple(
        f"{one.id} never concludes anything alone: it only adds a reason"
        for one in space.entries
        if reasoner.fired[one.id] and not reasoner.decided[one.id]
    )
    return Finding(ID, len(space.entries), 0, found, reasons)
