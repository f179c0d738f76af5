"""`advisor quiz`, answered from a pipe."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisor.commands.group import advisor as advisor_command

VILLAGE = str(Path(__file__).parents[2] / "examples" / "02-village-high-school" / "case.yaml")


def typed(*words: str, given: str = "") -> Result:
    words = ("quiz", VILLAGE, "--engine", "reference", *words)
    return CliRunner().invoke(advisor_command, words, given, prog_name="advisor")


def test_every_answer_is_marked_and_the_sheet_adds_up():
    done = typed("--questions", "4", given="b\n?\nc\na\n")
    assert done.exit_code == 0
    assert done.stderr == ""
    marks = [
        line
        for line in done.stdout.splitlines()
        if line.startswith(("Right.", "No, it is", "It is "))
    ]
    assert len(marks) == 4
    assert marks[1].startswith("It is ")
    right = marks.count("Right.")
    wrong = sum(line.startswith("No, ") for line in marks)
    assert f"Right: {right} of 4. Wrong: {wrong}. Not known: 1." in done.stdout
    sheet = done.stdout.split("Score sheet")[1]
    assert sheet.count("\n+ ") == right
    assert 0 < len(re.findall(r"\(\d\): [a-z-]+", sheet)) <= 4 - right


def test_all_right_is_all_right():
    first = typed("--questions", "3", given="?\n?\n?\n").stdout
    letters = [line[6] for line in first.splitlines() if line.startswith("It is ")]
    done = typed("--questions", "3", given="".join(f"{one.upper()})\n" for one in letters))
    assert "Right: 3 of 3. Wrong: 0. Not known: 0." in done.stdout
    assert "To look at again" not in done.stdout


def test_the_end_of_the_pipe_ends_it_politely_with_the_score_so_far():
    for given in ("?\n", "?\nq\n", "I don't know\nquit\n"):
        done = typed(given=given)
        assert done.exit_code == 0
        assert "\n1 of 10 questions answered.\n" in done.stdout
        assert "Not known: 1." in done.stdout


def test_an_unclear_answer_is_asked_again():
    done = typed("--questions", "2", given="zzz\n\x1b[31m\n?\n")
    assert done.stdout.count("Type one of the letters") == 2
    assert "\x1b" not in done.stdout


def test_it_fits_a_narrow_terminal_without_color():
    done = typed("--width", "60", given="a\n" * 10)
    assert max(map(len, done.stdout.splitlines())) <= 60
    assert "\x1b" not in done.stdout


def test_a_case_is_named_by_a_word_of_an_example_too():
    words = ("quiz", "village", "--engine", "reference", "--questions", "2")
    done = CliRunner().invoke(advisor_command, words, "?\n", prog_name="advisor")
    assert done.stdout == typed("--questions", "2", given="?\n").stdout


def test_it_goes_on_where_it_was_left(tmp_path):
    state = str(tmp_path / "quiz.json")
    left = typed("--seed", "3", "--questions", "5", "--state", state, given="a\n?\n")
    assert "To go on: the same command with --state" in " ".join(left.stdout.split())
    assert json.loads(Path(state).read_text("utf-8"))["given"] == [0, -1]
    on = typed("--state", state, given="?\n" * 3)
    assert "2 of 5 questions are answered; here are the others." in on.stdout
    assert "\nQuestion 3 of 5" in on.stdout
    assert "\nQuestion 2 of 5" not in on.stdout
    sheet = on.stdout.split("Score sheet")[1]
    whole = typed("--seed", "3", "--questions", "5", given="a\n?\n" + "?\n" * 3)
    assert whole.stdout.split("Score sheet")[1] == sheet
    assert os.listdir(tmp_path) == ["quiz.json"]


@pytest.mark.parametrize(
    "content",
    ["my notes", "[]", '{"advisor-quiz": 1}', '{"advisor-quiz": 2, "given": "x"}', "\x00"],
)
def test_a_file_that_is_no_quiz_is_refused_and_left_alone(tmp_path, content):
    file = tmp_path / "notes.txt"
    file.write_text(content, "utf-8")
    done = typed("--state", str(file), given="a\n")
    assert done.exit_code == 2
    assert "This file is not a quiz, and is left as it is." in done.stderr
    assert file.read_text("utf-8") == content


def test_a_quiz_of_another_case_or_seed_is_not_mixed_up(tmp_path):
    state = tmp_path / "quiz.json"
    typed("--questions", "3", "--state", str(state), given="a\n")
    for change in ({"mark": "0"}, {"given": [9]}):
        kept = json.loads(state.read_text("utf-8")) | change
        other = tmp_path / "other.json"
        other.write_text(json.dumps(kept), "utf-8")
        done = typed("--state", str(other), given="a\n")
        assert done.exit_code == 2
        assert "begun with another case, other rules, or other options" in done.stderr
    assert typed("--state", str(state), "--seed", "9", given="a\n").exit_code == 2
    assert typed("--state", VILLAGE, given="a\n").exit_code == 2


def test_as_json_nothing_is_asked_and_the_answers_kept_are_marked(tmp_path):
    state = str(tmp_path / "quiz.json")
    typed("--questions", "4", "--state", state, given="?\n?\nq\n")
    done = typed("--state", state, "--format", "json")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert len(found["questions"]) == 4
    assert found["score"] == {"right": 0, "not_known": 2, "answered": 2, "of": 4}


def test_a_file_to_write_to_goes_with_json():
    done = typed("-o", "quiz.txt")
    assert done.exit_code == 2
    assert "-o goes with --format json." in done.stderr
