"""What the memo says in two places is the same, and each thing is said once."""

from __future__ import annotations

import re

from support.assessed import assessed

from advisor.explanation.whatif import whatif
from advisor.knowledge.base import shipped_knowledge
from advisor.presentation.memo import write_memo
from advisor.presentation.reasoning_text import whatif_text
from advisor.presentation.text import assessment_text

CROWD = """advisor-case: 1
client: {name: Cedar Ridge}
change: {short: a reading curriculum, kind: upgrade, replaces-school-time: no}
place: existing-school
parties:
- {name: School board, kind: school-board, power: at-once, stance: for, basis: signs}
- {name: District office, kind: district-office, power: slowly, stance: for, basis: said, ally: yes}
- {name: Staff, kind: staff, power: slowly, stance: against, basis: signs, ally: no}
- {name: Union, kind: union, power: slowly, stance: unknown}
- {name: Parents League, kind: other, votes: yes, power: slowly, stance: unknown}
- {name: Vendor, kind: vendor, power: slowly, stance: firmly-for, basis: said}
- {name: Coaches, kind: other, supplies: yes, power: slowly, stance: for, basis: said}
- {name: Learners, kind: learners, supplies: no, sets-rules: no, votes: no, power: none}
homes:
  existing-school: {open: yes, enrollment: assignment, weaker: no, weaker-on: [electives]}
"""
GUESSED = """advisor-case: 1
client: {name: Cedar Ridge}
change: {short: a reading curriculum, kind: upgrade}
place: existing-school
parties:
- {name: Principals, kind: staff, power: at-once, stance: for}
- {name: School board, kind: school-board, power: at-once, stance: for, basis: said}
homes:
  existing-school: {open: yes, enrollment: assignment}
"""


def paragraph(memo: str, start: str) -> str:
    return next(line for line in memo.splitlines() if line.startswith(start))


def test_the_share_in_favor_is_the_number_that_the_reasoning_compares():
    found = assessed("08-los-angeles-tablets")  # seven points of nine
    memo = write_memo(found)
    assert "That puts 77 percent in favor" in memo
    (share,) = [one for one in found.record.about("share", found.place) if one.get("of") == "for"]
    assert "77 percent of the power leans" in found.record.reason(share).sentence
    assert "78 percent" not in memo + assessment_text(found)


def test_who_does_not_fit_into_the_table_is_not_lost_from_the_count(case_file):
    memo = write_memo(case_file(CROWD))
    assert len(re.findall(r"^  p\d\[", memo, re.M)) == 6
    said = paragraph(memo, "*In words:")
    assert said.startswith("*In words: four for, one against, two not recorded; one of them stands")
    assert "one of them stands in the annex" in said


def test_learners_on_the_list_are_not_called_missing(case_file):
    assert "The learners it is meant for" not in write_memo(case_file(CROWD))
    without = CROWD.replace("kind: learners, ", "kind: other, ")
    assert "The learners it is meant for are not on the list" in write_memo(case_file(without))


def test_what_a_party_would_do_is_no_promise_and_is_said_once(case_file):
    body = write_memo(case_file(CROWD)).split("## Annex")[0]
    assert "By the file, the district office would defend the reading curriculum in public." in body
    assert "promised" not in body
    assert body.count("in public") == 1


def test_two_answers_that_clash_are_explained_one_way(case_file):
    found = case_file(CROWD)
    memo, summary = write_memo(found), assessment_text(found, width=300)
    assert "we go by the list." in memo
    assert (
        "present schools, whether it would be weaker on usual measures at the start (line 15) and"
        " where it would be weaker at the start (line 15); set aside: whether it would be weaker on"
        " usual measures at the start." in memo
    )
    assert "Two answers about a weaker start cannot both hold" in summary
    assert "more cautious one" not in memo + summary


def test_every_two_answers_that_may_clash_have_a_name():
    knowledge = shipped_knowledge()
    topics = knowledge.section("words", "values")["topic"]
    assert set(topics) == {one.id for one in knowledge.questions.incompatible}


def test_a_stance_without_a_source_is_no_silence(case_file):
    found = case_file(GUESSED)
    said = write_memo(found) + assessment_text(found, width=300)
    assert "have not said where they stand" not in said
    assert "The file has no word from principals themselves on where they stand." in said
    assert "Principals agree" not in said


def test_nothing_else_differs_only_where_no_step_of_the_reasoning_does(case_file):
    found = case_file(CROWD)
    said = whatif_text(whatif(found, ["parties.union.stance=for"]))
    assert "Only then" in said
    assert "only steps of the reasoning differ" in " ".join(said.split())
    assert "Nothing else differs" not in said
    assert "Nothing else differs." in whatif_text(whatif(found, ["parties.learners.stance=for"]))


def test_the_summary_names_no_form_that_is_none_and_no_vote_that_nobody_holds(case_file):
    summary = assessment_text(case_file(CROWD), width=300)
    assert "Form " not in summary
    assert "before the vote" not in summary
    assert "How fast it could stop the work: " not in summary
