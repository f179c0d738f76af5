from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from advisor import _version
from advisor.commands import failures
from advisor.commands.group import SUBCOMMANDS

ROOT = Path(__file__).resolve().parents[2]


def test_the_version_is_told(advise):
    result = advise("--version")
    assert result.exit_code == 0
    assert result.stdout == f"advisor {_version.__version__}\n"


def test_the_help_names_every_command_and_every_exit_status(advise):
    result = advise("--help")
    assert result.exit_code == 0
    for name in SUBCOMMANDS:
        assert f"\n  {name} " in result.stdout
    listed = re.findall(r"^ +(\d+)  ", result.stdout, flags=re.MULTILINE)
    documented = {value for value in vars(failures).values() if isinstance(value, int)}
    assert {int(number) for number in listed} == documented


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_command_teaches_by_examples_that_fit_a_terminal(advise, name):
    result = advise(name, "--help")
    assert result.exit_code == 0
    assert "Examples:" in result.stdout
    assert f"advisor {name} " in result.stdout.split("Examples:")[1]
    assert max(map(len, result.stdout.splitlines())) <= 96


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_command_is_in_the_readme(name):
    assert f"advisor {name} " in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["memo", "--help"]])
def test_help_waits_neither_for_the_engine_nor_for_the_templates(words):
    """These modules cost a tenth of a second, and help needs none of them."""
    script = (
        "import sys; from advisor.commands.group import advisor as main\n"
        f"sys.argv[1:] = {words!r}\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'yaml', 'jinja2', 'durable_rules_engine'} & set(sys.modules)),"
        " file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stderr == "[]\n"
