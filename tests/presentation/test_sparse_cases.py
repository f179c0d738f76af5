"""A file that says little, or nothing that fits together, still gets a memo that reads well."""

from __future__ import annotations

import datetime
import json

import pytest
from support.assessed import viewed

from advisor.explanation.outlook import look_ahead
from advisor.presentation.contracts.result import assessment_json
from advisor.presentation.memo import body_words, write_memo
from advisor.presentation.view import View

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


@pytest.mark.parametrize("case", [LITTLE, NO_WEIGHT, FULLER])
@pytest.mark.parametrize("template", ["memo", "brief"])
def test_no_table_is_without_rows_and_no_sentence_without_end(case_file, case, template):
    document = write_memo(case_file(case), template=template)
    assert "|---|\n\n" not in document
    assert " ." not in document
    assert ". ." not in document
    assert body_words(document) > 100


def test_a_summary_is_printed_once_and_never_inside_a_sentence(case_file):
    memo = write_memo(case_file(LITTLE))
    assert memo.startswith("# The change: do not decide yet")
    assert memo.count("They come home muddy.") == 1
    assert "- **About:** Students learn by projects in the woods." in memo
    assert memo.count("take silence for support") == 1
    assert "Where the work is planned is not on file" in memo


def test_without_a_date_days_are_counted_from_the_memo(case_file):
    memo = write_memo(case_file(LITTLE))
    assert "If no meeting falls within 30 days of this memo" in memo
    assert "on day" not in memo


def test_without_any_weight_nothing_is_added_up(case_file):
    assert "Nobody on the list has a weight on file" in write_memo(case_file(NO_WEIGHT))


def test_a_meeting_that_has_passed_is_said_to_have(case_file):
    memo = write_memo(case_file(FULLER))
    assert "(the meeting on file, January 10, 2025, has passed)" in memo


def test_what_must_come_before_the_start_is_dated_before_it(case_file):
    found = case_file(FULLER)
    steps = View(found, look_ahead(found), datetime.date(2025, 3, 1)).every_step
    assert [one.by for one in steps if "names it takes" in one.do] == ["March 11, 2025"]
    checklist = [one.by for one in steps if "full day" in one.do]
    assert checklist == ["March 25, 2025"]


def test_answers_in_our_words_stand_in_for_the_clients(case_file):
    memo = write_memo(case_file(FULLER))
    assert "Here they get lower cost; the work starts weaker on test results." in memo


def test_answers_that_clash_are_named_once_and_their_lines_in_the_annex(case_file):
    memo = write_memo(case_file(FULLER))
    body, annex = memo.split("## Annex")
    assert body.count("- **Contradiction:** The answers say both") == 1
    assert "- **Contradiction:**" not in annex
    assert annex.count("- **Answers that clash:**") == 2
    assert "present schools, whether it would be stronger on something at the start (line " in annex


def test_who_is_for_it_or_keeps_what_it_has_loses_nothing(case_file):
    memo = write_memo(case_file(FULLER))
    assert "keep what they have" in memo
    assert "would first lose" not in memo


def test_the_next_best_is_the_first_alternative(case_file):
    found = case_file(FULLER)
    view = View(found, look_ahead(found), None)
    assert view.next_best is not None
    assert view.next_best.path == view.assessment.alternatives[0].path


def test_where_a_change_leads_to_the_next_best_the_one_after_it_is_named():
    view = viewed("28-career-academies")
    assert view.next_best_named
    assert view.after_that is not None
    assert f"any other reason, {view.after_that.label} comes next" in write_memo(view.assessment)


def test_grave_risks_of_the_plan_stand_in_the_annex(case_file):
    memo = write_memo(case_file(FULLER))
    assert "**Risk, high:** As planned, people are placed rather than asked." in memo


def test_a_count_comes_before_what_it_counts(case_file):
    memo = write_memo(case_file(FULLER))
    assert "50 students a grade at most" in memo
    assert "year of the law (2009)" in memo
    assert "yearly cost (about $5 million)" in memo


def test_summaries_of_what_is_answered_are_not_unknown(case_file):
    found = json.loads(assessment_json(case_file(FULLER)))
    asked = {one["question"] for one in found["unknowns"]}
    assert not asked & {"stronger", "weaker"}
    assert json.dumps(found)


def test_a_place_that_is_not_known_is_within_the_contract(case_file):
    jsonschema = pytest.importorskip("jsonschema")
    from advisor.knowledge.locate import rules_folder

    schema = json.loads((rules_folder() / "assessment.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(assessment_json(case_file(LITTLE))), schema)


def test_a_start_that_has_passed_was_planned(case_file):
    assert "The start is planned for April 2025." in write_memo(case_file(FULLER))
    later = write_memo(case_file(FULLER), datetime.date(2025, 5, 1))
    assert "The start was planned for April 2025." in later


def test_days_without_a_date_are_explained(case_file):
    assert "Days are counted from this memo" in write_memo(case_file(LITTLE))
    assert "Days are counted" not in write_memo(case_file(FULLER))
