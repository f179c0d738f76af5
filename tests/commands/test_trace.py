"""`advisor trace`, typed as a person would."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisor.commands.group import advisor as advisor_command

EXAMPLES = Path(__file__).parents[2] / "examples"
VILLAGE = str(EXAMPLES / "02-village-high-school" / "case.yaml")


def typed(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(advisor_command, ["trace", *words], given, prog_name="advisor")


def test_a_trace_in_short_has_a_line_for_each_firing():
    done = typed(VILLAGE, "--short", "--width", "100")
    assert done.exit_code == 0
    assert done.stdout.startswith("How the advice came about, firing by firing (")
    assert "\n1. " in done.stdout
    assert done.stderr == ""


def test_filters_narrow_the_trace():
    done = typed(VILLAGE, "--proof-of", "path", "--about", "charter-school", "--since", "10")
    assert done.exit_code == 0
    done = typed(VILLAGE, "--rule", "front-runner", "--full")
    assert done.exit_code == 0
    assert "Before step " in done.stdout


def test_json_goes_into_a_file(tmp_path):
    file = tmp_path / "trace.json"
    done = typed(VILLAGE, "--rule", "front-runner", "--format", "json", "-o", str(file))
    assert done.exit_code == 0
    assert done.stderr == f"Wrote {file}\n"
    assert [one["rule"] for one in json.loads(file.read_text("utf-8"))["steps"]] == ["front-runner"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--rule", "front-runer"), "Did you mean “front-runner”?"),
        (("--about", "\x1b[31mred"), "No fact of this case is about “\\x1b[31mred”."),
        (("--since", "100000"), "There is no step “100000”."),
    ],
)
def test_a_wrong_name_is_one_message_and_exit_status_2(words, message):
    done = typed(VILLAGE, *words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
