"""A place that is closed, one nobody knows to be open and one passed over are three things."""

from __future__ import annotations

import json

import pytest
from support.changed import changed_case

from advisor.explanation.assess import assess
from advisor.explanation.assessment import Assessment
from advisor.explanation.outlook import worth_finding_out
from advisor.explanation.whynot import whynot
from advisor.knowledge.base import shipped_knowledge
from advisor.model.draft import Draft
from advisor.presentation.contracts.result import assessment_contract
from advisor.presentation.memo import write_memo

BASE = "02-village-high-school"
PLACE = "charter-school"
ON_PAPER = " could carry the work on paper, but "
"""What is said of one place, or of each of several."""
TOLD = {
    "no": "by your answers it is not open to you.",
    "unknown": "whether it is open to you is not known.",
    None: "the file does not list it among the homes open to you.",
}


def village(open_: str | None, **changes: object) -> Assessment:
    """A case in which one further place could carry the work, with a word on whether it is open."""
    if open_ is not None:
        changes[f"homes.{PLACE}.open"] = open_
    case = changed_case(BASE, changes, shipped_knowledge())
    return assess(case, engine="reference")


@pytest.mark.parametrize("open_", TOLD)
def test_why_a_place_is_not_chosen_says_what_the_file_says_of_it(open_):
    one = village(open_)
    assert one.not_chosen[PLACE].sentence == f"It{ON_PAPER}{TOLD[open_]}"
    assert ON_PAPER + TOLD[open_] in " ".join(write_memo(one).split())
    assert one.path == village("no").path, "an unknown never counts as a yes"


def test_a_place_that_nobody_knows_to_be_open_is_told_as_an_unknown():
    memo, closed = write_memo(village("unknown")), write_memo(village("no"))
    what = "hether a charter or state-run school is open to you"
    assert f"**Unknown:** w{what}" in memo
    assert what not in closed
    assert "| Charter or state-run school | not known |" in memo
    assert "| Charter or state-run school | no |" in closed
    assert "| Charter or state-run school | not listed |" in write_memo(village(None))


@pytest.mark.parametrize(("open_", "told"), [("no", "no"), ("unknown", "unknown"), (None, "no")])
def test_the_json_tells_unknown_from_no(open_, told):
    contract = json.loads(assessment_contract(village(open_)).json())
    assert contract["homes"][PLACE]["open"] == told
    named = [one for one in contract["unknowns"] if one["question"] == "open"]
    assert [one["home"] for one in named] == ([PLACE] if open_ == "unknown" else [])


@pytest.mark.parametrize(("open_", "standing"), [("no", "ruled-out"), ("unknown", "not-known")])
def test_whynot_rules_out_only_what_is_said_not_to_be_open(open_, standing):
    (block, *_) = whynot(village(open_), PLACE).blocks
    assert block.standing == standing
    assert block.behind[0].value == open_


def test_where_only_a_place_not_known_to_be_open_could_carry_the_work_that_is_worth_finding_out():
    closed = {f"homes.{one.home.home}.open": "no" for one in village(None).homes}
    closed["place"] = "nowhere"
    alone, _ = worth_finding_out(village("unknown", **closed))
    assert alone == ("whether a charter or state-run school is open to you",)


def test_an_interview_asks_which_places_are_open_while_nobody_has_said_so_of_any():
    content = {"advisor-case": 1, "place": "nowhere", "homes": {PLACE: {"open": "unknown"}}}
    draft = Draft(content)
    assert draft.answer("homes") is None
    draft.put("homes", None)
    assert draft.content == content, "who passes the question over takes nothing back"
    draft.put("homes", ["private-microschool"])
    assert draft.content["homes"] == {"private-microschool": {"open": "yes"}}
