"""Theorem: granting never makes a home fail, nor an open question of one that passes.

If the verdict on a home is not *fails*, it does not become *fails* when the program is given
autonomy (by the summary or by one running decision), freedom from policies (by the summary, by
a shelter that is granted, or because the rule that forbade the core is gone), people who opt in
(by any of the answers that make up the choice), demand, or one more firm supporter of any power.
If it is *supports* or *with conditions*, it does not become *unknown* either; except that one more
running decision can make an open question of what was a clear no, which is a condition to mend.

Space: every combination of answers about a home of each group, in two worlds that differ in
exactly that answer; beside a finer answer no summary is assumed to be no, since the reader of
cases assumes none; and a home that is not the planned place, where a rule on suiting the home
reads the answer. Running decisions that no rule tells apart stand for one another.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from advisor.verification.proof.columns import Column, patterns_of
from advisor.verification.proof.finding import Finding, Violations
from advisor.verification.proof.likeness import content_of
from advisor.verification.proof.network import ALLY
from advisor.verification.proof.table import Table
from advisor.verification.proof.whole_case import Voter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from advisor.verification.proof.likeness import Content
    from advisor.verification.proof.space import Space
    from advisor.verification.proof.table import Witness
    from advisor.verification.proof.whole_case import Outcome, WholeCase

ID = "grants-never-harm"

GRANTS: dict[tuple[str, str], tuple[str | int, ...]] = {
    ("home-answer", "autonomy"): ("autonomy", "yes", "stated"),
    ("home-decides", "schedule"): ("schedule", "yes"),
    ("home-decides", "grading"): ("grading", "yes"),
    ("home-answer", "policy-freedom"): ("policy-freedom", "yes", "stated"),
    ("home-answer", "forbids-core"): ("forbids-core", "no", "stated"),
    ("home-answer", "shelter-status"): ("shelter-status", "granted", "stated"),
    ("home-answer", "enrollment"): ("enrollment", "choice", "stated"),
    ("home-answer", "seat-kept"): ("seat-kept", "yes", "stated"),
    ("home-answer", "family-choice"): ("family-choice", "yes", "stated"),
    ("home-answer", "staff-choose"): ("staff-choose", "yes", "stated"),
    ("home-answer", "leavers"): ("leavers", "yes", "stated"),
    ("home-answer", "switchers"): ("switchers", "yes", "stated"),
    ("home-answer", "demand-shown-by"): ("demand-shown-by", "named-families", "stated"),
    ("home-figure", "waiting"): ("waiting", 3),
}
"""What is granted, by the column it is granted in."""

FAILS = "fails"
UNKNOWN = "unknown"


def prove(space: Space) -> Finding:
    """Looks for a grant after which a home fails that did not fail before."""
    violations = Violations(space)
    examined = stands_for = 0
    for home, planned, column in _granted(space):
        verdict = Column("verdict", home)
        plan = space.home_plan(home, planned, [verdict])
        if column not in plan.given:
            continue  # no rule that bears on the verdict reads it
        double = plan.changed_by(column)
        given = [_two_worlds(space, column, planned)]
        only = partial(_stands_beside, space, column)
        given += [space.given(one, planned, only) for one in sorted(plan.given) if one != column]
        table = space.carry_through(double, given)
        stands_for += table.count
        for row, _, witness in table:
            examined += 1
            before, after = row[verdict].rows, row.get(verdict._replace(changed=True), ())
            if _lowered(column, [one for (one,) in before], [one for (one,) in after]):
                sort = f"{column} is granted, and {home} is worse off"
                violations.add_change(
                    sort,
                    home if planned else "",
                    witness,
                    partial(granted, column=column),
                    partial(broken, column),
                )
    return Finding(ID, examined, stands_for, violations.found)


def _granted(space: Space) -> Iterator[tuple[str, bool, Column]]:
    for home in space.sorts_that_may_pass:
        for kind, about in GRANTS:
            yield home, True, Column(kind, home, about)
        yield home, True, Column("seat", home)
    for home in space.homes:
        for kind, about in GRANTS:
            if any(
                {test.operand for test in pattern.tests} >= {home, about}
                for entry in space.entries
                for pattern in patterns_of(entry)
                if pattern.kind == kind
            ):
                yield home, False, Column(kind, home, about)


def _stands_beside(space: Space, granted_one: Column, column: Column, content: Content) -> bool:
    """Whether the reader of cases can give an answer where another one has been given.

    A summary is not assumed to be no where the file answers one of the finer questions.
    """
    question = space.answers.question(column) if column.kind == "home-answer" else None
    finer = question is not None and granted_one.about in question.summary_of
    return not finer or all("assumed" not in row or "no" not in row for row in content)


def _lowered(column: Column, before: Collection[object], after: Collection[object]) -> bool:
    """Whether a verdict is worse than it was, where that matters."""
    if FAILS in after or column.kind == "home-decides":
        return FAILS in after and FAILS not in before
    return UNKNOWN in after and not {FAILS, UNKNOWN}.intersection(before)


def _two_worlds(space: Space, column: Column, planned: bool) -> Table:
    """Each content of a column beside what it is once granted."""
    one = space.given(column, planned)
    rows: dict[tuple[Content, ...], tuple[int, Witness]] = {}
    for (content,), (count, witness) in one.rows.items():
        if column.kind == "seat":
            granted = content_of((ALLY, *content.rows))
        else:
            granted = content_of((GRANTS[column.kind, column.about],))
        rows[content, granted] = (count, witness)
    return Table((column, column._replace(changed=True)), rows)


def broken(column: Column, before: Outcome, after: Outcome) -> str:
    """What is wrong, from the outcomes before and after a grant."""
    was = before.values("verdict", "is", home=column.home)
    now = after.values("verdict", "is", home=column.home)
    if not _lowered(column, was, now):
        return ""
    told = f"{', '.join(map(str, was))} before, {', '.join(map(str, now))}"
    return f"{column.home}: {told} once {column} is granted"


def granted(case: WholeCase, column: Column) -> WholeCase:
    """The same case after a grant."""
    if column.kind == "seat":
        ally = Voter("firmly-for", "said", ((column.home, 3),))
        return case._replace(voters=(*case.voters, ally))
    left = case.without(column).answers
    granted_one = (column, content_of((GRANTS[column.kind, column.about],)))
    return case._replace(answers=tuple(sorted((*left, granted_one), key=lambda one: one[0])))
