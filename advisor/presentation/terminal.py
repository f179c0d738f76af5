"""Text for a terminal: lines that fit its width."""

from __future__ import annotations

import re
import shlex
import textwrap
from functools import lru_cache
from itertools import groupby
from typing import Any
from unicodedata import east_asian_width

from advisor.knowledge.locate import example_word

NARROWEST = 40
USUAL = 80
WIDEST = 100
"""Longer lines are hard to read, however wide the window."""

GAP = 2
"""Blanks between the columns of a table."""
NARROWEST_COLUMN = 16

_BESIDE = "\ufffe"
"""Stands for the second column of a wide letter; no text holds it."""
COMMAND = "advisor "
"""How a line begins that can be copied; it is never broken."""

_hang = re.compile(r" *(?:(?:[-*+=?!]|--set|[a-d?]\)|[0-9]+[.*]) +|\S+(?: \S+)? {2,})?")
"""A list's mark, or a first column of one or two words."""


def typed_case(file: str) -> str:
    """A case as it is typed behind a command: the word for an example, else the file."""
    return example_word(file) or shlex.quote(file or "CASE")


def fitted(text: str, width: int) -> str:
    """Breaks the lines that are too long, and sets tables.

    Args:
        text: Lines of text. What follows on from a list's item stands under its words. Lines with
            tabs, one after the other, are the rows of a table; the first is its head.
        width: The columns there are.

    Returns:
        The text, no line longer than the width, but for words that are, and commands to copy.
    """
    width = max(NARROWEST, min(width, WIDEST))
    lines: list[str] = []
    for table, block in groupby(text.splitlines(), key=lambda line: "\t" in line):
        if table:
            lines += _table([line.split("\t") for line in block], width)
        else:
            lines += [line for one in block for line in _broken(one, width)]
    return "".join(f"{line}\n" for line in lines)


def columns(text: str) -> int:
    """The columns that a text takes in a terminal: a letter of Chinese or Japanese takes two."""
    return len(text) if text.isascii() else len(_beside_wide(text))


def _beside_wide(text: str) -> str:
    """The text with a stand-in behind each letter that is two columns wide."""
    return "".join(f"{one}{_BESIDE}" if east_asian_width(one) in "WF" else one for one in text)


def _wrapped(text: str, width: int, **more: Any) -> list[str]:
    if text.isascii():
        return textwrap.wrap(text, width, **more)
    lines = textwrap.wrap(_beside_wide(text), width, **more)
    return [line.replace(_BESIDE, "") for line in lines]


def _table(rows: list[list[str]], width: int) -> list[str]:
    """Columns side by side, or, where they would be too narrow, below each other."""
    label = min(max(len(row[0].strip()) for row in rows), width // 4)
    room = (width - label) // (len(rows[0]) - 1) - GAP
    if room < NARROWEST_COLUMN:
        return _stacked(rows, width)
    lines = []
    for row in rows:
        name = row[0].strip()
        if len(name) > label:
            lines += _broken(name, width)
            name = ""
        cells = [[name]]
        cells += [_cell(cell.strip(), room) for cell in row[1:]]
        for place in range(max(map(len, cells))):
            parts = [cell[place] if place < len(cell) else "" for cell in cells]
            first, *others = [
                f"{part}{'':{max(0, wide - columns(part))}}"
                for part, wide in zip(parts, [label, *[room] * len(parts)])
            ]
            lines.append((" " * GAP).join([first, *others]).rstrip())
    return lines


def _cell(text: str, room: int) -> list[str]:
    long = any(len(word) > room for word in text.split())
    return _wrapped(text, room, break_on_hyphens=long) or [""]


def _stacked(rows: list[list[str]], width: int) -> list[str]:
    lines = []
    for row in rows[1:]:
        lines += _broken(row[0].strip(), width)
        for name, cell in zip(rows[0][1:], row[1:], strict=True):
            lines += _broken(f"  - {name.strip()}: {cell.strip()}", width)
    return lines


@lru_cache(maxsize=4096)  # a trace in full says the same again and again
def _broken(line: str, width: int) -> list[str]:
    line = line.rstrip()
    if columns(line) <= width or line.lstrip().startswith(COMMAND):
        return [line]
    match = _hang.match(line)
    hang = " " * min(len(match[0]) if match else 0, width // 2)
    room = width - len(hang)
    return _wrapped(
        line,
        width,
        subsequent_indent=hang,
        break_long_words=True,
        break_on_hyphens=any(len(word) > room for word in line.split()),
        drop_whitespace=True,
        replace_whitespace=False,
    )
