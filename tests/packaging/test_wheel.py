"""An installed copy, far from any checkout, does what a checkout does.

The wheel is built and installed once, without a download: hatchling comes with the `dev`
extra, and the new environment borrows the packages Advisor needs from this one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "examples" / "02-village-high-school" / "case.yaml"


def run(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs a program as a person would who has never seen the checkout."""
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="session")
def wheel(tmp_path_factory) -> Path:
    """The wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    done = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def commands(wheel, tmp_path_factory) -> Path:
    """The folder of the programs of an environment in which the wheel is installed."""
    environment = tmp_path_factory.mktemp("installed") / "environment"
    venv.create(environment, with_pip=False)
    commands = environment / ("Scripts" if os.name == "nt" else "bin")
    python = commands / ("python.exe" if os.name == "nt" else "python")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python]
    done = run(*pip, "install", "--no-deps", "--no-index", wheel, cwd=environment)
    assert done.returncode == 0, done.stderr
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run(python, "-c", where, cwd=environment).stdout.strip())
    # Lines of a .pth file add folders, but do not read the .pth files in them: this checkout,
    # which is installed here as editable, stays out of sight.
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "borrowed.pth").write_text("\n".join(sorted(borrowed)) + "\n", "utf-8")
    return commands


def test_the_wheel_carries_the_knowledge_and_nothing_from_the_workshop(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for folder in ("rules", "templates"):
        in_checkout = {
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        carried = {
            name.removeprefix("advisor/_data/")
            for name in names
            if name.startswith(f"advisor/_data/{folder}/")
        }
        assert carried == in_checkout
        assert carried
    assert {name.split("/")[0].split("-")[0] for name in names} == {"advisor"}
    assert "advisor/py.typed" in names


def test_the_installed_copy_is_the_one_that_runs(commands, tmp_path):
    where = "import advisor.knowledge.locate as l; print(l.rules_folder(), l.templates_folder())"
    done = run(commands / "python", "-c", where, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert str(ROOT) not in done.stdout
    assert done.stdout.count("_data") == 2


def test_an_installed_copy_writes_the_memo_that_the_checkout_writes(commands, tmp_path):
    case = tmp_path / "case.yaml"
    case.write_bytes(CASE.read_bytes())
    plain = ("--picture", "none")
    done = run(commands / "advisor", "memo", "case.yaml", "-o", "memo.md", *plain, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    here = run(sys.executable, "-m", "advisor", "memo", case, *plain, cwd=ROOT)
    assert here.returncode == 0, here.stderr
    assert (tmp_path / "memo.md").read_text("utf-8") == here.stdout
    assert here.stdout.startswith("# ")


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!")])
def test_an_installed_copy_writes_documents(commands, tmp_path, form, begins):
    done = run(commands / "advisor", "memo", CASE, "-o", f"memo.{form}", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / f"memo.{form}").read_bytes().startswith(begins)


def test_an_installed_copy_starts_a_new_case(commands, tmp_path):
    done = run(commands / "advisor", "new", "mine.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "advisor-case: 1" in (tmp_path / "mine.yaml").read_text("utf-8")


def test_an_installed_copy_checks_its_rules_and_says_that_it_has_no_cases(commands, tmp_path):
    done = run(commands / "advisor", "rules", "check", "--strict", cwd=tmp_path)
    assert " 0 errors, 0 warnings" in done.stdout
    done = run(commands / "advisor", "rules", "coverage", cwd=tmp_path)
    assert "this copy has no cases beside it" in done.stdout


def test_an_installed_copy_shows_a_class_two_cases_one_answer_apart(commands, tmp_path):
    done = run(commands / "advisor", "contrast", "hours", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Where the roads part" in done.stdout
    assert "20 minutes" in run(commands / "advisor", "lesson", cwd=tmp_path).stdout
    assert (
        "Village High School" in run(commands / "advisor", "assess", "village", cwd=tmp_path).stdout
    )


def test_an_installed_copy_tells_its_version(commands, tmp_path):
    done = run(commands / "advisor", "--version", cwd=tmp_path)
    assert done.stdout.startswith("advisor 0.")
