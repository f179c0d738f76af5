"""The one order of a record."""

from __future__ import annotations

from itertools import groupby
from random import Random

import pytest
from support.knowledge import GOOD

from advisor.engine.consultation import consult
from advisor.engine.plans import TotalPlan
from advisor.engine.trace import firings_of
from advisor.knowledge.rulebook import load_rulebook
from advisor.model.fact import fact


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


def test_in_whatever_order_an_engine_reasoned_the_firings_have_the_one_order(rulebook, base):
    right = consult(rulebook, base, "reference")
    memory, strata = right._memory, groupby(right._record, key=lambda one: one.stratum)
    strata = [list(fired) for _, fired in strata]
    assert any(len(one.matches) > 1 for fired in strata for one in fired)
    for seed in range(20):
        shuffled = []
        for fired in strata:  # one match at a time, as an engine might find them
            totals = [one for one in fired if isinstance(one.plan, TotalPlan)]
            rules = [one for one in fired if one not in totals]
            apart = [one._replace(matches=[match]) for one in rules for match in one.matches]
            Random(seed).shuffle(apart)
            shuffled += [*totals, *apart]
        assert firings_of(shuffled, memory) == right.firings


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
    found = consult(rulebook, base, "reference")
    deep = [one for one in found._record if one.plan.entry.id == "protected-through-others"]
    assert deep
    with pytest.raises(AssertionError, match="rests on what nothing established"):
        firings_of(deep, found._memory)
