"""Whatever is wrong with a case, the command says so politely and changes nothing.

What each message says is held in tests/model/bad and tests/knowledge; here it is what a person
at the terminal meets: one message a problem, status 2, no traceback, files as they were.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisor.commands.group import advisor as advisor_command

BAD = sorted((Path(__file__).resolve().parents[1] / "model" / "bad").glob("*.yaml"))

MESSAGE = re.compile(r"advisor: (?P<file>[^\n:]+):((?P<line>\d+):)? (?P<what>[^\n]+[.?!”)])")


@pytest.fixture
def workplace(tmp_path, monkeypatch) -> Path:
    """A folder with a memo from last time."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "memo.md").write_text("the former memo\n", "utf-8")
    return tmp_path


def ask(*words: str) -> Result:
    return CliRunner().invoke(advisor_command, list(words), prog_name="advisor")


def refused(result: Result, file: str, workplace: Path) -> list[re.Match[str]]:
    """Checks that a case was refused as promised; the messages."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert (workplace / "memo.md").read_text("utf-8") == "the former memo\n"
    assert {path.name for path in workplace.iterdir()} <= {"memo.md", Path(file).name}
    messages = []
    for line in result.stderr.splitlines():
        match = MESSAGE.fullmatch(line)
        assert match is not None, line
        assert match["file"] == file
        messages.append(match)
    assert messages
    return messages


@pytest.mark.parametrize("command", ["memo", "assess"])
@pytest.mark.parametrize("bad", BAD, ids=lambda path: path.stem)
def test_a_bad_case_is_answered_line_by_line(bad, command, workplace):
    (workplace / "case.yaml").write_bytes(bad.read_bytes())
    messages = refused(ask(command, "case.yaml", "-o", "memo.md"), "case.yaml", workplace)
    assert all(message["line"] for message in messages)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "case.yaml"),
        (b"\n# only a comment\n", "case.yaml"),
        (b"{", "case.yaml"),
        (b"\tkey: value", "case.yaml"),
        (b"just a sentence", "case.yaml"),
        (b"- a\n- list\n", "case.yaml"),
        (b'{"advisor-case": 1,}', "case.json"),
        (b"\xff\xfe\x00not text", "case.yaml"),
        (b"advisor-case: 1\x00\n", "case.yaml"),
        (b"[" * 10_000, "case.yaml"),
        (b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "case.yaml"),
        (b"advisor-case: 1\n", "case.yaml"),
        (b"x" * 10_000_000, "case.yaml"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "case.yaml"),
    ],
    ids=[
        "empty", "comment", "open-brace", "tab", "sentence", "list", "bad-json", "other-encoding",
        "nul", "deep", "bomb", "says-nothing", "ten-megabytes", "pdf",
    ],
)  # fmt: skip
def test_a_file_that_is_no_case_is_refused_soon(content, name, workplace):
    (workplace / name).write_bytes(content)
    start = time.monotonic()
    refused(ask("memo", name, "-o", "memo.md"), name, workplace)
    assert time.monotonic() - start < 5


def test_a_missing_file_is_said_to_be_missing(workplace):
    refused(ask("memo", "no.yaml", "-o", "memo.md"), "no.yaml", workplace)


def test_a_folder_is_no_case(workplace):
    (workplace / "case").mkdir()
    refused(ask("memo", "case", "-o", "memo.md"), "case", workplace)


def test_a_template_that_is_not_there_is_refused(workplace):
    case = Path(__file__).resolve().parents[2] / "examples/02-village-high-school/case.yaml"
    result = ask("memo", str(case), "--template", "breif", "-o", "memo.md")
    assert result.exit_code == 2
    assert "breif" in result.stderr
    assert "brief" in result.stderr
    assert (workplace / "memo.md").read_text("utf-8") == "the former memo\n"
