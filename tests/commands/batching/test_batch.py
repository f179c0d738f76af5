"""`advisor batch`: every case is in the results or is refused with its place."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from pathlib import Path

import pytest
from support.batches import COLUMNS, batch, files_of, row, small_case

from advisor.commands.batching.results import TABLES
from advisor.commands.failures import SOME_REFUSED

ROOT = Path(__file__).resolve().parents[3]


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with open(folder / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def clients(tmp_path, monkeypatch):
    """A folder with three cases, and the folder around it to work in."""
    monkeypatch.chdir(tmp_path)
    for name in ("alder", "birch", "cedar/plan"):
        path = tmp_path / "clients" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(small_case(f"{path.stem.title()} Schools"), "utf-8")
    return tmp_path / "clients"


def test_a_folder_of_cases_becomes_a_row_each_in_the_order_of_names_then_of_folders(clients):
    done = batch("clients", "--out", "out", "--jobs", 1)
    assert done.exit_code == 0, done.output
    cases = table(Path("out"), "cases")
    assert [one["case"] for one in cases] == [
        "clients/alder.yaml", "clients/birch.yaml", "clients/cedar/plan.yaml",
    ]  # fmt: skip
    assert [one["number"] for one in cases] == ["1", "2", "3"]
    assert {one["status"] for one in cases} == {"advised"}
    assert "three cases assessed, no refused" in done.stdout
    assert f"({cases[0]['path']})" in done.stdout
    assert len(table(Path("out"), "homes")) == 36


def test_the_result_is_that_of_the_case_alone(clients):
    import advisor

    batch("clients/alder.yaml", "--out", "out", "--memos", "markdown")
    found = advisor.assess(advisor.load_case("clients/alder.yaml"), engine="reference")
    (case,) = table(Path("out"), "cases")
    assert (case["path"], case["answers_hash"]) == (found.path, found.stamp.answers_hash)
    assert Path("out", case["memo"]).read_text("utf-8") == advisor.write_memo(found)


def test_the_database_and_the_tables_say_the_same(clients):
    batch("clients", "--out", "out", "--jobs", 1)
    base = sqlite3.connect("out/results.sqlite")
    for name in TABLES:
        found = base.execute(f"SELECT * FROM {name}")
        columns = [one[0] for one in found.description]
        rows = [
            {key: "" if cell is None else str(cell) for key, cell in zip(columns, one)}
            for one in found
        ]
        assert rows == table(Path("out"), name)
        assert columns == ["number", *TABLES[name]]
    base.close()


def test_every_column_is_on_the_page():
    page = (ROOT / "docs" / "batch.md").read_text("utf-8").split("<!-- schema:")[1]
    told = {
        part.split("**")[0]: tuple(re.findall(r"(?m)^\| `(\w+)` \|", part))
        for part in re.split(r"(?m)^\*\*(?=\w)", page)[1:]
    }
    assert told == {name: ("number", *columns) for name, columns in TABLES.items()}


def test_a_bad_case_stops_no_other_and_is_told_with_its_line(clients):
    (clients / "birch.yaml").write_text(small_case().replace("new-model", "new-modle"), "utf-8")
    done = batch("clients", "--out", "out", "--jobs", 1)
    assert done.exit_code == SOME_REFUSED
    (told,) = [line for line in done.stderr.splitlines() if "birch" in line]
    assert told.startswith("advisor: clients/birch.yaml:3: “kind” does not take the answer")
    assert [one["status"] for one in table(Path("out"), "cases")] == [
        "advised", "refused", "advised",
    ]  # fmt: skip
    (problem,) = [one for one in table(Path("out"), "problems") if one["weight"] == "error"]
    assert (problem["number"], problem["line"]) == ("2", "3")


def test_a_file_that_is_no_case_is_left_out_aloud(clients):
    (clients / "lesson.yaml").write_text("advisor-lesson: 1\n", "utf-8")
    (clients / "link.yaml").symlink_to("/etc/passwd")
    (clients / "notes.txt").write_text("not read", "utf-8")
    done = batch("clients", "--out", "out", "--jobs", 1)
    assert done.exit_code == 0
    assert "clients/lesson.yaml: Left out" in done.stderr
    assert "clients/link.yaml: Left out" in done.stderr
    assert len(table(Path("out"), "cases")) == 3


def test_the_results_inside_the_folder_of_cases_are_no_cases(clients):
    for _ in range(2):
        done = batch("clients", "--out", "clients/out", "--memos", "json", "--jobs", 1)
        assert done.exit_code == 0, done.stderr
    assert len(table(clients / "out", "cases")) == 3


def test_what_is_done_is_not_done_again(clients):
    batch("clients", "--out", "out", "--jobs", 1)
    first = files_of(Path("out"))
    again = batch("clients", "--out", "out", "--jobs", 1)
    assert "three of all were done before" in again.stdout
    assert files_of(Path("out")) == first


def test_a_changed_a_new_and_a_missing_case_leave_no_trace_of_what_was(clients):
    (clients / "dogwood.yaml").write_text(small_case("Dogwood Schools"), "utf-8")
    batch("clients", "--out", "out", "--jobs", 1)
    (clients / "dogwood.yaml").unlink()
    (clients / "aspen.yaml").write_text(small_case("Aspen Schools"), "utf-8")
    (clients / "birch.yaml").write_text(small_case("Birch Schools", "upgrade"), "utf-8")
    again = batch("clients", "--out", "out", "--jobs", 1)
    assert "two of all were done before" in again.stdout
    batch("clients", "--out", "fresh", "--jobs", 1)
    assert files_of(Path("out")) == files_of(Path("fresh"))


def test_other_rules_are_another_batch(clients, monkeypatch):
    from advisor.knowledge.base import shipped_knowledge

    batch("clients", "--out", "out", "--jobs", 1)
    monkeypatch.setitem(shipped_knowledge().__dict__, "hash", "0" * 64)
    again = batch("clients", "--out", "out", "--jobs", 1)
    assert "done before" not in again.stdout
    assert {one["rules_hash"] for one in table(Path("out"), "cases")} == {"0" * 64}


def test_a_memo_that_is_gone_is_written_again(clients):
    batch("clients", "--out", "out", "--memos", "json", "--jobs", 1)
    first = files_of(Path("out"))
    Path("out/memos/clients-birch.json").unlink()
    again = batch("clients", "--out", "out", "--memos", "json", "--jobs", 1)
    assert "two of all were done before" in again.stdout
    assert files_of(Path("out")) == first


def test_lines_of_json_are_cases_and_a_bad_one_is_told_with_its_line(clients):
    good = {
        "client": {"name": "Alder"}, "change": {"short": "a grade", "kind": "upgrade"},
        "advisor-case": 1, "place": "existing-school",
        "parties": [{"name": "The board", "kind": "school-board"}],
    }  # fmt: skip
    bad = {**good, "place": "moon"}
    lines = [json.dumps(good), "", json.dumps(bad), "{", json.dumps(good)]
    Path("answers.jsonl").write_text("\n".join(lines), "utf-8")
    done = batch("answers.jsonl", "--out", "out", "--jobs", 1)
    assert done.exit_code == SOME_REFUSED
    told = [line.split(": ")[1] for line in done.stderr.splitlines()]
    assert told == ["answers.jsonl:3", "answers.jsonl:4"]
    assert [one["case"] for one in table(Path("out"), "cases")] == [
        f"answers.jsonl#{line}" for line in (1, 3, 4, 5)
    ]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ",")],
)
def test_a_table_holds_a_case_a_row_however_it_was_saved(clients, encoding, mark):
    with open("cases.csv", "w", encoding=encoding, newline="") as file:
        rows = csv.writer(file, delimiter=mark)
        rows.writerows([COLUMNS, row("Coeur d’Alène"), [""] * 10, row("Birch", place="moon")])
    done = batch("cases.csv", "--out", "out", "--jobs", 1)
    assert done.exit_code == SOME_REFUSED, done.output
    assert "advisor: cases.csv:4: There is no home “moon”." in done.stderr
    good, bad = table(Path("out"), "cases")
    assert (good["client"], good["case"], bad["case"]) == (
        "Coeur d’Alène", "cases.csv#2", "cases.csv#4",
    )  # fmt: skip


def test_a_workbook_holds_a_case_a_row(clients):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "How to (ignore)"
    sheet = book.create_sheet("Districts")
    for cells in (COLUMNS, row(), [None] * 10, row("Birch", homes_x="")):
        sheet.append(cells)
    book.save("cases.xlsx")
    done = batch("cases.xlsx", "--out", "out", "--jobs", 1)
    assert done.exit_code == 0, done.output
    assert [one["case"] for one in table(Path("out"), "cases")] == ["cases.xlsx#2", "cases.xlsx#4"]


def test_a_column_that_leads_nowhere_stops_the_batch_before_it_begins(clients):
    Path("cases.csv").write_text("client.nmae,place,place\nAlder,x,y\n", "utf-8")
    done = batch("cases.csv", "--out", "out")
    assert done.exit_code == 2
    assert "Did you mean “name”?" in done.stderr
    assert "“place” stands here for the second time" in done.stderr
    assert not Path("out").exists()


@pytest.mark.parametrize("text", ["", "\n\n", ",,\n1,2,3\n", "(ignore)\nx\n"])
def test_a_table_without_answers_is_refused(clients, text):
    Path("cases.csv").write_text(text, "utf-8")
    done = batch("cases.csv", "--out", "out")
    assert done.exit_code == 2
    assert "cases.csv" in done.stderr


@pytest.mark.parametrize("named", ["missing.yaml", "missing.csv", "missing.xlsx", "missing.jsonl"])
def test_a_file_that_is_not_there_is_refused_before_anything_is_done(clients, named):
    done = batch("clients", named, "--out", "out")
    assert done.exit_code == 2
    assert f"advisor: {named}:" in done.stderr
    assert not Path("out").exists()


def test_a_folder_without_cases_is_refused(clients, tmp_path):
    (tmp_path / "empty").mkdir()
    done = batch("empty", "--out", "out")
    assert (done.exit_code, "There is no case here." in done.stderr) == (2, True)


def test_no_cell_of_the_results_is_a_formula(clients):
    for name, at in (("alder", "=1+2"), ("birch", "+1"), ("cedar/plan", "@x"), ("dogwood", "-2")):
        (clients / f"{name}.yaml").write_text(small_case(f"'{at}'"), "utf-8")
    batch("clients", "--out", "out", "--jobs", 1)
    found = [one["client"] for one in table(Path("out"), "cases")]
    assert found == ["'=1+2", "'+1", "'-2", "'@x"]


def test_results_of_another_program_are_left_as_they_are(clients):
    Path("out").mkdir()
    base = sqlite3.connect("out/results.sqlite")
    base.execute("CREATE TABLE theirs (x)")
    base.close()
    before = files_of(Path("out"))
    done = batch("clients", "--out", "out", "--jobs", 1)
    assert (done.exit_code, "did not make it" in done.stderr) == (2, True)
    assert files_of(Path("out")) == before


def test_two_batches_do_not_write_into_one_folder(clients):
    from advisor.commands.batching.results import Results

    running = Results(Path("out"))
    done = batch("clients", "--out", "out", "--jobs", 1)
    running.close()
    assert done.exit_code == 2
    assert "Wait for another batch that writes there" in done.stderr


def test_nothing_is_written_through_a_link(clients, tmp_path):
    Path("out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    Path("out/memos").symlink_to(tmp_path / "elsewhere")
    done = batch("clients", "--out", "out", "--memos", "markdown", "--jobs", 1)
    assert (done.exit_code, "This is a link" in done.stderr) == (2, True)
    assert not any((tmp_path / "elsewhere").iterdir())


def test_memos_are_documents_where_that_is_wanted(clients):
    import advisor

    words = ("clients/alder.yaml", "--out", "out", "--memos", "html")
    assert batch(*words, "--circulation").exit_code == 0
    found = advisor.assess(advisor.load_case("clients/alder.yaml"), engine="reference")
    made = advisor.write_document(found, "html", circulation=True)
    assert Path("out/memos/clients-alder.html").read_bytes() == made
    assert "done before" not in batch(*words).stdout
    assert Path("out/memos/clients-alder.html").read_bytes() != made


def test_a_brand_without_a_document_is_refused(clients):
    done = batch("clients", "--out", "out", "--brand", "brand.yml")
    assert (done.exit_code, "--brand goes with" in done.stderr) == (2, True)
