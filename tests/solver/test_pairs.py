"""Two completions of the same open answers: what is found, what is proved, and what is neither."""

from __future__ import annotations

import pytest
from support.interviews import RATER

from advisor.explanation.relevance import PATH, Relevance
from advisor.knowledge.base import shipped_knowledge
from advisor.model.draft import Draft
from advisor.solver import pairs


def test_a_search_that_was_given_up_proves_nothing(monkeypatch):
    content = {"advisor-case": 1, "place": "existing-school", "change": {"kind": "new-model"},
               "parties": [{"name": "Board", "id": "board", "kind": "school-board"}]}  # fmt: skip
    draft, relevance = Draft(content, rater=RATER), Relevance(shipped_knowledge())
    assert relevance.could_change(draft)
    monkeypatch.setattr(pairs, "CONFLICTS", 1)
    with pytest.raises(pairs.UndecidedError):
        given_up = relevance._grounded(draft, PATH, None, unknown=True).pairs
        given_up.differing(given_up.units, {})
    again = Relevance(shipped_knowledge())
    assert again.could_change(draft) is None
    assert not again.is_settled(draft)
