"""What an assessment announces, held against what comes once one open answer is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import InputError
from advisor.explanation.assess import assess
from advisor.explanation.outlook import look_ahead
from advisor.explanation.unknowns import is_said_otherwise
from advisor.knowledge.source import parse
from advisor.model.answer_names import AnswerName, name_of, question_of
from advisor.model.case_reader import read_case
from advisor.model.changed_case import Supposed
from advisor.model.home_facts import takes_part
from advisor.solver.session import Session
from advisor.verification.proof.cases import Facts, as_case_file
from advisor.verification.proof.space import UNKNOWN, Space

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.explanation.assess import Assessment

_STANCE = "stance"


class Settled(NamedTuple):
    """How many answers were given to open questions, and what was wrong."""

    tried: int
    elsewhere: int
    """How many of them led to another path."""
    unannounced: tuple[str, ...]


def settle(space: Space, case: Facts) -> Settled:
    """Gives every answer to every open question of a whole case, one at a time.

    Args:
        space: The space.
        case: The base facts of a case; it is written down, read and assessed as a client's is.

    Returns:
        What came of it.
    """
    file = parse(as_case_file(space, case).encode(), "case")
    try:
        given = read_case(file, "case", space.knowledge)
    except InputError:  # no client gives these answers together
        return Settled(0, 0, ())
    assessment = assess(given, engine="reference", knowledge=space.knowledge)
    named = {one.key for one in look_ahead(assessment).unknowns if one.decides}
    settled = [
        Supposed(name, answer)
        for name in _open(space, assessment)
        for answer in question_of(name, space.knowledge).values
        if answer != UNKNOWN
    ]
    session = Session(given, space.knowledge, settled)
    elsewhere = session.worlds(at_most=1, without=[assessment.record.only("path")])
    unannounced: list[str] = []
    for world in elsewhere:
        (change,), path = world.changes, world.only("path").word("path")
        name = change.name
        if (name.question, name.home, name.party) not in named:
            unannounced.append(
                f"{name} is settled as {change.value}, and {path} is advised unannounced"
            )
    return Settled(len(settled), len(elsewhere), tuple(unannounced))


def _open(space: Space, assessment: Assessment) -> Iterator[AnswerName]:
    """The open questions with one answer on which the path can depend."""
    bearing = set(space.asked)
    counting = {
        fact.word("home")
        for fact in assessment.base.facts
        if fact.kind == "home" and takes_part(fact)
    }
    for fact, origin in assessment.base.origins.items():
        name = name_of(fact, origin, space.knowledge)
        if name is None:
            continue
        if fact.kind == "party" and fact.get(_STANCE) == UNKNOWN:
            yield name._replace(question=_STANCE)
        elif (
            origin.basis == UNKNOWN
            and (fact.kind, name.question) in bearing
            and (not name.home or name.home in counting)
            and not is_said_otherwise(assessment, name.question, name.home)
        ):
            yield name
