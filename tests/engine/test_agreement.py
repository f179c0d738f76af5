"""The two engines agree: same facts, same record, in the same order."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.random_rulebooks import case, random_rulebook

from advisor.engine import durable
from advisor.engine.consultation import conclusions, consult
from advisor.engine.trace import canonical
from advisor.knowledge.base import shipped_knowledge
from advisor.model.base_facts import base_facts
from advisor.model.case_reader import load_case

pytestmark = pytest.mark.skipif(bool(durable.why_missing()), reason=durable.why_missing())


def check(random):
    rulebook = random_rulebook(random)
    for _ in range(3):
        base = case(random, rulebook.vocabulary)
        reference = consult(rulebook, base, "reference")
        matched = consult(rulebook, base, "durable")
        assert matched.facts == reference.facts
        assert matched.firings == reference.firings
        assert canonical(rulebook, base, reversed(reference.firings)) == reference.firings
        assert conclusions(rulebook, base) == reference.facts


@settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.randoms(use_true_random=False))
def test_engines_agree_on_rulebooks_that_hypothesis_finds(random):
    check(random)


def test_engines_agree_on_five_hundred_random_rulebooks():
    for seed in range(500):
        check(Random(seed))


EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*/case.yaml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_engines_agree_on_every_example(path):
    knowledge = shipped_knowledge()
    base = base_facts(load_case(str(path), knowledge), knowledge, "2026-01-01").facts
    rulebook = knowledge.rulebook
    reference = consult(rulebook, base, "reference")
    matched = consult(rulebook, base, "durable")
    assert matched.facts == reference.facts
    assert matched.firings == reference.firings
    assert len(matched.firings) > 100
    assert conclusions(rulebook, base) == reference.facts
    assert conclusions(rulebook, base, ["path"]) == reference.of_kind("path")
