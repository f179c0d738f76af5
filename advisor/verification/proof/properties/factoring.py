"""Theorem: the space may be cut home by home, as the proof cuts it.

Three things are looked at, none of them taken from the cut itself:

- *Nothing leaks in.* With all homes there at once, in whichever of them the work is planned, each
  conclusion that the proof takes from the table of one home rests on answers about that home and
  about the change alone.
- *Nothing is counted.* Of the homes beside the planned one a rule of the choice sees what holds
  of one at a time, and what ranks first: no total is taken over homes but the largest or the
  smallest of a number, and nothing is asked of a home because it does not rank first. So sets of
  homes that `beside` takes for alike are alike.
- *Networks of any size are shown.* Of the parties in a home a rule sees that some seat is of a
  sort, and how counts, sums and shares compare with numbers that stand in the rules; it compares
  no two parties and follows none. For every way in which a network of any number of parties can
  then stand to the rules, there is one in the tables (`any_size`).
- *Every whole case has its row.* In whole cases drawn at random, on which all rules are carried out
  at once with all homes, what comes out for a home (the verdict, whether it can be chosen, whether
  a veto holder is left, whether it is open) stands in the table of that home, and the path in the
  table of the choice.

Space: every rule that bears on the path; every home as the planned place, and none; and
`CASES` whole cases, with networks of up to nine parties.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from advisor.verification.proof.choosing import choice_table
from advisor.verification.proof.columns import Column
from advisor.verification.proof.elimination import Plan
from advisor.verification.proof.finding import Finding, Violation
from advisor.verification.proof.whole_case import carry_out, random_case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.verification.proof.space import Space
    from advisor.verification.proof.whole_case import Outcome

ID = "factoring"
CASES = 200
SEED = 3
MOST = 5
"""Violations of one sort told at most."""

OF_HOMES = ("verdict", "candidate", "fit", "reads", "veto")
"""What the properties take from the table of a home, beside the interface."""


def prove(space: Space) -> Finding:
    """Looks for what the cut would lose."""
    leaks = list(dict.fromkeys(_leaks(space)))
    joins = list(dict.fromkeys(space.objections()))
    missing = list(dict.fromkeys(_without_a_row(space)))
    found = [Violation(says, "") for says in (*leaks[:MOST], *joins[:MOST], *missing[:MOST])]
    return Finding(ID, len(space.choosing) + CASES, 0, tuple(found))


def _leaks(space: Space) -> Iterator[str]:
    """Conclusions taken from the table of one home that rest on something of another."""
    homes = list(space.homes)
    for place in ("", *homes):
        others = [home for home in homes if home != place]
        _, faces = space.choice_plan(place, others)
        dependencies = space.dependencies(homes, place)
        kinds = [kind for kind in OF_HOMES if kind in space.rulebook.vocabulary.kinds]
        taken = {one for kind in kinds for one in dependencies.columns_of(kind)}
        taken.update(one for face in faces.values() for one in face)
        seats = [Column("seat", one) for one in homes]
        plan = Plan(dependencies, sorted(taken), [*seats, *space.freed])
        for column in sorted(taken):
            if not space.is_of_home(plan, column):
                yield f"{column} is taken from the table of one home, and rests on more than that"


def _without_a_row(space: Space) -> Iterator[str]:
    """Homes of whole cases of which the tables know nothing."""
    dice = random.Random(SEED)
    for _ in range(CASES):
        case = random_case(space, dice)
        outcome = carry_out(space, case)
        for home in space.homes:
            if home_as_told(outcome, home) not in _rows(space, home, home == case.place):
                yield f"a whole case has {home_as_told(outcome, home)}, and no row of {home} does"
        place = case.place if case.place in space.homes else ""
        if not set(outcome.paths) <= _paths(space, place):
            told = ", ".join(outcome.paths)
            yield f"a whole case comes to the path {told}, and no row of its choice does"


_Told = tuple[str, bool, bool, bool]


def home_as_told(outcome: Outcome, home: str) -> _Told:
    """What a whole case comes to in a home: the verdict, and whether chosen, held and open."""
    verdicts = sorted(map(str, outcome.values("verdict", "is", home=home)))
    return (
        ", ".join(verdicts),
        bool(outcome.values("candidate", "home", home=home)),
        bool(outcome.values("veto", "home", home=home)),
        outcome.homes[home] != "no",
    )


def _rows(space: Space, home: str, planned: bool) -> frozenset[_Told]:
    """The same, of every row of the table of a home."""
    key = (ID, home, planned)
    found = space.kept.get(key)
    if not isinstance(found, frozenset):
        found = space.kept[key] = frozenset(
            (
                ", ".join(sorted(str(word) for (word,) in row[Column("verdict", home)])),
                bool(row.get(Column("candidate", home))),
                bool(row.get(Column("veto", home))),
                row[Column("home", home)].rows[0][1] != "no",
            )
            for row, _, _ in space.summary(home, planned)
        )
    return found


def _paths(space: Space, place: str) -> frozenset[str]:
    """The paths in the table of a choice."""
    path = Column("path")
    return frozenset(
        str(one) for row, _, _ in choice_table(space, place).table for (one,) in row[path]
    )
