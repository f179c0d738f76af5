"""Whatever the answer to any one question is, everything that is written about a case can be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.changed import EXAMPLES
from support.every_answer import changed_by_one

import advisor

LONG = bool(os.environ.get("ADVISOR_LONG_TESTS"))
EVERY = sorted(path.parent.name for path in Path(EXAMPLES).glob("*/case.yaml"))


@pytest.mark.parametrize("name", EVERY if LONG else ["24-city-view"])
def test_a_memo_can_be_written_whatever_the_answer_to_one_question_is(name, told):
    number = 0
    for what, case in changed_by_one(name, hard=not LONG):
        try:
            assessment = advisor.assess(case, engine="reference")
            advisor.assessment_text(assessment)
            advisor.write_memo(assessment)
        except Exception as error:
            raise AssertionError(f"{what}: {error}") from error
        number += 1
    told(f"{name}: {number} answers")
    assert number > 100
