"""`advisor assess --format json` keeps its contract, for every example."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema
import pytest
from support.assessed import assessed

from advisor.knowledge.locate import rules_folder
from advisor.knowledge.vocabulary import Vocabulary
from advisor.presentation.contracts.result import assessment_json

SCHEMA: dict[str, Any] = json.loads((rules_folder() / "assessment.schema.json").read_text("utf-8"))
PROMISED = {
    "path", "form", "alternatives", "not_chosen", "alignment", "homes", "flags", "assumptions",
    "rules_version",
}  # fmt: skip


@pytest.fixture(scope="module")
def validator():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    return jsonschema.Draft202012Validator(SCHEMA)


@cache
def text_of(example: str) -> str:
    return assessment_json(assessed(example))


@pytest.fixture
def result(example) -> dict[str, Any]:
    return json.loads(text_of(example))


def test_every_example_keeps_to_the_schema(result, validator):
    assert [error.message for error in validator.iter_errors(result)] == []


def test_what_the_design_promises_is_there(result, assessment):
    assert set(result) >= PROMISED
    assert result["path"] == assessment.path
    assert result["path"] not in result["not_chosen"]
    assert result["path"] not in result["alternatives"]
    assert set(result["alternatives"]) == set(result["alternative_reasons"])
    assert result["rules_version"] == result["stamp"]["rules_version"]
    assert all(
        {"autonomy", "policy", "opt_in", "trade_off", "verdict"} <= set(home)
        for home in result["homes"].values()
    )


def test_each_reason_builds_on_earlier_ones(result):
    for reason in result["reasons"]:
        assert all(number < reason["number"] for number in reason["from"])


def test_the_schema_knows_every_path_and_home(assessment):
    vocabulary: Vocabulary = assessment.knowledge.rulebook.vocabulary
    assert set(SCHEMA["$defs"]["path"]["enum"]) == set(assessment.knowledge.paths)
    assert set(SCHEMA["$defs"]["home"]["enum"]) == set(assessment.knowledge.homes)
    assert vocabulary is not None


def test_the_text_is_the_same_each_time_and_keeps_all_alphabets(case_file):
    one = case_file(
        "advisor-case: 1\nclient: {name: 'Écoles “à part” 学校'}\n"
        "change: {summary: A small school., kind: new-model}\nplace: existing-school\n"
        "parties: [{name: Familles, kind: families}]\n"
    )
    text = assessment_json(one)
    assert text == assessment_json(one)
    assert text.endswith("}\n")
    assert "学校" in text


def test_a_slip_in_the_result_would_be_noticed(validator, result):
    assert not validator.is_valid(result | {"path": "somewhere"})
    assert not validator.is_valid(result | {"more": 1})
