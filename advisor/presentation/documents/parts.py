"""What a document is made of, before it is known whether it becomes Word, PDF or a web page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from advisor.presentation.contracts.memo import SentenceWhyJson
from advisor.presentation.markdown import one_line

if TYPE_CHECKING:
    import datetime

_NO_LETTERS = dict.fromkeys([0xFFFE, 0xFFFF])  # XML has no way to write them


def legible(text: str) -> str:
    """The text on one line, without what is not seen and what no XML can hold."""
    return one_line(text.translate(_NO_LETTERS))


class Passage(msgspec.Struct, frozen=True):
    """A sentence, an item of a list or a row of a table."""

    text: str = ""
    lead: str = ""
    """What is set off before the text; it brings its own mark at the end."""
    cells: tuple[str, ...] = ()
    """Of a row, its cells; the text is empty then."""
    number: int = 0
    """Of an item of steps."""
    why: SentenceWhyJson | None = None
    """What a sentence rests on, where that is told."""


class TextBlock(msgspec.Struct, frozen=True):
    """Lines that are set together."""

    form: str
    """`paragraph`, `list`, `steps`, `table`, or `picture`, whose words are its one line."""
    lines: tuple[Passage, ...]
    intro: str = ""
    columns: tuple[str, ...] = ()
    told: str = ""
    """What a table is, for whoever does not see it; the title of a picture."""
    widths: tuple[int, ...] = ()
    """Of a table, the shares that its columns have of the width."""


class Part(msgspec.Struct, frozen=True):
    """A heading and what stands under it."""

    id: str
    title: str
    blocks: tuple[TextBlock, ...] = ()
    level: int = 1
    new_page: bool = False


class Document(msgspec.Struct, frozen=True):
    """A document."""

    title: str
    author: str
    subject: str
    head: tuple[tuple[str, str], ...]
    """To whom, from whom, the date: each with its label."""
    parts: tuple[Part, ...]
    stamp: str
    """The last lines, by which it can be made again."""
    picture: str
    """The picture of the network as SVG; empty where there is none."""
    brief: bool
    """Whether it is to fit on one page."""
    day: datetime.date | None
    """The day it bears, which its files take for that on which they were made."""
