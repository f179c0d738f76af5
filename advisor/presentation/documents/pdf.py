"""PDF by typst, which refuses what does not conform to PDF/UA-1; and the picture for Word.

typst gets the document as data and a template of ours, so a client's words are never markup. Fonts
come with typst, so the bytes are the same on every machine; only where those have no letter for a
client's name are the fonts of the machine asked.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec

from advisor.errors import InputError
from advisor.knowledge.locate import templates_folder

if TYPE_CHECKING:
    from advisor.presentation.documents.parts import Document

EARLIEST = datetime.datetime(1980, 1, 1, tzinfo=datetime.timezone.utc)
"""When a document without a date says it was made: the first day a zip archive knows."""
PICTURE_WIDTH = 840
"""Of the picture, in its own units; `network.svg.j2` draws it so."""
_PICTURE = """#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.picture), format: "svg", width: 420pt)
"""
_SHARP = 220
"""Dots an inch of a picture that is not drawn of lines."""


def made_at(document: Document) -> datetime.datetime:
    """When the document says it was made: the start of the day it bears."""
    if document.day is None:
        return EARLIEST
    return datetime.datetime.combine(document.day, datetime.time(), datetime.timezone.utc)


def pdf_of(document: Document, paper: str) -> bytes:
    """The document as PDF/UA-1.

    Args:
        document: The document.
        paper: `letter` or `a4`.

    Raises:
        InputError: If no font has a letter of it.
    """
    import typst

    source = (templates_folder() / "memo.typ").read_bytes()
    data = msgspec.json.encode(document).decode()
    inputs = {"document": data, "paper": {"letter": "us-letter"}.get(paper, paper)}
    for own_fonts in (True, False):
        try:
            return typst.compile(
                source,
                ignore_system_fonts=own_fonts,
                format="pdf",
                sys_inputs=inputs,
                pdf_standards="ua-1",
                timestamp=made_at(document),
            )
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
            missing = str(error)
    raise InputError(
        f"No font of this machine has all letters of the memo: {missing.splitlines()[0]}.",
        remedy="Install a font for that script, or take --format docx or html.",
    )


def png_of(svg: str) -> bytes:
    """The picture as PNG, for programs that do not show SVG."""
    import typst

    inputs = {"picture": svg}
    return typst.compile(
        _PICTURE.encode(), ignore_system_fonts=True, format="png", ppi=_SHARP, sys_inputs=inputs
    )
