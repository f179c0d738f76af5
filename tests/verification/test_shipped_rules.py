"""The knowledge that comes with Advisor has no error and no warning without a reason."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from advisor.explanation.assess import standing_facts
from advisor.explanation.record import KINDS_READ, THRESHOLDS_READ
from advisor.knowledge.base import shipped_knowledge
from advisor.knowledge.locate import rules_folder
from advisor.model.base_facts import base_facts
from advisor.model.case_reader import load_case
from advisor.model.fact import Fact
from advisor.verification.check import Report, check
from advisor.verification.values import given_forms

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*/case.yaml"))
READERS = ("of", "only", "about", "words", "numbers", "one")
"""The methods with which an assessment looks up conclusions by their kind."""


@pytest.fixture(scope="module")
def report() -> Report:
    return check(rules_folder())


def test_there_is_no_error_and_no_unexplained_warning(report: Report) -> None:
    assert [(one.sort, one.about, one.what) for one in report.findings] == []
    assert not report.unexplained


def test_everything_was_there_and_everything_was_looked_for(report: Report) -> None:
    assert (report.absent_files, report.left_out) == ((), ())
    assert report.rules == len(shipped_knowledge().rulebook.entries)


def test_every_known_finding_has_a_reason_in_a_sentence(report: Report) -> None:
    assert report.known
    for one in report.known:
        assert one.reason.endswith("."), one.about
        assert len(one.reason.split()) > 5, one.about


def test_the_json_is_as_its_schema_says(report: Report) -> None:
    schema = json.loads((rules_folder() / "rules-check.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(report.json()), schema)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.parent.name)
def test_every_fact_of_a_case_is_one_the_checks_count_on(file: Path) -> None:
    knowledge = shipped_knowledge()
    forms = given_forms(
        knowledge.rulebook.vocabulary.kinds,
        knowledge.questions,
        knowledge.homes,
        knowledge.parties,
    )
    facts = base_facts(load_case(str(file), knowledge), knowledge).facts
    for fact in (*facts, *standing_facts(knowledge)):
        assert any(
            form.kind == fact.kind
            and all(form.may_hold(field, value) for field, value in fact.fields)
            for form in forms
        ), fact


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.parent.name)
def test_what_a_case_can_say_once_it_says_once(file: Path) -> None:
    knowledge = shipped_knowledge()
    facts = base_facts(load_case(str(file), knowledge), knowledge).facts
    for kind in knowledge.rulebook.vocabulary.kinds.values():
        if kind.one_for is not None:
            of_kind = [fact for fact in facts if fact.kind == kind.name]
            assert len({_key(fact, kind.one_for) for fact in of_kind}) == len(of_kind), kind.name


def _key(fact: Fact, fields: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(fact.get(field) for field in fields)


def test_what_an_assessment_shows_is_what_the_checks_think_it_shows() -> None:
    """The kinds and thresholds it looks up by name, read from its source."""
    kinds, thresholds = set(), set()
    for room in ("explanation", "presentation"):
        for path in (ROOT / "advisor" / room).rglob("*.py"):
            for name, word in _calls(ast.parse(path.read_text("utf-8"))):
                (thresholds if name == "threshold" else kinds).add(word)
    given = {
        kind.name for kind in shipped_knowledge().rulebook.vocabulary.kinds.values() if kind.given
    }
    assert kinds - given == KINDS_READ
    assert thresholds == THRESHOLDS_READ


def _calls(tree: ast.AST) -> Any:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in (*READERS, "threshold"):
                yield name, node.args[0].value
