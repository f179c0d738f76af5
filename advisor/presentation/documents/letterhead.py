"""A firm's Word file, from which the styles, the page and its head and foot are taken.

It is a stranger's file: what could run or fetch something in Word is refused, and so is what
unpacks to more than it should.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree import ElementTree

from advisor.errors import KnowledgeError, echo

MOST_PARTS, MOST_UNPACKED = 500, 20_000_000
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


def check_letterhead(data: bytes, file: str) -> None:
    """Refuses a Word file that could do something beyond being looked at.

    Args:
        data: Its content.
        file: Its name.

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
