"""What a consultation costs, counted in steps and not in seconds, which depend on the machine."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest
from support.crowded import crowded_case
from support.knowledge import GOOD

from advisor.engine import durable
from advisor.engine.consultation import consult
from advisor.engine.joins import JoinStep
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.rulebook import load_rulebook
from advisor.model.base_facts import base_facts
from advisor.model.fact import fact

ENGINES = ["durable", "reference"] if not durable.why_missing() else ["reference"]


@pytest.fixture(scope="module")
def knowledge():
    return shipped_knowledge()


@pytest.fixture(scope="module")
def crowds(knowledge):
    """The base facts of one case with 24, 48 and 96 parties."""
    return [base_facts(crowded_case(count, knowledge), knowledge).facts for count in (24, 48, 96)]


def added(counts):
    """How much the second and the third count add, for each party."""
    few, more, most = counts
    return (more - few) / 24, (most - more) / 48


def test_each_further_party_adds_as_many_firings_as_the_one_before(knowledge, crowds):
    found = [consult(knowledge.rulebook, facts, "reference").firings for facts in crowds]
    first, second = added([len(firings) for firings in found])
    assert second <= 1.1 * first
    first, second = added([sum(len(one.premises) for one in firings) for firings in found])
    assert second <= 1.1 * first


def test_each_further_party_is_matched_in_as_many_steps_as_the_one_before(
    knowledge, crowds, monkeypatch
):
    steps = 0
    extend = JoinStep.extend

    def counted(self, matches, memory, most=0):
        nonlocal steps
        found = extend(self, matches, memory, most)
        steps += len(matches) + len(found)
        return found

    monkeypatch.setattr(JoinStep, "extend", counted)
    counts = []
    for facts in crowds:
        steps = 0
        consult(knowledge.rulebook, facts, "reference")
        counts.append(steps)
    first, second = added(counts)
    assert second <= 1.1 * first


def test_durable_rules_is_handed_as_many_facts_for_each_further_party(
    knowledge, crowds, monkeypatch
):
    if durable.why_missing():
        pytest.skip(durable.why_missing())
    handed = 0
    real = durable._engine.assert_fact

    def assert_fact(*arguments):
        nonlocal handed
        handed += 1
        return real(*arguments)

    monkeypatch.setattr(durable._engine, "assert_fact", assert_fact)
    counts = []
    for facts in crowds:
        handed = 0
        consult(knowledge.rulebook, facts, "durable")
        counts.append(handed)
    first, second = added(counts)
    assert second <= 1.1 * first


def case(words, number):
    """A small case whose parties no other case has."""
    return [
        fact(words, "party", {"party": f"p{number}-{at}", "power": at % 4, "stance": "against"})
        for at in range(6)
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_hundreds_of_consultations_leave_nothing_behind(engine):
    rulebook = load_rulebook(GOOD)
    for number in range(50):
        consult(rulebook, case(rulebook.vocabulary, number), engine)
    gc.collect()
    blocks, pages = sys.getallocatedblocks(), resident_pages()
    for number in range(50, 450):
        consult(rulebook, case(rulebook.vocabulary, number), engine)
    gc.collect()
    # What a program remembers of the values it has seen grows up to its own bound: six rows of a
    # party's values each time, with one word of their own.
    assert sys.getallocatedblocks() - blocks < 400 * 6 * 3
    assert resident_pages() - pages < 4_000_000 // 4096


def resident_pages():
    """The memory of this process, where the system tells, in pages."""
    file = Path("/proc/self/statm")
    return int(file.read_text("ascii").split()[1]) if file.exists() else 0
