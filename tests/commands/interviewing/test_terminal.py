"""Whole interviews through a real pseudo-terminal."""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import time

import pytest

pytest.importorskip("pexpect", reason="needs a terminal")

import pexpect
from support.changed import EXAMPLES
from support.terminal import Leader, screen, start

from advisor.explanation.assess import assess
from advisor.knowledge.base import shipped_knowledge
from advisor.model.case_reader import load_case

LONG = bool(os.environ.get("ADVISOR_LONG_TESTS"))
CASES = (
    "20-mississippi-reading", "01-mountain-view-math", "02-village-high-school", "04-embark",
    "13-northern-cass", "24-city-view", "10-gem-prep-learning-societies", "19-maine-proficiency",
)  # fmt: skip

PLAIN = "04-embark"
"""The case that is held in plain letters, on a narrow screen."""
WHOLE = "24-city-view"
"""The case, a new model of schooling, whose interview goes on for the fuller memo."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal there")


@pytest.mark.parametrize("name", CASES)
def test_an_interview_at_a_terminal_comes_to_the_path_of_the_case(name, tmp_path, told):
    case = tmp_path / "case.yaml"
    leader = Leader(name, whole=name == WHOLE)
    terminal = start(case, "--plain", columns=60) if name == PLAIN else start(case)
    prompts = most = 0
    while shown := screen(terminal):
        prompts += 1
        assert prompts < 150, "no end"
        most = most or announced(shown)
        terminal.sendline(leader.answer(shown))
    terminal.close()
    assert terminal.exitstatus == 0, terminal.before
    most += 5 * leader.lines
    assert prompts <= most + 3 or name == WHOLE, "and whether to go on, and whether all is right"
    knowledge = shipped_knowledge()
    ours, theirs = (
        assess(load_case(str(path), knowledge), engine="reference").path
        for path in (case, EXAMPLES / name / "case.yaml")
    )
    assert ours == theirs
    assert (tmp_path / "case.memo.md").read_text("utf-8").startswith("#")
    assert not (tmp_path / "case.yaml.session").exists()
    told(f"{name}: {prompts} prompts, {ours}")


def announced(shown):
    """How many questions there are at most to the path, besides the lines, as said at the start."""
    return int(re.search(r"[Aa]t most (\d+) questions", shown)[1])


@pytest.mark.parametrize("seed", range(200 if LONG else 2))
def test_a_killed_interview_loses_at_most_the_answer_being_typed(seed, tmp_path):
    dice = random.Random(seed)
    case = tmp_path / "case.yaml"
    leader, terminal = Leader("20-mississippi-reading"), start(case, columns=60)
    answered = 0
    for _ in range(dice.randrange(1, 8)):
        terminal.sendline(leader.answer(screen(terminal)))
        answered += 1
    if dice.random() < 0.5:
        screen(terminal)  # at a question, else while the next one is worked out
    else:
        answered -= 1
        time.sleep(dice.random() / 5)
    terminal.kill(signal.SIGKILL)
    terminal.wait()
    again = start(case, columns=60)
    if answered:
        again.expect(r"(\d+) questions are\s+answered")
        assert int(again.match[1]) >= answered
    screen(again)
    again.sendline("quit")
    again.expect(pexpect.EOF)
    again.close()
    assert again.exitstatus == 0


def test_ctrl_c_and_ctrl_d_stop_without_a_traceback(tmp_path):
    for stop in (*["sendintr"] * (100 if LONG else 1), "sendeof"):
        terminal = start(tmp_path / "case.yaml")
        terminal.delaybeforesend = None  # at the very instant of the prompt
        screen(terminal)
        getattr(terminal, stop)()
        terminal.expect(pexpect.EOF)
        terminal.close()
        assert "Stopped." in terminal.before
        assert "Traceback" not in terminal.before
        assert terminal.exitstatus == 130


def test_a_second_interview_on_the_same_case_is_refused(tmp_path):
    first = start(tmp_path / "case.yaml")
    screen(first)
    second = start(tmp_path / "case.yaml")
    second.expect("Another interview on this case is running.")
    second.expect(pexpect.EOF)
    second.close()
    assert second.exitstatus == 2
    first.kill(signal.SIGKILL)
    first.wait()
    third = start(tmp_path / "case.yaml")
    assert screen(third)
    third.close(force=True)
