"""The memo's annex: the workings, for whoever asks why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.presentation.citations import cite
from advisor.presentation.summary import Summary, last_steps

if TYPE_CHECKING:
    from advisor.explanation.assess import Assessment
    from advisor.explanation.outlook import Outlook
    from advisor.explanation.paths import HomeReading
    from advisor.presentation.circulation import Circulation
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
    """What was taken for granted for one reason."""

    answers: tuple[str, ...]
    """Each question, as a clause, with what was taken for its answer."""
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
    """The last steps to the path; `advisor why CASE` has all."""
    whole: int
    """How many steps the whole proof has."""
    statements: tuple[Statement, ...]


MOST_STEPS = 6
"""Steps of the proof that the annex has room for."""


def _is_open(home: HomeReading) -> bool:
    """Whether a home is open to the client, or the work sits or is planned there."""
    return home.open in ("yes", "assumed") or home.place


def annex_of(
    assessment: Assessment,
    outlook: Outlook,
    words: SentenceWords,
    circulation: Circulation | None = None,
) -> Annex:
    """The workings of a memo.

    Args:
        assessment: What the reasoning found.
        outlook: What could change about it.
        words: What put its sentences into words, and knows which answers they print.
        circulation: What decides what may go round, where the memo is to.
    """
    summary = Summary(assessment, outlook)
    closed = {one.home.path for one in assessment.homes if not _is_open(one)}
    kinds = assessment.knowledge.rulebook.vocabulary.kinds
    told = [
        one
        for one in assessment.reasons
        if not all(kinds[fact.kind].ranks for fact in one.reason.firing.asserted)
    ]
    steps = last_steps(told, MOST_STEPS)
    behind = {number for one in steps for number in one.reason.statements}
    untold = words.untold(circulation.untold) if circulation else words.untold()
    annex = Annex(
        paths=tuple(
            PathNotChosen(tuple(map(summary.path_label, open_paths)), one.sentence)
            for one in summary.not_chosen
            if (open_paths := [path for path in one.paths if path not in closed])
        ),
        places=tuple(
            PlaceRead(
                one.home.label, one.chosen, one.place, one.autonomy, one.policy, one.opt_in,
                one.trade_off, one.verdict,
            )
            for one in assessment.homes
            if assessment.route != "playbook" and _is_open(one)
        ),
        contradictions=summary.contradictions,
        told=tuple(Told(question, answer) for question, answer in untold),
        assumptions=tuple(
            Taken(one.answers, one.reason, one.about) for one in summary.near_assumptions
        ),
        hinges=tuple(one.what for one in summary.hinges),
        steps=tuple(
            Step(one.number, one.reason.sentence, one.reason.rule, one.uses,
                 one.reason.statements, one.reason.certainty)
            for one in steps
        ),
        whole=len(assessment.reasons),
        statements=tuple(
            Statement(one.id, one.says, one.author, one.title, one.year, one.section)
            for one in cite(assessment.knowledge, behind)
        ),
    )  # fmt: skip
    return circulation.annex(annex) if circulation else annex
