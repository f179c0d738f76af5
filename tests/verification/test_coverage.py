"""Every rule is fired by a case, and every statement of the articles is where it is said to be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from support.said import said_cases

from advisor.errors import InputError
from advisor.knowledge.base import Knowledge, shipped_knowledge
from advisor.knowledge.locate import rules_folder
from advisor.knowledge.source import read
from advisor.presentation.rules_text import coverage_text
from advisor.verification.coverage import Coverage, cover, read_cases, usual_places

ROOT = Path(__file__).resolve().parents[2]
RULE_CASES: dict[str, Any] = read(str(ROOT / "tests" / "cases" / "rule-cases.yaml"))  # type: ignore[assignment]
DOCUMENTED = "01-mountain-view-math"


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    knowledge = shipped_knowledge()
    return cover(knowledge, read_cases(usual_places(), knowledge))


def test_every_rule_is_fired_by_a_case_or_named_with_the_reason(coverage: Coverage) -> None:
    assert [one.id for one in coverage.unfired] == []
    assert [one.id for one in coverage.refuted] == []


def test_every_statement_is_carried_by_a_rule_or_a_term_or_is_background_with_a_reason(
    coverage: Coverage,
) -> None:
    assert [one.id for one in coverage.lost] == []
    articles = [one.id for one in coverage.statements if one.id.startswith("L")]
    assert articles == [f"L{number:03}" for number in range(1, 154)]
    assert sum(coverage.counts.values()) == len(coverage.statements)


def test_every_statement_carried_by_a_rule_is_exercised_by_a_case(coverage: Coverage) -> None:
    told = {one.partition(":")[0] for case in said_cases() for one in case.says}
    silent = [
        one.id
        for one in coverage.statements
        if one.carried == "rule" and not one.cases and not told & {*one.rules}
    ]
    assert silent == []


@pytest.mark.parametrize("name", list(RULE_CASES))
def test_a_rule_case_fires_the_rules_it_is_for(name: str, coverage: Coverage) -> None:
    fired = {one.id for one in coverage.rules if f"rule-cases/{name}" in one.cases}
    assert set(RULE_CASES[name]["fires"]) - fired == set()


def test_without_cases_it_still_says_what_carries_the_statements() -> None:
    text = coverage_text(cover(shipped_knowledge(), ()))
    assert "Cases       none" in text
    assert " 0 not accounted for" in text


def test_rules_that_no_case_fires_are_listed_with_their_place() -> None:
    knowledge = shipped_knowledge()
    one = read_cases([ROOT / "examples" / DOCUMENTED / "case.yaml"], knowledge)
    found = cover(knowledge, one)
    assert found.cases == (DOCUMENTED,)
    assert not found.complete
    first = found.unfired[0]
    assert f"{first.file}:{first.line}: {first.id}: " in coverage_text(found)


def test_every_rule_and_every_statement_can_be_listed(coverage: Coverage) -> None:
    text = coverage_text(coverage, rules=True, statements=True)
    for rule in coverage.rules:
        assert f"\n  {rule.id} (" in text
    for statement in coverage.statements:
        assert f"\n  {statement.id}  " in text


def test_a_reason_for_a_rule_that_fires_is_told(tmp_path: Path) -> None:
    knowledge = shipped_knowledge()
    cases = read_cases([ROOT / "examples" / DOCUMENTED / "case.yaml"], knowledge)
    fired = cover(knowledge, cases).fired[0].id
    folder = tmp_path / "rules"
    folder.mkdir()
    for file in rules_folder().rglob("*.yaml"):
        copy = folder / file.relative_to(rules_folder())
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(file.read_bytes())
    (folder / "explained.yaml").write_text(
        f"unfired:\n- {{rule: {fired}, reason: Nobody is so.}}\n"
        "- {rule: mean-now, reason: Nobody rates.}\n",
        "utf-8",
    )
    found = cover(Knowledge(folder), cases)
    assert [one.id for one in found.refuted] == [fired]
    assert [one.id for one in found.excused] == ["mean-now"]


def test_the_json_is_as_its_schema_says(coverage: Coverage) -> None:
    schema = json.loads((rules_folder() / "rules-coverage.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(coverage.json()), schema)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\n", "neither a case nor variations"),
        ("v: {base: nowhere-at-all, changes: {place: nowhere}}\n", "is not among the cases"),
    ],
)
def test_a_file_that_is_no_case_is_refused_with_its_name(
    tmp_path: Path, text: str, says: str
) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(InputError, match=says) as caught:
        read_cases([file], shipped_knowledge())
    assert caught.value.problems[0].file == str(file)


def test_a_change_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(
        f"v: {{base: {DOCUMENTED}, changes: {{parties.nobody.power: none}}}}\n", "utf-8"
    )
    with pytest.raises(InputError, match="leads nowhere"):
        read_cases([ROOT / "examples" / DOCUMENTED / "case.yaml", file], shipped_knowledge())
