"""CLIPS, an engine of forty years' standing, comes to the same facts."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from support.knowledge import GOOD
from support.random_rulebooks import case, random_rulebook

from advisor.engine.consultation import consult
from advisor.knowledge.rulebook import load_rulebook
from advisor.model.fact import fact

pytest.importorskip("clips", reason="clipspy is not installed")

from support.clips_opinion import facts_by_clips


def test_clips_agrees_on_a_hundred_and_fifty_random_rulebooks():
    for seed in range(150):
        random = Random(10_000 + seed)
        rulebook = random_rulebook(random)
        base = case(random, rulebook.vocabulary)
        assert facts_by_clips(rulebook, base) == consult(rulebook, base, "reference").facts, seed


def test_clips_agrees_on_a_rulebook_with_every_construct():
    rulebook = load_rulebook(GOOD)
    words = rulebook.vocabulary
    base = [
        fact(words, "party", {"party": f"p{at}", "power": at % 4, "stance": stance})
        for at, stance in enumerate(["against", "for", "against", "against", "neutral"] * 2)
    ]
    base += [fact(words, "ally", {"party": f"p{at + 1}", "of": f"p{at}"}) for at in range(3)]
    base += [
        fact(words, "rating", {"rater": f"r{at}", "now": at, "wanted": 4 - at}) for at in range(4)
    ]
    base += [fact(words, "home", {"home": home, "open": "yes"}) for home in words.values["home"]]
    assert facts_by_clips(rulebook, base) == consult(rulebook, base, "reference").facts


@pytest.mark.parametrize("example", ["01-mountain-view-math", "02-village-high-school"])
def test_clips_agrees_on_real_cases(example):
    from advisor.knowledge.base import shipped_knowledge
    from advisor.model.base_facts import base_facts
    from advisor.model.case_reader import load_case

    knowledge = shipped_knowledge()
    path = Path(__file__).resolve().parents[2] / "examples" / example / "case.yaml"
    base = base_facts(load_case(str(path), knowledge), knowledge, "2026-01-01").facts
    rulebook = knowledge.rulebook
    assert facts_by_clips(rulebook, base) == consult(rulebook, base, "reference").facts
