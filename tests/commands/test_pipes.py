"""A pipe where a file is expected is refused in words: waiting for it would never end."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner

from advisor.commands.group import advisor as advisor_command

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "examples" / "02-village-high-school" / "case.yaml"
RULES = str(ROOT / "rules")

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes here")

NAMED = [
    *(f"{command} PIPE.yaml" for command in ("assess", "memo", "why", "trace", "quiz", "cohort",
                                             "redact", "compare case.yaml", "parties export")),
    "whynot PIPE.yaml charter-school", "whatif PIPE.yaml --flip", "rate PIPE.yaml --as Head",
    "interview PIPE.yaml", "interview new.yaml --answers PIPE.yaml",
    "contrast case.yaml --pairs PIPE.yaml",
    "reissue PIPE.md case.yaml", "reissue PIPE.docx case.yaml", "reissue case.yaml PIPE.yaml",
    "redact PIPE.md", "redact PIPE.json", "redact case.yaml -o o --names PIPE.txt",
    "redact case.yaml -o o --accept --key PIPE.yaml",
    *(f"parties import PIPE.{form} case.yaml" for form in ("xlsx", "csv", "json")),
    "parties import case.csv PIPE.yaml",
    *(f"batch --jobs 1 --out out PIPE.{form}" for form in ("xlsx", "csv", "jsonl", "yaml")),
    "batch --jobs 1 --out out --memos docx case.yaml --brand PIPE.yaml",
    "memo case.yaml -o o.docx --brand PIPE.yaml",
    "trace --replay PIPE.json", "quiz case.yaml --state PIPE.json",
    "assess case.yaml --add PIPE.yaml", "assess case.yaml --rules PIPE.yaml", "rules check PIPE",
    f"rules impact PIPE.yaml {RULES} case.yaml", f"rules impact {RULES} {RULES} PIPE.yaml",
    "rules try PIPE.yaml",
]  # fmt: skip
DERIVED = {
    "memo case.yaml -o m.md": "m.svg", "memo case.yaml -o n.md": "n.memo.json",
    "redact case.yaml -o o": "case.key.json", "reissue m.md case.yaml": "m.memo.json",
    "interview case.yaml --defaults": "case.yaml.before",
}  # fmt: skip
"""Names that nobody types, with the command that makes them."""


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    """A folder with one case and the hour-glass that ends what waits."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(CASE, tmp_path / "case.yaml")
    (tmp_path / "case.csv").write_text("name,type\nAnn,board\n", "utf-8")
    (tmp_path / "m.md").write_text("# A memo\n", "utf-8")

    def ring(*_: object) -> None:
        raise AssertionError("it waits")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(30)
    yield tmp_path
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("words", NAMED)
def test_a_pipe_that_is_named_is_refused(words, place):
    pipe = next(word for word in words.split() if "PIPE" in word)
    os.mkfifo(pipe)
    result = CliRunner().invoke(advisor_command, words.split())
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert pipe in result.stderr


@pytest.mark.parametrize("words", DERIVED)
def test_a_pipe_at_a_name_that_nobody_typed_is_refused(words, place):
    os.mkfifo(DERIVED[words])
    result = CliRunner().invoke(advisor_command, words.split())
    assert result.exit_code == 2, result.output
    assert DERIVED[words] in result.stderr
    assert "a pipe or a device" in result.stderr


@pytest.mark.parametrize("what", ["pipe", "link", "folder"])
def test_a_template_that_is_no_file_does_not_make_ours_appear_in_its_place(what, place):
    (place / "own").mkdir()
    name = place / "own" / "memo.md.j2"
    make = {"pipe": os.mkfifo, "link": lambda one: one.symlink_to("nowhere"), "folder": Path.mkdir}
    make[what](name)
    result = CliRunner().invoke(advisor_command, ["memo", "case.yaml", "--template", "own"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "“memo.md.j2” is no file" in result.stderr


def test_a_folder_of_cases_is_read_without_its_pipes(place):
    (place / "cases").mkdir()
    shutil.copy(CASE, place / "cases" / "a.yaml")
    os.mkfifo(place / "cases" / "b.yaml")
    words = ["batch", "cases", "--out", "out", "--jobs", "1"]
    result = CliRunner().invoke(advisor_command, words)
    assert result.exit_code == 0, result.output
    assert "cases/b.yaml" in result.stderr


def test_what_a_shell_puts_in_the_place_of_a_command_is_read(place):
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(CASE.read_bytes())
    result = CliRunner().invoke(advisor_command, ["assess", f"/dev/fd/{reading}"])
    os.close(reading)
    assert result.exit_code == 0, result.output
