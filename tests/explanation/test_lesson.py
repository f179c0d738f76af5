"""A lesson is kept in a file that people may edit, and tells what has changed since."""

from __future__ import annotations

import pytest
from support.assessed import assessed
from support.hostile import MARKS, hostile

import advisor
from advisor.errors import InputError
from advisor.explanation.lesson import differences

VILLAGE = "02-village-high-school"


@pytest.fixture(scope="module")
def trace():
    return advisor.trace(assessed(VILLAGE))


@pytest.fixture(scope="module")
def lesson(trace):
    return advisor.record_lesson(trace, title="A title: with a colon", case_file="../case.yaml")


def kept(lesson, folder):
    file = folder / "lesson.yaml"
    file.write_text(advisor.lesson_yaml(lesson), "utf-8")
    return advisor.load_lesson(file)


def test_a_lesson_is_read_as_it_was_written(lesson, tmp_path):
    assert kept(lesson, tmp_path) == lesson
    assert len(lesson.steps) > 10


@pytest.mark.parametrize("name", ["01-mountain-view-math", "19-maine-proficiency", "07-altschool"])
def test_a_lesson_of_a_whole_trace_is_too(name, tmp_path):
    trace = advisor.trace(assessed(name))
    lesson = advisor.record_lesson(trace, trace.steps)
    assert kept(lesson, tmp_path) == lesson
    assert differences(lesson, trace).gone == ()


@pytest.mark.parametrize("mark", MARKS)
def test_whatever_a_client_writes_stays_text(mark, tmp_path):
    trace = advisor.trace(hostile(mark))
    lesson = advisor.record_lesson(trace)
    assert kept(lesson, tmp_path) == lesson
    assert mark.split()[0] in lesson.title


def test_a_lesson_without_steps_can_be_kept(trace, tmp_path):
    assert kept(advisor.record_lesson(trace, ()), tmp_path).steps == ()


def test_a_lesson_says_when_case_or_rules_have_changed(trace, lesson):
    assert differences(lesson, trace) == (False, False, ())
    other = advisor.trace(assessed("01-mountain-view-math"))
    assert differences(lesson, other).answers
    changed = lesson._replace(rules_hash="0" * 64, steps=lesson.steps[:2])
    assert differences(changed, trace) == (True, False, ())
    first = lesson.steps[0]._replace(values=(("party", "nobody"),))
    assert differences(lesson._replace(steps=(first, *lesson.steps[1:])), trace).gone == (1,)


GOOD = """\
advisor-lesson: 1
title: T
steps:
  - rule: some-rule
    says: It says so.
"""


def test_title_and_what_a_step_says_are_enough(tmp_path):
    file = tmp_path / "lesson.yaml"
    file.write_text(GOOD, "utf-8")
    (step,) = advisor.load_lesson(file).steps
    assert (step.says, step.pause, step.notes) == ("It says so.", "enter", "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "lesson.yaml: The file is empty."),
        ("just words", "This is not a lesson"),
        ("- 1", "This is not a lesson"),
        ("title: T", "This is not a lesson: it has no line “advisor-lesson: 1”."),
        (GOOD.replace(": 1", ": 2"), "lesson.yaml:1: This is not a lesson of version 1."),
        (GOOD.replace("title: T\n", ""), "The key “title” is missing"),
        (GOOD + "    pauze: 3\n", "lesson.yaml:6: There is no key “pauze” in a step. Did you mean"),
        (GOOD + "    pause: often\n", "lesson.yaml:6: “pause” is not “often”."),
        (GOOD + "    aks: What?\n", "There is no key “aks” in a step. Did you mean “ask”?"),
        (GOOD + "    pause: 86400\n", "lesson.yaml:6: “pause” is not “86400”."),
        (GOOD + "    pause: [1]\n", "lesson.yaml:6: “pause” is not "),
        (GOOD + "    step: -1\n", "lesson.yaml:6: “step” is not a number."),
        (GOOD + "    with: 3\n", "lesson.yaml:6: “with” is not a mapping."),
        (GOOD + "    with: {a: [1]}\n", "lesson.yaml:6: “a” is neither a word nor a number."),
        (GOOD + "    takes: [1]\n", "lesson.yaml:6: An entry of “takes” is not text."),
        (GOOD + "    notes: [x]\n", "lesson.yaml:6: “notes” is not text."),
        (GOOD + "case: here\n", "lesson.yaml:6: “case” is not a mapping."),
        (GOOD + "  - words\n", "A step is not a mapping."),
        (GOOD + "    notes: \"\x1b[31m\"\n", "hidden character (U+001B)"),
        (GOOD + "    notes: \"open\n", "lesson.yaml:"),
        (GOOD.replace("steps:", "steps: none\nother:"), "“steps” is not a list."),
    ],
)  # fmt: skip
def test_a_damaged_lesson_is_told_with_its_line(text, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lesson.yaml").write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        advisor.load_lesson("lesson.yaml")
    assert message in str(caught.value)
    assert type(caught.value) is InputError


def test_a_wrong_pause_is_told_once_however_many_steps_have_it(tmp_path):
    step = "  - rule: r\n    says: s\n    pause: sometimes\n"
    file = tmp_path / "lesson.yaml"
    file.write_text("advisor-lesson: 1\ntitle: T\nsteps:\n" + 37 * step, "utf-8")
    with pytest.raises(InputError) as caught:
        advisor.load_lesson(file)
    assert str(caught.value).count("“pause” is not “sometimes”.") == 1
    assert "lesson.yaml:6: " in str(caught.value)
    assert "So it stands in 37 steps." in str(caught.value)


def test_bytes_that_are_no_text_are_told(tmp_path):
    (tmp_path / "lesson.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not text in UTF-8"):
        advisor.load_lesson(tmp_path / "lesson.yaml")
