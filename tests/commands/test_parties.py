"""Registers of stakeholders come in as they are, lose nothing, and come back equal."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from advisor.commands.group import advisor as advisor_command

CASE = """\
# What we know of Alder.
advisor-case: 1
client: {name: Alder Schools}
change: {short: a shared ninth grade, kind: new-model}
place: existing-school  # for now
parties:
# She has asked twice.
- {name: School Board, kind: school-board, stance: against, votes: yes}
- {name: The press, kind: press-and-advocacy}
"""


def parties(*words: object) -> Result:
    typed = ["parties", *map(str, words)]
    return CliRunner().invoke(advisor_command, typed, prog_name="advisor")


def taken_in(case: str = "case.yaml") -> list[dict[str, object]]:
    return yaml.load(Path(case).read_text("utf-8"), Loader=yaml.BaseLoader)["parties"]


def register(*rows: list[str], name: str = "register.csv") -> str:
    with open(name, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return name


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(CASE, "utf-8")


SHAPES = {
    "power and interest": (
        [
            ["Stakeholder", "Power", "Interest", "Stance"],
            ["Families", "High", "High", "Supportive"],
            ["Teachers", "Medium", "High", "Mixed"],
        ],
        [
            {
                "name": "Families", "power": "at-once", "stance": "for",
                "register": {"Interest": "High"},
            },
            {
                "name": "Teachers", "power": "within-a-year", "divided": "yes",
                "register": {"Interest": "High"},
            },
        ],
    ),
    "engagement now and wanted": (
        [
            ["Stakeholder register", "", "", "", ""],
            ["", "", "", "", ""],
            ["Name", "Role", "Influence (1-5)", "Current engagement", "Desired engagement"],
            ["Superintendent", "District office", "5", "Leading", "Leading"],
            ["Union", "Union", "3", "Resistant", "Neutral"],
            ["Town", "Voters", "2", "Unaware", "Supportive"],
        ],
        [
            {
                "name": "Superintendent", "kind": "district-office", "power": "at-once",
                "stance": "firmly-for", "register": {"Desired engagement": "Leading"},
            },
            {
                "name": "Union", "kind": "union", "power": "within-a-year", "stance": "against",
                "register": {"Desired engagement": "Neutral"},
            },
            {
                "name": "Town", "kind": "voters", "power": "slowly", "stance": "unknown",
                "register": {"Desired engagement": "Supportive"},
            },
        ],
    ),
    "what each supplies": (
        [
            ["Type", "Organization", "What they supply", "Notes", "Attitude"],
            ["Foundation", "The Ames Fund", "Money, a name", "=SUM(A1)", "5"],
            ["Agency", "State office", "no", "-", "lukewarm"],
        ],
        [
            {
                "name": "The Ames Fund", "kind": "donor", "stance": "firmly-for", "supplies": "yes",
                "register": {"What they supply": "Money, a name", "Notes": "=SUM(A1)"},
            },
            {
                "name": "State office", "supplies": "no",
                "register": {"Type": "Agency", "Notes": "-", "Attitude": "lukewarm"},
            },
        ],
    ),
    "elements of a map": (
        [
            ["Label", "Type", "Description", "Tags", "ID"],
            ["Parents", "families", "two\nlines.", "a|b", "parents"],
        ],
        [
            {
                "name": "Parents", "id": "parents", "kind": "families",
                "register": {"Description": "two\nlines.", "Tags": "a|b"},
            },
        ],
    ),
    "a scale through zero": (
        [["Party", "Level of influence", "Position"], ["Board", "low", "-2"], ["Staff", "0", "+1"]],
        [
            {"name": "Board", "power": "slowly", "stance": "firmly-against"},
            {"name": "Staff", "power": "none", "stance": "for"},
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_register_comes_in_without_editing_and_goes_out_and_in_again_equal(shape):
    rows, expected = SHAPES[shape]
    done = parties("import", register(*rows), "new.yaml", "--write")
    assert done.exit_code == 0, done.output
    assert taken_in("new.yaml") == expected
    for ending in ("csv", "xlsx"):
        assert parties("export", "new.yaml", "-o", f"out.{ending}").exit_code == 0
        again = parties("import", f"out.{ending}", f"again-{ending}.yaml", "--write")
        assert again.exit_code == 0, again.output
        assert taken_in(f"again-{ending}.yaml") == expected
        parties("export", f"again-{ending}.yaml", "-o", f"more.{ending}")
        assert Path(f"more.{ending}").read_bytes() == Path(f"out.{ending}").read_bytes()


def test_nothing_is_written_until_it_is_said():
    done = parties("import", register(["Name", "Power"], ["Families", "high"]), "case.yaml")
    assert done.exit_code == 0
    assert "Families: new\n  - power: at-once" in done.stdout
    assert "Nothing is written yet" in done.stdout
    assert Path("case.yaml").read_text("utf-8") == CASE


def test_a_second_register_updates_by_name_and_shows_what_changes():
    name = register(["Name", "Stance", "Owner"], ["school board", "for", "Kim"])
    done = parties("import", name, "case.yaml", "--write")
    assert "- stance: against → for" in done.stdout
    assert "School Board: changed" in done.stdout or "school board: changed" in done.stdout
    text = Path("case.yaml").read_text("utf-8")
    assert "# She has asked twice." in text
    assert "place: existing-school  # for now" in text
    board, press = taken_in()
    assert (board["stance"], board["votes"], press["name"]) == ("for", "yes", "The press")
    again = parties("import", name, "case.yaml", "--write")
    assert "as it is" in again.stdout
    assert "Wrote" not in again.stderr
    assert Path("case.yaml").read_text("utf-8") == text


def test_what_is_understood_at_last_is_no_longer_kept():
    parties(
        "import", register(["Name", "Stance"], ["Families", "lukewarm"]), "case.yaml", "--write"
    )
    assert taken_in()[2] == {"name": "Families", "register": {"Stance": "lukewarm"}}
    parties("import", register(["Name", "Stance"], ["Families", "neutral"]), "case.yaml", "--write")
    assert taken_in()[2] == {"name": "Families", "stance": "neutral"}


def test_power_is_no_hold_and_those_without_one_are_asked_for():
    name = register(
        ["Name", "Power", "Supplies"], ["Families", "high", "yes"], ["Fans", "high", ""]
    )
    done = parties("import", name, "new.yaml", "--write")
    asked = done.stdout.split("Member or merely interested?")[1]
    assert "- Fans" in asked
    assert "- Families" not in asked
    assert not {"supplies", "sets-rules", "votes"} & taken_in("new.yaml")[1].keys()


def test_a_column_is_mapped_by_hand():
    name = register(["Who is it", "Clout"], ["Families", "high"])
    assert "No column holds the names" in parties("import", name, "new.yaml").stderr
    done = parties(
        "import", name, "new.yaml", "--map", "Who is it=name", "--map", "clout=power", "--write"
    )
    assert done.exit_code == 0, done.output
    assert taken_in("new.yaml") == [{"name": "Families", "power": "at-once"}]


@pytest.mark.parametrize(
    ("mapped", "told"),
    [("Clout=powr", "Did you mean “power”?"), ("Klout=power", "There is no column “klout”."),
     ("Clout", "no column with an answer")],
)  # fmt: skip
def test_a_wrong_map_is_refused(mapped, told):
    name = register(["Name", "Clout"], ["Families", "high"])
    done = parties("import", name, "new.yaml", "--map", mapped)
    assert (done.exit_code, told in done.stderr) == (2, True)


def test_two_rows_of_one_name_are_refused_with_both_places():
    name = register(["Name"], ["Families"], ["Staff"], [" families "])
    done = parties("import", name, "case.yaml", "--write")
    assert done.exit_code == 2
    assert "register.csv:4: " in done.stderr
    assert "the first is in row 2." in done.stderr
    assert Path("case.yaml").read_text("utf-8") == CASE


def test_a_row_without_a_name_is_told():
    done = parties("import", register(["Name", "Power"], ["", "high"]), "case.yaml")
    assert "Row 2 names nobody" in done.stdout


def test_sheets_to_ignore_are_not_read_and_others_are_named():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Read me (ignore)"
    for title in ("Elements", "Connections"):
        book.create_sheet(title).append(["Label", "From"])
    book["Elements"].append(["Families", "x"])
    book.save("map.xlsx")
    done = parties("import", "map.xlsx", "new.yaml")
    assert "Families: new" in done.stdout
    assert "Not read: Connections." in done.stderr
    missing = parties("import", "map.xlsx", "new.yaml", "--sheet", "Other")
    assert (missing.exit_code, "There is no sheet “Other”." in missing.stderr) == (2, True)


def test_no_cell_that_goes_out_is_a_formula():
    openpyxl = pytest.importorskip("openpyxl")
    parties("import", register(["Name", "Notes"], ["Families", "=1+1"]), "new.yaml", "--write")
    parties("export", "new.yaml", "-o", "out.xlsx")
    cells = [cell for row in openpyxl.load_workbook("out.xlsx")["Elements"] for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "'=1+1" in parties("export", "new.yaml").stdout


def test_elements_and_connections_go_out_as_a_map():
    done = parties("export", "case.yaml", "-o", "map.json")
    assert done.exit_code == 0
    whole = json.loads(Path("map.json").read_text("utf-8"))
    assert whole["elements"][0] == {
        "label": "School Board", "type": "school-board", "votes": "yes", "stance": "against",
    }  # fmt: skip
    assert whole["connections"] == [
        {"from": "School Board", "to": "Alder Schools", "type": "votes"}
    ]


def test_power_in_other_places_goes_out_and_in():
    with_power = CASE.replace(
        "votes: yes", "power-at: {charter-school: none, summer-program: slowly}"
    )
    Path("case.yaml").write_text(with_power, "utf-8")
    out = parties("export", "case.yaml").stdout
    assert next(csv.reader(io.StringIO(out)))[-2:] == [
        "power-at.charter-school", "power-at.summer-program",
    ]  # fmt: skip
    Path("out.csv").write_text(out, "utf-8")
    parties("import", "out.csv", "again.yaml", "--write")
    assert taken_in("again.yaml") == taken_in()


def test_what_is_kept_changes_no_advice():
    import advisor

    Path("with.yaml").write_text(CASE.replace("votes: yes", "votes: yes, register: {Owner: Kim}"))
    one, other = (advisor.assess(advisor.load_case(name)) for name in ("case.yaml", "with.yaml"))
    assert one.consultation.facts == other.consultation.facts


def test_what_is_kept_does_not_leave_with_a_redacted_case():
    named = CASE.replace("votes: yes", "votes: yes, register: {Owner: Kim Miller}")
    Path("named.yaml").write_text(named, "utf-8")
    done = CliRunner().invoke(advisor_command, ["redact", "named.yaml", "--accept"])
    assert (done.exit_code, "Miller" in done.stdout) == (0, False), done.output
