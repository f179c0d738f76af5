"""Text for a terminal: lines that fit its width."""

from __future__ import annotations

import re
import textwrap

NARROWEST = 40
USUAL = 80
WIDEST = 100
"""Longer lines are hard to read, however wide the window."""

_hang = re.compile(r" *(?:(?:[-*+=?!]|[0-9]+[.*]?\*?) +)?")


def fitted(text: str, width: int) -> str:
    """Breaks the lines that are too long.

    Args:
        text: Lines of text. What follows on from a list's item stands under its words.
        width: The columns there are.

    Returns:
        The text, no line longer than the width, but for words that are.
    """
    width = max(NARROWEST, min(width, WIDEST))
    return "".join(f"{line}\n" for one in text.splitlines() for line in _broken(one, width))


def _broken(line: str, width: int) -> list[str]:
    line = line.rstrip()
    if len(line) <= width:
        return [line]
    match = _hang.match(line)
    hang = " " * min(len(match[0]) if match else 0, width // 2)
    room = width - len(hang)
    return textwrap.wrap(
        line,
        width,
        subsequent_indent=hang,
        break_long_words=True,
        break_on_hyphens=any(len(word) > room for word in line.split()),
        drop_whitespace=True,
        replace_whitespace=False,
    )
