"""What the commands print for every documented case, frozen, so that walls can be moved behind it.

Everything is asked through the commands alone. One file under `expected/` holds what one command
prints for all cases it is asked about, case by case; `pytest tests/frozen --refresh-goldens` writes
it anew. Read the difference: each changed line is a change for a user. Hashes and versions in the
stamp are left out. A trace is too long to keep, so of each rule stand how often it fired and a
digest of its firings.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.frozen_cases import CASES, case_file

from advisor.commands.group import advisor as advisor_command

EXAMPLES = str(Path(__file__).resolve().parents[2] / "examples")

EXPECTED = Path(__file__).parent / "expected"
STAMP = [
    (re.compile(r"\b[0-9a-f]{12,64}\b"), "<hash>"),
    (re.compile(r"\bAdvisor \d+\.\d+\.\d+"), "Advisor <version>"),
    (re.compile(r'"advisor": "\d+\.\d+\.\d+"'), '"advisor": "<version>"'),
]
WIDTH = ("--width", "80")
JSON = ("--format", "json")
REFERENCE = ("--engine", "reference")

COMMANDS: dict[str, tuple[str, ...]] = {
    "memo": ("memo", "CASE"),
    "brief": ("memo", "CASE", "--template", "brief"),
    "assess": ("assess", "CASE", *WIDTH),
    "why": ("why", "CASE", *WIDTH),
    "layers": ("trace", "CASE", *WIDTH),
    "whynot": ("whynot", "CASE", "OTHER", *WIDTH),
    "whatif": ("whatif", "CASE", "--set", "change.scope=volunteers", *WIDTH),
    "flip": ("whatif", "CASE", "--flip", *WIDTH),
    "trace": ("trace", "CASE", *JSON),
}
"""Each command with its words; OTHER is the best alternative to the advised path."""
SLOW, ONE_IN = ("whynot", "flip", "trace", "layers"), 6
"""Commands asked about one case in six only, unless `--every-path`."""


def printed(*words: str) -> str:
    """What a command prints, the stamp left out; its message and status where it refuses."""
    done = CliRunner().invoke(advisor_command, [*words, *REFERENCE], prog_name="advisor")
    if done.exit_code == 1:
        raise AssertionError(f"{words}: {done.stderr}") from done.exception
    text = done.stdout if done.exit_code == 0 else f"{done.stderr}(status {done.exit_code})\n"
    for pattern, instead in STAMP:
        text = pattern.sub(instead, text)
    return text


def digests(trace: str) -> str:
    """Of each rule in a trace how often it fired, and a digest of what."""
    firings: dict[str, list[str]] = defaultdict(list)
    for step in json.loads(trace)["steps"]:
        firings[step["rule"]].append(json.dumps(step["concludes"], sort_keys=True))
    return "".join(
        f"{rule} {len(found)} {hashlib.sha256(''.join(sorted(found)).encode()).hexdigest()[:8]}\n"
        for rule, found in sorted(firings.items())
    )


def asked(command: str, name: str, folder: Path) -> str:
    """What a command prints for a case."""
    case = str(case_file(name, folder))
    words = list(COMMANDS[command])
    if "OTHER" in words:
        result = json.loads(printed("assess", case, *JSON))
        words[words.index("OTHER")] = result["alternatives"][0]
    text = printed(*(case if word == "CASE" else word for word in words))
    text = text.replace(str(folder), "<folder>").replace(EXAMPLES, "<examples>")
    return digests(text) if command == "trace" else text


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_prints_for_every_case_what_it_printed(command, tmp_path, refresh, pytestconfig):
    every = refresh or pytestconfig.option.every_path or command not in SLOW
    texts = {name: asked(command, name, tmp_path) for name in CASES[:: 1 if every else ONE_IN]}
    found = "".join(f"######## {name}\n{text}" for name, text in texts.items())
    file = EXPECTED / f"{command}.txt"
    if refresh:
        file.write_text(found, encoding="utf-8")
    expected = file.read_text("utf-8")
    parts = dict(
        part.split("\n", 1) for part in expected.removeprefix("######## ").split("\n######## ")
    )
    assert list(parts) == CASES
    changed = [
        name for name, text in texts.items() if text.rstrip("\n") != parts[name].rstrip("\n")
    ]
    for name in changed[:1]:
        assert texts[name].rstrip("\n") == parts[name].rstrip("\n"), f"{name} (changed: {changed})"
