"""Whatever the answer to any one question is, everything that is written about a case can be."""

from __future__ import annotations

import os
import re
from itertools import islice
from pathlib import Path

import pytest
from support.changed import EXAMPLES, changed_case
from support.every_answer import changed_by_one
from support.lined import lined

import advisor
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import parse
from advisor.model.case_reader import read_case

UNSIGNED = """advisor-case: 1
client: {name: Ridgeway, role: district-leader}
change: {short: a competency-based high school, kind: new-model, scope: volunteers, running: no}
place: district-opt-in-school
parties:
- {name: School board, kind: school-board, votes: yes, power: at-once, stance: for, basis: said}
homes:
  district-opt-in-school: {open: yes, forbids-core: no, enrollment: choice, shelter: none}
money:
- {source: The district's budget, kind: district-budget, share: most, signed: no, ends: 2028-06-30}
"""
"""Too little to advise a path, so no condition is set; the money ends all the same."""
LONG = bool(os.environ.get("ADVISOR_LONG_TESTS"))
SLIP = re.compile(
    r"\(\s*\)|\bnot:|[a-z]:[a-z]|\{\w|\bthe none\b|\bNone\b| [,.;] |,,|\bthe the\b|\ba a\b"
)
"""What no text holds: empty brackets, internal names, a place that nothing filled."""
EVERY = sorted(path.parent.name for path in Path(EXAMPLES).glob("*/case.yaml"))


def slips(text: str) -> list[str]:
    """The broken places of a text, outside of addresses and of names set as code."""
    text = re.sub(r"`[^`\n]*`|https?://\S+", "CODE", text)
    return [text[max(0, one.start() - 60) : one.end() + 40] for one in SLIP.finditer(text)]


@pytest.mark.parametrize("name", EVERY if LONG else ["24-city-view"])
def test_a_memo_can_be_written_whatever_the_answer_to_one_question_is(name, told):
    number = 0
    for what, case in islice(changed_by_one(name, hard=not LONG), None, None, 1 if LONG else 3):
        try:
            assessment = advisor.assess(case, engine="reference")
            shown = advisor.assessment_text(assessment)
            memo = advisor.write_memo(assessment)
            brief = advisor.write_memo(assessment, template="brief")
        except Exception as error:
            raise AssertionError(f"{what}: {error}") from error
        assert slips(memo) + slips(brief) + slips(shown) == [], what
        number += 1
    told(f"{name}: {number} answers")
    assert number > 20


def test_money_that_ends_where_too_little_is_known_is_written_about():
    case = read_case(parse(UNSIGNED.encode(), "case"), "case", shipped_knowledge())
    assessment = advisor.assess(case, engine="reference")
    memo = advisor.write_memo(assessment)
    assert "budget" in memo
    assert slips(memo) + slips(advisor.assessment_text(assessment)) == []


def test_an_entry_of_two_lists_that_clash_is_written_about():
    ready = {"change.ready": ["staff-trained", "families-informed"]}
    both = ready | {"change.not-ready": ["staff-trained"]}
    case = changed_case("24-city-view", lined(both), shipped_knowledge())
    shown = advisor.assessment_text(advisor.assess(case, engine="reference"))
    assert slips(shown + advisor.write_memo(advisor.assess(case, engine="reference"))) == []
