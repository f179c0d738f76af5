"""Reads YAML (and JSON) into plain values that remember their lines.

The dialect is small on purpose, because case files are written by people who do not program
and may come from outside the firm:

* a plain whole number is a number; `yes`, `no`, `true` and `false` are the words "yes" and
  "no"; nothing, `~` and `null` are `None`; everything else, dates and decimals too, is text;
* a key stands once, is text, and is not a merge;
* no anchors, aliases or tags, so a small file cannot stand for a large one or for an object;
* one document of at most `LARGEST` bytes, `DEEPEST` levels deep, in UTF-8.

Values are built from the parser's events, not by PyYAML's constructors: that is quicker, has
no recursion to exhaust, and nothing in a file can choose a Python type.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any, Union

import yaml

from advisor.errors import InputError, Problem, echo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LARGEST = 1_000_000
"""Bytes a file may have."""
DEEPEST = 30
"""Levels of lists and mappings a file may have."""
MOST_PROBLEMS = 50
"""Problems that one report carries."""

Value = Union[str, int, None, "Mapping", "Sequence"]

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""What reads YAML; only its events, tokens and nodes are used."""
_PLAIN_TAGS = (None, "!")
_DIGITS = frozenset("+-0123456789")
_number = re.compile(r"[-+]?[0-9]{1,9}").fullmatch
_WORDS: dict[str, str | None] = {
    "true": "yes", "True": "yes", "TRUE": "yes", "yes": "yes", "Yes": "yes", "YES": "yes",
    "false": "no", "False": "no", "FALSE": "no", "no": "no", "No": "no", "NO": "no",
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
}  # fmt: skip
# Control characters, unpaired halves of characters, line separators, byte-order marks, and
# the marks that reverse the direction of text or hide in it: none belongs in a case, and each
# can make a terminal or a reader show something else than what is written.
_unwanted = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u2028-\u202e"
    "\u2066-\u2069\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
).search
_HIDDEN = "The {} holds a hidden character (U+{:04X})."
_TYPE_AGAIN = "Delete it, or type the text again."
_half_pairs = re.compile(r"\\(?:u([dD][89abAB]\w\w)\\u([dD][c-fC-F]\w\w)|.)", re.DOTALL)


class Mapping(dict[str, Any]):
    """A mapping read from a file.

    Attributes:
        line: The line where the mapping starts.
        lines: The line of each key.
    """

    __slots__ = ("line", "lines")

    def __init__(self, line: int = 0) -> None:
        """Makes an empty mapping that starts at `line`."""
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Sequence(list[Any]):
    """A list read from a file.

    Attributes:
        line: The line where the list starts.
        lines: The line of each entry.
    """

    __slots__ = ("line", "lines")

    def __init__(
        self, line: int = 0, entries: Iterable[Any] = (), lines: Iterable[int] = ()
    ) -> None:
        """Makes a list that starts at `line`, of entries with their lines if there are any."""
        super().__init__(entries)
        self.line = line
        self.lines: list[int] = [*lines]


def plain_scalar(text: str) -> Value:
    """What a word means that stands in a file without quotation marks.

    Args:
        text: The word, without blanks around it.

    Returns:
        A number, "yes" or "no", nothing for an empty one; else the text.
    """
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if text[0] in _DIGITS and _number(text) else text


_UNREADABLE: dict[type[Exception], tuple[str, str]] = {
    FileNotFoundError: ("There is no such file.", "Check the spelling and the folder."),
    IsADirectoryError: ("This is a folder, not a file.", "Name one file inside it."),
    PermissionError: ("The file may not be read.", "Ask its owner for the right to read it."),
}
"""What is said of the ordinary reasons why a file cannot be read, and what helps."""


def read(path: str) -> Value:
    """Reads and parses one file.

    Args:
        path: The file, as the user named it.

    Returns:
        The value of its one document.

    Raises:
        InputError: The file cannot be read, or is not in the dialect.
    """
    return parse(read_text_source(path), str(path))


def read_text_source(path: str) -> bytes:
    """Reads the bytes of a file that a person wrote.

    Args:
        path: The file, as the user named it.

    Returns:
        Its content.

    Raises:
        InputError: The file is missing, is a folder, may not be read, or is too large.
    """
    name = str(path)
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not a possible file name"
        otherwise = (f"The file cannot be read: {reason}.", "Check the name.")
        what, remedy = _UNREADABLE.get(type(error), otherwise)
        shown = name if type(error) in _UNREADABLE else echo(name)
        raise InputError(what, shown, remedy=remedy) from None
    if len(data) > LARGEST:
        what = f"The file is larger than {LARGEST:,} bytes."
        remedy = "Keep the answers only; leave transcripts and attachments elsewhere."
        raise InputError(what, name, remedy=remedy)
    return data


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
            if first and piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return "utf-16"
            first = False
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def parse(data: bytes, name: str) -> Value:
    """Parses one document.

    Args:
        data: The content of a file.
        name: The name of the file, for messages.

    Returns:
        Text, a number, `None`, a `Mapping` or a `Sequence`.

    Raises:
        InputError: With all problems that could be found in one go.
    """
    text = _decoded(data, name)
    builder = _Builder(name)
    loader = LOADER(text)
    try:
        builder.read(loader.get_event)
    except yaml.YAMLError as error:
        builder.problems.append(_not_yaml(error, name))
    finally:
        loader.dispose()
    if builder.top is None and not builder.problems:
        raise InputError("The file is empty.", name, remedy="Fill it, or start from a template.")
    if builder.problems:
        raise InputError.together(builder.problems)
    return builder.top


def _decoded(data: bytes, name: str) -> str:
    """The text of a file, after the checks that need no parser."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = "The file is not text in UTF-8."
        remedy = "Save it again as UTF-8."
        raise InputError(what, name, data.count(b"\n", 0, error.start) + 1, remedy) from None
    unwanted = _unwanted(text)
    if unwanted:
        line = text.count("\n", 0, unwanted.start()) + 1
        raise InputError(_HIDDEN.format("file", ord(unwanted[0])), name, line, _TYPE_AGAIN)
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


_IN_OTHER_WORDS = (
    ("mapping values are not allowed", "a colon stands where none can stand",
     "If the colon belongs to the text, put the text in quotation marks."),
    ("could not find expected ':'", "a key has no colon",
     "Write “key: value”, with a space after the colon, here or on the line above."),
    ("cannot start any token", "a tab, or a sign like @, % or `, stands where a value begins",
     "Indent with spaces; put text that begins with such a sign in quotation marks."),
    ("unexpected end of stream", "a quotation mark or a bracket is not closed",
     "Close it; look at this line and the ones above."),
    ("expected <block end>", "the indentation does not fit", "Line it up with its neighbors."),
    ("did not find expected key", "the indentation or a quotation mark does not fit",
     "Line it up with its neighbors; put text that holds quotation marks in other ones."),
    ("did not find expected '-' indicator", "the indentation does not fit",
     "Line it up with its neighbors."),
    ("did not find expected node content", "a value is missing", "Fill it, or take the comma out."),
    ("did not find expected ',' or", "a bracket is not closed, or a comma is missing",
     "Look at this line and the ones above."),
)  # fmt: skip
"""What the parser says, what it means, and what helps."""


def _not_yaml(error: yaml.YAMLError, name: str) -> Problem:
    """What the parser says about a file it cannot read, in plain words."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "no reason given"
    remedy = "Look at the indentation, the colons and the quotation marks here and just above."
    for technical, plain, advice in _IN_OTHER_WORDS:
        if technical in reason:
            reason, remedy = plain, advice
            break
    line = mark.line + 1 if mark is not None else None
    return Problem(f"The file cannot be read as YAML: {reason}.", name, line, remedy)


class _Builder:
    """Builds values from the parser's events, with a list in place of recursion.

    Attributes:
        top: The value of the document; `None` when there is none.
        problems: What is wrong so far.
    """

    def __init__(self, name: str) -> None:
        self.top: Value = None
        self.problems: list[Problem] = []
        self._name = name

    def read(self, get_event: Callable[[], Any]) -> None:
        """Reads the one document.

        One loop without calls for what is ordinary: a tenth of the time of a whole memo goes
        into it.

        Args:
            get_event: Gives the parser's next event.

        Raises:
            InputError: If reading on makes no sense.
        """
        scalar, start_map, start_list = (
            yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent,
        )  # fmt: skip
        ends = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
        holder: Mapping | Sequence | None = None
        key: str | None = None  # the key that waits for its value
        outer: list[tuple[Mapping | Sequence | None, str | None]] = []
        value: Value
        documents = 0
        while True:
            event = get_event()
            kind = type(event)
            opened: Mapping | Sequence | None = None
            if kind is scalar:
                line = event.start_mark.line + 1
                content: str = event.value
                value = content
                if event.anchor is not None or event.tag not in _PLAIN_TAGS:
                    self._no_shorthand(line)
                if not event.style and event.implicit[0]:
                    value = plain_scalar(content)
                elif event.style == '"' and (unwanted := _unwanted(content)):
                    # It was written as an escape, so the check of the whole text missed it.
                    self._wrong(_HIDDEN.format("text", ord(unwanted[0])), line, _TYPE_AGAIN)
            elif kind in ends:
                holder, key = outer.pop()
                continue
            elif kind is start_map or kind is start_list:
                line = event.start_mark.line + 1
                if event.anchor is not None or event.tag is not None:
                    self._no_shorthand(line)
                value = opened = Mapping(line) if kind is start_map else Sequence(line)
            elif kind is yaml.AliasEvent:
                line, value = event.start_mark.line + 1, "*"
                self._no_shorthand(line)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    line = event.start_mark.line + 1
                    self._wrong("A second document starts here.", line, "Keep one in a file.")
                    return
                continue
            elif kind is yaml.StreamEndEvent:
                return
            else:
                continue
            # In a mapping, every other value is a key.
            if type(holder) is Mapping:
                if key is None:
                    key = self._new_key(holder, value, line)
                    holder[key] = None
                    holder.lines[key] = line
                else:
                    holder[key] = value
                    key = None
            elif type(holder) is Sequence:
                holder.append(value)
                holder.lines.append(line)
            else:
                self.top = value
            if opened is not None:
                outer.append((holder, key))
                if len(outer) > DEEPEST:
                    what = f"The file nests lists and mappings more than {DEEPEST} levels deep."
                    remedy = "Check the brackets and the indentation; no case needs so many."
                    raise InputError(what, self._name, line, remedy)
                holder, key = opened, None

    def _new_key(self, holder: Mapping, value: Value, line: int) -> str:
        """The value as a key; wrong ones are told and stand aside under odd names."""
        if type(value) is str and value != "<<":
            if value in holder:
                first = f"the first is on line {holder.lines[value]}."
                what = f"The key {echo(value)} stands here for the second time; {first}"
                self._wrong(what, line, "Keep one of the two.")
            return value
        shown = "a list or a mapping" if isinstance(value, (dict, list)) else echo(value)
        self._wrong(f"The key {shown} is not a word.", line, "Use a word as the key.")
        return f"\0{len(self.problems)}"

    def _wrong(self, what: str, line: int, remedy: str) -> None:
        """Notes a problem; stops when there are too many to help anybody."""
        self.problems.append(Problem(what, self._name, line, remedy))
        if len(self.problems) >= MOST_PROBLEMS:
            raise InputError.together(self.problems)

    def _no_shorthand(self, line: int) -> None:
        """Notes an anchor, an alias or a tag."""
        what = "Anchors (&name), aliases (*name) and tags (!name) are not read."
        self._wrong(what, line, "Write the value out, or put it in quotation marks if it is text.")
