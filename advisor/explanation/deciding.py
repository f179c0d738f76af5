"""The answers that decide: each alone could lead to another path once it is settled.

A proof names every open answer it went by; most of them would change nothing. Which ones do is
found by trying, also of stances that the file has only by signs or as a guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.engine.locality import halves
from advisor.explanation.trial import Trials
from advisor.explanation.unknowns import (
    Unknown,
    find_unknowns,
    holds_not_known,
    unsaid,
    what_is_open,
)
from advisor.model.answer_names import AnswerName, name_of, question_of
from advisor.model.case import UNKNOWN
from advisor.model.changed_case import Supposed
from advisor.model.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.explanation.assessment import Assessment
    from advisor.model.provenance import Origin

_GOAL = "path"
_STANCE = "stance"
_BASIS = "basis"
_SAID = "said"


def find_deciding(assessment: Assessment, trials: Trials) -> tuple[Unknown, ...]:
    """Finds what is worth finding out, because it alone could change the path.

    Args:
        assessment: An assessment.
        trials: What tries other answers of it.

    Returns:
        Parties first, the heaviest before the others, then the open answers in the order of the
        case; each with what is concluded as long as it is not settled.
    """
    sentence = path_sentence(assessment)
    found = [
        Unknown(_BASIS, "", party, unsaid(assessment, party, _BASIS), (sentence,))
        for party in _hearsay(assessment, trials)
    ]
    found += [
        Unknown(origin.question, origin.home, origin.party, what, (sentence,))
        for origin in turning_answers(assessment, trials)
        if (what := what_is_open(assessment, origin))
    ]
    seats = [seat.party.id for seat in assessment.seats]
    return tuple(
        sorted(found, key=lambda one: seats.index(one.party) if one.party in seats else len(seats))
    )


def worth_finding_out(assessment: Assessment) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What to find out where too little is known, as clauses.

    Args:
        assessment: An assessment.

    Returns:
        What alone could change the path, and what else the path rests on: also whether those
        parties count of which nobody knows it.
    """
    deciding = find_deciding(assessment, Trials(assessment))
    alone = tuple(dict.fromkeys(one.what for one in deciding))
    sentence = path_sentence(assessment)
    beneath = [one.what for one in find_unknowns(assessment) if sentence in one.rests]
    beneath += [one.what for one in holds_not_known(assessment)]
    return alone, tuple(one for one in dict.fromkeys(beneath) if one not in alone)


def turning_answers(assessment: Assessment, trials: Trials) -> Iterator[Origin]:
    """The open answers about the change, the told homes and parties that could turn the advice.

    Args:
        assessment: An assessment.
        trials: What tries other answers of it.
    """
    knowledge = assessment.knowledge
    reads = halves(knowledge.rulebook, _GOAL, "home").reads
    for fact, origin in assessment.base.origins.items():
        name = name_of(fact, origin, knowledge)
        if name is None or not is_open(fact, origin):
            continue
        if name.home and name.home not in assessment.told_homes:
            continue
        if name.party:
            name = name._replace(question=_STANCE)
        if name.question and any(
            trials.path([Supposed(name, answer)]) not in (None, assessment.path)
            for answer in _answers(assessment, name)
            if name.party or reads(_settled(fact, answer))
        ):
            yield origin


def path_sentence(assessment: Assessment) -> str:
    """Why the path is what it is, as a sentence."""
    (path,) = assessment.record.of(_GOAL)
    return assessment.record.reason(path).sentence


def is_open(fact: Fact, origin: Origin) -> bool:
    """Whether an answer is one that nobody knows."""
    return origin.basis == UNKNOWN or (fact.kind == "party" and fact.get(_STANCE) == UNKNOWN)


def _hearsay(assessment: Assessment, trials: Trials) -> Iterator[str]:
    """The parties of which it would be enough that they say where they are held to stand."""
    for seat in assessment.seats:
        if seat.stance == UNKNOWN or seat.basis == _SAID:
            continue
        name = AnswerName("parties", seat.party.id, _BASIS)
        if trials.path([Supposed(name, _SAID)]) not in (None, assessment.path):
            yield seat.party.id


def _answers(assessment: Assessment, name: AnswerName) -> list[str]:
    question = question_of(name, assessment.knowledge)
    return [one for one in question.values if one != UNKNOWN] if question.type == "choice" else []


def _settled(fact: Fact, answer: str) -> Fact:
    settled = {"is": answer, "basis": "stated"}
    return Fact(fact.kind, tuple((name, settled.get(name, old)) for name, old in fact.fields))
