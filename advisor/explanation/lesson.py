"""A lesson: steps of a trace, chosen and kept in a file, with pauses, questions and notes.

A lesson holds all that it shows, so it can be shown again whatever has become of the case and the
rules; and it holds their hashes, so that it can be told when they have changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.explanation.tracing import Trace, TraceStep
    from advisor.knowledge.vocabulary import Value

VERSION = 1
"""The version of the lesson file."""

ENTER, NONE = "enter", "none"
"""Pauses that are no number of seconds."""

LONGEST_PAUSE = 3600
"""Seconds."""


class LessonStep(NamedTuple):
    """One firing as it is shown, and what goes with it."""

    step: int
    """Its number in the trace it was recorded from."""
    rule: str
    values: tuple[tuple[str, Value], ...]
    """What the variables of the rule stand for."""
    title: str
    says: str
    takes: tuple[str, ...]
    concludes: tuple[str, ...]
    rests_on: tuple[str, ...]
    pause: str | int = ENTER
    """After it: until Enter, none, or so many seconds."""
    ask: str = ""
    """A question to the class before it is shown."""
    notes: str = ""
    """For the speaker alone."""


class Lesson(NamedTuple):
    """A recorded lesson."""

    title: str
    case_file: str
    """As it stands in the file: seen from the lesson's folder."""
    answers_hash: str
    rules_version: str
    rules_hash: str
    steps: tuple[LessonStep, ...]
    notes: str = ""
    """For the speaker, before it begins."""


def record_lesson(
    trace: Trace,
    steps: Iterable[TraceStep] | None = None,
    *,
    title: str = "",
    case_file: str = "",
    notes: Mapping[int, str] | None = None,
    questions: Mapping[int, str] | None = None,
) -> Lesson:
    """Makes a lesson: steps to be shown one after the other, with pauses, questions and notes.

    Args:
        trace: The trace it is made of.
        steps: The steps to show; the proof of the advised path if none are given.
        title: What the lesson is called; without it, by the client and the path.
        case_file: Where the case is, seen from where the lesson will be kept.
        notes: The speaker's notes, by number of step.
        questions: Questions to the class, by number of step.
    """
    assessment = trace.assessment
    if steps is None:
        steps = trace.select(proof_of="path")
    label = assessment.knowledge.paths[assessment.path]["label"]
    return Lesson(
        title or f"{assessment.case.short_name}: {label}",
        case_file,
        assessment.stamp.answers_hash,
        assessment.stamp.rules_version,
        assessment.stamp.rules_hash,
        tuple(
            LessonStep(
                one.number,
                one.firing.rule,
                one.firing.bindings,
                one.reason.title,
                one.reason.sentence,
                tuple(premise.short for premise in one.premises),
                tuple(map(str, one.firing.asserted)),
                one.reason.statements,
                ENTER,
                (questions or {}).get(one.number, ""),
                (notes or {}).get(one.number, ""),
            )
            for one in steps
        ),
    )


class Difference(NamedTuple):
    """What has changed since a lesson was recorded."""

    rules: bool
    answers: bool
    gone: tuple[int, ...]
    """The steps, by their number in the lesson, that do not come about any more."""


def differences(lesson: Lesson, trace: Trace) -> Difference:
    """Compares a lesson with what the rules say today of a case.

    Args:
        lesson: The lesson.
        trace: The trace of the case as it is now.
    """
    stamp = trace.assessment.stamp
    now = {(one.rule, one.bindings, tuple(map(str, one.asserted))) for one in trace.firings}
    return Difference(
        lesson.rules_hash != stamp.rules_hash,
        lesson.answers_hash != stamp.answers_hash,
        tuple(
            number
            for number, one in enumerate(lesson.steps, start=1)
            if (one.rule, one.values, one.concludes) not in now
        ),
    )
