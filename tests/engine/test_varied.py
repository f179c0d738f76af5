"""A case under varied rules: the same as under a rulebook written so, and only where it differs."""

from __future__ import annotations

import pytest
from support.assessed import NAMES, assessed

from advisor.engine.consultation import conclusions
from advisor.explanation.assess import standing_facts
from advisor.explanation.robustness import all_variations, varied
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.rule import Rule
from advisor.knowledge.rulebook import Rulebook

KNOWLEDGE = shipped_knowledge()


def written_so(swaps):
    """The rulebook as if an author had written it so."""
    book = KNOWLEDGE.rulebook
    others = {now.id: then._replace(id=now.id) for now, then in swaps}
    entries = [others.get(one.id, one) for one in book.entries]
    rules = [one for one in entries if isinstance(one, Rule)]
    totals = [one for one in entries if not isinstance(one, Rule)]
    return Rulebook(book.vocabulary, rules, totals, book.thresholds)


@pytest.mark.parametrize("name", ["09-florida-virtual-school", "15-prenda", "two tracks"])
def test_each_variation_gives_what_a_rulebook_written_so_would(name):
    assessment = assessed(name)
    base = (*assessment.base.facts, *standing_facts(KNOWLEDGE))
    _, program = varied(KNOWLEDGE.rulebook)
    found = dict(program.differing(base))
    for place, (variation, swaps) in enumerate(all_variations(KNOWLEDGE.rulebook)):
        expected = conclusions(written_so(swaps), base, ["path"])
        path = found.get(place, assessment.record.of("path"))
        assert path == expected, variation


def test_what_concludes_nothing_else_about_a_case_is_not_reasoned_over_again():
    _, program = varied(KNOWLEDGE.rulebook)
    for name in NAMES[:5]:
        found = list(program.differing(assessed(name).base.facts))
        assert len(found) < len(program.variations)


def test_the_same_case_gives_the_same_however_often_and_whatever_comes_between():
    _, program = varied(KNOWLEDGE.rulebook)
    first, other = (assessed(name).base.facts for name in NAMES[:2])
    before = list(program.differing(first))
    assert list(program.differing(other)) != before
    assert list(program.differing(first)) == before
