"""The memo in plain lines, to be read aloud."""

from __future__ import annotations

import re

from support.assessed import assessed

from advisor.presentation.documents.writing import memo_to_read, write_document

EXAMPLE = "04-embark"


def test_the_memo_can_be_read_aloud_without_tables_marks_and_codes():
    text = write_document(assessed(EXAMPLE), "text").decode()
    assert not set(text) & set("|*`")
    assert re.search(r"^[^.:]+\. Where it stands: ", text, re.MULTILINE), "a row is a sentence"
    assert not re.search(r"\bL\d{3}\b|\b[0-9a-f]{12}\b", text)
    advice = memo_to_read(assessed(EXAMPLE), 60, ("advice",))
    assert advice.count("\n\n") == 1
    assert max(map(len, advice.splitlines())) <= 60
