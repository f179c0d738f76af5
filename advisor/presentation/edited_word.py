"""What somebody changed in a Word file by hand, beside what the new one says.

Word keeps no sentence apart, so a Word file is compared paragraph by paragraph, and nothing is put
together: a person takes over what is to stay. The file may be a stranger's; only its text is read.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

from advisor.errors import InputError
from advisor.presentation.markdown import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LARGEST = 20_000_000
"""Bytes of a Word file, and of its text when unpacked."""
_ALIKE = 0.5
"""From what likeness on, of 1, a paragraph is taken for an edited one."""
_TEXT = "word/document.xml"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError,
    ElementTree.ParseError,
)  # fmt: skip


class EditedParagraph(NamedTuple):
    """A paragraph that is otherwise than it was issued."""

    was: str
    """Empty for one that was added."""
    edited: str
    """Empty for one that was taken out."""
    now: str
    """What the new memo says there."""


def paragraphs_in(data: bytes, file: str) -> tuple[str, ...]:
    """The paragraphs of a Word file in their order, those of its tables included.

    Args:
        data: The file. What somebody struck out with changes tracked is not read.
        file: Its name, for messages.

    Raises:
        InputError: If it is no Word file, or holds more than any memo.
    """
    remedy = "Save it again as .docx."
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(_TEXT).file_size > LARGEST:
                raise InputError("This Word file is larger than any memo.", file, remedy=remedy)
            content = archive.read(_TEXT)
        if b"<!DOCTYPE" in content.replace(b"\0", b""):  # which could grow without end
            what = "This Word file declares entities, as no program for documents does."
            raise InputError(what, file, remedy=remedy)
        root = ElementTree.fromstring(content)
    except _DAMAGED:
        what = "This is no Word file, or it is damaged or locked."
        raise InputError(what, file, remedy=remedy) from None
    texts = (
        one_line("".join(one.text or "" for one in paragraph.iter(f"{_WORD}t")))
        for paragraph in root.iter(f"{_WORD}p")
    )
    return tuple(filter(None, texts))


def edits(
    issued: Sequence[str], edited: Sequence[str], new: Sequence[str]
) -> tuple[EditedParagraph, ...]:
    """What somebody changed, paragraph by paragraph."""
    return tuple(_edits(issued, edited, new))


def _edits(
    issued: Sequence[str], edited: Sequence[str], new: Sequence[str]
) -> Iterator[EditedParagraph]:
    mine, added = _beside(issued, edited)
    now, _ = _beside(issued, new)
    for place, was in enumerate([*issued, ""]):
        for text in added.get(place, ()):
            yield EditedParagraph("", text, "")
        if was and mine[place] != was:
            yield EditedParagraph(was, mine[place], now[place])


def _beside(one: Sequence[str], other: Sequence[str]) -> tuple[list[str], dict[int, list[str]]]:
    """What stands in another text for each paragraph; and, by place, what stands for none."""
    found: list[str] = []
    added: dict[int, list[str]] = {}
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        left = list(other[start:end])
        if tag == "equal":
            found += left
            continue
        alike = [_taken(was, left) for was in one[first:last]]
        found += [text or (left.pop(0) if left else "") for text in alike]
        added[last] = left
    return found, added


def _taken(was: str, left: list[str]) -> str:
    """The paragraph that is most like one, taken out of those left; nothing where none is."""
    likeness = {text: SequenceMatcher(None, was, text, autojunk=False).ratio() for text in left}
    best = max(left, key=likeness.__getitem__, default="")
    if likeness.get(best, 0) < _ALIKE:
        return ""
    left.remove(best)
    return best
