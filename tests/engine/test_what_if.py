"""Conclusions without a record: the same facts, the same limits, nothing left over."""

from __future__ import annotations

import pytest
from support.knowledge import GOOD, base_of

from advisor.engine.consultation import conclusions, consult
from advisor.errors import ConsultationError
from advisor.knowledge.rulebook import load_rulebook
from advisor.model.fact import fact

TOTAL = """topic: many
totals:
- id: weight-of-all
  title: All power
  for-each: {home: {home: $home}}
  of: {party: {party: $party, power: $power}}
  take: sum of $power
  then: {CONCLUSION}
  because: So.
  rests-on: []
  certainty: ours
"""


@pytest.fixture
def rulebook():
    return load_rulebook(GOOD)


def party(rulebook, name, power, stance="against"):
    return fact(rulebook.vocabulary, "party", {"party": name, "power": power, "stance": stance})


def chain(rulebook, length):
    return [
        fact(rulebook.vocabulary, "ally", {"party": f"p{at + 1}", "of": f"p{at}"})
        for at in range(length)
    ]


@pytest.mark.parametrize("length", [1, 4])
def test_the_limit_is_counted_over_all_rounds_rules_and_totals(rulebook, length):
    home = fact(rulebook.vocabulary, "home", {"home": "school", "open": "yes"})
    base = [*chain(rulebook, length), party(rulebook, "a", 3), home]
    runs = [
        lambda **limit: consult(rulebook, base, "reference", **limit),
        lambda **limit: consult(rulebook, base, "durable", **limit),
        lambda **limit: conclusions(rulebook, base, **limit),
    ]
    firings = consult(rulebook, base, "reference").firings
    for run in runs:
        assert run(firing_limit=len(firings))
        with pytest.raises(ConsultationError, match=f"after {len(firings) - 1} firings"):
            run(firing_limit=len(firings) - 1)


def test_a_total_of_one_case_is_not_taken_for_that_of_the_next(rulebook):
    for powers in ([1, 2], [3], [], [1, 2], [2, 1, 2]):
        base = [party(rulebook, f"p{at}", power) for at, power in enumerate(powers)]
        assert conclusions(rulebook, base) == consult(rulebook, base, "reference").facts


def test_the_first_fresh_facts_are_looked_up_only_once(rulebook):
    """What a chain concludes comes out whole, however long it is."""
    base = chain(rulebook, 9)
    found = [one for one in conclusions(rulebook, base) if one.kind == "protected"]
    assert len(found) == 9 * 10 // 2


@pytest.mark.parametrize("engine", ["reference", "durable"])
def test_a_total_that_the_vocabulary_does_not_allow_is_refused(tmp_path, engine):
    text = TOTAL.replace("CONCLUSION", "weight: {of: all, amount: $total}")
    rulebook = load_rulebook(base_of(tmp_path, text))
    home = fact(rulebook.vocabulary, "home", {"home": "school", "open": "yes"})
    most = 2**31 - 1
    good = [home, party(rulebook, "a", most)]
    assert consult(rulebook, good, engine).of_kind("weight")[0].get("amount") == most
    for run in (
        lambda base: consult(rulebook, base, engine),
        lambda base: conclusions(rulebook, base),
    ):
        with pytest.raises(ConsultationError, match="numbers end at"):
            run([*good, party(rulebook, "b", 1)])


@pytest.mark.parametrize("engine", ["reference", "durable"])
def test_combinations_are_counted_to_the_limit_and_not_past_it(tmp_path, engine):
    text = (
        "topic: many\nrules:\n- id: every-pair\n  title: A rule\n  when:\n"
        "  - ally: {party: $party}\n  - home: {home: $home}\n"
        "  then: {protected: {party: $party, by: $party}}\n"
        "  because: So.\n  rests-on: []\n  certainty: ours\n"
    )
    rulebook = load_rulebook(base_of(tmp_path, text))
    words = rulebook.vocabulary
    homes = [fact(words, "home", {"home": one, "open": "yes"}) for one in words.values["home"]]
    base = [*chain(rulebook, 10), *homes]
    pairs = 10 * len(homes)
    assert len(consult(rulebook, base, engine, firing_limit=pairs).firings) == pairs
    with pytest.raises(ConsultationError, match="without a common variable"):
        consult(rulebook, base, engine, firing_limit=pairs - 1)
