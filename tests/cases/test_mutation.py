"""The suite notices faults in the rules: a sample of them at each run, all with `--thorough`."""

from __future__ import annotations

from zlib import crc32

import pytest
from cases.mutation_report import UNNOTICED, bench
from support.mutants import mutants

from advisor.engine.consultation import conclusions
from advisor.errors import ConsultationError, KnowledgeError
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.rule import Rule
from advisor.knowledge.rulebook import Rulebook

SAMPLE = 150
"""One fault in so many is tried at each run."""
SHARE = 0.65
"""The part of the sample that must be noticed. The sample is small and leans to single tests, so
this lies below the share of docs/mutation.md."""


@pytest.fixture(scope="module")
def benches():
    return bench()


def test_most_faults_in_the_rules_are_noticed(benches, effort):
    every = mutants(benches.rulebook)
    sample = [one for one in every if crc32(one.name.encode()) % max(1, SAMPLE // effort) == 0]
    assert len(sample) > 20
    left = [one.name for one in sample if benches.noticed_by(one) is None]
    assert len(left) <= (1 - SHARE) * len(sample), "\n".join(left)


def test_no_rule_can_be_dropped_unnoticed_but_those_on_the_list(benches):
    known = set(UNNOTICED.read_text("utf-8").splitlines())
    rules = [one for one in mutants(benches.rulebook) if one.entry is None]
    sample = [one for one in rules if crc32(one.name.encode()) % 12 == 0]
    left = [one.name for one in sample if one.name not in known and not benches.noticed_by(one)]
    assert not left, "add a situation: python tests/cases/find_situations.py"


def test_the_quick_way_finds_what_reasoning_anew_finds(benches):
    """The shortcut of the bench against a rulebook made anew, for a few faults and cases."""
    knowledge = shipped_knowledge().rulebook
    cases = benches._cases[::40]
    every = mutants(knowledge)
    for mutant in [one for one in every if crc32(one.name.encode()) % 1500 == 1]:
        entries = [one for one in knowledge.entries if one.id != mutant.rule]
        entries += [mutant.entry] if mutant.entry is not None else []
        rules = [one for one in entries if isinstance(one, Rule)]
        totals = [one for one in entries if not isinstance(one, Rule)]
        try:
            anew = Rulebook(knowledge.vocabulary, rules, totals)
        except KnowledgeError:
            assert benches.noticed_by(mutant) == "the reader"
            continue
        may_differ = {case.watched.name for case in benches.differing(mutant)}
        for case in cases:
            try:
                found = frozenset(conclusions(anew, case.watched.base))
            except ConsultationError:
                found = None
            assert benches.concluded(mutant, case.watched.base) == found
            if case.watched.name not in may_differ:
                assert found == frozenset(case.memory.facts())
