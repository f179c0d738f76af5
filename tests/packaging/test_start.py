"""`start.py`, the first file a newcomer runs, on machines that are not as it would like them.

That it sets everything up is shown by CI itself, which runs nothing else.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
START = ROOT / "start.py"


@pytest.fixture
def clone(tmp_path) -> Path:
    """A folder with what start.py looks at before it installs anything."""
    for name in ("start.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def start(clone: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "start.py", *words], cwd=clone, capture_output=True, text=True, check=False
    )


def test_an_old_python_gets_as_far_as_the_message_that_it_is_too_old():
    tree = ast.parse(START.read_text("utf-8"), feature_version=(3, 6))
    first = next(node for node in tree.body if not isinstance(node, (ast.Import, ast.Expr)))
    assert isinstance(first, ast.If)
    imported = [
        node for node in tree.body[: tree.body.index(first)] if isinstance(node, ast.Import)
    ]
    assert [alias.name for node in imported for alias in node.names] == ["sys"]


def test_it_needs_nothing_but_the_standard_library():
    for node in ast.walk(ast.parse(START.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= set(sys.stdlib_module_names)
        if isinstance(node, ast.ImportFrom):
            assert node.module in sys.stdlib_module_names


@pytest.mark.parametrize("words", [[], ["memos"], ["memo", "check"]])
def test_a_slip_is_answered_with_what_there_is(clone, words):
    done = start(clone, *words)
    assert done.returncode == 2
    assert "memo" in done.stderr
    assert not (clone / ".venv").exists()


def test_an_environment_of_somebody_else_is_left_alone(clone):
    (clone / ".venv").mkdir()
    (clone / ".venv" / "theirs").touch()
    done = start(clone, "memo")
    assert done.returncode == 1
    assert "start.py did not make it" in done.stderr
    assert [path.name for path in (clone / ".venv").iterdir()] == ["theirs"]


def test_ci_runs_the_command_that_the_readme_gives():
    command = "python3 start.py check"
    assert f"    {command}\n" in (ROOT / "README.md").read_text("utf-8")
    assert command in (ROOT / ".ci" / "run").read_text("utf-8")
