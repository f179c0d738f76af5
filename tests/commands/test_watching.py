"""What rules of somebody else may take of the processor and of memory, and what is watched."""

from __future__ import annotations

import contextlib
import shutil
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from advisor.commands import watching
from advisor.commands.failures import NOT_USABLE
from advisor.commands.group import advisor as advisor_command

ROOT = Path(__file__).resolve().parents[2]
CASE = str(ROOT / "examples" / "02-village-high-school" / "case.yaml")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("USUAL_SECONDS", 0, "0 seconds"), ("MOST_MEMORY", 1, "0 GB")],
)
def test_what_takes_too_much_ends_the_program_with_a_message(name, value, said, monkeypatch):
    ended, told, cleared = threading.Event(), [], []

    def end(status):
        told.append(status)
        ended.set()

    monkeypatch.setattr(watching, name, value)
    monkeypatch.setattr(watching, "tell", told.append)
    monkeypatch.setattr(watching.os, "_exit", end)
    with watching.watched("check") as before_the_end:
        before_the_end.append(lambda: cleared.append("made folder"))
        assert ended.wait(10)
    assert said in told[0]
    assert told[1] == NOT_USABLE
    assert cleared[0] == "made folder"


def test_a_command_that_waits_for_people_is_not_ended(monkeypatch):
    monkeypatch.setattr(watching, "USUAL_SECONDS", 0)
    before = threading.active_count()
    with watching.watched("serve"):
        assert threading.active_count() == before


@pytest.mark.parametrize(
    ("words", "watched"),
    [
        (("rules", "check", "theirs"), ["check"]),
        (("rules", "check", "--rules", "theirs"), ["check"]),
        (("rules", "verify", "theirs", "--sample", "1"), ["verify"]),
        (("rules", "impact", "theirs", "theirs", CASE), ["impact"]),
        (("rules", "try", "own.yaml", CASE), ["try"]),
        (("assess", CASE, "--rules", "theirs"), ["assess"]),
        (("whynot", CASE, "--add", "own.yaml", "charter"), ["whynot"]),
        (("rules", "list", "veto"), []),
    ],
)
def test_every_command_that_reads_rules_of_others_is_watched(words, watched, tmp_path, monkeypatch):
    seen = []

    @contextlib.contextmanager
    def watch(command):
        seen.append(command)
        raise InterruptedError  # what it would do is tried elsewhere
        yield []

    monkeypatch.setattr(watching, "watched", watch)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "theirs").symlink_to(ROOT / "rules")
    Path("own.yaml").write_text("advisor-overlay: 1\n", "utf-8")
    CliRunner().invoke(advisor_command, list(words))
    assert seen == watched


def test_the_cases_of_an_assistant_are_not_taken_for_the_rules(tmp_path, monkeypatch):
    served = []
    server = SimpleNamespace(serve=served.append)
    monkeypatch.setitem(sys.modules, "advisor.assistant.server", server)
    shutil.copy(CASE, tmp_path / "one.yaml")
    words = ["mcp", str(tmp_path), "--rules", str(ROOT / "rules")]
    result = CliRunner().invoke(advisor_command, words)
    assert result.exit_code == 0, result.output
    assert served[0].folder == tmp_path
