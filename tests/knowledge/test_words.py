"""The words for conditions: all there, none idle; what words say of others must exist."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from advisor.knowledge import source
from advisor.knowledge.rule import Rule
from advisor.knowledge.rulebook import load_rulebook

RULES = Path(__file__).resolve().parents[2] / "rules"
CONDITIONS = source.read(str(RULES / "conditions.yaml"))["conditions"]
WORDS = source.read(str(RULES / "words.yaml"))
PATHS = source.read(str(RULES / "paths.yaml"))
BOOK = load_rulebook(RULES)
KINDS = {one["kind"] for one in source.read(str(RULES / "parties.yaml"))["kinds"]}
VOCABULARY = source.read(str(RULES / "vocabulary.yaml"))
RULE_IDS = {rule.id for rule in BOOK.rules}
FLAGS = set(VOCABULARY["facts"]["flag"]["fields"]["flag"])
LONGEST_LABEL = 14
"""Words of a label."""
BRITISH = (
    r"judgement|favour|organis|enrol(?!l)|programme|behaviour|centre|"
    r"neighbour|colour|licence|practise|recognis"
)
JARGON = (
    r"stakeholder|buy-in|value network|alignment|leverage|robust|synerg|holistic|impactful|"
    r"ownership|blame|fail to|failed to|resistan|opt-in|tension"
)


def facts_of(kind: str) -> list[tuple[Rule, dict[str, object]]]:
    """The facts of a kind that rules conclude, each with its rule."""
    fields = BOOK.vocabulary.kinds[kind].fields
    return [
        (rule, dict(zip(fields, head.values)))
        for rule in BOOK.rules
        for head in rule.then
        if head.kind == kind
    ]


def test_what_the_rules_conclude_has_words_and_no_words_are_idle():
    names = [entry["id"] for entry in CONDITIONS]
    assert len(names) == len(set(names))
    assert set(names) == {one["condition"] for _, one in facts_of("condition")}


def test_a_condition_has_one_holder_so_that_its_words_can_name_it():
    pairs = {(one["condition"], one["holder"]) for _, one in facts_of("condition")}
    assert Counter(name for name, _ in pairs).most_common(1)[0][1] == 1


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda one: one["id"])
def test_a_label_is_a_short_noun_phrase_in_plain_american_words(condition):
    assert set(condition) == {"id", "label"}
    label = condition["label"]
    assert len(label.split()) <= LONGEST_LABEL
    assert not label.endswith(".")
    assert not label[0].isupper()
    assert not re.search(BRITISH, label, re.IGNORECASE)
    assert not re.search(JARGON, label, re.IGNORECASE)
    assert not re.search(r"(\b\w+\b) \1\b|  |\s$|[’“”]", label)


def test_only_conditions_about_money_speak_of_a_source():
    about_money = {
        one["condition"]
        for rule, one in facts_of("condition")
        if "money" in rule.reads and "{source}" in rule.because
    }
    speaking = [one for one in CONDITIONS if "{source}" in one["label"]]
    assert {one["id"] for one in speaking} <= about_money
    for one in speaking:  # it may be one or many, so no verb can follow it
        assert re.search(r"(: |\(|after )\{source\}", one["label"]), one


@pytest.mark.parametrize("group", WORDS["groups"])
def test_a_group_of_parties_has_kinds_that_exist(group):
    assert set(WORDS["groups"][group].get("kinds", ())) <= KINDS


def test_risks_told_elsewhere_exist():
    for flags in WORDS.get("told-elsewhere", {}).values():
        assert set(flags) <= FLAGS


def test_reasons_against_a_path_are_reasons_of_rules_that_exist():
    assert set(PATHS["reasons-against"]["alike"]) <= RULE_IDS
