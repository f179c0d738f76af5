"""Whatever a rule asks for can be said in words: in a case, and in the rule book."""

from __future__ import annotations

import re

import pytest
from support.assessed import assessed

from advisor.explanation.near_miss import nearest_match
from advisor.explanation.speech import Clauses
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.rule import Variable

RULES = shipped_knowledge().rulebook.rules
RAW = re.compile(r"[a-z]-[a-z]+: |^[a-z]+(-[a-z]+)*$| \(\)|\{|\}")
"""What only a program would write: names of fields and kinds, holes."""


def test_every_kind_of_fact_that_a_rule_asks_for_has_a_clause():
    clauses = Clauses(assessed("02-village-high-school").record)
    unsaid = {
        pattern.kind
        for rule in RULES
        for pattern in (*rule.when, *rule.unless)
        if clauses.pattern(pattern, {}).startswith(pattern.kind.replace("-", " "))
    }
    assert not unsaid


def test_an_answer_that_a_rule_asks_for_is_said_by_its_clause_and_not_by_its_name():
    clauses = Clauses(assessed("02-village-high-school").record)
    for rule in RULES:
        for pattern in (*rule.when, *rule.unless):
            said = clauses.pattern(pattern, {})
            assert not RAW.search(said), f"{rule.id}: {said}"
            if pattern.kind in ("answer", "home-answer"):
                values = [test for test in pattern.tests if test.field == "is"]
                if values and not any(isinstance(one.operand, Variable) for one in values):
                    assert "the client says" not in said, f"{rule.id}: {said}"


@pytest.mark.parametrize("name", ["02-village-high-school", "24-city-view"])
def test_why_a_rule_does_not_fire_is_told_without_raw_forms(name):
    record = assessed(name).record
    clauses = Clauses(record)
    for rule in RULES:
        miss = nearest_match(record, rule)
        for pattern in (*miss.missing, *miss.holding):
            said = clauses.pattern(pattern, miss.bindings)
            assert not RAW.search(said), f"{rule.id}: {said}"


def test_not_to_know_a_bound_and_the_kind_of_a_party_have_words():
    clauses = Clauses(assessed("02-village-high-school").record)
    said = {
        clauses.pattern(pattern, {}) for rule in RULES for pattern in (*rule.when, *rule.unless)
    }
    assert "it is not known what kind of change it is" in said
    assert any("it could stop the work at once" in one for one in said)
    assert any("it is the union" in one for one in said)
