"""PDF by typst, which refuses what does not conform to PDF/UA-1; and the picture for Word.

typst gets the document as data and a template of ours, so a client's words are never markup. Fonts
come with typst, so the bytes are the same on every machine; only where those have no letter for a
client's name are the fonts of the machine asked.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import msgspec
import typst

from advisor.errors import InputError, echo
from advisor.knowledge.locate import templates_folder
from advisor.presentation.documents.brand import Brand

if TYPE_CHECKING:
    from advisor.presentation.documents.document import Document

_unset = re.compile(r'the text `"(.+?)"`').findall
EARLIEST = datetime.datetime(1980, 1, 1, tzinfo=datetime.timezone.utc)
"""When a document without a date says it was made: the first day a zip archive knows."""
_PICTURE = """#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.picture), format: "svg", width: 420pt)
"""
_BEYOND = 0x530
"""Latin, Greek and Cyrillic letters stand before it."""
_SHARP = 220
"""Dots an inch of a picture that is not drawn of lines."""


def made_at(document: Document) -> datetime.datetime:
    """When the document says it was made: the start of the day it bears."""
    if document.day is None:
        return EARLIEST
    return datetime.datetime.combine(document.day, datetime.time(), datetime.timezone.utc)


def pdf_of(document: Document, brand: Brand, paper: str) -> bytes:
    """The document as PDF/UA-1.

    Args:
        paper: `letter` or `a4`.

    Raises:
        InputError: If no font has a letter of it, or the brand's font is not among its files.
    """
    fonts = {"text": brand.fonts.text, "headings": brand.fonts.headings or brand.fonts.text}
    look = {"name": brand.name, "logo": bool(brand.logo), **brand.colors._asdict(), "fonts": fonts}
    inputs = {
        "document": msgspec.json.encode(document).decode(),
        "brand": msgspec.json.encode(look).decode(),
        "paper": {"letter": "us-letter"}.get(paper, paper),
    }
    return _compiled("memo.typ", inputs, brand, made_at(document))


def slides_set(lesson: str) -> bytes:
    """The slides of a lesson as PDF/UA-1.

    Args:
        lesson: The slides with their notes, as JSON.
    """
    return _compiled("slides.typ", {"lesson": lesson}, Brand(), EARLIEST)


def _compiled(template: str, inputs: dict[str, str], brand: Brand, day: datetime.datetime) -> bytes:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        source = root / template
        source.write_bytes((templates_folder() / template).read_bytes())
        (root / "logo.png").write_bytes(brand.logo)
        for number, font in enumerate(brand.files):
            (root / f"{number}.ttf").write_bytes(font)
        for machine in (False, True):
            known = typst.Fonts(include_system_fonts=machine, font_paths=[folder])
            _refuse_missing(brand, known)
            try:
                return typst.compile(
                    source,
                    root=root,
                    font_paths=known,
                    format="pdf",
                    sys_inputs=inputs,
                    pdf_standards="ua-1",
                    timestamp=day,
                )
            except typst.TypstError as error:
                if "could not be displayed" not in str(error):
                    raise
                missing = "".join(_unset(str(error)))
    raise InputError(
        f"No font of this machine has all letters of {echo(missing)}.",
        remedy="Install a font for that script, or take --format docx or html.",
    )


def _refuse_missing(brand: Brand, known: typst.Fonts) -> None:
    """Refuses a family that is not there, which typst would replace in silence."""
    families = known.families()
    for family in filter(None, (brand.fonts.text, brand.fonts.headings)):
        if family not in families:
            raise InputError(
                f"A PDF carries its fonts, and {echo(family)} is in no file that the brand names.",
                remedy="Put the .ttf or .otf beside the brand file and name it under fonts: files. "
                f"There are: {', '.join(families)}.",
            )


def png_of(svg: str) -> bytes:
    """The picture as PNG, for programs that do not show SVG.

    typst sets a letter that it has no font for as nothing and says so of no picture: the machine's
    fonts are asked where there are letters beyond those that its own have.
    """
    own = all(ord(letter) < _BEYOND or not letter.isalpha() for letter in svg)
    return typst.compile(
        _PICTURE.encode(),
        ignore_system_fonts=own,
        format="png",
        ppi=_SHARP,
        sys_inputs={"picture": svg},
    )
