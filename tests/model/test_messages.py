"""The page of messages lists every message that the bad case files meet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BAD = sorted((ROOT / "tests" / "model" / "bad").glob("*.yaml"))


def patterns() -> list[re.Pattern[str]]:
    page = (ROOT / "docs" / "messages.md").read_text(encoding="utf-8")
    rows = [row for part in ("source", "case") for row in table(page, part)]
    assert len(rows) > 40
    # A word in capitals stands for anything.
    return [re.compile(re.sub(r"[A-Z]{3,}", ".+", re.escape(row))) for row in rows]


def table(page: str, part: str) -> list[str]:
    inside = page.split(f"<!-- {part}:start -->")[1].split(f"<!-- {part}:end -->")[0]
    lines = [line for line in inside.splitlines() if line.startswith("| ")][1:]
    return [line[2:].split(" | ")[0] for line in lines]


def messages(path: Path) -> list[str]:
    answers = path.read_text(encoding="utf-8").partition("# Advisor answers:\n")[2]
    return [line.partition(": ")[2] for line in answers.splitlines()]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_message_is_on_the_page(path):
    known = patterns()
    for message in messages(path):
        assert any(pattern.fullmatch(message) for pattern in known), message
