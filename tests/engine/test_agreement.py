"""Three engines agree: durable_rules, the reference evaluator and clingo.

They give the same facts on every example, every minimal pair, generated cases, and generated
rule sets with chains, joins, negation and totals; durable_rules and the reference evaluator also
give the same record in the same order. A disagreement is shown with the smallest rule set and
case. `--thorough` makes hundreds into thousands.
"""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import agreement
from support.agreement import dispute, opinions
from support.random_rulebooks import case, random_rulebook
from support.scrambled import NAMES, PAIRS, facts_of, scrambled

from advisor.engine import durable
from advisor.engine.consultation import conclusions, consult
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.rule import Total

pytestmark = pytest.mark.skipif(bool(durable.why_missing()), reason=durable.why_missing())


def facts_agree(rulebook, base):
    found = dispute(rulebook, base)
    assert found is None, str(found)


def record_agrees(rulebook, base):
    reference = consult(rulebook, base, "reference")
    matched = consult(rulebook, base, "durable")
    assert matched.firings == reference.firings
    return reference


def check(random):
    rulebook = random_rulebook(random)
    fired = Counter()
    for _ in range(3):
        base = case(random, rulebook.vocabulary)
        facts_agree(rulebook, base)
        fired += exercised(rulebook, record_agrees(rulebook, base).firings)
    # A rulebook inside durable_rules is never given back; thousands would fill the memory.
    for ruleset in rulebook.prepared.pop("durable").rulesets:
        durable._engine.delete_ruleset(ruleset.handle)
    return fired


def exercised(rulebook, firings):
    """Which constructs came into play: a rule that has them fired."""
    found = Counter()
    concluded = {kind for entry in rulebook.entries for kind in entry.concludes}
    for one in firings:
        entry = rulebook.entry(one.rule)
        found["chain"] += bool(concluded & set(entry.reads))
        if isinstance(entry, Total):
            found[f"total: {entry.measure}"] += 1
            found["total: share"] += entry.share_of is not None
            found["total after a chain"] += bool(concluded & set(entry.reads))
        else:
            names = [name for pattern in entry.when for name in pattern.variables]
            found["join"] += len(entry.when) > 1 and len(set(names)) < len(names)
            found["negation"] += bool(entry.unless)
            found["negation of a conclusion"] += bool(concluded & set(entry.waits_for))
    return found


def test_all_three_engines_are_here_to_be_asked():
    assert list(agreement.ENGINES) == ["reference", "what-if", "clingo", "durable_rules"]


@settings(
    max_examples=80,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.randoms(use_true_random=False))
def test_engines_agree_on_rulebooks_that_hypothesis_finds(random):
    check(random)


def test_engines_agree_on_random_rulebooks_in_which_every_construct_comes_into_play(effort):
    fired = Counter()
    for seed in range(200 * effort):
        fired += check(Random(seed))
    constructs = {
        "chain", "join", "negation", "negation of a conclusion", "total after a chain",
        "total: share", "total: count", "total: sum", "total: mean", "total: largest",
        "total: smallest", "total: spread",
    }  # fmt: skip
    assert {name for name, count in fired.items() if count >= 10} == constructs, fired


@pytest.mark.parametrize("name", [*NAMES, *PAIRS])
def test_engines_agree_on_every_example_and_every_minimal_pair(name):
    rulebook, base = shipped_knowledge().rulebook, facts_of(name)
    facts_agree(rulebook, base)
    reference = record_agrees(rulebook, base)
    assert len(reference.firings) > 100
    assert conclusions(rulebook, base, ["path"]) == reference.of_kind("path")


def test_engines_agree_on_cases_with_many_answers_replaced(effort):
    rulebook = shipped_knowledge().rulebook
    paths = Counter()
    fired = set()
    for seed in range(25 * effort):
        base = scrambled(Random(seed))
        facts_agree(rulebook, base)
        reference = record_agrees(rulebook, base)
        paths.update(fact.get("path") for fact in reference.of_kind("path"))
        fired.update(one.rule for one in reference.firings)
    assert len(paths) >= 6, paths
    assert len(fired) > 0.65 * len(rulebook.entries)


def test_a_disagreement_is_shown_with_the_smallest_rules_and_case(monkeypatch):
    """An engine that forgets negation is caught, and one rule and one or two facts show it."""

    def forgets(rulebook, base):
        rules = [rule._replace(unless=()) for rule in rulebook.rules]
        return consult(type(rulebook)(rulebook.vocabulary, rules, rulebook.totals), base).facts

    monkeypatch.setitem(agreement.ENGINES, "forgetful", forgets)
    found = None
    seed = 0
    while found is None:
        random = Random(seed)
        rulebook = random_rulebook(random)
        base = case(random, rulebook.vocabulary)
        if len(rulebook.entries) > 8 and len(base) > 8:
            found = dispute(rulebook, base)
        seed += 1
    (rule,) = found.rulebook.entries
    assert len(rule.unless) == 1
    assert len(found.base) <= len(rule.when) + 1
    assert opinions(found.rulebook, found.base)["forgetful"] != found.opinions["reference"]
    text = str(found)
    assert f"{rule.id}: " in text
    assert "not k" in text
    assert "forgetful:\n  + k" in text
    assert "durable_rules: the same" in text
