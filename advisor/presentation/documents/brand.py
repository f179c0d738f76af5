"""A firm's brand: its name, logo, colors and fonts, and the Word file its styles come from.

A brand file can come from somebody else, and so can what it names: everything is below the brand's
folder, of bounded size, and of the kind it says it is. Of a Word file the styles, the page, its
head and foot are taken; what could run or fetch something in Word is refused, and so is what
unpacks to more than it should.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

from advisor.errors import KnowledgeError, echo
from advisor.knowledge.locate import refuse_leaving
from advisor.knowledge.reading import Reader
from advisor.knowledge.source import read_text_source
from advisor.presentation.markdown import one_line

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

LOWEST_CONTRAST = 4.5
"""Of text on what is behind it: WCAG 2.2, success criterion 1.4.3."""
LARGEST_LOGO, LARGEST_FONT, LARGEST_LETTERHEAD = 1_000_000, 5_000_000, 10_000_000
"""Bytes."""
MOST_PIXELS = 4_000_000
MOST_FONTS = 8
WHITE = "#ffffff"
_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
_FONTS = (b"\0\1\0\0", b"OTTO", b"true")
_color = re.compile(r"#[0-9a-fA-F]{6}").fullmatch
_family = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .&+-]{0,60}").fullmatch
MOST_PARTS, MOST_UNPACKED = 500, 20_000_000
"""Parts of a Word file, and bytes it may unpack to."""
XML = (".xml", ".rels")
HARMLESS = (*XML, ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg",
            ".odttf")  # fmt: skip
"""Endings of what a Word file may hold."""
FIELDS = {"", "PAGE", "NUMPAGES", "SECTIONPAGES", "DATE", "TITLE", "SUBJECT", "AUTHOR", "STYLEREF"}
"""The fields that only show something of the document itself."""
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError,
    ElementTree.ParseError,
)  # fmt: skip


class Colors(NamedTuple):
    """The colors of a document; what is behind text is white or the shade."""

    text: str = "#1a1a1a"
    accent: str = "#24425c"
    """Headings and links."""
    shade: str = "#eaf0f5"
    """Behind header rows."""


class Fonts(NamedTuple):
    """The families of a document; empty where the form's own is taken."""

    text: str = ""
    headings: str = ""
    files: tuple[str, ...] = ()
    """Where they are, seen from the brand's folder."""


class Brand(NamedTuple):
    """A brand, with the content of the files it names."""

    name: str = ""
    logo: bytes = b""
    """A PNG."""
    colors: Colors = Colors()
    fonts: Fonts = Fonts()
    files: tuple[bytes, ...] = ()
    """The fonts."""
    letterhead: bytes = b""
    """The firm's Word file."""


def load_brand(file: str | os.PathLike[str]) -> Brand:
    """Reads a brand.

    Args:
        file: The file, such as `brand.yml`.

    Raises:
        InputError: If it or a file it names cannot be used, or a color cannot be read on what is
            behind it.
    """
    return _Reading(str(file)).brand()


class _Reading:
    """Reads one brand file."""

    def __init__(self, file: str) -> None:
        self._reader = Reader(file)
        self._folder = Path(file).parent
        self._top = self._reader.mapping(self._reader.content, "The file", 1)

    def brand(self) -> Brand:
        reader, top = self._reader, self._top
        reader.only(top, ("name", "logo", "colors", "fonts", "word-template"), "a brand")
        colors = reader.record(Colors, top.get("colors"), "the colors")
        fonts = reader.record(Fonts, top.get("fonts"), "the fonts")
        self._colors(colors)
        for family in filter(None, (fonts.text, fonts.headings)):
            if not _family(family):
                self._wrong("fonts", f"{echo(family)} is no name of a font.", "Use its letters.")
        if len(fonts.files) > MOST_FONTS:
            self._wrong("fonts", f"A brand has at most {MOST_FONTS} files of fonts.", "Take fewer.")
        reader.finish()
        logo, letterhead = reader.text(top, "logo"), reader.text(top, "word-template")
        return Brand(
            one_line(reader.text(top, "name")),
            self._file(logo, LARGEST_LOGO, _check_logo) if logo else b"",
            Colors(*map(str.lower, colors)),
            fonts,
            tuple(self._file(one, LARGEST_FONT, _check_font) for one in fonts.files),
            self._file(letterhead, LARGEST_LETTERHEAD, check_letterhead) if letterhead else b"",
        )

    def _wrong(self, key: str, what: str, remedy: str) -> None:
        self._reader.wrong(what, self._top.lines.get(key), remedy)

    def _colors(self, colors: Colors) -> None:
        for color in colors:
            if not _color(color):
                self._wrong("colors", f"{echo(color)} is no color.", "Write it like #24425c.")
                return
        for name in ("text", "accent"):
            self._readable(name, getattr(colors, name), "white", partial(contrast, WHITE), 0)
        on_text = partial(contrast, colors.text)
        self._readable("shade", colors.shade, "the color of the text", on_text, 255)

    def _readable(
        self, name: str, color: str, other: str, against: Callable[[str], float], end: int
    ) -> None:
        """Refuses a color that cannot be told from another, with the nearest that can."""
        found = against(color)
        if found < LOWEST_CONTRAST:
            steps = [_towards(color, end, step) for step in range(256)]
            passing = next((one for one in steps if against(one) >= LOWEST_CONTRAST), steps[-1])
            self._wrong(
                "colors",
                f"The color {name} {color} has a contrast of {found:.1f} to 1 with {other}; "
                "to be read by everybody it needs 4.5 to 1.",
                f"The nearest that has it is {passing}.",
            )

    def _file(self, name: str, largest: int, check: Callable[[bytes, str], None]) -> bytes:
        """The content of a file below the brand's folder."""
        path = self._folder / name
        refuse_leaving(self._folder, [path])
        data = read_text_source(str(path), largest)
        check(data, str(path))
        return data


def contrast(one: str, other: str) -> float:
    """The contrast of two colors, from 1 to 21, as WCAG reckons it."""
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _parts(color: str) -> tuple[int, ...]:
    return tuple(int(color[place : place + 2], 16) for place in (1, 3, 5))


def _luminance(color: str) -> float:
    shares = (part / 255 for part in _parts(color))
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _towards(color: str, end: int, step: int) -> str:
    """A color so many of 255 steps nearer to black (0) or white (255), of the same hue."""
    parts = (part + (end - part) * step // 255 for part in _parts(color))
    return "#" + "".join(f"{one:02x}" for one in parts)


def _check_logo(data: bytes, file: str) -> None:
    """Refuses what is no whole PNG, or has more pixels than a logo needs."""
    if not data.startswith(_PNG) or len(data) < 24:
        raise KnowledgeError("This is no PNG.", file, remedy="Save the logo as PNG.")
    width, height = (int.from_bytes(data[place : place + 4], "big") for place in (16, 20))
    if width * height > MOST_PIXELS or not width * height:
        what = f"This picture has {width} times {height} pixels."
        raise KnowledgeError(what, file, remedy=f"At most {MOST_PIXELS:,} are read.")
    if not _is_whole(data, 8 * MOST_PIXELS):
        raise KnowledgeError("This PNG is damaged.", file, remedy="Save the logo again.")


def _is_whole(png: bytes, largest: int) -> bool:
    """Whether each chunk of a PNG has its check sum, the last is the end, and the rows unpack."""
    place, kind, packed, rows = 8, b"", b"", zlib.decompressobj()
    while place < len(png):
        size = int.from_bytes(png[place : place + 4], "big")
        kind, content = png[place + 4 : place + 8], png[place + 8 : place + 8 + size]
        place += 12 + size
        if zlib.crc32(kind + content).to_bytes(4, "big") != png[place - 4 : place]:
            return False
        packed += content if kind == b"IDAT" else b""
    try:
        rows.decompress(packed, largest)
    except zlib.error:
        return False
    return kind == b"IEND" and rows.eof


def _check_font(data: bytes, file: str) -> None:
    if not data.startswith(_FONTS):
        remedy = "Fonts are read from .ttf and .otf files."
        raise KnowledgeError("This is no font.", file, remedy=remedy)


def check_letterhead(data: bytes, file: str) -> None:
    """Refuses a Word file that could do something beyond being looked at.

    Raises:
        KnowledgeError: If it is no Word file, unpacks to too much, or holds a macro, an object, a
            link out of it, a field that fetches something, or a declaration of entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = _wrong_with(archive)
    except _DAMAGED:
        found = "This is no Word file, or it is damaged or locked.", "Save it again as .docx."
    if found:
        raise KnowledgeError(found[0], file, remedy=found[1])


def _wrong_with(archive: zipfile.ZipFile) -> tuple[str, str] | None:
    """What is wrong with a Word file, and what helps."""
    entries = archive.infolist()
    if len(entries) > MOST_PARTS or sum(one.file_size for one in entries) > MOST_UNPACKED:
        what = "This Word file unpacks to more than a document of styles needs."
        return what, "Take out the pictures and pages it holds."
    names = [one.filename for one in entries if not one.is_dir()]
    if "word/document.xml" not in names or len(set(names)) != len(names):
        return "This is no Word file.", "Save it again as .docx."
    if not all(name.lower().endswith(HARMLESS) for name in names):
        what = "This Word file holds a macro, an object or another file."
        return what, "Save it as .docx without macros and objects."
    for name in names:
        if name.lower().endswith(XML):
            content = archive.read(name)
            if b"<!DOCTYPE" in content.replace(b"\0", b""):  # as UTF-16 writes it, too
                what = "This Word file declares entities, as no program for documents does."
                return what, "Save it again as .docx."
            for element in ElementTree.fromstring(content).iter():
                found = _wrong_element(element)
                if found:
                    return found
    return None


def _wrong_element(element: ElementTree.Element) -> tuple[str, str] | None:
    kind = element.tag.rpartition("}")[2]
    values = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    if kind == "Relationship" and values.get("TargetMode", "").lower() == "external":
        what = f"This Word file leads out of itself, to {echo(values.get('Target'))}."
        return what, "Take out the link, the linked picture or the attached template."
    if kind in ("instrText", "fldSimple"):
        code = (element.text if kind == "instrText" else values.get("instr")) or ""
        word = "".join(code.split()[:1]).upper()
        if word not in FIELDS:
            what = f"This Word file holds the field {echo(word)}, which could fetch something."
            return what, "Take it out; page numbers, the date and the title may stay."
    if kind in ("Default", "Override"):
        content = values.get("ContentType", "")
        part = values.get("PartName") or "." + values.get("Extension", "")
        disguised = "xml" in content and not part.lower().endswith((*XML, ".svg"))
        if "macro" in content.lower() or disguised:
            what = "This Word file holds a macro, an object or another file."
            return what, "Save it as .docx without macros and objects."
    return None
