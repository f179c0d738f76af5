"""How long a memo is for who reads it."""

from __future__ import annotations

import re

from advisor.presentation.memo import ANNEX

_PICTURE = re.compile(r"(?ms)^```.*?^```$")


def body_words(document: str) -> int:
    """The words a reader reads before the annex, tables included, pictures not."""
    body, _, _ = document.partition(ANNEX)
    return sum(any(map(str.isalnum, word)) for word in _PICTURE.sub("", body).split())
