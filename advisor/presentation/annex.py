"""The memo's annex: the workings, for whoever asks why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.presentation.view import View

if TYPE_CHECKING:
    import datetime

    from advisor.explanation.assessment import Assessment
    from advisor.explanation.outlook import Outlook
    from advisor.explanation.saying import Sayings
    from advisor.presentation.sentences import SentenceWords


class PathNotChosen(msgspec.Struct, frozen=True):
    """Paths that were not chosen for one reason."""

    labels: tuple[str, ...]
    reason: str


class PlaceRead(msgspec.Struct, frozen=True):
    """A place by the four questions; each answer is yes, partly, no or unknown."""

    place: str
    advised: bool
    planned: bool
    autonomy: str
    policy: str
    opt_in: str
    trade_off: str
    verdict: str


class Taken(msgspec.Struct, frozen=True):
    """Something taken for granted."""

    what: str
    value: str
    because: str
    about: tuple[str, ...]


class Told(msgspec.Struct, frozen=True):
    """An answer of the file that no sentence of the memo prints."""

    question: str
    answer: str


class Step(msgspec.Struct, frozen=True):
    """A step of the proof of the path."""

    number: int
    sentence: str
    rule: str
    uses: tuple[int, ...]
    statements: tuple[str, ...]
    certainty: str


class Statement(msgspec.Struct, frozen=True):
    """A statement of an article, in our words."""

    id: str
    says: str
    author: str
    title: str
    year: str
    section: str


class Annex(msgspec.Struct, frozen=True):
    """The workings of a memo."""

    paths: tuple[PathNotChosen, ...]
    places: tuple[PlaceRead, ...]
    """The open places, where the four questions apply."""
    contradictions: tuple[str, ...]
    told: tuple[Told, ...]
    assumptions: tuple[Taken, ...]
    hinges: tuple[str, ...]
    """What of ours the path hangs on, as clauses."""
    steps: tuple[Step, ...]
    statements: tuple[Statement, ...]


def annex_of(
    assessment: Assessment,
    outlook: Outlook,
    day: datetime.date | None,
    words: SentenceWords,
    sayings: Sayings,
) -> Annex:
    """The workings of a memo.

    Args:
        assessment: What the reasoning found.
        outlook: What could change about it.
        day: The day of the memo, or nothing.
        words: What put its sentences into words, and knows which answers they print.
        sayings: The sentences.
    """
    del sayings
    view = View(assessment, outlook, day)
    return Annex(
        paths=tuple(PathNotChosen(one.labels, one.sentence) for one in view.not_chosen),
        places=tuple(
            PlaceRead(
                one.home.label, one.chosen, one.place, one.autonomy, one.policy, one.opt_in,
                one.trade_off, one.verdict,
            )
            for one in assessment.homes
            if view.questions_apply and (one.open in ("yes", "assumed") or one.place)
        ),
        contradictions=view.contradictions,
        told=tuple(Told(question, answer) for question, answer in words.untold()),
        assumptions=tuple(
            Taken(one.what, one.value, one.reason, one.about) for one in view.near_assumptions
        ),
        hinges=tuple(one.what for one in view.hinges),
        steps=tuple(
            Step(one.number, one.reason.sentence, one.reason.rule, one.uses,
                 one.reason.statements, one.reason.certainty)
            for one in assessment.reasons
        ),
        statements=tuple(
            Statement(one.id, one.says, one.author, one.title, one.year, one.section)
            for one in view.citations
        ),
    )  # fmt: skip
