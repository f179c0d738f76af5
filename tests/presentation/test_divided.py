"""A divided party is shown as leaning the way its larger part does, and as divided."""

from __future__ import annotations

from support.changed import changed_case

from advisor.explanation.assess import assess
from advisor.knowledge.base import shipped_knowledge
from advisor.presentation.memo import write_memo

FAMILIES = "parties.families-who-chose-it"


def memo(changes: dict[str, object]) -> str:
    case = changed_case("24-city-view", changes, shipped_knowledge())
    return write_memo(assess(case, engine="reference"))


def test_the_table_says_that_a_party_is_divided():
    assert "| for, divided |" in memo({f"{FAMILIES}.divided": "yes"})
    assert "divided |" not in memo({})


def test_a_divided_party_that_is_given_as_firm_is_told_as_leaning_and_the_clash_is_named():
    said = memo({f"{FAMILIES}.divided": "yes", f"{FAMILIES}.stance": "firmly-for"})
    assert "| for, divided |" in said
    assert "we go on with a party that leans toward it" in said
