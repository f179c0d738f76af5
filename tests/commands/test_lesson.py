"""`advisor trace --record` and `--replay`, typed as a person would."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.plumbing import plumbing_in

from advisor.commands.group import advisor as advisor_command
from advisor.commands.streams import CLEAR
from advisor.knowledge.base import shipped_knowledge

EXAMPLES = Path(__file__).parents[2] / "examples"
VILLAGE = EXAMPLES / "02-village-high-school" / "case.yaml"


def typed(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(advisor_command, ["trace", *words], given, prog_name="advisor")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(VILLAGE, tmp_path / "case.yaml")
    return tmp_path


@pytest.fixture
def lesson(folder):
    """A lesson of three steps, with a question and notes."""
    done = typed("case.yaml", "--record", "lesson.yaml", "--proof-of", "path", "--since", "468")
    assert done.exit_code == 0
    assert done.stderr.startswith("Wrote lesson.yaml: ")
    file = folder / "lesson.yaml"
    text = file.read_text("utf-8")
    text = text.replace('ask: ""', 'ask: "What follows?"', 1)
    text = text.replace('    notes: ""', '    notes: "Wait for answers."')
    file.write_text(text, "utf-8")
    return file


def test_a_lesson_is_shown_to_its_end_from_a_pipe_without_waiting(lesson):
    done = typed("--replay", "lesson.yaml")
    assert done.exit_code == 0
    assert done.stderr == ""
    assert "\nQuestion before step 1 of " in done.stdout
    assert "\nWhat follows?\n" in done.stdout
    assert done.stdout.endswith("\nThe end of the lesson\n")
    assert "Wait for answers." not in done.stdout


def test_notes_are_for_the_speaker_alone(lesson):
    done = typed("--replay", "lesson.yaml", "--notes", "--width", "60")
    assert "\nNotes: Wait for answers.\n" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 60


def test_pace_sets_the_time_between_steps(lesson, monkeypatch):
    waited: list[int] = []
    monkeypatch.setattr("time.sleep", waited.append)
    text = lesson.read_text("utf-8")
    lesson.write_text(text.replace("pause: enter", "pause: 7", 1), "utf-8")
    assert typed("--replay", "lesson.yaml").exit_code == 0
    assert waited == []
    done = typed("--replay", "lesson.yaml", "--pace", "3")
    assert done.exit_code == 0
    assert waited[:3] == [3, 3, 7]
    assert set(waited[3:]) <= {3}


def test_a_lesson_says_that_the_case_has_changed(lesson, folder):
    case = folder / "case.yaml"
    text = case.read_text("utf-8")
    assert "online-core: yes" in text
    case.write_text(text.replace("online-core: yes", "online-core: no"), "utf-8")
    done = typed("--replay", "lesson.yaml")
    assert done.exit_code == 0
    assert done.stderr.startswith("advisor: The answers in the case are not those the lesson was")
    assert done.stdout.endswith("\nThe end of the lesson\n")


def test_a_lesson_says_that_the_rules_have_changed(lesson):
    text = lesson.read_text("utf-8")
    start, _, rest = text.partition('  hash: "')
    lesson.write_text(f'{start}  hash: "0000{rest[4:]}', "utf-8")
    done = typed("--replay", "lesson.yaml")
    assert done.stderr == (
        "advisor: The rules are not those the lesson was recorded with.\n"
        "advisor: Each of its steps still comes about.\n"
    )


def test_a_lesson_is_shown_without_its_case_but_not_without_one_that_was_named(lesson, folder):
    (folder / "case.yaml").unlink()
    done = typed("--replay", "lesson.yaml")
    assert done.exit_code == 0
    assert "shown unchecked" in done.stderr
    assert typed("missing.yaml", "--replay", "lesson.yaml").exit_code == 2


@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_damaged_lesson_is_told_with_exit_status_2_and_nothing_of_it_shown(lesson, part):
    text = lesson.read_text("utf-8")
    lesson.write_text(text[: int(len(text) * part)] + "\n\t:", "utf-8")
    done = typed("--replay", "lesson.yaml")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith("advisor: lesson.yaml")
    assert done.stderr.count("\n") == 1


def test_a_file_that_is_there_is_never_replaced(lesson):
    before = lesson.read_bytes()
    for words in (("--record", "lesson.yaml"), ("--step", "--record", "lesson.yaml")):
        done = typed("case.yaml", *words)
        assert done.exit_code == 2
        assert done.stderr.startswith("advisor: lesson.yaml: This file is there already")
    assert lesson.read_bytes() == before
    assert typed("case.yaml", "--record", "no/such/lesson.yaml").exit_code == 2


def test_a_walk_can_be_recorded_with_notes_and_questions(folder):
    commands = "note Slowly now\nn\nask Who would stop it?\nn\nskip\nn\nq\n"
    done = typed("case.yaml", "--step", "--proof-of", "path", "--record", "w.yaml", given=commands)
    assert done.exit_code == 0
    assert done.stderr == "Wrote w.yaml: 3 steps to show with --replay, and to edit\n"
    shown = typed("--replay", "w.yaml", "--notes").stdout
    assert "Notes: Slowly now" in shown
    assert "Who would stop it?" in shown


def test_a_lesson_too_long_to_be_read_again_is_not_written(folder, monkeypatch):
    monkeypatch.setattr("advisor.commands.stepping.LARGEST", 100)
    done = typed("case.yaml", "--record", "long.yaml")
    assert done.exit_code == 2
    assert "is too long to be read again." in done.stderr
    assert not (folder / "long.yaml").exists()


def test_notes_belong_to_a_recording(folder):
    done = typed("case.yaml", "--step", given="note This\n")
    assert "There is no command “note”." in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        (), ("case.yaml", "--notes"), ("case.yaml", "--pace", "1"),
        ("case.yaml", "--record", "x", "--short"), ("case.yaml", "--record", "x", "-o", "y"),
        ("--replay", "lesson.yaml", "--step"), ("--replay", "lesson.yaml", "--rule", "x"),
        ("--replay", "lesson.yaml", "--format", "html"),
    ],
)  # fmt: skip
def test_options_that_do_not_go_together_are_refused(words, folder):
    done = typed(*words)
    assert done.exit_code == 2
    assert done.stderr.startswith("advisor: ")
    assert list(folder.iterdir()) == [folder / "case.yaml"]


def test_at_a_terminal_it_waits_for_enter_and_stops_at_q(lesson, monkeypatch):
    said = iter(["", "", "q"])
    monkeypatch.setattr("advisor.commands.stepping.read_line", lambda _: next(said))
    monkeypatch.setattr("advisor.commands.stepping.at_terminal", lambda: True)
    done = typed("--replay", "lesson.yaml")
    assert done.exit_code == 0
    assert "\nStep 1 of " in done.stdout
    assert "\nStep 2 of " not in done.stdout


def test_a_replay_goes_back_and_holds_no_facts_of_the_program(lesson, monkeypatch):
    said = iter(["", "", "", "b", "q"])
    monkeypatch.setattr("advisor.commands.stepping.read_line", lambda _: next(said))
    monkeypatch.setattr("advisor.commands.stepping.at_terminal", lambda: True)
    done = typed("--replay", "lesson.yaml")
    assert re.findall(r"(?m)^Step ([0-9]+) of ", done.stdout) == ["1", "2", "1"]
    assert not plumbing_in(done.stdout, shipped_knowledge())


def test_a_screen_takes_the_place_of_the_last_where_the_terminal_allows_it(lesson, monkeypatch):
    said = iter(["", "", "q"])
    monkeypatch.setattr("advisor.commands.stepping.read_line", lambda _: next(said))
    monkeypatch.setattr("advisor.commands.stepping.at_terminal", lambda: True)
    monkeypatch.setattr("advisor.commands.streams._may_be_bold", lambda: True)
    assert typed("--replay", "lesson.yaml").stdout.count(CLEAR) == 2
    said = iter(["", "", "q"])
    assert CLEAR not in typed("--replay", "lesson.yaml", "--plain").stdout
