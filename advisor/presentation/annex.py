"""The memo's annex: the workings, for whoever asks why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.presentation.summary import Summary

if TYPE_CHECKING:
    from advisor.explanation.assessment import Assessment
    from advisor.explanation.outlook import Outlook
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
    words: SentenceWords,
) -> Annex:
    """The workings of a memo.

    Args:
        assessment: What the reasoning found.
        outlook: What could change about it.
        words: What put its sentences into words, and knows which answers they print.
    """
    summary = Summary(assessment, outlook)
    closed = assessment.knowledge.section("paths", "reasons-against")["closed"]
    return Annex(
        paths=tuple(
            PathNotChosen(one.labels, one.sentence)
            for one in summary.not_chosen
            if one.rule not in closed
        ),
        places=tuple(
            PlaceRead(
                one.home.label, one.chosen, one.place, one.autonomy, one.policy, one.opt_in,
                one.trade_off, one.verdict,
            )
            for one in assessment.homes
            if assessment.route != "playbook" and (one.open in ("yes", "assumed") or one.place)
        ),
        contradictions=summary.contradictions,
        told=tuple(Told(question, answer) for question, answer in words.untold()),
        assumptions=tuple(
            Taken(one.what, one.value, one.reason, one.about) for one in summary.near_assumptions
        ),
        hinges=tuple(one.what for one in summary.hinges),
        steps=tuple(
            Step(one.number, one.reason.sentence, one.reason.rule, one.uses,
                 one.reason.statements, one.reason.certainty)
            for one in assessment.reasons
        ),
        statements=tuple(
            Statement(one.id, one.says, one.author, one.title, one.year, one.section)
            for one in summary.citations
        ),
    )  # fmt: skip
