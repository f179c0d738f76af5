"""Theorem: every path can be the advice.

Space: the planned place is taken to be each home in turn, and none, with every combination of
answers about all homes. Each path found is confirmed by a whole case on which all rules that
bear on the path are carried out at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.verification.proof.choosing import choice_tables
from advisor.verification.proof.columns import Column
from advisor.verification.proof.finding import Finding, Violation
from advisor.verification.proof.table import answers_behind
from advisor.verification.proof.whole_case import carry_out, case_behind

if TYPE_CHECKING:
    from advisor.verification.proof.space import Space

ID = "every-path"


def prove(space: Space) -> Finding:
    """Looks for a path that no case leads to."""
    closed = set(space.knowledge.homes) - set(space.homes)
    missing = set(map(str, space.rulebook.vocabulary.values.get("path", ()))) - closed
    examined = 0
    for choice in choice_tables(space):
        for row, _, witness in choice.table:
            examined += 1
            for (path,) in row[Column("path")]:
                if path not in missing:
                    continue
                case = case_behind(space, choice.place, answers_behind(witness))
                if carry_out(space, case).paths == [path]:
                    missing.discard(str(path))
        if not missing:
            break
    found = tuple(Violation(f"no case leads to the path {path}", "") for path in sorted(missing))
    return Finding(ID, examined, 0, found)
