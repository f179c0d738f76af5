"""Theorem: every rule and total that bears on the path has an effect.

In at least one combination it fires. Where nothing that counts for the path ever follows from
it alone, its effect is the reason it adds to a conclusion that another rule draws too; such
rules are named. Rules bear on the path through what they conclude: one that concludes, of a
kind of fact that the path rests on, only what nothing on the way reads, has its effect elsewhere.

Space: every combination that was carried through the rules for the other properties, which run
first; one party of any sort in each home, for the rules that seat parties; no part of the change
or one part of any sort, with one party of any sort, for the rules about parts; and every
combination of answers about a planned place for what the choice takes either way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.verification.proof.finding import Finding, Violation
from advisor.verification.proof.seating import carry_out_freed, carry_out_one_party

if TYPE_CHECKING:
    from advisor.verification.proof.space import Space

ID = "no-idle-rule"


def prove(space: Space) -> Finding:
    """Looks for rules that never decide anything."""
    for home in space.homes:
        for planned in (False, True):
            space.ranking_table(home, planned)
            carry_out_one_party(space, home, planned)
        carry_out_freed(space, home)
    reasoner = space.reasoner
    found = tuple(
        Violation(f"{one.id} (line {one.line}) never fires", "")
        for one in space.bearing
        if not reasoner.fired[one.id]
    )
    reasons = tuple(
        f"{one.id} never concludes anything alone: it only adds a reason"
        for one in space.bearing
        if one.id in reasoner.told and not reasoner.decided[one.id]
    )
    return Finding(ID, len(space.bearing), 0, found, reasons)
