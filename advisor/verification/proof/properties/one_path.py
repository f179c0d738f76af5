"""Theorem: every case has exactly one path.

Also, one step before: every home has exactly one verdict and one fit, and each of the four
questions exactly one reading there.

Space: every combination of answers about a home, for each home, as the planned place and not;
every combination of interfaces of all homes, each as the planned place and none, with every
answer about the change. And no two homes can ever rank equal, in whichever of the two places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.verification.proof.choosing import choice_tables
from advisor.verification.proof.columns import Column
from advisor.verification.proof.finding import Finding, Violations

if TYPE_CHECKING:
    from advisor.verification.proof.space import Space
    from advisor.verification.proof.table import Witness
    from advisor.verification.proof.whole_case import Outcome

ID = "one-path"


def broken(outcome: Outcome) -> str:
    """What is wrong in a whole case."""
    paths = outcome.paths
    if len(paths) != 1:
        return f"{len(paths)} paths: {', '.join(map(str, paths)) or 'none'}"
    for home in outcome.homes:
        verdicts = outcome.values("verdict", "is", home=home)
        if len(verdicts) != 1:
            return f"{len(verdicts)} verdicts on {home}: {', '.join(map(str, verdicts)) or 'none'}"
    return ""


def prove(space: Space) -> Finding:
    """Looks for a combination without exactly one path."""
    violations = Violations(space)
    examined = stands_for = 0
    for home in space.homes:
        for planned in (False, True):
            for column in single(space, home, planned):
                told = column.kind == "verdict"
                table = (
                    space.summary(home, planned)
                    if told
                    else space.home_table(home, planned, [column])
                )
                examined += len(table.rows)
                if told:
                    stands_for += table.count
                for row, _, witness in table:
                    if len(row[column]) != 1:
                        place = home if planned else ""
                        violations.add(f"{len(row[column])} × {column}", place, witness, broken)
    for choice in choice_tables(space):
        for row, _, witness in choice.table:
            examined += 1
            if len(row[Column("path")]) != 1:
                sort = f"{len(row[Column('path')])} paths"
                violations.add(sort, choice.place, witness, broken)
    _look_for_ties(space, violations)
    return Finding(ID, examined, stands_for, violations.found)


def single(space: Space, home: str, planned: bool) -> list[Column]:
    """The conclusions about a home of which there must be one."""
    dependencies = space.dependencies([home], home if planned else "")
    return [
        column
        for kind in ("verdict", "fit", "reads")
        if kind in space.rulebook.vocabulary.kinds
        for column in dependencies.columns_of(kind)
    ]


def _look_for_ties(space: Space, violations: Violations) -> None:
    """Two homes with the same ranking would both be front-runners."""
    owner: dict[int, str] = {}
    for home in space.homes:
        for planned in (False, True):
            for points, witness in rankings(space, home, planned):
                first = owner.setdefault(points, home)
                if first != home:
                    sort = f"{first} and {home} can both rank with {points} points"
                    violations.add(sort, home if planned else "", witness)


def rankings(space: Space, home: str, planned: bool) -> list[tuple[int, Witness]]:
    """Every ranking a home can get, each with answers behind it."""
    column = Column("standing", home)
    table = space.ranking_table(home, planned)
    return [(int(one[-1]), witness) for row, _, witness in table for one in row[column]]
