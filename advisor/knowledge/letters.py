"""The letters of a file that a person saved somewhere: in what encoding, and none that hide.

Texts are UTF-8. Some programs save UTF-16, which says so with its first bytes, and in the west old
ones save in the letters of Windows, which can only be told by not being UTF-8.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from advisor.errors import InputError

WESTERN = "cp1252"
"""The letters of Windows in the west."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Control characters, unpaired halves of characters, line separators, byte-order marks, and
# the marks that reverse the direction of text or hide in it: none belongs in a case, and each
# can make a terminal or a reader show something else than what is written.
_unwanted = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u2028-\u202e"
    "\u2066-\u2069\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
unwanted_in = _unwanted.search
HIDDEN = "The {} holds a hidden character (U+{:04X})."
TYPE_AGAIN = "Delete it, or type the text again."
_half_pairs = re.compile(r"\\(?:u([dD][89abAB]\w\w)\\u([dD][c-fC-F]\w\w)|.)", re.DOTALL)


def visible(text: str) -> str:
    """The text with everything in it that could drive a terminal or hide, as it is escaped."""
    shown = _unwanted.sub(lambda one: one[0].encode("unicode_escape").decode("ascii"), text)
    return shown.replace("\r", "\\r")


def encoding_of(pieces: Iterable[bytes]) -> str:
    """Finds in what letters a table or a form was saved.

    Args:
        pieces: Its bytes, piece by piece.

    Returns:
        UTF-8 wherever it can be, UTF-16 where a byte-order mark says so; else that of Windows in
        the west, in which spreadsheets still save.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    first = True
    try:
        for piece in pieces:
            if first and piece.startswith(_UTF_16):
                return "utf-16"
            first = False
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return WESTERN
    return "utf-8-sig"


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8 or UTF-16.

    Raises:
        UnicodeDecodeError: If it is in neither.
    """
    return data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")


def decoded(data: bytes, name: str) -> str:
    """The text of a file, after the checks that need no parser.

    Args:
        name: Its name, for messages.

    Raises:
        InputError: If it is not UTF-8 or UTF-16, or holds a hidden character.
    """
    try:
        text = text_of(data)
    except UnicodeDecodeError as error:
        what = "The file is not text in UTF-8."
        remedy = "Save it again as UTF-8."
        raise InputError(what, name, data.count(b"\n", 0, error.start) + 1, remedy) from None
    unwanted = unwanted_in(text)
    if unwanted:
        line = text.count("\n", 0, unwanted.start()) + 1
        raise InputError(HIDDEN.format("file", ord(unwanted[0])), name, line, TYPE_AGAIN)
    if text.lstrip()[:1] in ("{", "["):
        # JSON may indent with tabs and write rare characters as two halves; YAML may not.
        text = _half_pairs.sub(_whole, text.replace("\t", " "))
    return text


def _whole(match: re.Match[str]) -> str:
    """A character that JSON wrote as two halves, or the escape as it was."""
    high, low = match[1], match[2]
    if not high:
        return match[0]
    try:
        halves = int(high, 16), int(low, 16)
    except ValueError:
        return match[0]
    return chr(0x10000 + ((halves[0] - 0xD800) << 10) + (halves[1] - 0xDC00))
