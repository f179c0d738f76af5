"""`docs/messages.md` lists every message that an author of rules meets in tests/knowledge/bad."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BAD = sorted((ROOT / "tests" / "knowledge" / "bad").glob("*.yaml"))


def known() -> list[re.Pattern[str]]:
    """The first column of the tables about rules; a word in capitals stands for anything."""
    page = (ROOT / "docs" / "messages.md").read_text("utf-8")
    inside = page.split("<!-- rules:start -->")[1].split("<!-- rules:end -->")[0]
    rows = [line[2:].split(" | ")[0] for line in inside.splitlines() if line.startswith("| ")]
    patterns = []
    for row in rows[1:]:
        pattern = re.escape(row.replace("\\|", "|"))
        pattern = pattern.replace(r"\ HINT", "( .+)?")
        patterns.append(re.compile(re.sub(r"[A-Z]{3,}", ".+", pattern)))
    return patterns


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_every_message_about_a_rule_is_on_the_page(file):
    expected = file.read_text("utf-8").split("# expected\n")[1]
    patterns = known()
    for line in expected.splitlines():
        message = line.removeprefix("# ").partition(": ")[2]
        assert any(pattern.fullmatch(message) for pattern in patterns), message


def test_every_kind_of_message_stands_there_once():
    rows = [pattern.pattern for pattern in known()]
    assert len(rows) == len(set(rows))
