"""Theorem: no path leads to a home that is not open.

A path that bears the name of a home leads there; leading within leads to the place where the
work sits or is planned.

Space: for homes a path is named after, every combination of answers about the home: none that
can be chosen is closed (only a home that can be chosen becomes the front-runner). For the
planned place, every combination of interfaces of all homes, with every answer about the change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.verification.proof.choosing import choice_tables
from advisor.verification.proof.columns import Column
from advisor.verification.proof.finding import Finding, Violations

if TYPE_CHECKING:
    from advisor.verification.proof.space import Space
    from advisor.verification.proof.whole_case import Outcome

ID = "open-home"
WITHIN = "lead-within"


def broken(outcome: Outcome) -> str:
    """What is wrong in a whole case."""
    for path in outcome.paths:
        home = outcome.case.place if path == WITHIN else path
        if outcome.homes.get(home) == "no":
            return f"the path is {path}, and {home} is not open"
    for home in outcome.values("candidate", "home"):
        if outcome.homes.get(home) == "no":
            return f"{home} can be chosen, and is not open"
    return ""


def prove(space: Space) -> Finding:
    """Looks for a combination whose path leads to a closed home."""
    violations = Violations(space)
    examined = 0
    for choice in choice_tables(space):
        for row, _, witness in choice.table:
            examined += 1
            for (path,) in row[Column("path")]:
                home = choice.place
                if home and path in (WITHIN, home) and row[Column("home", home)].rows[0][1] == "no":
                    violations.add(f"{path} in a closed home", choice.place, witness, broken)
    stands_for = 0
    for home in space.homes:
        for planned in (False, True):
            goals = [Column("candidate", home), Column("home", home)]
            table = space.summary(home, planned)
            stands_for += table.count
            for row, _, witness in table:
                examined += 1
                if row.get(goals[0]) and row[goals[1]].rows[0][1] == "no":
                    place = home if planned else ""
                    violations.add(f"{home} can be chosen", place, witness, broken)
    return Finding(ID, examined, stands_for, violations.found)
