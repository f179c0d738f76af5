"""Where clingo cannot be loaded, memo, assess and why work and say what they leave out."""

from __future__ import annotations

import json
import sys

import pytest
from click.testing import CliRunner
from support.assessed import EXAMPLES

from advisor.commands.group import advisor as advisor_command

VILLAGE = str(EXAMPLES / "02-village-high-school" / "case.yaml")
ASKING = str(EXAMPLES / "short-form" / "case.yaml")


@pytest.fixture(autouse=True)
def no_clingo(monkeypatch):
    monkeypatch.setitem(sys.modules, "clingo", None)  # importing it fails then


def printed(*words, status=0):
    done = CliRunner().invoke(advisor_command, list(words), prog_name="advisor")
    assert done.exit_code == status, done.output
    return " ".join((done.stdout if status == 0 else done.stderr).split())


def test_a_memo_says_that_what_would_change_the_advice_is_left_out_and_how_to_get_it():
    text = printed("memo", VILLAGE)
    assert "not worked out" in text or "not known what would change" in text
    assert "clingo" in text


def test_an_assessment_and_a_proof_are_made():
    assert "a virtual or hybrid school in the district" in printed("assess", VILLAGE)
    assert printed("why", VILLAGE)
    assert "differ" in printed("whatif", VILLAGE, "--set", "change.scope=volunteers")


def test_in_json_a_missing_list_cannot_be_taken_for_an_empty_one():
    result = json.loads(printed("assess", VILLAGE, "--format", "json"))
    assert result["changes"] == []
    assert "pip install clingo" in result["not_worked_out"]


@pytest.mark.parametrize("words", [("whatif", VILLAGE, "--flip"), ("whynot", VILLAGE, "hold")])
def test_what_only_the_solver_can_tell_is_refused_with_a_remedy(words):
    text = printed(*words, status=2)
    assert "clingo cannot be loaded" in text and "pip install clingo" in text
