"""The memo's annex: the workings, for whoever asks why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from advisor.explanation.contract import At, Contract
from advisor.presentation.citations import cite
from advisor.presentation.summary import Summary, last_steps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.explanation.assess import Assessment
    from advisor.explanation.outlook import Outlook
    from advisor.explanation.places import HomeReading
    from advisor.presentation.circulation import Circulation
    from advisor.presentation.sentences import SentenceWords


class PathNotChosen(Contract, frozen=True, forbid_unknown_fields=False):
    """Paths that were not chosen for one reason."""

    labels: tuple[str, ...]
    reason: str


class PlaceRead(Contract, frozen=True, forbid_unknown_fields=False):
    """A place by the four questions; each answer is yes, partly, no or unknown."""

    place: Annotated[str, At("home.label")]
    advised: Annotated[bool, At("chosen")]
    planned: Annotated[bool, At("place")]
    autonomy: str
    policy: str
    opt_in: str
    trade_off: str
    verdict: str


class Needed(Contract, frozen=True, forbid_unknown_fields=False):
    """What must be in place by one time for the advice to work."""

    by: str
    """`before-decision`, `before-launch`, `first-year` or `yearly`."""
    labels: tuple[str, ...]


class Taken(Contract, frozen=True, forbid_unknown_fields=False):
    """What was taken for granted for one reason."""

    answers: tuple[str, ...]
    """Each question, as a clause, with what was taken for its answer."""
    because: Annotated[str, At("reason")]
    about: tuple[str, ...]


class Told(Contract, frozen=True, forbid_unknown_fields=False):
    """An answer of the file that no sentence of the memo prints."""

    question: str
    answer: str


class Step(Contract, frozen=True, forbid_unknown_fields=False):
    """A step of the proof of the path."""

    number: int
    sentence: Annotated[str, At("reason.sentence")]
    rule: Annotated[str, At("reason.rule")]
    uses: tuple[int, ...]
    statements: Annotated[tuple[str, ...], At("reason.statements")]
    certainty: Annotated[str, At("reason.certainty")]


class Statement(Contract, frozen=True, forbid_unknown_fields=False):
    """A statement of an article, in our words."""

    id: str
    says: str
    author: str
    title: str
    year: str
    section: str


class Annex(Contract, frozen=True, forbid_unknown_fields=False):
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
    needed: tuple[Needed, ...] = ()
    """A record of an earlier version has none."""
    assumed_besides: int = 0
    """For how many more reasons something was taken for granted, for which there is no room."""


MOST_STEPS, FEWER_STEPS = 6, 2
"""Steps of the proof that the annex has room for; fewer beside much else."""
MUCH, ROOM = 720, 880
"""Words for what must be in place, the paths not chosen, what was told and what was assumed: beyond
the first the proof is told shorter, beyond the second less of what was assumed. Of 1,500, the
network, the places and the proof take the rest."""


def _needed(summary: Summary) -> list[Needed]:
    """What must be in place, by the time it must, the first on which most hangs first."""
    times: dict[str, list[str]] = {}
    for one in summary.conditions:
        times.setdefault(one.by, []).append(one.label)
    return [Needed(by, tuple(labels)) for by, labels in times.items()]


def _words(*found: Iterable[tuple[object, ...] | Contract]) -> int:
    """How many words some lines of the annex have."""
    return len(str(msgspec.to_builtins(found, str_keys=True)).split())


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
        words: What put its sentences into words, and knows which answers they print.
        circulation: What decides what may go round, where the memo is to.
    """
    summary = Summary(assessment, outlook)
    closed = {one.home.path for one in assessment.homes if not _is_open(one)}
    untold = list(words.untold(circulation.untold) if circulation else words.untold())
    needed = _needed(summary)
    paths = [
        PathNotChosen(tuple(map(summary.path_label, open_paths)), one.sentence)
        for one in summary.not_chosen
        if (open_paths := [path for path in one.paths if path not in closed])
    ]
    assumed = list(summary.near_assumptions)
    beside = _words(needed, paths, untold)
    much = beside + _words(assumed) > MUCH
    steps = last_steps(assessment, FEWER_STEPS if much else MOST_STEPS)
    behind = {number for one in steps for number in one.reason.statements}
    while assumed and beside + _words(assumed) > ROOM:
        assumed.pop()
    annex = Annex.of(
        needed=needed,
        paths=paths,
        places=[
            one for one in assessment.homes if assessment.route != "playbook" and _is_open(one)
        ],
        contradictions=summary.contradictions,
        told=[Told(question, answer) for question, answer in untold],
        assumptions=assumed,
        assumed_besides=len(summary.near_assumptions) - len(assumed),
        hinges=[one.what for one in summary.hinges],
        steps=steps,
        whole=len(assessment.reasons),
        statements=cite(assessment.knowledge, behind),
    )
    return circulation.annex(annex) if circulation else annex
