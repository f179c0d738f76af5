"""Theorem: an unknown that is settled, whichever way, leads to an outcome that was announced.

Two things are shown:

- *No home fails out of hand.* A home that fails once an unknown about it is settled had the
  verdict *unknown* or *with conditions* before, both of which say that something is missing. The
  verdict *supports*, which says nothing of the kind, does not turn into *fails*.
- *No path comes unannounced.* Where one open answer leads to another path once it is settled,
  the assessment names that question among what is not known, or that path: as one to fall back
  on, as one that a change leads to, or as one of which it says that an answer is missing.

Two unknowns settled together are not looked at, nor lists and numbers that are left out.

Space: for the first, every combination of answers about a home of each group in which one
question is open, beside the same with each answer to that question that somebody can give; left
out are answers that clash, before or after. For the second, `CASES` whole cases drawn at random,
written down, read and assessed as a client's is, with every open question with one answer that
bears on the path and every party of which it is not known where it stands, each answer in turn.
"""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING

from advisor.verification.proof.announced import settle
from advisor.verification.proof.columns import Column
from advisor.verification.proof.finding import Finding, Violations
from advisor.verification.proof.space import is_answered
from advisor.verification.proof.table import Table
from advisor.verification.proof.whole_case import random_case

if TYPE_CHECKING:
    from advisor.verification.proof.likeness import Content
    from advisor.verification.proof.space import Space
    from advisor.verification.proof.whole_case import Outcome, WholeCase

ID = "unknowns-are-announced"
SUPPORTS, FAILS = "supports", "fails"
STATED = "stated"
CASES = 25
SEED = 11


def prove(space: Space) -> Finding:
    """Looks for a home that supports the work until an unknown is settled."""
    violations = Violations(space)
    examined = stands_for = 0
    for home in space.sorts_that_may_pass:
        verdict = Column("verdict", home)
        plan = space.home_plan(home, True, [verdict])
        for column in sorted(one for one in plan.given if one.kind == "home-answer"):
            given = [_settled(space, column)]
            given += [space.marked(one, True) for one in sorted(plan.given) if one != column]
            answerable = space.answerable(given, planned=True)
            table = space.carry_through(plan.changed_by(column), answerable)
            stands_for += table.count
            after = verdict._replace(changed=True)
            for row, _, witness in table:
                examined += 1
                if after in row and (SUPPORTS,) in row[verdict] and (FAILS,) in row[after]:
                    answer = row.get(column._replace(changed=True))
                    violations.add_change(
                        f"{column} is settled, and {home} fails",
                        home,
                        witness,
                        partial(_settle, column=column, answer=answer),
                        partial(broken, column),
                    )
    dice = random.Random(SEED)
    for _ in range(CASES):
        case = random_case(space, dice)
        settled = settle(space, case)
        examined += settled.tried
        for says in settled.unannounced[:1]:
            violations.add_case(says, case, partial(unannounced, space))
    return Finding(ID, examined, stands_for, violations.found)


def unannounced(space: Space, outcome: Outcome) -> str:
    """What is wrong in a whole case: a path that comes unannounced once an answer is given."""
    return next(iter(settle(space, outcome.case).unannounced), "")


def _settled(space: Space, column: Column) -> Table:
    """An open question beside each answer to it."""
    open_ = space.marked(column, True, _is_open)
    other = space.marked(column, True, _is_stated)
    later = Table((column._replace(changed=True),), other.rows)
    return open_.times(later)


def _is_open(column: Column, content: Content) -> bool:
    return not is_answered(column, content)


def _is_stated(column: Column, content: Content) -> bool:
    """Whether somebody has answered; what is assumed settles nothing."""
    return is_answered(column, content) and all(STATED in row for row in content)


def _settle(case: WholeCase, column: Column, answer: Content | None) -> WholeCase:
    """The same case with the question answered."""
    if answer is None:
        return case
    left = case.without(column).answers
    return case._replace(answers=tuple(sorted((*left, (column, answer)), key=lambda one: one[0])))


def broken(column: Column, before: Outcome, after: Outcome) -> str:
    """What is wrong, from the outcomes before and after."""
    was = before.values("verdict", "is", home=column.home)
    now = after.values("verdict", "is", home=column.home)
    if SUPPORTS in was and FAILS in now:
        return f"{column.home} supports the work, and fails once {column} is settled"
    return ""
