"""Programs of others that a test asks for a second opinion.

A machine without them skips the test; CI installs them, so that there the test is red instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

AXE = Path(__file__).resolve().parents[2] / ".ci" / "node_modules" / "axe-core" / "axe.min.js"


def missing(what: str) -> NoReturn:
    told = f"{what} is not installed; .ci/run installs it"
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)


def program(*names: str) -> str:
    """Where a program is, under the first of its names that the machine knows."""
    return next(filter(None, map(shutil.which, names)), None) or missing(names[0])


def axe() -> str:
    """axe-core, as a script to put into a page."""
    return AXE.read_text("utf-8") if AXE.is_file() else missing("axe-core")


def run(*words: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
