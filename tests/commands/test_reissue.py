"""`advisor reissue`, and the record that `advisor memo -o` leaves for it."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisor.commands.group import advisor as advisor_command
from advisor.errors import InputError
from advisor.presentation.edited_word import paragraphs_in

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "24-city-view"


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copy(EXAMPLE / "case.yaml", tmp_path / "case.yaml")
    text = (tmp_path / "case.yaml").read_text("utf-8")
    later = text.replace("next-meeting: unknown", "next-meeting: 2025-04-14")
    assert later != text
    (tmp_path / "later.yaml").write_text(later, "utf-8")
    return tmp_path


def advise(*words: str) -> Result:
    return CliRunner().invoke(advisor_command, list(words), prog_name="advisor")


def test_a_memo_leaves_a_record_that_only_its_owner_can_read(folder):
    assert advise("memo", "case.yaml", "-o", "memo.md").exit_code == 0
    record = folder / "memo.memo.json"
    assert json.loads(record.read_text("utf-8"))["answers"]["client"]["region"] == "Iowa"
    if os.name != "nt":
        assert stat.S_IMODE(record.stat().st_mode) == 0o600


@pytest.mark.parametrize("option", ["--no-record", "--circulation", "--annotated"])
def test_some_memos_leave_no_record(folder, option):
    assert advise("memo", "case.yaml", "-o", "memo.md", option).exit_code == 0
    assert not (folder / "memo.memo.json").exists()


def test_a_file_of_somebody_else_at_the_name_of_the_record_is_left_alone(folder):
    Path("memo.memo.json").write_text("{}", "utf-8")
    result = advise("memo", "case.yaml", "-o", "memo.md")
    assert result.exit_code == 2
    assert "it was not written with a memo" in result.stderr
    assert Path("memo.memo.json").read_text("utf-8") == "{}"


def test_it_tells_what_changed_and_keeps_what_was_edited_by_hand(folder):
    advise("memo", "case.yaml", "-o", "memo.md")
    old = Path("memo.md").read_text("utf-8")
    edited = old.replace("This stays: sport and music", "Please keep sport and music")
    Path("memo.md").write_text(edited.replace("\n", "\r\n"), "utf-8", newline="")
    words = ("reissue", "memo.md", "later.yaml", "-o", "new.md", "--marked", "marked.md")
    result = advise(*words)
    assert result.exit_code == 0
    assert "2025-04-14" in result.stdout
    assert "The rules changed no sentence." in result.stdout
    assert "and kept: 1" in result.stdout
    new = Path("new.md").read_text("utf-8")
    assert "Please keep sport and music" in new
    assert "April 14, 2025" in new
    assert "new.svg" in new
    assert Path("new.svg").exists()
    assert "{++" in Path("marked.md").read_text("utf-8")
    assert "Please" in Path("memo.md").read_text("utf-8")
    assert advise("reissue", "new.md", "later.yaml").exit_code == 0


def test_a_sentence_that_both_changed_is_shown_twice(folder):
    advise("memo", "case.yaml", "-o", "memo.md")
    old = Path("memo.md").read_text("utf-8")
    was = "Agree with the board president on a day for the decision."
    assert was in old
    Path("memo.md").write_text(old.replace(was, "Ask Bo for a day."), "utf-8")
    result = advise("reissue", "memo.md", "later.yaml", "-o", "new.md")
    assert "the new memo changed it too: 1" in " ".join(result.stdout.split())
    assert "Ask Bo for a day." in Path("new.md").read_text("utf-8")
    assert "To decide" in Path("new.md").read_text("utf-8")


def test_without_the_record_it_tells_what_the_stamp_proves(folder):
    advise("memo", "case.yaml", "-o", "memo.md", "--no-record")
    same, other = (
        advise("reissue", "memo.md", "case.yaml"),
        advise("reissue", "memo.md", "later.yaml"),
    )
    assert "The answers are those it was made with." in same.stdout
    assert "The answers are others" in other.stdout
    assert "The rules are those" in other.stdout


def test_what_the_rules_changed_is_told_from_what_the_answers_changed(folder):
    advise("memo", "case.yaml", "-o", "memo.md")
    record = json.loads(Path("memo.memo.json").read_text("utf-8"))
    record["rules-hash"] = "0" * 64
    stamped = Path("memo.md").read_text("utf-8")
    Path("memo.md").write_text(stamped[: stamped.rindex("*Made")], "utf-8")
    title = next(one for one in record["sentences"] if one["id"] == "title")
    title["text"] = "Wait"
    Path("memo.memo.json").write_text(json.dumps(record), "utf-8")
    text = advise("reissue", "memo.md", "case.yaml").stdout
    rules, _, answers = text.partition("What the rules changed")[2].partition("The answers and")
    assert "- Wait" in rules
    assert "changed no sentence" in answers


def test_a_template_that_only_the_record_names_is_not_run(folder):
    own = folder / "own"
    own.mkdir()
    (own / "memo.md.j2").write_text('{% extends "memo.md.j2" %}', "utf-8")
    advise("memo", "case.yaml", "-o", "memo.md", "--template", "own")
    result = advise("reissue", "memo.md", "case.yaml")
    assert result.exit_code == 2
    assert "a template of its own" in result.stderr
    again = advise("reissue", "memo.md", "case.yaml", "--template", "own")
    assert "Nobody changed the old memo by hand." in again.stdout


def test_the_record_of_another_memo_is_not_taken_for_this_one(folder):
    advise("memo", "later.yaml", "-o", "memo.md")
    advise("memo", "case.yaml", "-o", "memo.md", "--no-record")
    result = advise("reissue", "memo.md", "case.yaml")
    assert result.exit_code == 2
    assert "This record is of another memo" in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("case.yaml", "case.yaml"), "This is no memo in Markdown"),
        (("memo.md", "case.yaml", "-o", "memo.md"), "This is the old memo"),
        (("memo.md", "case.yaml", "--marked", "memo.md"), "This is the old memo"),
        (("gone.md", "case.yaml"), "no such file"),
    ],
)
def test_what_cannot_be_made_again_is_refused(folder, words, message):
    advise("memo", "case.yaml", "-o", "memo.md")
    result = advise("reissue", *words)
    assert result.exit_code == 2
    assert message in result.stderr


def test_what_was_edited_in_a_word_file_is_listed_beside_the_new_text(folder):
    docx = pytest.importorskip("docx")
    assert advise("memo", "case.yaml", "-o", "memo.docx").exit_code == 0
    if os.name != "nt":
        assert stat.S_IMODE(Path("memo.docx.memo.json").stat().st_mode) == 0o600
    word = docx.Document("memo.docx")
    advice = next(one for one in word.paragraphs if one.text.startswith("Keep City View going"))
    advice.runs[0].text = "Please keep City View going."
    advice.insert_paragraph_before("A word before that.")
    sure = next(one for one in word.paragraphs if one.text.startswith("We are only fairly sure"))
    sure._p.getparent().remove(sure._p)
    word.save("memo.docx")
    before = Path("memo.docx").read_bytes()
    result = advise("reissue", "memo.docx", "later.yaml", "-o", "new.docx", "--width", "100")
    assert result.exit_code == 0, result.stderr
    told = " ".join(result.stdout.split())
    assert "- added: A word before that." in told
    assert "- edited: Please keep City View going. " in told
    assert "- taken out - new: as it was" in told
    assert told.count("- new: ") == 2
    assert Path("memo.docx").read_bytes() == before
    again = advise("reissue", "new.docx", "later.yaml")
    assert "Nobody changed the Word file by hand." in again.stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [("memo.md", "Give the new one the ending"), ("new.docx", "it is damaged or locked")],
)
def test_a_word_file_that_is_none_or_another_form_is_refused(folder, name, said):
    Path("memo.docx").write_bytes(b"PK\x03\x04")
    result = advise("reissue", "memo.docx", "case.yaml", "-o", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_word_file_that_unpacks_to_too_much_or_declares_entities_is_refused(tmp_path):
    for text, said in (
        (b"<a>" + b" " * 20_000_000 + b"</a>", "larger than any memo"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares entities"),
    ):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", text)
        with pytest.raises(InputError, match=said):
            paragraphs_in(packed.getvalue(), "memo.docx")
