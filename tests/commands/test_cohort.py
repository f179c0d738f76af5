"""`advisor cohort`: many cases as one."""

from __future__ import annotations

import csv
import io
import json
import shutil
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisor.commands.group import advisor as advisor_command

EXAMPLES = Path(__file__).parents[2] / "examples"
FEW = [str(EXAMPLES / name) for name in ("01-mountain-view-math", "02-village-high-school",
                                         "07-altschool", "20-mississippi-reading")]  # fmt: skip


def typed(*words: str) -> Result:
    return CliRunner().invoke(advisor_command, ["cohort", *words], prog_name="advisor")


@cache
def found() -> dict[str, list]:
    return json.loads(typed(*FEW, "--format", "json").stdout)


def shares(name: str) -> dict[str, list[str]]:
    return {one["what"]: one["cases"] for one in found()[name]}


def test_each_case_falls_on_one_path():
    fallen = [case for cases in shares("paths").values() for case in cases]
    assert sorted(fallen) == sorted(one["name"] for one in found()["members"])
    assert len(fallen) == len(FEW)


def test_what_would_free_a_case_that_waits_is_told_of_those_alone():
    assert found()["waiting"] == ["07-altschool"]
    assert shares("freed")["investors dropped the objection"] == ["07-altschool"]
    freed = {case for cases in shares("freed").values() for case in cases}
    assert freed <= set(found()["waiting"])


def test_lists_begin_with_what_is_so_in_most():
    for name in ("paths", "barred", "freed", "conditions", "unasked"):
        lengths = [len(one["cases"]) for one in found()[name]]
        assert lengths == sorted(lengths, reverse=True), name


def test_conditions_are_told_without_what_differs_from_case_to_case():
    assert not [what for what in shares("conditions") if "{" in what or "Village" in what]


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_every_form_names_the_paths_and_the_cases_that_wait(form):
    told = typed(*FEW, "--quick", "--format", form).stdout
    assert "07-altschool" in told
    for what in shares("paths"):
        assert what[1:] in " ".join(told.split())


def test_a_spreadsheet_has_a_line_for_each_thing_and_case():
    rows = [*csv.DictReader(io.StringIO(typed(*FEW, "--quick", "--format", "csv").stdout))]
    assert {row["list"] for row in rows} >= {"paths", "conditions"}
    assert len([row for row in rows if row["list"] == "paths"]) == len(FEW)


def test_a_workbook_holds_the_same_as_text_whatever_a_cell_begins_with(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    shutil.copy(Path(FEW[1]) / "case.yaml", tmp_path / "=1+1.yaml")
    given = (FEW[0], str(tmp_path / "=1+1.yaml"), "--quick", "--format")
    made = tmp_path / "found.xlsx"
    assert typed(*given, "xlsx", "-o", str(made)).exit_code == 0
    cells = [[*row] for row in openpyxl.load_workbook(made)["Cohort"].iter_rows()]
    table = [*csv.reader(io.StringIO(typed(*given, "csv").stdout))]
    assert [[one.value.lstrip("'") for one in row] for row in cells] == [
        [one.lstrip("'") for one in row] for row in table
    ]
    assert any("=1+1" in one.value for row in cells for one in row)
    assert {one.data_type for row in cells for one in row} == {"s"}


def test_a_case_that_cannot_be_used_is_told_and_stops_no_other(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("advisor-case: 1\nclient: {name: X}\n", "utf-8")
    result = typed(FEW[1], str(bad), "--quick")
    assert result.exit_code == 4
    assert f"{bad}:" in result.stderr
    assert "One case together" in result.stdout


def test_what_would_free_them_is_not_asked_where_it_is_to_be_quick():
    assert json.loads(typed(FEW[0], "--quick", "--format", "json").stdout)["freed"] == []
