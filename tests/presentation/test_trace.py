"""A trace can be read on any terminal, and keeps its contract as JSON."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from support.assessed import assessed

import advisor
from advisor.knowledge.locate import rules_folder

VILLAGE = "02-village-high-school"


@pytest.fixture(scope="module")
def trace():
    return advisor.trace(assessed(VILLAGE))


def assert_fits(text: str, width: int) -> None:
    assert text.endswith("\n")
    assert max(map(len, text.splitlines())) <= width
    assert "\x1b" not in text


@pytest.mark.parametrize("detail", ["short", "normal", "full"])
def test_a_trace_fits_a_narrow_terminal(trace, detail):
    text = advisor.trace_text(trace, trace.steps[-90:], detail=detail, width=60)
    assert_fits(text, 60)


def test_every_example_can_be_told_in_short(assessment):
    trace = advisor.trace(assessment)
    text = advisor.trace_text(trace, detail="short", width=100)
    assert_fits(text, 100)
    assert text.count("\nStratum ") == len({step.stratum for step in trace.steps})


def test_a_step_tells_rule_facts_values_reason_and_statements(trace):
    step = trace.select(rule="path-new-home")[0]
    text = advisor.trace_text(trace, [step], width=100)
    assert f"{step.number}. {step.reason.title} [path-new-home]" in text
    assert f"   {step.reason.sentence}\n" in text
    assert "   - takes route(by: new-home) from step " in text
    assert "   - with home: district-virtual-school" in text
    assert "   + path(path: district-virtual-school)\n" in text
    assert "it rests on L037" in text


def test_full_detail_tells_agenda_choice_and_working_memory(trace):
    first, second = trace.select(since="front-runner")[:2]
    text = advisor.trace_text(trace, [first, second], detail="full", width=100)
    assert f"   - Working memory: {trace.memory_size(first.number - 1)} facts, all of them" in text
    on_one_line = " ".join(text.split())
    assert all(f" + {fact}" in on_one_line for fact in trace.memory(first.number - 1))
    assert "     = front-runner (points: " in text
    assert "because it is the only one on the agenda." in text


def test_no_step_is_said_in_words(trace):
    assert "No firing fits all of what was asked for." in advisor.trace_text(trace, ())


def schema() -> jsonschema.Draft202012Validator:
    found: dict[str, Any] = json.loads((rules_folder() / "trace.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


@pytest.mark.parametrize("full", [False, True])
def test_json_keeps_to_its_schema(trace, full):
    result = json.loads(advisor.trace_json(trace, full=full))
    assert [error.message for error in schema().iter_errors(result)] == []
    assert not schema().is_valid(result | {"more": 1})
    assert len(result["steps"]) == result["firings"]


def test_working_memory_can_be_made_again_from_json(trace):
    result = json.loads(advisor.trace_json(trace, full=True))
    memory = [json.dumps(one) for one in result["given"]]
    for step in result["steps"]:
        assert len(memory) == step["facts_before"]
        assert all(json.dumps(one["fact"]) in memory for one in step["takes"])
        assert step["agenda"][0] == step["number"]
        memory.extend(json.dumps(one) for one in step["concludes"])
    assert len(set(memory)) == len(memory) == len(trace.assessment.consultation.facts)


def test_both_engines_give_the_same_trace():
    case = assessed(VILLAGE).case
    durable = advisor.trace(advisor.assess(case, engine="auto"))
    reference = advisor.trace(advisor.assess(case, engine="reference"))
    assert advisor.trace_json(durable, full=True) == advisor.trace_json(reference, full=True)
