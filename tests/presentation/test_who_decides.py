"""Who decides is found on the list under another name of its own, and "none" names nobody."""

from __future__ import annotations

import pytest
from support.changed import changed_case

from advisor.explanation.assess import assess
from advisor.knowledge.base import shipped_knowledge
from advisor.presentation.memo import write_memo

BASE = "24-city-view"
MISSING = "not on the list; ask"


def memo(body: str) -> str:
    changes = {"decision.body": body}
    return write_memo(assess(changed_case(BASE, changes, shipped_knowledge()), engine="reference"))


@pytest.mark.parametrize(
    "body", ["The board.", "trustees", "Board of Education", "school committee"]
)
def test_a_board_that_is_on_the_list_is_known_by_its_other_names(body):
    said = memo(body)
    assert MISSING not in said
    assert f"{body.rstrip('.')}." not in said.split("## Recommendation")[0]


@pytest.mark.parametrize("body", ["city council", "Committee of parents", "a vote of all families"])
def test_another_body_is_missed(body):
    assert MISSING in memo(body)


def test_none_names_no_body():
    said = memo("none")
    assert "(our reading; the file does not say)" in said
    assert "the none" not in said.lower()
    assert MISSING not in said
