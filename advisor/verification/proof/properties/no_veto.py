"""Theorem: no path leads to a home in which a party is left that alone could end the work.

Space: every network of any size in each home, its parties of any power, stance and basis;
every combination of interfaces of all homes, each as the planned place and none, with every
answer about the change. A veto is concluded from one seat alone, so more parties add no new sort
of veto.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.verification.proof.choosing import choice_tables
from advisor.verification.proof.columns import Column
from advisor.verification.proof.finding import Finding, Violations
from advisor.verification.proof.properties.open_home import WITHIN

if TYPE_CHECKING:
    from advisor.verification.proof.space import Space
    from advisor.verification.proof.whole_case import Outcome

ID = "no-veto"


def broken(outcome: Outcome) -> str:
    """What is wrong in a whole case."""
    stopping = int(outcome.stopping_power)
    for path in outcome.paths:
        home = outcome.case.place if path == WITHIN else path
        for fact in outcome.facts:
            if (
                fact.kind == "seat"
                and fact.get("home") == home
                and fact.number("power") >= stopping
                and fact.get("stance") == "firmly-against"
            ):
                return f"the path is {path}, and {fact.get('party')} could end the work there"
    return ""


def unseen(outcome: Outcome) -> str:
    """Whether a party could end the work in a home, and would, without a veto being seen."""
    seen = {(fact.get("home"), fact.get("party")) for fact in outcome.facts if fact.kind == "veto"}
    holders = {
        (fact.get("home"), fact.get("party"))
        for fact in outcome.facts
        if fact.kind == "seat"
        and fact.number("power") >= outcome.stopping_power
        and fact.get("stance") == "firmly-against"
    }
    for home, party in sorted(seen ^ holders, key=str):
        return f"{party} could end the work in {home}, or could not, and the rules see it otherwise"
    return ""


def prove(space: Space) -> Finding:
    """Looks for a combination whose path leads to a home with a veto holder."""
    violations = Violations(space)
    examined = 0
    for choice in choice_tables(space):
        for row, _, witness in choice.table:
            examined += 1
            for (path,) in row[Column("path")]:
                home = choice.place
                if home and path in (WITHIN, home) and row.get(Column("veto", home)):
                    violations.add(f"{path} with a veto holder", choice.place, witness, broken)
    stands_for = 0
    for home in space.homes:
        for planned in (False, True):
            examined += _hold_vetoes_to_seats(space, home, planned, violations)
            goals = [Column("candidate", home), Column("veto", home)]
            table = space.summary(home, planned)
            stands_for += table.count
            for row, _, witness in table:
                examined += 1
                if row.get(goals[0]) and row.get(goals[1]):
                    place = home if planned else ""
                    violations.add(f"{home} can be chosen", place, witness, broken)
    return Finding(ID, examined, stands_for, violations.found)


def _hold_vetoes_to_seats(space: Space, home: str, planned: bool, violations: Violations) -> int:
    """A veto is concluded exactly where somebody sits who could end the work and would."""
    seat, veto = Column("seat", home), Column("veto", home)
    threshold = space.rulebook.thresholds["veto-power"].value
    table = space.home_table(home, planned, [seat, veto])
    for row, _, witness in table:
        held = any(
            int(power) >= threshold and stance == "firmly-against"
            for _, power, stance, *_ in row[seat]
        )
        if held != bool(row.get(veto)):
            says = "a veto holder is not seen" if held else "a veto is seen where nobody holds one"
            violations.add(f"{says} in {home}", home if planned else "", witness, unseen)
    return len(table.rows)
