"""`advisor rules coverage`: sums, lists, statuses."""

from __future__ import annotations

import json
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"
ONE = str(EXAMPLES / "01-mountain-view-math" / "case.yaml")


def test_the_checkout_covers_all_its_rules_and_statements(advise):
    result = advise("rules", "coverage", "--strict")
    assert result.exit_code == 0
    assert " 0 by none without one" in result.stdout
    assert " 0 not accounted for" in result.stdout


def test_rules_left_over_fail_only_when_strict(advise):
    result = advise("rules", "coverage", ONE)
    assert result.exit_code == 0
    assert result.stdout.startswith("Cases       1\n")
    assert "No case fires\n" in result.stdout
    assert advise("rules", "coverage", ONE, "--strict").exit_code == 3


def test_json_lists_every_rule_and_statement(advise):
    found = json.loads(advise("rules", "coverage", ONE, "--format", "json").stdout)
    assert found["cases"] == ["01-mountain-view-math"]
    assert not found["complete"]
    assert {"id", "cases", "reason"} <= set(found["rules"][0])
    assert found["statements"][0]["id"] == "L001"


def test_every_statement_is_listed_on_request(advise):
    said = advise("rules", "coverage", ONE, "--by-statement").stdout
    assert "\n  L005  glossary: priorities\n" in said
    assert "\n  L003  background: " in said


def test_an_installed_copy_without_cases_says_so(advise, monkeypatch):
    monkeypatch.setattr("advisor.verification.coverage.PACKAGE", Path("/nowhere/advisor"))
    result = advise("rules", "coverage")
    assert result.exit_code == 0
    assert "this copy has no cases beside it" in result.stdout


def test_a_file_that_is_no_case_is_refused(advise, tmp_path):
    file = tmp_path / "no-case.yaml"
    file.write_text("a: 1\n", "utf-8")
    result = advise("rules", "coverage", str(file))
    assert result.exit_code == 2
    assert f"{file}:1: " in result.stderr


def test_help_teaches_by_examples(advise):
    result = advise("rules", "coverage", "--help")
    assert "Examples:" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 96
