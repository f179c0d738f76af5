"""What to settle first is what could change the advice, and a closed place is called closed."""

from __future__ import annotations

from functools import cache

from advisor.explanation.assess import assess
from advisor.explanation.assessment import Assessment
from advisor.explanation.outlook import look_ahead
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.source import parse
from advisor.model.case_reader import read_case
from advisor.presentation.memo import write_memo

LITTLE = """advisor-case: 1
client: {name: Harbor Schools}
change: {short: a change in how we do things, kind: unknown, running: unknown}
place: unknown
parties:
- {name: Founders, kind: other}
homes:
  existing-school: {open: no}
  every-home: {shelter: none, enrollment: unknown}
"""
"""Nothing is known of the change; the one place with a word on it is closed."""


@cache
def assessed(text: str = LITTLE) -> Assessment:
    case = read_case(parse(text.encode(), "case"), "case", shipped_knowledge())
    return assess(case, engine="reference")


def test_where_no_party_could_change_the_advice_the_memo_asks_for_what_could():
    assert [one.what for one in look_ahead(assessed()).deciding] == ["what kind of change it is"]
    memo = write_memo(assessed())
    order = "Decide nothing about the change in how we do things until"
    assert f"{order} it is known what kind of change it is." in memo
    assert f"{order} the parties" not in memo
    assert "| Find out what kind of change it is |" in memo


def test_where_a_party_could_change_the_advice_the_memo_asks_the_parties():
    union = "- {name: Union, kind: union, power: at-once, supplies: yes, stance: unknown}"
    text = LITTLE.replace("place: unknown", "place: existing-school").replace(
        "open: no", "open: yes"
    )
    text = text.replace("- {name: Founders, kind: other}", union)
    memo = write_memo(assessed(text.replace("kind: unknown, run", "kind: upgrade, run")))
    assert "until the parties that could stop it have been asked" in memo
    assert "| Find out " not in memo


def test_no_open_place_is_not_told_as_a_gap_of_the_file():
    memo = write_memo(assessed())
    assert "No place on file is open to Harbor Schools" in memo
    assert "Which places are open" not in memo


def test_a_closed_place_is_turned_down_as_closed_not_as_unknown():
    why = assessed().not_chosen["charter-school"]
    assert why.rule == "not-this-home-not-listed-nor-judged"
    assert why.sentence.startswith("The file does not list it among the homes open to you")
