"""Text from outside, made to appear in a document as exactly the text it is.

A name or an answer may hold anything: Markdown, HTML, template syntax, a line break, a
character that turns the direction of writing. `escape` makes Markdown that shows the text and
does nothing else, wherever in a document it stands; `label` does the same for a Mermaid picture.
"""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup

LONGEST_LABEL = 60
"""Characters of a name that a picture shows."""

# Characters that could begin, end or change a piece of Markdown or HTML wherever they stand.
_marks = re.compile(r"[\\`*_{}\[\]<>#|~^]")
# An ampersand speaks only where an entity could follow.
_entity = re.compile(r"&(?=[A-Za-z0-9#])")
# Two dollar signs can enclose a formula; an amount of money cannot open or close one.
_dollar = re.compile(r"(?<=[^\s(])\$|\$(?![0-9])")
# What makes a list, a heading's underline or a numbered item at the start of a line.
_start = re.compile(r"^([-+=:!])")
_number = re.compile(r"^([0-9]{1,9})([.)])(?=\s|$)")
# What a reader's program would turn into a link by itself.
_address = re.compile(r"(?i)\b([a-z][a-z0-9+.-]{1,20}):(?=//)|\b(www)\.(?=\S)|(?<=\S)@(?=\S)")

# Most text by far: letters, digits and marks that mean nothing, and no list at its start.
_harmless = re.compile(
    r"[A-Za-z“‘][A-Za-z0-9 ,;’“”‘'\"?()…-]*(?:[.:] [A-Za-z0-9 ,;’“”‘'\"?()…-]*)*[.:]?"
)

_label_marks = {letter: f"#{ord(letter)};" for letter in '"#;<>`&\\*_~[](){}|$%@^'}
# What some versions of Mermaid take for a list or a link, and then draw nothing of.
_label_start = re.compile(r"^(\d*)([-+.])(?=\s)|\b(https?)(:)(?=//)|\b(www)(\.)", re.IGNORECASE)
# Marks that join letters of Persian, Sinhala or emoji; between others they only hide.
_idle_joiner = re.compile(r"(?<![^\x00-\x7f\u200c\u200d])[\u200c\u200d]+"
                          r"|[\u200c\u200d]+(?![^\x00-\x7f\u200c\u200d])")  # fmt: skip


def escape(text: object) -> Markup:
    """Makes Markdown that shows a text and does nothing else.

    Args:
        text: Anything with a text; what is Markdown already is left as it is.

    Returns:
        Markdown for a paragraph, a heading, a list or a table's cell. One blank at either end
        is kept, so that a template can print ", ".
    """
    if hasattr(text, "__html__"):
        return Markup(text)
    given = str(text)
    line = _escaped(one_line(given))
    start = " " if given[:1] == " " else ""
    end = " " if given[-1:] == " " and line else ""
    return Markup(f"{start}{line}{end}")


def _escaped(line: str) -> str:
    if _harmless.fullmatch(line):
        return line
    line = _address.sub(_unlinked, _marks.sub(r"\\\g<0>", line))
    line = _dollar.sub(r"\$", _entity.sub(r"\&", line))
    return _number.sub(r"\1\\\2", _start.sub(r"\\\1", line))


def label(text: object, longest: int = LONGEST_LABEL) -> Markup:
    """Makes the text of a node or an arrow in a Mermaid picture.

    Returns:
        The text with every character that means something to Mermaid written by its number, cut
        where a picture could not show it; to be put between quotation marks.
    """
    line = one_line(str(text))
    if len(line) > longest:
        line = line[: longest - 1].rstrip() + "…"
    line = "".join(_label_marks.get(letter, letter) for letter in line)
    return Markup(_label_start.sub(_numbered, line))


def _numbered(match: re.Match[str]) -> str:
    before, mark = [one for one in match.groups() if one is not None]
    return f"{before}#{ord(mark)};"


def one_line(text: str) -> str:
    """The text on one line, without characters that are not seen.

    Returns:
        The text, with line breaks and runs of blanks as one blank; control characters, and
        those that turn the direction of writing, are left out.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    shown = "".join(letter for letter in spaced if letter == " " or not _unseen(letter))
    shown = _idle_joiner.sub("", shown)
    return " ".join(shown.split())


def _unseen(letter: str) -> bool:
    # Cc control, Cf format (direction, joiners, tags), Cs half a character, Co private use; and two
    # that are no letters, which no XML can hold
    kind = unicodedata.category(letter)
    if kind in {"Cc", "Cf", "Cs", "Co"}:
        return letter not in "\u200c\u200d"
    return letter in "\ufffe\uffff"


def _unlinked(match: re.Match[str]) -> str:
    scheme, www = match[1], match[2]
    if scheme:
        return f"{scheme}\\:"
    return f"{www}\\." if www else "\\@"
