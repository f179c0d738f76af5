"""The suite notices faults in the rules: a sample of them at each run, all with `--thorough`."""

from __future__ import annotations

from zlib import crc32

import pytest
from cases.mutation_report import ARGUED, NOBODY, REFUSED, Suite
from support.mutants import mutants

from advisor.engine.consultation import conclusions
from advisor.errors import ConsultationError, KnowledgeError
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.rule import Rule
from advisor.knowledge.rulebook import Rulebook

SAMPLE = 304
"""One fault in so many is tried at each run."""
LISTED = 120
"""One fault on the list in so many is tried at each run."""


@pytest.fixture(scope="module")
def suite():
    return Suite()


@pytest.fixture(scope="module")
def faults(suite):
    return mutants(suite.bench.rulebook)


def one_in(number, faults):
    return [one for one in faults if crc32(one.name.encode()) % max(1, number) == 0]


def test_a_fault_in_the_rules_is_noticed_or_there_is_a_reason_why_it_need_not_be(
    suite, faults, effort
):
    sample = one_in(SAMPLE // effort, faults)
    assert len(sample) > 20
    left = [one.name for one in sample if suite.tier(one) == NOBODY]
    assert not left, "add a case, or give the reason in unnoticed.yaml"


def test_a_rule_that_is_gone_is_missed(suite, faults, effort):
    dropped = [one for one in faults if one.entry is None]
    left = [one.name for one in one_in(36 // effort, dropped) if suite.tier(one) == NOBODY]
    assert not left, "add a case, or give the reason in unnoticed.yaml"


def test_what_is_said_to_go_unnoticed_does(suite, faults, effort):
    listed = [one for one in faults if one.name in suite.argued]
    noticed = {one.name for one in one_in(LISTED // effort, listed) if suite.tier(one) != ARGUED}
    assert not noticed, "take them off unnoticed.yaml"


def test_every_fault_on_the_list_can_be_made_and_has_a_reason(suite, faults):
    assert set(suite.argued) - {one.name for one in faults} == set()
    assert [one for one in suite.argued.values() if len(one.split()) < 6] == []


def test_the_quick_way_finds_what_reasoning_anew_finds(suite, faults):
    """The shortcut of the bench against a rulebook made anew, for a few faults and cases."""
    knowledge = shipped_knowledge().rulebook
    cases = suite.bench._cases[::90]
    for mutant in [one for one in faults if crc32(one.name.encode()) % 1500 == 1]:
        entries = [one for one in knowledge.entries if one.id != mutant.rule]
        entries += [mutant.entry] if mutant.entry is not None else []
        rules = [one for one in entries if isinstance(one, Rule)]
        totals = [one for one in entries if not isinstance(one, Rule)]
        try:
            anew = Rulebook(knowledge.vocabulary, rules, totals)
        except KnowledgeError:
            assert suite.tier(mutant) == REFUSED
            continue
        may_differ = {case.watched.name for case in suite.bench.differing(mutant)}
        for case in cases:
            try:
                found = frozenset(conclusions(anew, case.watched.base))
            except ConsultationError:
                found = None
            assert suite.bench.concluded(mutant, case.watched.base) == found
            if case.watched.name not in may_differ:
                assert found == frozenset(case.memory.facts())
