"""The one order of a record."""

from __future__ import annotations

from random import Random

import pytest
from support.knowledge import GOOD

from advisor.engine.consultation import consult
from advisor.engine.trace import canonical
from advisor.knowledge.rulebook import load_rulebook
from advisor.model.fact import Fact, fact


@pytest.fixture(scope="module")
def rulebook():
    return load_rulebook(GOOD)


@pytest.fixture(scope="module")
def base(rulebook):
    made = [
        fact(rulebook.vocabulary, "ally", {"party": f"p{at + 1}", "of": f"p{at}"})
        for at in range(4)
    ]
    made.append(fact(rulebook.vocabulary, "home", {"home": "school", "open": "yes"}))
    made.append(fact(rulebook.vocabulary, "party", {"party": "q", "power": 3, "stance": "against"}))
    return made


def test_any_order_of_firings_becomes_the_one_order(rulebook, base):
    right = consult(rulebook, base, "reference").firings
    shuffled = [firing._replace(new=firing.asserted) for firing in right]
    for seed in range(20):
        Random(seed).shuffle(shuffled)
        assert canonical(rulebook, base, shuffled) == right
    apart = [
        one._replace(
            premises=tuple(Fact(*fact) for fact in one.premises),
            asserted=tuple(Fact(*fact) for fact in one.asserted),
        )
        for one in shuffled
    ]
    assert canonical(rulebook, base, apart) == right, "equal facts are one fact"


def test_the_order_is_by_stratum_then_by_distance_then_by_rule(rulebook, base):
    firings = consult(rulebook, base, "reference").firings
    strata = [rulebook.strata.entries[firing.rule] for firing in firings]
    assert strata == sorted(strata)
    first = [firing.rule for firing in firings if rulebook.strata.entries[firing.rule] == 0]
    assert first[:5] == ["protected-by-an-ally"] * 4 + ["opponent"]
    assert set(first[5:]) == {"protected-through-others"}
    distances = [
        abs(int(dict(firing.bindings)["by"][1:]) - int(dict(firing.bindings)["party"][1:]))
        for firing in firings
        if firing.rule == "protected-through-others"
    ]
    assert distances[:3] == [2, 2, 2]
    assert set(distances[3:]) == {3, 4}


def test_a_firing_without_its_premises_is_refused(rulebook, base):
    firings = consult(rulebook, base, "reference").firings
    totals = {total.id for total in rulebook.totals}
    for some in (firings, firings[-1:]):
        with pytest.raises(ValueError, match="rests on facts that nothing established"):
            canonical(rulebook, (), [one for one in some if one.rule not in totals])
