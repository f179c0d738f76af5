"""The schema for editors accepts what the reader accepts, and refuses what is out of shape."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from support.knowledge import BAD, GOOD, base_of

from advisor.knowledge.locate import rules_folder
from advisor.knowledge.rule import CERTAINTIES, MEASURES
from advisor.knowledge.rule_reader import RULE_KEYS, TOTAL_KEYS
from advisor.knowledge.rulebook import load_rulebook
from advisor.knowledge.source import read
from advisor.knowledge.tables import EACH_KEYS, IN_ORDER, ROW_KEYS

RULES = rules_folder()
SCHEMA = json.loads((RULES / "schema" / "rules.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "rule-language.md"

SHAPE = {
    "comparing-with-a-word", "empty-because", "empty-list", "list-in-a-comparison", "missing-keys",
    "no-rules-key", "not-a-statement", "row-with-an-unknown-key", "total-of-no-known-sort",
    "unless", "two-kinds-in-one-pattern", "unknown-certainty", "unknown-key", "unknown-test",
    "role-of-the-articles", "otherwise-with-an-unbound-variable", "value-in-capitals",
    "variable-in-a-list",
}  # fmt: skip
"""Bad rules whose shape alone is wrong; the others need the vocabulary, or all rules."""


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "file",
    [*sorted(GOOD.glob("reasoning/*.yaml")), *sorted(RULES.glob("reasoning/*.yaml"))],
    ids=lambda file: file.stem,
)
def test_good_rules_have_the_shape_of_the_schema(file):
    problems = [error.message for error in VALIDATOR.iter_errors(read(str(file)))]
    assert problems == []


@pytest.mark.parametrize("file", sorted(BAD.glob("*.yaml")), ids=lambda file: file.stem)
def test_bad_shapes_and_only_those_are_refused_by_the_schema(file):
    assert VALIDATOR.is_valid(read(str(file))) == (file.stem not in SHAPE)


def test_the_schema_knows_the_same_keys_and_words_as_the_reader():
    definitions = SCHEMA["$defs"]
    assert set(definitions["rule"]["properties"]) == set(RULE_KEYS)
    assert set(definitions["total"]["properties"]) == set(TOTAL_KEYS)
    assert set(definitions["each"]["properties"]) == set(EACH_KEYS)
    assert set(definitions["row"]["properties"]) == {*ROW_KEYS, *IN_ORDER}
    assert tuple(definitions["certainty"]["enum"]) == CERTAINTIES
    for measure in MEASURES:
        assert measure in definitions["total"]["properties"]["take"]["pattern"]


def test_the_document_shows_every_construct():
    text = DOCUMENT.read_text("utf-8")
    words = [*RULE_KEYS, *TOTAL_KEYS, *CERTAINTIES, *MEASURES]
    words += ["at-least", "at-most", "more-than", "less-than", "{not: [", "{not: $", "{is: $"]
    words += ["$total", "$part", "$whole", "{threshold:", '"@', "given: yes"]
    assert [word for word in words if word not in text] == []


def test_the_rule_of_the_document_is_a_rule(tmp_path):
    text = DOCUMENT.read_text("utf-8")
    block = re.search(r"(?m)^    topic: alignment\n(?:    .*\n)+", text)
    rule = "\n".join(line[4:] for line in block[0].splitlines())
    rule = rule.replace("seat: {home: $home, ", "party: {").replace(
        "stance: firmly-against", "stance: against"
    )
    rule = rule.replace("when:", "when:\n  - home: {home: $home}")
    assert load_rulebook(base_of(tmp_path, rule)).rules[0].id == "veto-holder"
