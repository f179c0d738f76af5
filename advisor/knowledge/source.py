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

import re
from typing import Any, Union

import yaml

from advisor.errors import InputError, Problem, echo

LARGEST = 1_000_000
"""Bytes a file may have."""
DEEPEST = 30
"""Levels of lists and mappings a file may have."""
MOST_PROBLEMS = 50
"""Problems that one report carries."""

Value = Union[str, int, None, "Mapping", "Sequence"]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
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

    def __init__(self, line: int = 0) -> None:
        """Makes an empty list that starts at `line`."""
        super().__init__()
        self.line = line
        self.lines: list[int] = []


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
    except FileNotFoundError:
        raise InputError(
            "There is no such file.", name, remedy="Check the spelling and the folder."
        ) from None
    except IsADirectoryError:
        raise InputError(
            "This is a folder, not a file.", name, remedy="Name one file inside it."
        ) from None
    except PermissionError:
        raise InputError(
            "The file may not be read.", name, remedy="Ask its owner for the right to read it."
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not a possible file name"
        raise InputError(
            f"The file cannot be read: {reason}.", echo(name), remedy="Check the name."
        ) from None
    if len(data) > LARGEST:
        raise InputError(
            f"The file is larger than {LARGEST:,} bytes.",
            name,
            remedy="Keep the answers only; leave transcripts and attachments elsewhere.",
        )
    return data


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
    problems: list[Problem] = []
    try:
        value, found = _document(text, name, problems)
    except yaml.YAMLError as error:
        problems.append(_not_yaml(error, name))
        raise InputError.together(problems) from None
    if not found and not problems:
        problems.append(
            Problem("The file is empty.", name, remedy="Fill it, or start from a template.")
        )
    if problems:
        raise InputError.together(problems)
    return value


def _decoded(data: bytes, name: str) -> str:
    """The text of a file, after the checks that need no parser."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            "The file is not text in UTF-8.",
            name,
            data.count(b"\n", 0, error.start) + 1,
            "Save it again as UTF-8.",
        ) from None
    unwanted = _unwanted(text)
    if unwanted:
        raise InputError(
            f"The file holds a hidden character (U+{ord(unwanted[0]):04X}).",
            name,
            text.count("\n", 0, unwanted.start()) + 1,
            "Delete it, or type the text again.",
        )
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


def _not_yaml(error: yaml.YAMLError, name: str) -> Problem:
    """What PyYAML says about a file it cannot parse, in our form."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "no reason given"
    return Problem(
        f"The file is not well-formed YAML: {reason}.",
        name,
        mark.line + 1 if mark is not None else None,
        "Check the indentation (spaces, not tabs), the colons and the quotation marks "
        "on this line and the one above.",
    )


def _document(text: str, name: str, problems: list[Problem]) -> tuple[Value, bool]:
    """Builds the value of the one document; the flag says whether there was any."""
    loader = _Loader(text)
    get_event = loader.get_event
    scalar, start_map, start_list = (
        yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent,
    )  # fmt: skip
    end_map, end_list, alias = yaml.MappingEndEvent, yaml.SequenceEndEvent, yaml.AliasEvent
    top: Value = None
    documents = 0
    holder: Mapping | Sequence | None = None
    outer: list[tuple[Mapping | Sequence | None, str | None]] = []
    key: str | None = None  # the key that waits for its value
    skipped = 0  # makes a place for values whose key is wrong

    def wrong(what: str, line: int, remedy: str) -> None:
        problems.append(Problem(what, name, line, remedy))
        if len(problems) >= MOST_PROBLEMS:
            raise InputError.together(problems)

    try:
        while True:
            event = get_event()
            kind = type(event)
            if kind is scalar:
                line = event.start_mark.line + 1
                content = event.value
                value: Value = content
                plain = event.implicit[0] and not event.style
                if plain:
                    if content in _WORDS:
                        value = _WORDS[content]
                    elif _number(content):
                        value = int(content)
                elif event.style == '"':
                    unwanted = _unwanted(content)
                    if unwanted:
                        wrong(
                            f"The text holds a hidden character (U+{ord(unwanted[0]):04X}).",
                            line,
                            "Delete it, or type the text again.",
                        )
                if event.anchor is not None or (event.tag is not None and event.tag != "!"):
                    wrong(*_no_shorthand(line))
            elif kind is start_map or kind is start_list:
                line = event.start_mark.line + 1
                value = Mapping(line) if kind is start_map else Sequence(line)
                if event.anchor is not None or event.tag is not None:
                    wrong(*_no_shorthand(line))
            elif kind is end_map or kind is end_list:
                holder, key = outer.pop()
                continue
            elif kind is alias:
                line = event.start_mark.line + 1
                wrong(*_no_shorthand(line))
                value = None
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    line = event.start_mark.line + 1
                    wrong("A second document starts here.", line, "Keep one document in a file.")
                    break
                continue
            elif kind is yaml.StreamEndEvent:
                break
            else:
                continue

            # Put the value where it belongs.
            if isinstance(holder, Mapping):
                if key is None:
                    if isinstance(value, str) and value != "<<":
                        key = value
                        if key in holder:
                            wrong(
                                f"The key {echo(key)} stands here for the second time; "
                                f"the first is on line {holder.lines[key]}.",
                                line,
                                "Keep one of the two.",
                            )
                        holder[key] = None
                        holder.lines[key] = line
                        continue
                    shown = echo(event.value) if kind is scalar else "a list or a mapping"
                    wrong(f"The key {shown} is not a word.", line, "Use a word as the key.")
                    skipped += 1
                    key = f"\0{skipped}"
                    if kind is scalar or kind is alias:
                        continue
                    outer.append((holder, key))  # read over the inside of the wrong key
                    holder, key = value, None  # type: ignore[assignment]
                    continue
                holder[key] = value
                key = None
            elif isinstance(holder, Sequence):
                holder.append(value)
                holder.lines.append(line)
            else:
                top = value
            if kind is start_map or kind is start_list:
                outer.append((holder, None))
                if len(outer) > DEEPEST:
                    raise InputError(
                        f"The file nests lists and mappings more than {DEEPEST} levels deep.",
                        name,
                        line,
                        "Check the brackets and the indentation; no case needs so many.",
                    )
                holder, key = value, None  # type: ignore[assignment]
    finally:
        loader.dispose()
    return top, documents > 0 and not (documents == 1 and top is None)


def _no_shorthand(line: int) -> tuple[str, int, str]:
    """The parts of the message about anchors, aliases and tags."""
    return (
        "Anchors (&name), aliases (*name) and tags (!name) are not read.",
        line,
        "Write the value out, or put it in quotation marks if it is text.",
    )
