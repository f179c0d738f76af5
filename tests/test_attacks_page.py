"""`docs/attacks.md` and `docs/teaching.md` name, for each thing that fell, a test that is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(("name", "number"), [("attacks", 39), ("teaching", 18)])
def test_every_test_that_the_page_names_is_there(name: str, number: int):
    page = (ROOT / "docs" / f"{name}.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if "::test_" in line]
    assert len(rows) == number
    for row in rows:
        file = ""
        for named, test in re.findall(r"`((?:tests/\S+\.py)?)::(test_\w+)`", row):
            file = named or file
            assert f"def {test}(" in (ROOT / file).read_text("utf-8"), (file, test)
