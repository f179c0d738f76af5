"""A file that says little, or nothing that fits together, still gets a memo that reads well."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from support.body import body_words

from advisor.explanation.outlook import look_ahead
from advisor.knowledge.locate import rules_folder
from advisor.presentation.contracts.memo import memo_contract
from advisor.presentation.contracts.result import assessment_json
from advisor.presentation.memo import ANNEX, write_memo
from advisor.presentation.summary import Summary

HEAD = """advisor-case: 1
client: {name: Maple School}
change: {summary: Students learn by projects in the woods. They come home muddy., kind: KIND}
"""
LITTLE = HEAD.replace("KIND", "unknown") + (
    "place: unknown\nparties: [{name: Families, kind: families}]\nhomes: unknown\n"
)
NO_WEIGHT = HEAD.replace("KIND", "new-model") + (
    "place: existing-school\nparties: [{name: Parents, kind: families, power: none, stance: for}]\n"
)
FULLER = """advisor-case: 1
as-of: 2025-03-01
client: {name: Maple School}
change: {short: a forest school, kind: new-model}
place: existing-school
plan: {starts: April 2025}
decision: {next-meeting: 2025-01-10}
numbers:
- {value: "50", what: students a grade at most}
- {value: "2009", what: year of the law}
- {value: about $5 million, what: yearly cost}
parties:
- {name: Parents, kind: families, stance: against, power: at-once, basis: said, guards: weekends}
- {name: Board, kind: school-board, stance: for, guards: calm}
homes:
  every-home: {stronger: yes, stronger-on: [none]}
  existing-school: {stronger: yes, stronger-on: [none], enrollment: assignment}
  district-opt-in-school:
    {open: yes, switchers: yes, stronger-on: [cost], weaker-on: [test-results]}
  private-microschool:
    {open: yes, switchers: yes, stronger-on: [cost], weaker-on: [test-results]}
"""


@pytest.mark.parametrize("case", [LITTLE, NO_WEIGHT, FULLER], ids=["little", "no weight", "fuller"])
@pytest.mark.parametrize("template", ["memo", "brief"])
def test_no_table_is_without_rows_and_no_sentence_without_end(case_file, case, template):
    document = write_memo(case_file(case), template=template)
    assert not re.search(r"(?m)^\|(?:---\|)+\n\n", document)
    assert " ." not in document
    assert ". ." not in document
    assert body_words(document) > 60


@pytest.mark.parametrize("case", [LITTLE, NO_WEIGHT, FULLER], ids=["little", "no weight", "fuller"])
def test_it_says_what_to_do_and_by_when(case_file, case):
    found = case_file(case)
    memo = memo_contract(found, look_ahead(found), None)
    assert memo.title
    for section in ("advice", "steps"):
        assert memo.said(section), section


def test_a_summary_is_printed_at_most_once(case_file):
    memo = write_memo(case_file(LITTLE))
    assert memo.count("They come home muddy.") <= 1
    assert "muddy" in memo


def test_without_a_date_days_are_counted_from_the_memo(case_file):
    memo = write_memo(case_file(LITTLE))
    assert "days of this memo" in memo
    assert not re.search(r"\bby (?:January|March|July) [0-9]", memo)


def test_no_step_of_a_past_meeting_is_due_before_the_memo(case_file):
    found = case_file(FULLER)
    day = datetime.date(2025, 3, 1)
    memo = memo_contract(found, look_ahead(found), day)
    dates = [re.search(r", by (.*)$", one.lead) for one in memo.said("steps")]
    assert all(dates)
    for one in dates:
        assert datetime.datetime.strptime(one[1], "%B %d, %Y").date() >= day


def test_answers_that_clash_are_told_in_the_annex(case_file):
    found = case_file(FULLER)
    _, annex = write_memo(found).split(ANNEX)
    assert Summary(found, look_ahead(found)).contradictions
    assert any("say" in line and "both" in line for line in annex.splitlines())


def test_summaries_of_what_is_answered_are_not_unknown(case_file):
    found = json.loads(assessment_json(case_file(FULLER)))
    asked = {one["question"] for one in found["unknowns"]}
    assert not asked & {"stronger", "weaker"}
    assert json.dumps(found)


def test_a_place_that_is_not_known_is_within_the_contract(case_file):
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((rules_folder() / "assessment.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(assessment_json(case_file(LITTLE))), schema)
