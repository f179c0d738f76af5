"""CLIPS, an engine of forty years' standing, has the same meaning for every construct.

That it agrees on real, generated and random rulebooks is held in test_agreement.py.
"""

from __future__ import annotations

import pytest
from support.knowledge import GOOD

from advisor.engine.consultation import consult
from advisor.knowledge.rulebook import load_rulebook
from advisor.model.fact import fact

pytest.importorskip("clips", reason="clipspy is not installed")

from support.clips_opinion import facts_by_clips


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


def test_one_case_leaves_nothing_behind_for_the_next():
    rulebook = load_rulebook(GOOD)
    words = rulebook.vocabulary
    one = fact(words, "party", {"party": "a", "power": 3, "stance": "against"})
    assert one in facts_by_clips(rulebook, [one])
    assert one not in facts_by_clips(rulebook, [])
