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

ROWS = 23
"""The lines of a screen, the one to type in left out."""

_FOLDS, _GOES_WITH = "\x0e\x0f"
"""Before a line that may be folded, and before one that is folded with it; no text holds them."""
_NOTE = 0
"""The rank of a line that is shown only where something is folded."""

_BESIDE = "\ufffe"
"""Stands for the second column of a wide letter; no text holds it."""
COMMAND = "advisor "
"""How a line begins that can be copied; it is never broken."""

_hang = re.compile(r" *(?:(?:[-*+=?!]|--set|[a-d?]\)|[0-9]+[.*]) +|\S+(?: \S+)? {2,})?")
"""A list's mark, or a first column of one or two words."""


def typed_case(file: str) -> str:
    """A case as it is typed behind a command: the word for an example, else the file."""
    return example_word(file) or shlex.quote(file or "CASE")


class Fold(int):
    """Before a line of a template: how early it may be folded; 0 for the note on what is folded."""

    together = False

    def __str__(self) -> str:
        """The mark."""
        return f"{_GOES_WITH if self.together else _FOLDS}{int(self)}"


class FoldWith(Fold):
    """The same before a line that is folded only together with the one before it."""

    together = True


def fitted(text: str, width: int, rows: int = 0) -> str:
    """Breaks the lines that are too long, sets tables, and folds what is more than a screen.

    Args:
        text: Lines of text. What follows on from a list's item stands under its words. Lines with
            tabs, one after the other, are the rows of a table; the first is its head.
        rows: The lines there are; 0 for as many as it takes. Of the lines that may be folded, those
            of the highest rank are folded first, and of these the last, until the rest fits.

    Returns:
        The text, no line longer than the width, but for words that are, and commands to copy.
    """
    width = max(NARROWEST, min(width, WIDEST))
    marked: list[tuple[int | None, str, bool]] = [
        (int(one[1]), one[2:], one[0] == _GOES_WITH) if one[:1] in (_FOLDS, _GOES_WITH)
        else (None, one, False)
        for one in text.splitlines()
    ]  # fmt: skip
    note = next((place for place, one in enumerate(marked) if one[0] == _NOTE), None)
    folded: set[int] = set() if note is None else {note}
    while True:
        lines = _laid(_shown(marked, folded), width)
        taken = sum(max(1, -(-columns(one) // width)) for one in lines)
        left = [
            (rank, place) for place, (rank, _, together) in enumerate(marked)
            if rank and not together and place not in folded
        ]  # fmt: skip
        if not rows or taken <= rows or not left:
            return "".join(f"{line}\n" for line in lines)
        _, last = max(left)
        folded.add(last)
        while last + 1 < len(marked) and marked[last + 1][2]:
            folded.add(last := last + 1)
        folded -= {note}


def _shown(marked: list[tuple[int | None, str, bool]], folded: set[int]) -> list[str]:
    """The lines that are not folded, the note with how many are; no two empty ones together."""
    found: list[str] = []
    for place, (rank, line, _) in enumerate(marked):
        if place in folded or (not line and found and not found[-1] and folded):
            continue
        found.append(f"+ {len(folded)} {line}" if rank == _NOTE else line)
    return found


def _laid(text: list[str], width: int) -> list[str]:
    """Lines that fit, tables set."""
    lines: list[str] = []
    for table, block in groupby(text, key=lambda line: "\t" in line):
        if table:
            lines += _table([line.split("\t") for line in block], width)
        else:
            lines += [line for one in block for line in _broken(one, width)]
    return lines


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
