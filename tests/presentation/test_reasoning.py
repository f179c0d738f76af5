"""What the reasoning says of itself can be read on any terminal, and keeps its contracts."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
from support.assessed import NAMES, assessed

import advisor
from advisor.knowledge.locate import rules_folder


def schema(name: str) -> jsonschema.Draft202012Validator:
    found: dict[str, Any] = json.loads((rules_folder() / f"{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


def assert_fits(text: str, width: int) -> None:
    assert text.endswith("\n")
    assert max(map(len, text.splitlines())) <= width
    assert "\x1b" not in text
    assert "{" not in text


@pytest.mark.parametrize("width", [60, 100])
def test_a_proof_fits_its_terminal(assessment, width):
    assert_fits(advisor.why_text(advisor.why(assessment), width=width, statements=True), width)


def test_a_proof_keeps_to_its_schema(assessment):
    result = json.loads(advisor.reasoning_json(advisor.why(assessment)))
    assert [error.message for error in schema("why").iter_errors(result)] == []
    assert not schema("why").is_valid(result | {"more": 1})
    numbers = {step["number"] for step in result["steps"]}
    assert all(set(step["from"]) <= numbers for step in result["steps"])


def one_path_not_chosen(assessment, example: str) -> str:
    """Another one for each example, so that all are looked at."""
    paths = [path for path in assessment.knowledge.paths if path != assessment.path]
    return paths[sum(map(ord, example)) % len(paths)]


@pytest.mark.parametrize("name", NAMES[::5])
def test_what_speaks_against_a_path_fits_its_terminal_and_its_schema(name):
    found = advisor.whynot(assessed(name), one_path_not_chosen(assessed(name), name))
    assert_fits(advisor.whynot_text(found, width=60), 60)
    result = json.loads(advisor.reasoning_json(found))
    assert [error.message for error in schema("whynot").iter_errors(result)] == []
    assert not schema("whynot").is_valid(result | {"more": 1})


@pytest.mark.parametrize("subject", ["verdict:existing-school", "route-split", "veto-holder"])
def test_a_home_and_a_rule_keep_to_the_same_schema(subject):
    found = advisor.whynot(assessed("02-village-high-school"), subject)
    assert_fits(advisor.whynot_text(found, width=60), 60)
    assert schema("whynot").is_valid(json.loads(advisor.reasoning_json(found)))


def test_what_differs_with_another_answer_fits_its_terminal_and_its_schema(assessment):
    found = advisor.whatif(assessment, ["change.kind=upgrade", "every-home.wanted=no"])
    assert_fits(advisor.whatif_text(found, width=60, every_firing=True), 60)
    result = json.loads(advisor.reasoning_json(found))
    assert [error.message for error in schema("whatif").iter_errors(result)] == []
    assert not schema("whatif").is_valid(result | {"more": 1})


@pytest.mark.parametrize("size", [2, 5])
@pytest.mark.parametrize("width", [60, 100])
def test_cases_side_by_side_fit_any_terminal(size, width):
    found = advisor.compare([assessed(name) for name in NAMES[:size]])
    assert_fits(advisor.compare_text(found, width=width), width)
    assert schema("compare").is_valid(json.loads(advisor.reasoning_json(found)))
    markdown = advisor.compare_markdown(found)
    rows = [line for line in markdown.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {size + 2}


def test_what_would_flip_the_advice_fits_its_terminal_and_its_schema():
    found = advisor.flip(assessed("24-city-view"), largest=1)
    assert_fits(advisor.flip_text(found, width=60, every_flip=True), 60)
    result = json.loads(advisor.reasoning_json(found))
    assert [error.message for error in schema("flip").iter_errors(result)] == []
    nothing = advisor.flip(assessed("24-city-view"), "early-childhood", largest=1)
    assert_fits(advisor.flip_text(nothing, width=60), 60)
    assert "No change of one answer" in advisor.flip_text(nothing)
