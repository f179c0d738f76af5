"""`advisor redact`: what it asks, what it writes, and who can read the key."""

from __future__ import annotations

import json
import os
import shutil
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import advisor
from advisor.commands import redact as command
from advisor.commands.group import advisor as advisor_command

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "24-city-view"


@pytest.fixture
def case(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copy(EXAMPLE / "case.yaml", tmp_path / "case.yaml")
    return tmp_path / "case.yaml"


def advise(*words: str) -> Result:
    return CliRunner().invoke(advisor_command, list(words), prog_name="advisor")


def at_a_terminal(monkeypatch, answers: list[str]) -> None:
    typed = iter(answers)
    monkeypatch.setattr(command, "at_terminal", lambda: True)
    monkeypatch.setattr(command, "read_line", lambda prompt: next(typed, None))


def test_without_a_terminal_it_lists_what_to_look_at_and_writes_nothing(case):
    result = advise("redact", "case.yaml", "-o", "teaching.yaml")
    assert result.exit_code == 3
    assert "BIG" in result.stderr
    assert "nothing was written" in result.stderr
    assert [one.name for one in case.parent.iterdir()] == ["case.yaml"]


def test_what_is_left_stays_where_it_is_accepted_and_nobody_says_that_nothing_is_left(case):
    result = advise("redact", "case.yaml", "-o", "teaching.yaml", "--accept")
    assert result.exit_code == 0
    assert "BIG" in Path("teaching.yaml").read_text("utf-8")
    assert "names may be left" in result.stderr
    found = advisor.assess(advisor.load_case("teaching.yaml"))
    assert found.path == advisor.assess(advisor.load_case(case)).path


@pytest.mark.skipif(os.name == "nt", reason="permissions of another sort")
def test_only_its_owner_can_read_the_key_even_where_an_old_one_was_open(case):
    Path("case.key.json").write_text('{"advisor-key": 1}', "utf-8")
    Path("case.key.json").chmod(0o644)
    assert advise("redact", "case.yaml", "-o", "teaching.yaml", "--accept").exit_code == 0
    assert stat.S_IMODE(Path("case.key.json").stat().st_mode) == 0o600
    assert sorted(one.name for one in case.parent.iterdir()) == [
        "case.key.json", "case.yaml", "teaching.yaml",
    ]  # fmt: skip


def test_at_a_terminal_a_no_becomes_a_placeholder_and_a_yes_is_remembered(case, monkeypatch):
    at_a_terminal(monkeypatch, ["maybe", "no", *["yes"] * 20])
    assert advise("redact", "case.yaml", "-o", "teaching.yaml").exit_code == 0
    key = json.loads(Path("case.key.json").read_text("utf-8"))
    assert key["names"]["BIG"] == "Name A"
    assert "April" in key["kept"]
    assert "BIG" not in Path("teaching.yaml").read_text("utf-8")
    at_a_terminal(monkeypatch, [])  # asked nothing the second time
    assert advise("redact", "case.yaml", "-o", "teaching.yaml").exit_code == 0


def test_an_input_that_ends_writes_nothing(case, monkeypatch):
    at_a_terminal(monkeypatch, ["no"])
    assert advise("redact", "case.yaml", "-o", "teaching.yaml").exit_code == 130
    assert not Path("teaching.yaml").exists()
    assert not Path("case.key.json").exists()


def test_a_memo_and_a_trace_are_redacted_with_the_key_of_the_case(case):
    Path("names.txt").write_text("Program: BIG\n", "utf-8")
    advise("redact", "case.yaml", "-o", "t.yaml", "--accept", "--names", "names.txt")
    advise("memo", "case.yaml", "-o", "memo.md")
    advise("trace", "case.yaml", "--format", "json", "-o", "trace.json")
    for name in ("memo.md", "trace.json"):
        words = ("redact", name, "--key", "case.key.json", "-o", f"new-{name}", "--accept")
        assert advise(*words).exit_code == 0
        assert "Cedar Rapids" in Path(name).read_text("utf-8")
        text = Path(f"new-{name}").read_text("utf-8")
        for word in ("Cedar Rapids", "City View", "staff-who-volunteered", "Iowa"):
            assert word not in text
        assert "Client A" in text
    json.loads(Path("new-trace.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("memo.md",), "redacted with the key of its case"),
        (("memo.docx",), "Word files, PDF and spreadsheets are not redacted"),
        (("case.yaml", "--key", "memo.md"), "no key of a redacted case"),
        (("case.yaml", "-o", "case.yaml"), "This is the case itself"),
    ],
)
def test_what_cannot_be_redacted_is_refused_with_one_message(case, words, message):
    Path("memo.md").write_text("# Memo\n", "utf-8")
    Path("memo.docx").write_bytes(b"PK")
    result = advise("redact", *words)
    assert result.exit_code == 2
    assert message in result.stderr


def test_the_key_is_not_written_through_a_link(case):
    Path("elsewhere.json").write_text('{"advisor-key": 1}', "utf-8")
    Path("case.key.json").symlink_to("elsewhere.json")
    result = advise("redact", "case.yaml", "-o", "teaching.yaml", "--accept")
    assert result.exit_code == 2
    assert Path("elsewhere.json").read_text("utf-8") == '{"advisor-key": 1}'
