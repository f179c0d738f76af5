"""`docs/diagnostics.md` lists every diagnostic there is, and says what it means and what to do."""

from __future__ import annotations

import re
from pathlib import Path

from advisor.verification.diagnostics import SORTS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "diagnostics.md"
ENTRY = re.compile(
    r"^### (K\d{3}) ([a-z-]+)\n\n\*(Error|Warning|Hint)\.\* (.+)\n\nWhat to do: (.+)$", re.M
)


def test_the_page_lists_every_diagnostic_in_order_with_its_severity() -> None:
    listed = [entry[:3] for entry in ENTRY.findall(PAGE.read_text("utf-8"))]
    assert listed == [(one.code, one.slug, one.severity.capitalize()) for one in SORTS]


def test_the_page_says_of_each_what_it_means_and_what_to_do() -> None:
    text = PAGE.read_text("utf-8")
    entries = ENTRY.findall(text)
    assert len(entries) == len(re.findall("^### K", text, re.M))
    assert all(part.endswith(".") for entry in entries for part in entry[3:])


def test_codes_and_short_names_stand_once() -> None:
    assert len({one.code for one in SORTS}) == len({one.slug for one in SORTS}) == len(SORTS)
    assert all(re.fullmatch(r"K\d{3}", one.code) for one in SORTS)
