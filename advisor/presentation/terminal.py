"""Text for a terminal: lines that fit its width."""

from __future__ import annotations

import re
import shlex
import textwrap
from functools import lru_cache
from itertools import groupby

from advisor.knowledge.locate import example_word

NARROWEST = 40
USUAL = 80
WIDEST = 100
"""Longer lines are hard to read, however wide the window."""

GAP = 2
"""Blanks between the columns of a table."""
NARROWEST_COLUMN = 16

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
            first, others = parts[0].ljust(label), [part.ljust(room) for part in parts[1:]]
            lines.append((" " * GAP).join([first, *others]).rstrip())
    return lines


def _cell(text: str, room: int) -> list[str]:
    long = any(len(word) > room for word in text.split())
    return textwrap.wrap(text, room, break_on_hyphens=long) or [""]


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
    if len(line) <= width or line.lstrip().startswith(COMMAND):
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
