"""A trace can be read on any terminal, and keeps its contract as JSON."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
from support.assessed import assessed
from support.plumbing import plumbing_in

import advisor
from advisor.knowledge.locate import rules_folder

VILLAGE = "02-village-high-school"


@pytest.fixture(scope="module")
def trace():
    return advisor.trace(assessed(VILLAGE))


def assert_fits(text: str, width: int) -> None:
    assert text.endswith("\n")
    assert all(len(line) <= width for line in text.splitlines() if "  advisor " not in line)
    assert "\x1b" not in text


@pytest.mark.parametrize("detail", ["layers", "short", "normal", "full"])
def test_a_trace_fits_a_narrow_terminal(trace, detail):
    text = advisor.trace_text(trace, trace.steps[-90:], detail=detail, width=60)
    assert_fits(text, 60)


def test_the_layers_of_every_example_fit_a_screen_and_hold_no_names_of_the_program(assessment):
    text = advisor.trace_text(advisor.trace(assessment), detail="layers", width=100)
    assert_fits(text, 100)
    *told, copied, _ = text.splitlines()
    assert [line[:1] for line in told if line[:2] in ("1.", "2.", "3.", "4.")] == list("1234")
    assert not plumbing_in(text, assessment.knowledge)
    number = re.findall(r"(?m)^ +(\d+)\. ", text)[-1]
    assert copied.endswith(f" {number}") or re.match(r"\+ \d+ more, with every step:", copied)
    assert advisor.why(assessment, number).fact.kind in ("path", "chosen-home")


def test_what_is_said_again_in_the_same_words_is_left_out_of_the_short_form(trace):
    steps = trace.select(rule="member-of-the-network")
    told = advisor.trace_text(trace, steps, detail="short").split("\n\n", 1)[1]
    assert len(re.findall(r"(?m)^[0-9]+\. ", told)) == 3 < len(steps)


def test_a_step_tells_rule_answers_steps_before_it_and_statements_in_words(trace):
    step = trace.select(rule="path-new-home")[0]
    text = advisor.trace_text(trace, [step], width=100)
    assert f"{step.number}. {step.reason.sentence}\n" in text
    assert f"   - Rule: {step.reason.title} (our inference)\n" in text
    assert re.search(r"   - By step [0-9]+: The work needs a home of its own", text)
    assert "It rests on L037" in text
    assert not plumbing_in(text, trace.assessment.knowledge)


def test_full_detail_tells_the_facts_of_a_step(trace):
    step = trace.select(rule="path-new-home")[0]
    text = advisor.trace_text(trace, [step], detail="full", width=100)
    assert f"{step.number}. {step.reason.title} [path-new-home]" in text
    assert "   - takes route(by: new-home) from step " in text
    assert "   - with home: district-virtual-school" in text
    assert "   + path(path: district-virtual-school)\n" in text


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
