"""Each member of a team rates alone; the case file keeps all it had."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.changed import EXAMPLES

from advisor.commands.group import advisor
from advisor.explanation.assess import assess
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import read
from advisor.model.case_reader import load_case

ANSWERS = "2 4\n1 5\nback\n1 4\nzzz\n3 3\nskip\n2 2\n4 5\n1 3\n"


def rate(case: Path, role: str, answers: str = ANSWERS):
    return CliRunner().invoke(
        advisor, ["rate", str(case), "--as", role], input=answers, prog_name="advisor"
    )


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_bytes((EXAMPLES / "04-embark" / "case.yaml").read_bytes())
    return path


def test_ratings_are_added_and_every_other_line_stays(case):
    before = case.read_text("utf-8").splitlines()
    for number, role in enumerate(("Principal", "Board: “chair”", "Señora Núñez #1"), 1):
        result = rate(case, role)
        assert result.exit_code == 0, result.output
        raters = load_case(str(case), shipped_knowledge()).raters
        assert [one.who for one in raters][-1] == role
        assert len(raters) == number
    assert raters[0].ratings["pace"] == (1, 4)
    assert "capacity" not in raters[0].ratings
    after = iter(case.read_text("utf-8").splitlines())
    assert all(line in after for line in before), "a line is gone or has moved"


def test_three_raters_give_the_memo_more_than_a_single_view(case):
    for role, more in (("Principal", "2 more."), ("Teacher", "1 more."), ("Parent", "")):
        said = " ".join(rate(case, role, "1 5\n" * 7).output.split()).partition("of seven.")[2]
        assert more in said and bool(more) == ("once three people have rated" in said)
    found = assess(load_case(str(case), shipped_knowledge()), engine="reference")
    assert {fact.word("is") for fact in found.consultation.of_kind("tension-state")} == {"move"}


def test_nobody_sees_what_others_said(case):
    rate(case, "Principal")
    shown = rate(case, "Teacher").output
    assert "Principal" not in shown


@pytest.mark.parametrize(
    "tensions",
    [
        "tensions:\n",
        "tensions:\n  want-most: {pace: an early proof}\n# the end\n",
        """tensions:
  raters:
    - who: Head  # first
      pace: {now: 1, wanted: 2}
  # about wishes
  want-most: {pace: an early proof}
""",
        """tensions:
  raters:
  - who: Head
    pace:
      now: 1
      wanted: 2
note: of a case
""",
    ],
)
def test_wherever_the_tensions_stand_comments_are_kept(case, tensions):
    text = case.read_text("utf-8") + tensions
    case.write_text(text, "utf-8")
    assert rate(case, "Principal").exit_code == 0
    after = iter(case.read_text("utf-8").splitlines())
    assert all(line in after for line in text.splitlines())
    assert load_case(str(case), shipped_knowledge()).raters[-1].who == "Principal"


def test_ratings_in_brackets_get_one_more(case):
    flow = "tensions: {raters: [{who: Head, pace: {now: 1, wanted: 2}}]}\n"
    text = case.read_text("utf-8")
    case.write_text(text + flow, "utf-8")
    assert rate(case, "Principal").exit_code == 0
    assert case.read_text("utf-8").startswith(text)
    raters = load_case(str(case), shipped_knowledge()).raters
    assert [one.who for one in raters] == ["Head", "Principal"]


def test_a_file_without_lines_to_add_to_is_left_alone(case):
    text = json.dumps(read(str(case)))
    case.write_text(text, "utf-8")
    result = rate(case, "Principal")
    assert result.exit_code == 2
    assert "leaves no place" in result.stderr
    assert case.read_text("utf-8") == text


def test_nobody_rates_twice_and_a_stopped_rating_writes_nothing(case):
    rate(case, "Principal")
    text = case.read_text("utf-8")
    assert "has rated already" in rate(case, "principal").stderr
    assert rate(case, "Teacher", "2 4\n").exit_code == 130
    assert case.read_text("utf-8") == text


def test_lines_without_end_that_are_no_rating_stop_it(case):
    text = case.read_text("utf-8")
    result = rate(case, "Teacher", "zzz\n" * 1000)
    assert result.exit_code == 130
    assert "25 lines in a row were no answer" in result.output
    assert case.read_text("utf-8") == text


def test_help_why_and_back_work_while_one_rates(case):
    result = rate(case, "Teacher", "help\nwhy\n2 4\nback\n\nidk\n1 2\n" + "skip\n" * 4)
    shown = " ".join(result.output.split())
    assert result.exit_code == 0
    assert "skip leave this choice out" in shown
    assert "Both sides of this choice have value" in shown
    assert "Enter keeps your answer: 2 4" in shown
    assert "idk Left out." in shown
    ratings = load_case(str(case), shipped_knowledge()).raters[-1].ratings
    assert ratings == {"locus": (2, 4), "allocation": (1, 2)}


@pytest.mark.parametrize("answers", ["2 4\n", "2 4\nquit\n"])
def test_whoever_stops_rating_is_told_that_nothing_was_saved(case, answers):
    result = rate(case, "Teacher", answers)
    assert result.exit_code == 130
    assert "Stopped. Nothing was added to" in result.output
