from __future__ import annotations

import datetime
import os
import stat
import sys
from pathlib import Path

import pytest

from advisor.commands import files


def test_the_memo_goes_to_standard_output_and_nothing_else_does(advise):
    result = advise("memo", "case.yaml")
    assert result.exit_code == 0
    assert result.stdout == "# Keep it — by choice\n"
    assert result.stderr == ""


def test_the_options_reach_the_reasoning(advise, reasoning):
    result = advise(
        "memo", "case.yaml", "--date", "2025-02-03", "--template", "brief", "--engine", "reference"
    )
    assert result.exit_code == 0
    assert reasoning.asked == [
        ("load_case", Path("case.yaml")),
        ("assess", "reference"),
        ("write_memo", (datetime.date(2025, 2, 3), "brief", False, "")),
    ]


def test_without_a_date_the_case_decides(advise, reasoning):
    advise("memo", "case.yaml")
    assert reasoning.asked[-1] == ("write_memo", (None, "memo", False, ""))


def test_the_ids_of_sentences_are_asked_for(advise, reasoning):
    assert advise("memo", "case.yaml", "--annotated").exit_code == 0
    assert reasoning.asked[-1] == ("write_memo", (None, "memo", True, ""))


def test_the_memo_as_json_is_asked_for(advise, reasoning):
    result = advise("memo", "case.yaml", "--format", "json", "--date", "2025-02-03")
    assert result.stdout == '{"title": "Keep it"}\n'
    assert reasoning.asked[-1] == ("memo_json", datetime.date(2025, 2, 3))


def test_the_memo_goes_to_a_file_in_utf_8_and_a_message_says_so(advise, folder):
    result = advise("memo", "case.yaml", "-o", "memo.md")
    assert (folder / "memo.md").read_bytes() == "# Keep it — by choice\n".encode()
    assert result.stdout == ""
    assert result.stderr == "Wrote memo.md\n"


def test_a_dash_as_output_is_standard_output(advise, folder):
    result = advise("memo", "case.yaml", "-o", "-")
    assert result.stdout == "# Keep it — by choice\n"
    assert [path.name for path in folder.iterdir()] == ["case.yaml"]


def test_an_existing_memo_is_replaced_and_keeps_its_permissions(advise, folder):
    memo = folder / "memo.md"
    memo.write_text("the former memo, much longer than the new one will be\n", "utf-8")
    memo.chmod(0o640)
    advise("memo", "case.yaml", "-o", "memo.md")
    assert memo.read_text("utf-8") == "# Keep it — by choice\n"
    assert stat.S_IMODE(memo.stat().st_mode) == 0o640


def test_a_new_memo_has_the_permissions_of_any_new_file(advise, folder):
    former = os.umask(0o027)
    try:
        advise("memo", "case.yaml", "-o", "memo.md")
    finally:
        os.umask(former)
    assert stat.S_IMODE((folder / "memo.md").stat().st_mode) == 0o640


def test_a_link_goes_on_pointing_to_the_file_it_named(advise, folder):
    (folder / "kept").mkdir()
    (folder / "memo.md").symlink_to(Path("kept", "memo.md"))
    advise("memo", "case.yaml", "-o", "memo.md")
    assert (folder / "memo.md").is_symlink()
    assert (folder / "kept" / "memo.md").read_text("utf-8") == "# Keep it — by choice\n"


def test_a_memo_that_is_protected_against_writing_is_left_alone(advise, folder, monkeypatch):
    memo = folder / "memo.md"
    memo.write_text("the signed memo\n", "utf-8")
    monkeypatch.setattr(files.os, "access", lambda path, mode: False)  # root may write all
    result = advise("memo", "case.yaml", "-o", "memo.md")
    assert result.exit_code == 2
    assert "it is protected against writing" in result.stderr
    assert memo.read_text("utf-8") == "the signed memo\n"


@pytest.mark.parametrize("failure", [RuntimeError("boom"), KeyboardInterrupt(), MemoryError()])
def test_an_existing_memo_stays_as_it_was_when_the_reasoning_fails(
    advise, reasoning, folder, failure
):
    (folder / "memo.md").write_text("the former memo\n", "utf-8")
    reasoning.failure = failure
    assert advise("memo", "case.yaml", "-o", "memo.md").exit_code != 0
    assert (folder / "memo.md").read_text("utf-8") == "the former memo\n"
    assert sorted(path.name for path in folder.iterdir()) == ["case.yaml", "memo.md"]


def test_an_existing_memo_stays_as_it_was_when_writing_fails(advise, folder, monkeypatch):
    def disk_full(handle):
        raise OSError(28, "No space left on device")

    (folder / "memo.md").write_text("the former memo\n", "utf-8")
    monkeypatch.setattr(files.os, "fsync", disk_full)
    result = advise("memo", "case.yaml", "-o", "memo.md")
    assert result.exit_code == 2
    assert "memo.md: Cannot write this file: No space left on device." in result.stderr
    assert (folder / "memo.md").read_text("utf-8") == "the former memo\n"
    assert sorted(path.name for path in folder.iterdir()) == ["case.yaml", "memo.md"]


@pytest.mark.parametrize(
    ("words", "form"),
    [
        (["-o", "memo.docx"], "docx"),
        (["-o", "memo.PDF"], "pdf"),
        (["-o", "memo.html"], "html"),
        (["-o", "memo.txt"], "text"),
        (["-o", "memo.bin", "--format", "pdf"], "pdf"),
    ],
)
def test_the_ending_of_the_file_or_the_option_says_which_document(
    advise, reasoning, folder, words, form
):
    result = advise("memo", "case.yaml", *words, "--paper", "a4", "--template", "brief")
    assert result.stderr == f"Wrote {words[1]}\n"
    assert reasoning.asked[-1] == ("write_document", (form, None, "brief", "a4", None))
    assert (folder / words[1]).read_bytes() == b"\x00 a file that is no text \xff"


def test_the_ending_of_the_file_asks_for_json_too(advise, folder):
    advise("memo", "case.yaml", "-o", "memo.json")
    assert (folder / "memo.json").read_text("utf-8") == '{"title": "Keep it"}\n'


def test_a_document_goes_through_a_pipe_as_it_is(advise):
    result = advise("memo", "case.yaml", "--format", "docx")
    assert result.stdout_bytes == b"\x00 a file that is no text \xff"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--annotated", "-o", "memo.pdf"], "--annotated and --picture go with Markdown."),
        (["--picture", "none", "-o", "memo.pdf"], "--annotated and --picture go with Markdown."),
        (["--template", "our-firm", "-o", "memo.pdf"], "There are: memo, brief."),
        (["--paper", "a3", "-o", "memo.pdf"], "is not one of"),
    ],
)
def test_what_no_document_can_be_made_with_is_refused_before_any_work(
    advise, reasoning, words, message
):
    result = advise("memo", "case.yaml", *words)
    assert result.exit_code == 2
    assert message in result.stderr
    assert reasoning.asked == []


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_without_the_extra_one_message_says_what_to_install(advise, reasoning, monkeypatch, form):
    monkeypatch.setattr("advisor.presentation.documents.writing.find_spec", lambda name: None)
    result = advise("memo", "case.yaml", "-o", f"memo.{form}")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "pip install '.[documents]'" in result.stderr
    assert reasoning.asked == []


@pytest.mark.parametrize(
    ("output", "message"),
    [
        (".", ".: This is a folder. Name a file in it, for example memo.md."),
        ("no/memo.md", "no/memo.md: There is no such folder to write into."),
        ("case.yaml", "case.yaml: This is the case itself. Name another file to write to."),
        ("./case.yaml", "./case.yaml: This is the case itself."),
    ],
)
def test_a_hopeless_output_is_refused_before_any_work(advise, reasoning, folder, output, message):
    result = advise("memo", "case.yaml", "-o", output)
    assert result.exit_code == 2
    assert message in result.stderr
    assert reasoning.asked == []
    assert (folder / "case.yaml").read_text("utf-8") == "advisor-case: 1\n"


@pytest.mark.skipif(sys.platform == "win32", reason="has no /dev")
def test_something_that_is_no_ordinary_file_is_written_to_not_replaced(advise):
    assert advise("memo", "case.yaml", "-o", os.devnull).exit_code == 0
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("date", ["2025-02-30", "3 Feb 2025", "20250203", "2025-W06-1", ""])
def test_a_date_that_is_none_is_refused_with_one_that_is(advise, date):
    result = advise("memo", "case.yaml", "--date", date)
    assert result.exit_code == 2
    assert f"“{date}” is not a date. Write it like 2025-02-03." in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("output", ["-", "public.md", "public.html", "public.json"])
def test_a_memo_for_circulation_is_asked_for_in_any_form_and_has_no_picture(
    advise, reasoning, folder, output
):
    reasoning.svg = "<svg/>"
    result = advise("memo", "case.yaml", "--circulation", "-o", output)
    assert result.exit_code == 0
    assert ("circulation", True) in reasoning.asked
    assert not (folder / "public.svg").exists()


@pytest.mark.parametrize("short, form", [("md", "markdown"), ("txt", "text")])
def test_a_form_is_also_called_by_the_ending_of_its_files(advise, short, form):
    asked = [advise("memo", "case.yaml", "--format", one) for one in (short, form)]
    assert [one.exit_code for one in asked] == [0, 0]
    assert asked[0].stdout == asked[1].stdout


def test_a_memo_for_circulation_does_not_lead_to_reasons(advise):
    result = advise("memo", "case.yaml", "--circulation", "--annotated")
    assert result.exit_code == 2
    assert "--annotated leads to reasons that name parties" in result.stderr
