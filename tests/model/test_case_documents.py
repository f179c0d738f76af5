"""The template, the schema and the reference page of the case file, all made from the questions."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from model.refresh_case_documents import REFERENCE, SCHEMA, reference_text, schema_text

from advisor.errors import InputError
from advisor.knowledge.base import Knowledge
from advisor.knowledge.questions import TYPES as NAMES_OF_TYPES
from advisor.knowledge.source import parse, read
from advisor.model.answer_types import TYPES
from advisor.model.base_facts import base_facts
from advisor.model.case_reader import read_case
from advisor.model.case_text import blank_case

ROOT = Path(__file__).resolve().parents[2]
KNOWLEDGE = Knowledge(ROOT / "rules")
BLANK = blank_case(KNOWLEDGE, ROOT / "templates")
VALIDATOR = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
REFRESH = "run: python tests/model/refresh_case_documents.py"

INVISIBLE_TO_A_SCHEMA = {
    "bomb", "colon-in-text", "dates-that-are-none", "direction-override", "empty-keys",
    "entry-without-name",
    "escape-in-name", "none-and-something", "payer-not-listed", "python-object", "same-key-twice",
    "same-party-twice", "two-documents", "unknown-name",
}  # fmt: skip
"""Bad cases that only the reader can refuse."""


def cases(pattern, but=()):
    paths = [path for path in sorted(ROOT.glob(pattern)) if path.stem not in but]
    return [pytest.param(path, id=f"{path.parent.name}-{path.stem}") for path in paths]


# The template.


def test_the_template_holds_every_question():
    for question in KNOWLEDGE.questions:
        assert re.search(rf"^[ -]*{question.id}:", BLANK, re.MULTILINE), question.id
        if not question.of:
            assert question.question.split()[0] in BLANK


def test_an_unfilled_template_is_answered_with_what_is_needed_and_nothing_else():
    with pytest.raises(InputError) as caught:
        read_case(parse(BLANK.encode(), "new.yaml"), "new.yaml", KNOWLEDGE)
    (problem,) = caught.value.problems
    lines = ["", *BLANK.splitlines()]
    named = re.findall(r"([a-z. ]+) \(line (\d+)\)", problem.what.partition(": ")[2])
    assert [(what.strip(), lines[int(line)].strip()) for what, line in named] == [
        ("client.name", "name:"), ("change.summary or change.short", "summary:"),
        ("change.kind", "kind:"), ("place", "place:"), ("parties or homes", "parties:"),
    ]  # fmt: skip


def test_the_template_with_its_smallest_answers_is_a_case():
    filled = BLANK
    for key, answer in (("  name:", "A district"), ("  summary:", "Projects."),
                        ("  kind:", "new-model"), ("place:", "existing-school"),
                        ("- name:", "Families")):  # fmt: skip
        assert f"\n{key}\n" in filled
        filled = filled.replace(f"\n{key}\n", f"\n{key} {answer}\n", 1)
    case = read_case(parse(filled.encode(), "new.yaml"), "new.yaml", KNOWLEDGE)
    assert [party.id for party in case.parties] == ["families"]
    assert dict(case.homes) == {}
    assert base_facts(case, KNOWLEDGE).assumptions


def test_the_lines_of_the_template_fit_a_narrow_window():
    assert max(map(len, BLANK.splitlines())) <= 100


# Examples.


def test_every_example_of_a_question_is_a_good_answer():
    def part(level):
        return {
            one.id: example_of(one) for one in KNOWLEDGE.questions.levels[level].questions.values()
        }

    def example_of(question):
        if question.type == "record":
            return part(question.of)
        if question.type == "records":
            return [part(question.of)]
        if question.type == "records-by-home":
            return {"every-home": part(question.of)}
        return question.example

    value = parse(json.dumps(part("case")).encode(), "examples.json")
    # The examples of money, parts and parties come from different cases.
    value["parties"][0]["id"] = "corporate-donor"
    value["change"]["parts"][0]["turns"] = "corporate-donor"
    case = read_case(value, "examples.json", KNOWLEDGE)
    assert len(base_facts(case, KNOWLEDGE).facts) > 300
    assert not list(VALIDATOR.iter_errors(value))


def test_every_type_of_answer_is_declared_once():
    assert TYPES.keys() == NAMES_OF_TYPES


# The schema.


def test_the_schema_is_fresh():
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(KNOWLEDGE), REFRESH


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(VALIDATOR.schema)


@pytest.mark.parametrize("path", [*cases("examples/*/case.yaml"), *cases("tests/model/good/*")])
def test_the_schema_takes_what_the_reader_takes(path):
    assert [error.message for error in VALIDATOR.iter_errors(read(str(path)))] == []


@pytest.mark.parametrize("path", cases("tests/model/bad/*", but=INVISIBLE_TO_A_SCHEMA))
def test_the_schema_refuses_what_it_can_see(path):
    assert list(VALIDATOR.iter_errors(read(str(path))))


def test_the_schema_takes_an_unfilled_template():
    value = parse(BLANK.encode(), "new.yaml")
    assert [error.message for error in VALIDATOR.iter_errors(value)] == []


# The reference.


def test_the_reference_is_fresh():
    assert REFERENCE.read_text(encoding="utf-8") == reference_text(KNOWLEDGE), REFRESH


def test_the_smallest_case_of_the_reference_is_a_case():
    page = REFERENCE.read_text(encoding="utf-8")
    block = "".join(re.findall(r"^    (.*\n)", page.partition("## How it is written")[0], re.M))
    case = read_case(parse(block.encode(), "page.yaml"), "page.yaml", KNOWLEDGE)
    assert case.place == "existing-school"
