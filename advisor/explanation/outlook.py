"""The outlook of a case: what is not known, what would lead to another path, what is ours in it.

It is asked of one session of the solver, so it says of what it leaves out that it leads nowhere
else. It is made before anything is rendered, by whoever is to print it, and where the solver
cannot be loaded it says so and leaves out what only the solver can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

import msgspec

from advisor.explanation.assess import Assessment
from advisor.explanation.happenings import Change, Happening, Happenings, led_to
from advisor.explanation.robustness import Robustness, weigh
from advisor.explanation.unknowns import (
    Unknown,
    find_unknowns,
    holds_not_known,
    is_open,
    is_said_otherwise,
    path_sentence,
    unsaid,
    what_is_open,
)
from advisor.model.answer_names import AnswerName, name_of, question_of
from advisor.model.case import UNKNOWN
from advisor.model.changed_case import Supposed
from advisor.model.fact import Fact, Origin
from advisor.model.home_facts import takes_part
from advisor.solver.session import Session, SolverMissingError

ENOUGH = 4
"""How many changes are told at most."""
WISHED = 2
"""How many of them at most are such as somebody would wish for, so that the others have room."""
OF_ONE_PATH = 2
"""How many may lead to the same path, so that a reader sees different ways out."""
_STANCE = "stance"
_BASIS, _SAID = "basis", "said"


class AnswerLeading(msgspec.Struct, frozen=True):
    """An answer that nobody has yet, and the path that it alone would lead to."""

    question: str
    about: str
    """The party or home it is about, or empty."""
    answer: str
    path: str


class Outlook(msgspec.Struct, frozen=True):
    """What is not known in a case, and what would change the advice."""

    unknowns: tuple[Unknown, ...]
    """What is not known and what rests on it, and what else decides."""
    robustness: Robustness
    """Whether the path stands whatever our own numbers and judgments."""
    changes: tuple[Change, ...] = ()
    """What would change the advice; what somebody would wish for comes first."""
    deciding: tuple[Unknown, ...] = ()
    """What alone could lead to another path once it is found out, heavy parties first."""
    answers: tuple[AnswerLeading, ...] = ()
    """Which answer to what is open alone would lead to which other path."""
    missing: str = ""
    """Why nothing but `unknowns` could be found, as a sentence; empty where all was."""


def look_ahead(assessment: Assessment) -> Outlook:
    """Finds what could change about an assessment.

    Returns:
        All of it as plain values; nothing is left to be found later.
    """
    unknowns = find_unknowns(assessment)
    robustness = weigh(assessment)
    try:
        ahead = _Ahead(assessment)
    except SolverMissingError as error:
        return Outlook(unknowns, robustness, missing=str(error))
    deciding = ahead.deciding()
    turning, named = {one.key for one in deciding}, {one.key for one in unknowns}
    unknowns = tuple(one._replace(decides=one.key in turning) for one in unknowns)
    beside = (one for one in deciding if one.key not in named)
    changes, answers = ahead.changes(), ahead.answers()
    return Outlook((*unknowns, *beside), robustness, changes, deciding, answers)


def worth_finding_out(assessment: Assessment) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What to find out where too little is known, as clauses.

    Returns:
        What alone could change the path, and what else the path rests on: also whether those
        parties count of which nobody knows it.
    """
    outlook = look_ahead(assessment)
    alone = tuple(dict.fromkeys(one.what for one in outlook.deciding))
    sentence = path_sentence(assessment)
    beneath = [one.what for one in outlook.unknowns if sentence in one.rests]
    beneath += [one.what for one in holds_not_known(assessment)]
    return alone, tuple(one for one in dict.fromkeys(beneath) if one not in alone)


class _Ahead:
    """One session over an assessed case: what can happen and each open answer may change."""

    def __init__(self, assessment: Assessment) -> None:
        """Grounds the session, and asks it where each of them leads.

        Args:
            assessment: The assessment of the case as it is.

        Raises:
            SolverMissingError: If the solver cannot be loaded.
        """
        self._assessment = assessment
        self._happenings = tuple(Happenings(assessment).every())
        self._open = {name: origin for _, name, origin in open_answers(assessment)}
        """What is not known, by its name."""
        settled = (
            Supposed(name, answer)
            for name in self._open
            for answer in question_of(name, assessment.knowledge).values
            if answer != UNKNOWN
        )
        confirmed = (
            Supposed(AnswerName("parties", seat.party.id, _BASIS), _SAID)
            for seat in assessment.seats
            if seat.stance != UNKNOWN and seat.basis != _SAID
        )
        alone = [(one,) for one in (*settled, *confirmed)]
        happening = [one.supposed for one in self._happenings]
        self._session = Session(
            assessment.case, assessment.knowledge, (), together=[*alone, *happening]
        )
        self._path = assessment.record.only("path")
        self._paths = led_to(self._session.after_one(without=[self._path]))

    # What would change the advice

    def changes(self) -> tuple[Change, ...]:
        """What the memo tells: one happening, and two together only where none is enough alone."""
        wished = [one for one in self._happenings if not one.adverse]
        adverse = [one for one in self._happenings if one.adverse]
        found: list[Change] = []
        self._add(found, (Change((one,)) for one in wished), WISHED)
        self._add(found, (Change((one,)) for one in adverse), ENOUGH)
        if not found:
            self._add(found, self._pairs(wished), 1)
        return tuple(found)

    def _pairs(self, wished: Iterable[Happening]) -> Iterator[Change]:
        """Two together that are about different answers, where the solver is asked about them."""
        for two in combinations(wished, 2):
            if _are_apart(*two):
                change = Change(two)
                world = self._session.world(change.supposed)
                self._paths.update(led_to([world] if world else []))
                yield change

    def _add(self, found: list[Change], tried: Iterable[Change], most: int) -> None:
        """Adds what leads to another path and is worth telling beside what was found before."""
        untold = self._assessment.knowledge.section("happenings", "untold")
        for change in tried:
            if len(found) >= most:
                return
            if change.happenings[0].id in [one.happenings[0].id for one in found]:
                continue
            leading = change.leading(self._paths)
            if leading.path in ("", self._assessment.path, *untold):
                continue
            often = [one.path for one in found].count(leading.path)
            if often < OF_ONE_PATH and not any(_covers(one, leading) for one in found):
                found.append(leading)

    # What is worth finding out

    def deciding(self) -> tuple[Unknown, ...]:
        """What alone could change the path: parties first, the heaviest before the others."""
        sentence = path_sentence(self._assessment)
        answers = (next(iter(one)).name for one in self._paths if len(one) == 1)
        turning = {name for name in answers if name in self._open or name.question == _BASIS}
        seats = [seat.party.id for seat in self._assessment.seats]
        heavy = {party: place for place, party in enumerate(seats)}
        places = {name: place for place, name in enumerate(self._open)}
        in_order = sorted(
            turning, key=lambda name: (heavy.get(name.party, len(seats)), places.get(name, -1))
        )
        return tuple(
            Unknown(name.question, name.home, name.party, what, (sentence,), decides=True)
            for name in in_order
            if (what := self._in_words(name))
        )

    def answers(self) -> tuple[AnswerLeading, ...]:
        """Each answer that alone leads to another path, in the order of what is open."""
        found = []
        for supposed, path in self._paths.items():
            one = next(iter(supposed))
            name = one.name
            counts = name in self._open or name.question == _BASIS
            if len(supposed) == 1 and counts and path != self._assessment.path:
                about = name.party or name.home
                found.append(AnswerLeading(name.question, about, str(one.value), path))
        return tuple(sorted(found, key=lambda one: (one.question, one.about, one.answer)))

    def _in_words(self, name: AnswerName) -> str:
        """What is not known, as a clause."""
        if name.question == _BASIS:
            return unsaid(self._assessment, name.party, _BASIS)
        return what_is_open(self._assessment, self._open[name])


def open_answers(assessment: Assessment) -> Iterator[tuple[Fact, AnswerName, Origin]]:
    """The answers nobody has about the change, the homes that count, and where parties stand."""
    counting = {one.word("home") for one in assessment.record.of("home") if takes_part(one)}
    for fact, origin in assessment.base.origins.items():
        name = name_of(fact, origin, assessment.knowledge)
        if name is None or not is_open(fact, origin):
            continue
        if name.party:
            name = name._replace(question=_STANCE)
        counts = name.home in ("", *counting)
        said = is_said_otherwise(assessment, name.question, name.home)
        if name.question and counts and not said:
            yield fact, name, origin


def _are_apart(one: Happening, other: Happening) -> bool:
    """Whether two happenings are about different answers."""
    return not {each.name for each in one.supposed} & {each.name for each in other.supposed}


def _covers(known: Change, other: Change) -> bool:
    """Whether a change known already asks less of the same party and leads to the same path."""
    subject = known.happenings[0].subject
    wished = subject and not known.adverse and not other.adverse
    return bool(wished) and (subject, known.path) == (other.happenings[0].subject, other.path)
