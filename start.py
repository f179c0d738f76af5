#!/usr/bin/env python3
"""From a fresh clone to a memo, to the pages, or to a passed check, in one command.

    python3 start.py memo     sets up what is needed and writes the memo of a real case
    python3 start.py serve    sets up what is needed and opens the interview in your browser
    python3 start.py check    sets up what is needed and runs ruff, mypy and the tests
    python3 start.py setup    sets up everything in .venv/ and stops there

Needs Python 3.10 or newer. Where there is no C compiler to build durable_rules, it goes on without
and says so. It installs nothing outside this folder. The second time it starts at once: it sets up
again only when pyproject.toml or the Python has changed.
"""

import sys

if sys.version_info < (3, 10):  # noqa: UP036 - the one file that an older Python may meet
    sys.exit(
        "start.py: Advisor needs Python 3.10 or newer, and this is Python "
        f"{sys.version_info[0]}.{sys.version_info[1]}. Try, for example: python3.12 start.py memo"
    )

import argparse
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
MARK = ENVIRONMENT / "made-by-start.py"
COMMANDS = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = COMMANDS / ("python.exe" if os.name == "nt" else "python")

PINS = (ROOT / ".ci" / "build-pins.txt", ROOT / ".ci" / "pins.txt")

EXTENTS = {"memo": "documents,tables", "serve": "documents,tables,web", "everything": "dev"}
"""What can be set up, each more than the one before, with the extras of pyproject.toml it takes."""

CASE = Path("examples/02-village-high-school/case.yaml")
CASES = ROOT / "my-cases"
MEMO = Path("village-high-school-memo.md")

CHECKS = (
    ("ruff", ["-m", "ruff", "check", "."]),
    ("mypy", ["-m", "mypy"]),
    # Last, so that its closing line is the last line.
    ("pytest", ["-m", "pytest", "-n", "auto", "--dist", "worksteal"]),
)

WITHOUT_ENGINE = (
    "Going on without durable_rules, which could not be built or loaded here: Advisor's plain "
    "evaluator reasons in its place, to the same result. To have it, install a C compiler and "
    "Python's header files (apt install gcc python3-dev; xcode-select --install), remove .venv/ "
    "and run this again."
)

NEEDS_BUT_THE_ENGINE = """
import sys
from importlib.metadata import requires
for need in requires("advisor"):
    name, _, marker = need.partition(";")
    wanted = "extra ==" not in marker or any(
        one == "dev" or f"extra == '{one}'" in marker.replace('"', "'") for one in sys.argv[1:]
    )
    if wanted and not name.startswith(("durable", "advisor")):
        print(name if "extra ==" in marker else need)
"""
"""What Advisor needs, as the environment's own Python reads it, without durable_rules."""


class SetupError(Exception):
    """Setting up went wrong; the text says what and what to do."""


def main() -> int:
    """Does what the command line asks and returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="start.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("task", choices=["memo", "serve", "check", "setup"], help="what to do")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="of serve: its folder and options")
    task, rest = vars(parser.parse_args()).values()
    if rest and task != "serve":
        parser.error(f"{task} takes nothing else")
    try:
        set_up(task if task in EXTENTS else "everything")
        if task == "memo":
            return write_memo()
        if task == "serve":
            return serve(rest)
        if task == "check":
            return check()
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    say(f"Ready. Try: {COMMANDS.relative_to(ROOT) / 'advisor'} --help")
    return 0


def write_memo() -> int:
    """Writes the memo of the example case and says where it is."""
    status = run("-m", "advisor", "memo", str(CASE), "-o", str(MEMO))
    if status == 0:
        say(f"The memo is in {MEMO}; the case it was written from is {CASE}.")
        say(f"For your own case: {COMMANDS.relative_to(ROOT) / 'advisor'} new my-case.yaml")
    return status


def serve(rest: list[str]) -> int:
    """Opens the pages over the folder that was named, or over one for a newcomer's cases."""
    if not rest:
        CASES.mkdir(exist_ok=True)
    command = [str(PYTHON), "-m", "advisor", "serve", *(rest or [str(CASES)])]
    if os.name != "nt":
        os.execv(command[0], command)  # so that Ctrl-C reaches the server alone, which ends cleanly
    return run(*command[1:])


def check() -> int:
    """Runs every check, also after one has failed, and names those that failed."""
    failed = []
    for name, arguments in CHECKS:
        say(f"{name} …")
        if run(*arguments) != 0:
            failed.append(name)
    if failed:
        say("Failed: " + ", ".join(failed))
    return 1 if failed else 0


def set_up(extent: str) -> None:
    """Makes `.venv/` and installs Advisor in it, unless that has been done.

    Args:
        extent: What is wanted, of `EXTENTS`.

    Raises:
        SetupError: If the environment cannot be made or something cannot be installed.
    """
    wanted = state(extent)
    found = MARK.read_text("utf-8").split() if MARK.is_file() else []
    enough = [*EXTENTS][[*EXTENTS].index(extent) :]
    if PYTHON.exists() and found[:-1] == wanted[:-1] and found[-1] in enough:
        return
    if ENVIRONMENT.exists() and not MARK.is_file():
        raise SetupError(
            ".venv/ is here already, and start.py did not make it. Move it away and try again."
        )
    if found[:1] != wanted[:1] or not PYTHON.exists():
        make_environment(wanted[0])
    say("Installing Advisor and what it needs; this takes a minute the first time …")
    install_all(extent)
    MARK.write_text("\n".join(wanted) + "\n", "utf-8")


def install_all(extent: str) -> None:
    """Installs Advisor and what it needs; without durable_rules, if that alone is in the way.

    In CI everything has the version and the hash that `.ci/` names, and nothing is done without:
    what is not tested there is tested nowhere.

    Raises:
        SetupError: If something else cannot be installed.
    """
    in_ci = bool(os.environ.get("CI"))
    extras = EXTENTS[extent]
    if in_ci and extras == "dev" and PINS[0].is_file():
        failed = install_pinned() or engine_that_fails()
    else:
        failed = install("--editable", f".[{extras}]" if extras else ".") or mended_engine()
    if not failed:
        return
    if not in_ci and not install("--no-deps", "--editable", "."):
        asked = [str(PYTHON), "-c", NEEDS_BUT_THE_ENGINE, *extras.split(",")]
        needs = quietly(asked).stdout.splitlines()
        if not install(*needs):
            say(WITHOUT_ENGINE)
            return
    raise SetupError(f"{failed}\nCould not install what is needed.")


def install_pinned() -> str:
    """Installs what is pinned, first what builds the rest, and nothing else; tells what failed."""
    # A copy of durable_rules from the cache would have no hash to compare, and perhaps no flag.
    fixed = ("--no-cache-dir", "--no-build-isolation", "--use-pep517")
    for pins in PINS:
        failed = install(*fixed, "--require-hashes", "--requirement", str(pins))
        if failed:
            return failed
    return install(*fixed, "--no-deps", "--editable", ".")


def state(extent: str) -> list[str]:
    """What an environment must have been made from to be still good: Python, needs, extent."""
    needs = hashlib.sha256((ROOT / "pyproject.toml").read_bytes())
    for pins in PINS:
        needs.update(pins.read_bytes() if pins.is_file() else b"")
    needs.update(str(ROOT).encode("utf-8", "surrogateescape"))  # an environment cannot be moved
    python = f"{sys.implementation.name}-{sys.version.split()[0]}"
    return [python, needs.hexdigest(), extent]


def make_environment(python: str) -> None:
    """Makes an empty `.venv/`, in place of one made for another Python."""
    say(f"Making .venv/ with Python {sys.version.split()[0]} …")
    if ENVIRONMENT.exists():
        shutil.rmtree(ENVIRONMENT)
    ENVIRONMENT.mkdir()
    # Before anything else, so that a run that is cut short can be taken up by the next one.
    MARK.write_text(python + "\n", "utf-8")
    made = quietly([sys.executable, "-m", "venv", str(ENVIRONMENT)])
    if made.returncode != 0:
        shutil.rmtree(ENVIRONMENT)
        advice = "On Debian or Ubuntu: apt install python3-venv."
        raise SetupError(f"{made.stdout}\nCould not make .venv/. {advice}")


def install(*what: str) -> str:
    """Installs with the environment's own pip, and tells what that said if it failed."""
    pip = ["-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    done = quietly([str(PYTHON), *pip, *what], env=building())
    return done.stdout.strip() or "pip failed." if done.returncode else ""


def engine_that_fails() -> str:
    """Why durable_rules cannot be imported; empty if it can."""
    attempt = quietly([str(PYTHON), "-c", "import durable_rules_engine"])
    return attempt.stdout if attempt.returncode else ""


def mended_engine() -> str:
    """Builds durable_rules afresh if it cannot be imported, and tells why it still cannot.

    Since Python 3.13 it can be imported only if it was built with the flag of `building`. pip
    may have taken a copy from its cache that some other project built without it.
    """
    if not engine_that_fails():
        return ""
    ask = "from importlib.metadata import version; print(version('durable-rules'))"
    version = quietly([str(PYTHON), "-c", ask]).stdout.strip()
    fresh = ("--force-reinstall", "--no-deps", "--no-cache-dir", f"durable-rules=={version}")
    return install(*fresh) or engine_that_fails()


def building() -> dict[str, str]:
    """The environment variables for a build."""
    variables = dict(os.environ)
    if sys.version_info >= (3, 13):
        # durable_rules 2.0.28 calls a function that Python 3.13 has dropped.
        flag = "-DPyEval_CallObject=PyObject_CallObject"
        variables["CPPFLAGS"] = f"{variables.get('CPPFLAGS', '')} {flag}".strip()
    return variables


def run(*arguments: str) -> int:
    """Runs the environment's Python here, with its output shown."""
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, check=False).returncode


def quietly(
    command: list[str], env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a command and keeps what it says."""
    return subprocess.run(
        command,
        cwd=ROOT,
        env=env,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


def say(text: str) -> None:
    """Tells the person at the terminal something; standard output is left to the tools."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
