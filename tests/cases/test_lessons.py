"""The lessons that come with the examples show what the rules say today."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.assessed import EXAMPLES, assessed

import advisor
from advisor.explanation.lesson import Lesson
from advisor.explanation.tracing import Trace, TraceStep

LESSONS = sorted(EXAMPLES.glob("*/lesson.yaml"))


def renewed(lesson: Lesson, trace: Trace) -> Lesson:
    """The lesson as it would be recorded today, with what people have written into it."""
    steps: dict[object, TraceStep] = {}
    for one in trace.steps:  # the first, where other facts give the same values again
        steps.setdefault((one.firing.rule, one.firing.bindings), one)
    found = [steps[one.rule, one.values] for one in lesson.steps]
    today = advisor.record_lesson(
        trace, found, title=lesson.title, case_file=lesson.case_file
    )  # fmt: skip
    kept = [
        new._replace(pause=old.pause, ask=old.ask, notes=old.notes)
        for new, old in zip(today.steps, lesson.steps)
    ]
    return today._replace(steps=tuple(kept), notes=lesson.notes)


@pytest.mark.parametrize("file", LESSONS, ids=lambda file: file.parent.name)
def test_a_lesson_shows_what_the_rules_say_today(file: Path, refresh: bool):
    trace = advisor.trace(assessed(file.parent.name))
    kept = advisor.load_lesson(file)
    today = renewed(kept, trace)
    if refresh:
        file.write_text(advisor.lesson_yaml(today), "utf-8")
    else:  # another rule elsewhere changes the hash, and nothing that a lesson shows
        today = today._replace(rules_hash=kept.rules_hash)
    assert file.read_text("utf-8") == advisor.lesson_yaml(today)


@pytest.mark.parametrize("file", LESSONS, ids=lambda file: file.parent.name)
def test_a_lesson_has_notes_for_every_step_and_questions(file: Path):
    lesson = advisor.load_lesson(file)
    assert lesson.notes
    assert all(step.notes for step in lesson.steps)
    assert any(step.ask for step in lesson.steps)


def test_there_is_a_lesson():
    assert LESSONS
