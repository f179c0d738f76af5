"""`docs/diagnostics.md` lists every diagnostic, as the registry has it."""

from __future__ import annotations

import re
from pathlib import Path

from advisor.verification.sorts import SORTS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "diagnostics.md"
MARK = "<!-- made from advisor/verification/sorts.py by pytest --refresh-goldens -->\n"


def listed() -> str:
    """The part of the page that is made from the registry."""
    return "".join(
        f"\n### {one.code} {one.slug}\n\n*{one.severity.capitalize()}.* {one.means}\n\n"
        f"What to do: {one.mend}\n"
        for one in SORTS
    )


def test_the_page_says_what_the_registry_says(refresh: bool) -> None:
    text = PAGE.read_text("utf-8")
    head, _, made = text.partition(MARK)
    if refresh:
        PAGE.write_text(head + MARK + listed(), "utf-8")
    else:
        assert made == listed()


def test_codes_and_short_names_stand_once() -> None:
    assert len({one.code for one in SORTS}) == len({one.slug for one in SORTS}) == len(SORTS)
    assert all(re.fullmatch(r"K\d{3}", one.code) for one in SORTS)
