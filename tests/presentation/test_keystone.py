"""The keystone in the words of the case: holder, document, date, fallback, or what is missing."""

from __future__ import annotations

import re

import pytest
from support.assessed import EXAMPLES, NAMES, assessed, viewed

from advisor.explanation.assessment import find_holder
from advisor.knowledge.base import shipped_knowledge
from advisor.presentation.memo import write_memo

KNOWLEDGE = shipped_knowledge()
ON_FILE = KNOWLEDGE.section("conditions", "on-file")
DATE = r"[A-Z][a-z]+ [0-9]{1,2}, [0-9]{4}"


def keystone(memo: str) -> str:
    """The paragraph under the keystone's heading."""
    return memo.split("## The keystone: ")[1].split("\n\n")[1].replace("\\", "")


@pytest.mark.parametrize("name", NAMES)
def test_the_keystone_says_who_gets_the_document_started_and_by_when(name):
    view = viewed(name)
    text = keystone(write_memo(assessed(name)))
    task = re.search(rf"Getting it started is up to (.+?)(?: \(proposed\))?, by {DATE}[.;]", text)
    assert task is not None
    assert task[1] == view.keystone_owner
    assert text.split(". ")[-1].startswith(("If ", "By your own account"))


@pytest.mark.parametrize("name", NAMES)
def test_the_keystone_names_a_party_or_a_figure_of_this_case_or_says_who_is_missing(name):
    view, case = viewed(name), assessed(name).case
    text = keystone(write_memo(assessed(name)))
    own = [party.said for party in view.all_parties] + list(case.missing_parties)
    own += [view.name, f"{case.client.number('learners-at-start') or 0:,} learners"]
    named = any(one.lower() in text.lower() for one in own)
    assert named or "the file does not say who" in text


def test_no_two_examples_have_the_same_keystone():
    found = [re.sub(DATE, "", keystone(write_memo(assessed(name)))) for name in NAMES]
    facts = [one.split(". ")[0] for one in found]
    assert len(set(facts)) == len(facts)


def test_where_nobody_is_listed_the_usual_holder_is_named():
    text = keystone(write_memo(assessed("21-edgecombe")))
    assert "signed by the superintendent and the board" in text, "the usual holder is proposed"


def test_the_money_on_file_beside_it_is_the_fallback(case_file):
    text = (EXAMPLES / "03-iowa-big" / "case.yaml").read_text("utf-8")
    alone = keystone(write_memo(case_file(text)))
    assert "shrink the work to what signed money covers." in alone
    beside = text.replace("money:\n", "money:\n- {source: District budget, signed: yes}\n")
    assert "shrink the work to what the district budget can carry." in keystone(
        write_memo(case_file(beside))
    )


def test_those_who_would_come_are_never_those_who_object(case_file):
    text = (EXAMPLES / "06-kansas-summit" / "case.yaml").read_text("utf-8")
    home = "  district-opt-in-school:\n"
    assessment = case_file(text.replace(home, f"{home}    switchers: yes\n"))
    demand = next(one for one in assessment.conditions if one.id == "show-demand")
    assert find_holder(assessment, demand) == ""
    assert "families who like the program" in keystone(write_memo(assessment))


def test_money_that_ends_is_not_asked_of_the_payer_that_leaves():
    assessment = assessed("24-city-view")
    assert assessment.keystone is not None
    assert find_holder(assessment, assessment.keystone) == "board-and-office"


def test_every_condition_of_a_case_has_words_for_what_is_on_file():
    assert set(ON_FILE) <= set(KNOWLEDGE.conditions)
    assert set(KNOWLEDGE.conditions) - set(ON_FILE) == {"ask-kind"}
    for name, words in ON_FILE.items():
        assert set(words) <= {"why", "facts", "fallback"}
        assert len(words["why"].split()) <= 16, name
        assert words["facts"], name
        for text in (words["why"], *words["facts"], words.get("fallback", "If.")):
            assert text.endswith("."), text
        assert words.get("fallback", "If ").startswith("If "), name
