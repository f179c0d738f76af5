"""What Advisor rests on: pinned with hashes for CI, and told in a bill of materials and a table.

    pip install uv
    python tests/support/dependencies.py [--upgrade]

writes them anew from pyproject.toml; do so whenever a dependency there has changed.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BUILD_PINS = ROOT / ".ci" / "build-pins.txt"
PINS = ROOT / ".ci" / "pins.txt"
BILL = ROOT / "docs" / "bill-of-materials.cdx.json"
TABLE = ROOT / "docs" / "dependencies.md"
BUILDERS = "setuptools\nhatchling>=1.26,<2\neditables\n"
"""What builds durable_rules, and Advisor where it is worked on."""
PYTHON = "3.11"
"""Of which Python the bill and the table tell; the pins are good for every one."""
EXTRAS = ("documents", "tables", "web", "assistant", "cluster", "dev")
"""In the order in which the table names them; what several need is told of the first."""
NAMELESS = {"partd": "BSD-3-Clause"}
"""Packages that state no license, and the one whose text they carry."""

HEAD = """# What Advisor rests on

Every package that Advisor, its extras and its tests need, with the license it states, as CI
installs them on Python {python} and Linux. `.ci/pins.txt` has the hashes, for other Pythons and
systems too; [bill-of-materials.cdx.json](bill-of-materials.cdx.json) tells the same in CycloneDX.
Who installs Advisor with pip gets what pyproject.toml allows. `tests/support/dependencies.py` makes
all three.

| needed for | package | version | license |
|---|---|---|---|
"""


def plain(name: str) -> str:
    """A package's name in the one spelling that all its spellings have in common."""
    return re.sub(r"[-_.]+", "-", name).lower()


def table(bill: dict[str, Any]) -> str:
    """The page that tells of all packages of a bill of materials."""
    order = ["Advisor", *EXTRAS]
    rows = sorted(
        (order.index(needed_for(one)), plain(one["name"]), one) for one in bill["components"]
    )
    lines = (
        f"| {order[place]} | {name} | {one['version']} | {license_of(one)} |"
        for place, name, one in rows
    )
    return HEAD.format(python=PYTHON) + "\n".join(lines) + "\n"


def needed_for(component: dict[str, Any]) -> str:
    return str(component["properties"][0]["value"])


def license_of(component: dict[str, Any]) -> str:
    """The license a package states, by its short name where it has one."""
    stated = [one.get("license", one) for one in component.get("licenses", ())]
    exact = [one.get("id") or one.get("expression") for one in stated]
    named = [str(one.get("name", "")).rpartition(":: ")[2] for one in stated]
    return next(filter(None, [*exact, *named]), "") or NAMELESS[plain(component["name"])]


def refresh(*options: str) -> None:
    """Asks public tools for the pins and for the bill, and writes all anew."""
    fixed = ("--universal", "--python-version", "3.10", "--generate-hashes", *options)
    compiled(BUILDERS, "-", "-o", str(BUILD_PINS), *fixed)
    compiled("", "pyproject.toml", "--extra", "dev", "-o", str(PINS), *fixed)
    here = ("--python-version", PYTHON, "--constraint", str(PINS))
    rests = {"Advisor": names(compiled("", "pyproject.toml", *here))}
    for extra in EXTRAS:
        rests[extra] = names(compiled("", "pyproject.toml", "--extra", extra, *here))
    with tempfile.TemporaryDirectory() as folder:
        uv("venv", "--python", PYTHON, folder)
        pins = ("-r", str(BUILD_PINS), "-r", str(PINS))
        uv("pip", "install", "--python", folder, "--require-hashes", *pins)
        tool = ("tool", "run", "--from", "cyclonedx-bom", "cyclonedx-py", "environment")
        ask = ("--output-reproducible", "--pyproject", "pyproject.toml", folder)
        bill = json.loads(uv(*tool, *ask))
    for one in [*bill["components"], *bill["metadata"]["tools"]["components"]]:
        one.pop("externalReferences", None)  # addresses grow old; the name leads to them
    for one in bill["components"]:
        one.pop("description", None)  # others' words, and no part of a bill
        of = next((of for of, needs in rests.items() if plain(one["name"]) in needs), "dev")
        one["properties"] = [{"name": "advisor:needed-for", "value": of}]
        one["scope"] = {"Advisor": "required", "dev": "excluded"}.get(of, "optional")
    BILL.write_text(json.dumps(bill, indent=1, sort_keys=True) + "\n", "utf-8")
    TABLE.write_text(table(bill), "utf-8")


def compiled(given: str, *words: str) -> str:
    return uv("pip", "compile", "--quiet", "--no-header", "--no-annotate", *words, given=given)


def names(pins: str) -> set[str]:
    return {plain(one) for one in re.findall(r"(?m)^([\w.-]+)==", pins)}


def uv(*words: str, given: str = "") -> str:
    own = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = ["uv", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=own, input=given, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


if __name__ == "__main__":
    refresh(*sys.argv[1:])
