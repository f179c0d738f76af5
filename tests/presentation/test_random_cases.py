"""Memos of cases that nobody wrote: they keep their lengths and say nothing twice."""

from __future__ import annotations

import re
from collections import Counter

from support.body import body_words
from support.mixed import mixed_case

from advisor.explanation.assess import assess
from advisor.presentation.memo import ANNEX, write_memo

MOST_BODY, MOST_ANNEX = 900, 1500
SENTENCES = re.compile(r"(?<=[.!?])\s+|\n")
SLIP = re.compile(r"\bthe the\b|\ba a\b|\{\w| [,.;] |,,|\bNone\b|(?<!\.)\.\.(?!\.)")
"""What no text holds: internal names, a place that nothing filled."""


def asks_for_nothing(body: str) -> bool:
    """Whether a memo waits for answers, and does not say which."""
    return "named below as not known" in body and "## What we do not know" not in body


def test_the_memo_of_any_case_keeps_its_length_and_says_nothing_twice(effort):
    """Twenty in the ordinary suite; with `--thorough` two thousand."""
    wrong = {}
    for number in range(20 * effort):
        memo = write_memo(assess(mixed_case(f"memo {number}"), engine="reference"))
        body, annex = memo.split(ANNEX)
        said = Counter(line for line in SENTENCES.split(body) if line[:1] not in ("", "|", "#"))
        faults = [
            *(line for line, times in said.items() if times > 1),
            *(f"{words} words" for words in [body_words(memo)] if words > MOST_BODY),
            *(f"{words} in the annex" for words in [len(annex.split())] if words > MOST_ANNEX),
            *(found[0] for found in [SLIP.search(memo)] if found),
            *("asks for answers and names none" for _ in [0] if asks_for_nothing(body)),
        ]
        if faults:
            wrong[number] = faults
    assert wrong == {}
