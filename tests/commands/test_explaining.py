"""The commands that show the reasoning, typed as a person would."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisor.commands.group import advisor as advisor_command

EXAMPLES = Path(__file__).parents[2] / "examples"
MATH = str(EXAMPLES / "01-mountain-view-math" / "case.yaml")
VILLAGE = str(EXAMPLES / "02-village-high-school" / "case.yaml")


def typed(*words: str) -> Result:
    return CliRunner().invoke(advisor_command, list(words), prog_name="advisor")


def test_why_proves_the_advised_path_unless_told_otherwise():
    done = typed("why", "village")
    assert done.exit_code == 0
    assert done.stdout.startswith("Why: a virtual or hybrid school in the district (")
    assert re.search(r"(?m)^[0-9]+\* Of the places that nobody has closed", done.stdout)
    assert "change.kind" not in done.stdout
    assert "(change.kind=" in typed("why", "village", "--full").stdout


def test_a_line_of_the_trace_is_explained_by_its_number():
    layers = typed("trace", "village").stdout
    number = re.search(r"(?m)^   ([0-9]+)\. In a virtual school .* the fit looks", layers)[1]
    done = typed("why", "village", number)
    assert re.search(rf"(?m)^{number}\* In a virtual school .* the fit looks", done.stdout)
    assert "\nRule: A fit nobody with stopping power has confirmed is unknown" in done.stdout
    assert "\n- L017: If a program and a place look made for each other" in done.stdout
    assert typed("why", "village", "99999").exit_code == 2


def test_a_proof_unasked_fits_a_screen():
    for words in ((), ("alignment",)):
        assert typed("why", "village", *words, "--width", "80").stdout.count("\n") < 24


def test_why_writes_json_into_a_file(tmp_path):
    file = tmp_path / "why.json"
    done = typed("why", MATH, "alignment", "--format", "json", "-o", str(file))
    assert done.exit_code == 0
    assert done.stderr == f"Wrote {file}\n"
    assert json.loads(file.read_text("utf-8"))["conclusion"] == "alignment"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("whatif", MATH, "--set", "kind=best"),
            "change.kind=best: “kind” does not take the answer",
        ),
        (("whatif", MATH, "--flip", "--to", "charter"), "There is no path “charter”. Did you mean"),
        (("whynot", MATH, "charter-scool"), "There is no path, home or rule “charter-scool”. Did"),
        (
            ("whynot", MATH, "after-school-program"),
            "The path “after-school-program” is the one advised",
        ),
        (("why", MATH, "alignmnt"), "There is no conclusion “alignmnt” in this case. Did you mean"),
        (("why", MATH, "flag"), "“flag” could be any of "),
        (("why", MATH, "\x1b[31mred"), "There is no conclusion “\\x1b[31mred” in this case."),
    ],
)
def test_a_wrong_name_is_one_message_and_exit_status_2(words, message):
    done = typed(*words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"advisor: {message}")
    assert done.stderr.count("\n") == 1


def in_a_shell(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "advisor", *words],
        capture_output=True,
        check=True,
        env={**os.environ, **environment},
        cwd=EXAMPLES.parent,
    )


def test_marks_of_print_become_plain_where_the_terminal_has_none():
    done = in_a_shell("why", MATH, "--depth", "1", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.stdout.isascii()
    assert b"one author's reading" in done.stdout or b"our inference" in done.stdout


def test_the_tab_key_offers_the_conclusions_of_the_case():
    done = subprocess.run(
        [sys.executable, "-m", "advisor"],
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "_ADVISOR_COMPLETE": "bash_complete",
            "COMP_WORDS": f"advisor why {MATH} align",
            "COMP_CWORD": "3",
        },
        cwd=EXAMPLES.parent,
    )
    assert "plain,alignment" in done.stdout
