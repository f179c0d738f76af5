"""`start.py`, the first file a newcomer runs, on machines that are not as it would like them.

That it sets everything up is shown by CI itself, which runs nothing else.
"""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
START = ROOT / "start.py"


@pytest.fixture
def clone(tmp_path) -> Path:
    """A folder with what start.py looks at before it installs anything."""
    for name in ("start.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def start(clone: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if name not in ("CI", "PYTHONPATH")}
    return subprocess.run(
        [sys.executable, "start.py", *words],
        cwd=clone, env=own | variables, capture_output=True, text=True, check=False,
    )  # fmt: skip


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


BACKEND = """
import os, zipfile
def build_wheel(folder, *settings):
    {trouble}
    name = "{name}-1.0-py3-none-any.whl"
    info = "{name}-1.0.dist-info/"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        wheel.writestr("{module}.py", "{content}")
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: {name}\\nVersion: 1.0\\n{needs}")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "RECORD", "")
    return name
build_editable = build_wheel
"""  # noqa: E501
NEEDS = "".join(
    f"Requires-Dist: {one}\\n"
    for one in ("durable-rules", "other>=1", "more; extra == 'dev'", "pages; extra == 'web'",
    "advisor[dev]; extra == 'a'")
)  # fmt: skip


def package(folder: Path, name: str, *, trouble: str = "", content: str = "", needs: str = ""):
    """A package that builds itself, without a download."""
    folder.mkdir(exist_ok=True)
    module = "durable_rules_engine" if name.startswith("durable") else name
    text = '[build-system]\nrequires = []\nbuild-backend = "made"\nbackend-path = ["."]\n'
    (folder / "pyproject.toml").write_text(text, "utf-8")
    made = BACKEND.format(
        name=name, module=module, trouble=trouble or "pass", content=content, needs=needs
    )
    (folder / "made.py").write_text(made, "utf-8")


@pytest.mark.parametrize(
    ("task", "fault", "ci"),
    [
        ("memo", {"trouble": "raise OSError('no gcc')"}, False),
        ("serve", {"trouble": "raise OSError('no gcc')"}, False),
        ("setup", {"content": "raise ImportError('no symbol')"}, False),
        ("setup", {"trouble": "raise OSError('no gcc')"}, True),
    ],
    ids=["not-built", "pages-not-built", "not-loaded", "in-ci"],
)
def test_without_a_compiler_it_goes_on_with_the_plain_evaluator_and_says_so(
    task, fault, ci, clone, tmp_path
):
    folder = tmp_path / "packages"
    folder.mkdir()
    package(clone, "advisor", needs=NEEDS, content="print('A memo.')")
    for name in ("durable_rules", "other", "more", "pages"):
        made = tmp_path / f"{name}-1.0"
        package(made, name, **(fault if name == "durable_rules" else {}))
        (made / "PKG-INFO").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        with tarfile.open(folder / f"{name}-1.0.tar.gz", "w:gz") as archive:
            archive.add(made, made.name)
    settings = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder), "PIP_CONFIG_FILE": os.devnull}
    done = start(clone, task, **settings, **({"CI": "true"} if ci else {}))
    said = "Going on without durable_rules, which could not be built or loaded here:"
    assert (said in done.stderr) == (not ci)
    assert (done.returncode, "no gcc" in done.stderr or "no symbol" in done.stderr) == (ci, ci)
    if ci:
        return
    assert len(done.stderr.splitlines()) <= 5
    assert ("A memo." in done.stdout) == (task != "setup")
    commands = clone / ".venv" / ("Scripts" if os.name == "nt" else "bin")
    ask = "from importlib.metadata import distributions as d; print(*{one.name for one in d()})"
    found = subprocess.run([commands / "python", "-c", ask], capture_output=True, text=True)
    assert {"advisor", "other"} <= {*found.stdout.split()}
    assert ("more" in found.stdout.split()) == (task == "setup")
    assert ("pages" in found.stdout.split()) == (task != "memo")
    assert (clone / "my-cases").is_dir() == (task == "serve")
    again = start(clone, task, **settings)
    assert again.returncode == 0
    assert "Installing" not in again.stderr


@pytest.mark.parametrize("true", [True, False])
def test_ci_installs_only_what_has_the_hash_that_was_pinned(true, clone, tmp_path):
    packages = tmp_path / "packages"
    packages.mkdir()
    package(clone, "advisor")
    package(tmp_path / "made", "durable_rules")
    scope: dict[str, Any] = {}
    exec((tmp_path / "made" / "made.py").read_text("utf-8"), scope)
    made = packages / scope["build_wheel"](str(packages))
    pinned = hashlib.sha256(made.read_bytes() if true else b"another").hexdigest()
    (clone / ".ci").mkdir()
    for name in ("build-pins.txt", "pins.txt"):
        line = f"durable-rules==1.0 --hash=sha256:{pinned}\n"
        (clone / ".ci" / name).write_text(line, "utf-8")
    done = start(
        clone, "setup", CI="true", PIP_NO_INDEX="1", PIP_FIND_LINKS=str(packages),
        PIP_CONFIG_FILE=os.devnull,
    )  # fmt: skip
    assert done.returncode == (0 if true else 1), done.stderr
    assert ("DO NOT MATCH THE HASHES" in done.stderr) == (not true)
