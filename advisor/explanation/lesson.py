"""A lesson: steps of a trace, chosen and kept in a file, with pauses, questions and notes.

A lesson holds all that it shows, so it can be shown again whatever has become of the case and the
rules; and it holds their hashes, so that it can be told when they have changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.errors import InputError, KnowledgeError, echo
from advisor.knowledge.base import usual_knowledge
from advisor.knowledge.reading import Reader
from advisor.model.former_words import former_in, in_present_words, tell_former

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    from advisor.explanation.tracing import Trace, TraceStep
    from advisor.knowledge.source import Mapping as YamlMapping
    from advisor.knowledge.vocabulary import Value

VERSION = 1
"""The version of the lesson file."""

ENTER, NONE = "enter", "none"
"""Pauses that are no number of seconds."""

LONGEST_PAUSE = 3600
"""Seconds."""

_LESSON = ("advisor-lesson", "title", "case", "rules", "notes", "steps")
_STEP = (
    "step", "rule", "with", "title", "says", "takes", "concludes", "rests-on", "pause", "ask",
    "notes",
)  # fmt: skip


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
    stamp = assessment.stamp
    return Lesson(
        title=title or f"{assessment.case.short_name}: {label}",
        case_file=case_file,
        answers_hash=stamp.answers_hash,
        rules_version=stamp.rules_version,
        rules_hash=stamp.rules_hash,
        steps=tuple(
            LessonStep(
                step=one.number,
                rule=one.firing.rule,
                values=one.firing.bindings,
                title=one.reason.title,
                says=one.reason.sentence,
                takes=tuple(premise.short for premise in one.premises),
                concludes=tuple(map(str, one.firing.asserted)),
                rests_on=one.reason.statements,
                ask=(questions or {}).get(one.number, ""),
                notes=(notes or {}).get(one.number, ""),
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
        trace: The trace of the case as it is now.
    """
    stamp, knowledge = trace.assessment.stamp, trace.assessment.knowledge

    def present(rule: str, values: Iterable[tuple[str, Value]], told: Iterable[str]) -> list[str]:
        words = (rule, *(f"{name}={value}" for name, value in values), *told)
        return [in_present_words(word, knowledge) for word in words]

    now = [present(one.rule, one.bindings, map(str, one.asserted)) for one in trace.firings]
    return Difference(
        lesson.rules_hash != stamp.rules_hash,
        lesson.answers_hash != stamp.answers_hash,
        tuple(
            number
            for number, one in enumerate(lesson.steps, start=1)
            if present(one.rule, one.values, one.concludes) not in now
        ),
    )


def load_lesson(path: str | os.PathLike[str]) -> Lesson:
    """Reads a lesson, which people may have changed by hand.

    Args:
        path: A file as `advisor trace --record` writes it.

    Raises:
        InputError: With everything that is wrong, each with its line.
    """
    try:
        lesson = _LessonReader(str(path)).read()
    except KnowledgeError as error:  # the reader is that of the rules; this file is not one
        raise InputError.together(error.problems) from None
    told = " ".join(word for one in lesson.steps for word in (one.rule, *one.takes, *one.concludes))
    tell_former(str(path), former_in(told, usual_knowledge()), "recording it anew")
    return lesson


class _LessonReader:
    """One reading of one file."""

    def __init__(self, path: str) -> None:
        self._reader = Reader(path)
        self._wrong_pauses: dict[str, list[int]] = {}

    def read(self) -> Lesson:
        reader = self._reader
        top = reader.mapping(reader.content, "A lesson", 1)
        if top.get("advisor-lesson") != VERSION:
            raise InputError(
                "This is not a lesson of version 1."
                if "advisor-lesson" in top
                else "This is not a lesson: it has no line “advisor-lesson: 1”.",
                reader.file,
                top.lines.get("advisor-lesson"),
                "“advisor trace CASE --record FILE” makes one.",
            )
        reader.only(top, _LESSON, "a lesson", ("title", "steps"))
        case = self._part(top, "case", ("file", "answers-hash"))
        rules = self._part(top, "rules", ("version", "hash"))
        steps = reader.sequence(top.get("steps"), "“steps”", top.lines.get("steps", 1))
        lesson = Lesson(
            title=reader.text(top, "title"),
            case_file=reader.text(case, "file"),
            answers_hash=reader.text(case, "answers-hash"),
            rules_version=reader.text(rules, "version"),
            rules_hash=reader.text(rules, "hash"),
            steps=tuple(self._step(one, reader.line_of(one, steps.line)) for one in steps),
            notes=reader.text(top, "notes"),
        )
        for pause, lines in self._wrong_pauses.items():  # one problem, however many steps have it
            more = f" So it stands in {len(lines)} steps." if len(lines) > 1 else ""
            reader.wrong(
                f"“pause” is not {pause}.{more}",
                lines[0],
                f"Write enter, none, or a number of seconds up to {LONGEST_PAUSE}.",
            )
        reader.finish()
        return lesson

    def _part(self, top: YamlMapping, key: str, known: tuple[str, ...]) -> YamlMapping:
        found = self._reader.mapping(top.get(key), f"“{key}”", top.lines.get(key, 1))
        self._reader.only(found, known, f"“{key}”")
        return found

    def _step(self, value: object, line: int) -> LessonStep:
        reader = self._reader
        one = reader.mapping(value, "A step", line)
        reader.only(one, _STEP, "a step", ("rule", "says"))
        number = one.get("step")
        if number is not None and not (isinstance(number, int) and number > 0):
            reader.wrong("“step” is not a number.", one.lines["step"], "Write its number, or none.")
        return LessonStep(
            step=number if isinstance(number, int) else 0,
            values=self._values(one),
            takes=self._texts(one, "takes"),
            concludes=self._texts(one, "concludes"),
            rests_on=self._texts(one, "rests-on"),
            pause=self._pause(one),
            **{key: reader.text(one, key) for key in ("rule", "title", "says", "ask", "notes")},
        )

    def _values(self, one: YamlMapping) -> tuple[tuple[str, Value], ...]:
        values = self._reader.mapping(one.get("with"), "“with”", one.lines.get("with", one.line))
        for name, value in values.items():
            if not isinstance(value, (str, int)):
                what = f"{echo(name)} is neither a word nor a number."
                self._reader.wrong(what, values.lines[name], "Fill it.")
        return tuple(values.items())

    def _texts(self, one: YamlMapping, key: str) -> tuple[str, ...]:
        line = one.lines.get(key, one.line)
        found = self._reader.sequence(one.get(key), f"“{key}”", line)
        for entry in found:
            if not isinstance(entry, str):
                what = f"An entry of “{key}” is not text."
                self._reader.wrong(what, line, "Put it in quotation marks.")
        return tuple(found)

    def _pause(self, one: YamlMapping) -> str | int:
        pause = one.get("pause", ENTER)
        if pause in (ENTER, NONE) or (isinstance(pause, int) and 0 <= pause <= LONGEST_PAUSE):
            return pause  # type: ignore[no-any-return]
        self._wrong_pauses.setdefault(echo(pause), []).append(one.lines["pause"])
        return ENTER
