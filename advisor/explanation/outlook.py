"""The outlook of a case: what is not known, what would lead to another path, what is ours in it.

It is asked of one session of the solver, so it says of what it leaves out that it leads nowhere
else. It is made before anything is rendered, by whoever is to print it, and where the solver
cannot be loaded it says so and leaves out what only the solver can tell.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import msgspec

from advisor.explanation.happenings import Change, Happening, Happenings
from advisor.explanation.robustness import Robustness, weigh
from advisor.explanation.unknowns import (
    Unknown,
    find_unknowns,
    holds_not_known,
    is_open,
    path_sentence,
    turned_down,
    unsaid,
    what_is_open,
)
from advisor.model.answer_names import AnswerName, name_of, question_of
from advisor.model.case import UNKNOWN
from advisor.model.changed_case import Supposed
from advisor.solver.session import Session, SolverMissingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.explanation.assessment import Assessment
    from advisor.model.provenance import Origin

ENOUGH = 4
"""How many changes are told at most."""
WISHED = 2
"""How many of them at most are such as somebody would wish for, so that the others have room."""
OF_ONE_PATH = 2
"""How many may lead to the same path, so that a reader sees different ways out."""
_STANCE = "stance"
_BASIS, _SAID = "basis", "said"


class Outlook(msgspec.Struct, frozen=True):
    """What is not known in a case, and what would change the advice."""

    unknowns: tuple[Unknown, ...]
    """What is not known and what rests on it, the path first."""
    changes: tuple[Change, ...] = ()
    """What would change the advice; what somebody would wish for comes first."""
    deciding: tuple[Unknown, ...] = ()
    """What alone could lead to another path once it is found out, heavy parties first.

    Only where the advice is to ask.
    """
    still_open: tuple[Unknown, ...] = ()
    """What else is not known and could lead to another path once it is, if that was asked for."""
    robustness: Robustness | None = None
    """Whether the path stands whatever our own numbers and judgments."""
    missing: str = ""
    """Why nothing but `unknowns` could be found, as a sentence; empty where all was."""


def look_ahead(
    assessment: Assessment, *, changes: bool = True, still_open: bool = False
) -> Outlook:
    """Finds what could change about an assessment.

    Args:
        assessment: An assessment.
        changes: Whether it is wanted what would change the advice.
        still_open: Whether every open answer is wanted that could lead to another path.

    Returns:
        All of it as plain values; nothing is left to be found later.
    """
    unknowns = find_unknowns(assessment)
    robustness = weigh(assessment)
    asking = assessment.route == "ask"
    if not (changes or asking or still_open):
        return Outlook(unknowns, robustness=robustness)
    try:
        ahead = Ahead(assessment, deeds=changes, open_answers=asking or still_open)
    except SolverMissingError as error:
        return Outlook(unknowns, robustness=robustness, missing=str(error))
    return Outlook(
        unknowns,
        ahead.changes(),
        ahead.deciding() if asking else (),
        ahead.still_open(unknowns) if still_open else (),
        robustness,
    )


def worth_finding_out(assessment: Assessment) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What to find out where too little is known, as clauses.

    Args:
        assessment: An assessment.

    Returns:
        What alone could change the path, and what else the path rests on: also whether those
        parties count of which nobody knows it.
    """
    try:
        deciding = Ahead(assessment, deeds=False).deciding()
    except SolverMissingError:
        deciding = ()
    alone = tuple(dict.fromkeys(one.what for one in deciding))
    sentence = path_sentence(assessment)
    beneath = [one.what for one in find_unknowns(assessment) if sentence in one.rests]
    beneath += [one.what for one in holds_not_known(assessment)]
    return alone, tuple(one for one in dict.fromkeys(beneath) if one not in alone)


class Ahead:
    """One session over an assessed case: its deeds and its open answers are what may change."""

    def __init__(
        self, assessment: Assessment, *, deeds: bool = True, open_answers: bool = True
    ) -> None:
        """Grounds the session.

        Args:
            assessment: The assessment of the case as it is.
            deeds: Whether deeds are asked about.
            open_answers: Whether open answers are.

        Raises:
            SolverMissingError: If the solver cannot be loaded.
        """
        self._assessment = assessment
        self._deeds = tuple(Happenings(assessment).every()) if deeds else ()
        self._open = dict(_open_answers(assessment)) if open_answers else {}
        """The open answers by their names."""
        self._settled = [
            Supposed(name, answer)
            for name in self._open
            for answer in question_of(name, assessment.knowledge).values
            if answer != UNKNOWN
        ]
        self._confirmed = [
            Supposed(AnswerName("parties", seat.party.id, _BASIS), _SAID)
            for seat in assessment.seats
            if open_answers and seat.stance != UNKNOWN and seat.basis != _SAID
        ]
        done = [one for deed in self._deeds for one in deed.supposed]
        self._session = Session(
            assessment.case, assessment.knowledge, [*done, *self._settled, *self._confirmed]
        )

    # What would change the advice

    def changes(self) -> tuple[Change, ...]:
        """What the memo tells: deeds, and two together only where none is enough alone."""
        wished = [deed for deed in self._deeds if not deed.adverse]
        adverse = [deed for deed in self._deeds if deed.adverse]
        found: list[Change] = []
        self._add(found, (Change((deed,)) for deed in wished), WISHED)
        self._add(found, (Change((deed,)) for deed in adverse), ENOUGH)
        if not found:
            pairs = (Change(two) for two in combinations(wished, 2) if _are_apart(*two))
            self._add(found, pairs, 1)
        return tuple(found)

    def _add(self, found: list[Change], tried: Iterable[Change], most: int) -> None:
        """Adds what leads to another path and is worth telling beside what was found before."""
        untold = self._assessment.knowledge.section("happenings", "untold")
        for change in tried:
            if len(found) >= most:
                return
            if change.deeds[0].id in [one.deeds[0].id for one in found]:
                continue
            leading = change.leading(self._session)
            if leading.path in ("", self._assessment.path, *untold):
                continue
            often = [one.path for one in found].count(leading.path)
            if often < OF_ONE_PATH and not any(_covers(one, leading) for one in found):
                found.append(leading)

    # What is worth finding out

    def deciding(self) -> tuple[Unknown, ...]:
        """What alone could change the path: parties first, the heaviest before the others."""
        assessment, sentence = self._assessment, path_sentence(self._assessment)
        parties = [one.party for one in self._turning(self._confirmed)]
        found = [
            Unknown(_BASIS, "", party, unsaid(assessment, party, _BASIS), (sentence,))
            for party in parties
        ]
        found += [
            Unknown(origin.question, origin.home, origin.party, what, (sentence,))
            for origin in self._turning_answers()
            if (what := what_is_open(assessment, origin))
        ]
        seats = [seat.party.id for seat in assessment.seats]
        heavy = {party: place for place, party in enumerate(seats)}
        return tuple(sorted(found, key=lambda one: heavy.get(one.party, len(seats))))

    def still_open(self, unknowns: Iterable[Unknown]) -> tuple[Unknown, ...]:
        """Open questions beside those under `unknowns`, with what is concluded meanwhile.

        First those on which other open homes are turned down, which their proofs tell; then
        those that could turn the advice itself.
        """
        assessment = self._assessment
        named = {(one.question, one.home, one.party) for one in unknowns}
        found: dict[tuple[str, str, str], Unknown] = {}
        path = path_sentence(assessment)
        turning = ((path, origin) for origin in self._turning_answers())
        for sentence, origin in (*turned_down(assessment), *turning):
            key = (origin.question, origin.home, origin.party)
            what = what_is_open(assessment, origin)
            if what and key not in named:
                found.setdefault(key, Unknown(*key, what, (sentence,)))
        return tuple(found.values())

    def _turning_answers(self) -> Iterator[Origin]:
        return (self._open[name] for name in self._turning(self._settled))

    def _turning(self, settled: Iterable[Supposed]) -> list[AnswerName]:
        """The answers of which some value leads, by itself, to another path."""
        among = dict.fromkeys(settled)
        path = self._assessment.record.only("path")
        leading = self._session.worlds(tuple(among), at_most=1, without=[path]) if among else []
        turning = {change.name for world in leading for change in world.changes}
        return [name for name in dict.fromkeys(one.name for one in among) if name in turning]


def _open_answers(assessment: Assessment) -> Iterator[tuple[AnswerName, Origin]]:
    """The open answers about the change, the homes that are told of, and the parties."""
    for fact, origin in assessment.base.origins.items():
        name = name_of(fact, origin, assessment.knowledge)
        if name is None or not is_open(fact, origin):
            continue
        if name.party:
            name = name._replace(question=_STANCE)
        told = name.home in ("", *assessment.told_homes)
        if not told and (name.question, fact.get("is")) != ("open", UNKNOWN):
            continue
        if name.question and question_of(name, assessment.knowledge).type == "choice":
            yield name, origin


def _are_apart(one: Happening, other: Happening) -> bool:
    """Whether two deeds are about different answers."""
    return not {each.name for each in one.supposed} & {each.name for each in other.supposed}


def _covers(known: Change, other: Change) -> bool:
    """Whether a change known already asks less of the same party and leads to the same path."""
    subject = known.deeds[0].subject
    wished = subject and not known.adverse and not other.adverse
    return bool(wished) and (subject, known.path) == (other.deeds[0].subject, other.path)
