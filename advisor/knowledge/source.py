"""Reads YAML (and JSON) into plain values that remember their lines.

The dialect is small on purpose, because case files are written by people who do not program
and may come from outside the firm:

* a plain whole number is a number; `yes`, `no`, `true` and `false` are the words "yes" and
  "no"; nothing, `~` and `null` are `None`; everything else, dates and decimals too, is text;
* a key stands once, is text, and is not a merge;
* no anchors, aliases or tags, so a small file cannot stand for a large one or for an object;
* one document of at most `LARGEST` bytes, `DEEPEST` levels deep, in UTF-8.

Values are built from the parser's events, not by PyYAML's constructors: that is quicker, has
no recursion to exhaust, and nothing in a file can choose a Python type. The module is long because
each thing that people write otherwise is told in words of its own.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from typing import TYPE_CHECKING, Any, Union

import yaml

from advisor.errors import InputError, Problem, echo
from advisor.knowledge.letters import HIDDEN, TYPE_AGAIN, decoded, unwanted_in

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterable
    from pathlib import Path

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
_COMMA = (
    "If a comma before it belongs to the text, put the text in quotation marks; a list stands in "
    "[brackets]."
)
_seems_no_comment = re.compile(r"(?<=[ \t])#[^\W_]").search
_cut_by_comment = re.compile(r"[ \t]+(#[^\W_][^\n]*)").match
_odd_blank = re.compile(r"(?m)^[ \t]*[\u00a0\u2000-\u200a\u202f\u3000]").search
_slashes = re.compile(r"(?m)(?:^|[,{\[])[ \t]*//").search


class Mapping(dict[str, Any]):
    """A mapping read from a file.

    Attributes:
        line: The line where the mapping starts.
        lines: The line of each key.
        written: How a word or number was written that means something else than it says: “No”,
            “02139”. Text keeps it.
    """

    __slots__ = ("line", "lines", "written")

    def __init__(self, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}
        self.written: dict[str, str] = {}


class Sequence(list[Any]):
    """A list read from a file.

    Attributes:
        line: The line where the list starts.
        lines: The line of each entry.
        written: As of a `Mapping`, by the place of the entry.
    """

    __slots__ = ("line", "lines", "written")

    def __init__(
        self, line: int = 0, entries: Iterable[Any] = (), lines: Iterable[int] = ()
    ) -> None:
        super().__init__(entries)
        self.line = line
        self.lines: list[int] = [*lines]
        self.written: dict[int, str] = {}


_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_OPEN_ALREADY = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")

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

    Raises:
        InputError: The file cannot be read, or is not in the dialect.
    """
    return parse(read_text_source(path), str(path))


def read_text_source(path: str, largest: int = LARGEST) -> bytes:
    """Reads the bytes of a file that a person wrote.

    Args:
        path: The file, as the user named it.
        largest: How many bytes it may have.

    Raises:
        InputError: The file is missing, is a folder, may not be read, or is too large.
    """
    try:
        with open_file(path) as file:
            data = file.read(largest + 1)
    except (OSError, ValueError) as error:
        raise unreadable(str(path), error) from None
    if len(data) > largest:
        what = f"The file is larger than {largest:,} bytes."
        remedy = "Make it smaller: transcripts, attachments and large pictures belong elsewhere."
        raise InputError(what, str(path), remedy=remedy)
    return data


def unreadable(name: str, error: Exception) -> InputError:
    """What is said of a file that cannot be opened or read.

    Args:
        name: The file, as the user named it.
        error: An OSError; or the ValueError of a name that no file can have.
    """
    reason = getattr(error, "strerror", None) or "its name is not a possible file name"
    otherwise = (f"The file cannot be read: {reason}.", "Check the name.")
    what, remedy = _UNREADABLE.get(type(error), otherwise)
    return InputError(what, name if type(error) in _UNREADABLE else echo(name), remedy=remedy)


def open_file(path: str | Path) -> io.BufferedReader:
    """Opens a file to be read, and nothing that is none: a pipe would be waited for, for ever.

    Args:
        path: The file. What a shell puts in the place of a command's output, `<(command)`, is one
            too: it is open already.

    Raises:
        OSError: If it cannot be opened, or is no file.
        ValueError: If no file can have such a name.
    """
    handle = os.open(path, os.O_RDONLY | _AT_ONCE)
    try:
        kind = os.fstat(handle).st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(kind):
            if not str(path).startswith(_OPEN_ALREADY):
                raise OSError(errno.EINVAL, "it is a pipe or a device")
            os.set_blocking(handle, True)
        return open(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def parse(data: bytes, name: str) -> Value:
    """Parses one document.

    Args:
        name: The name of the file, for messages.

    Returns:
        Text, a number, `None`, a `Mapping` or a `Sequence`.

    Raises:
        InputError: With all problems that could be found in one go.
    """
    text = decoded(data, name)
    builder = _Builder(name)
    loader = LOADER(text)
    try:
        builder.read(loader.get_event, text)
    except yaml.YAMLError as error:
        builder.problems.append(_not_yaml(error, text, name))
    finally:
        loader.dispose()
    if builder.top is None and not builder.problems:
        raise InputError("The file is empty.", name, remedy="Fill it, or start from a template.")
    if builder.problems:
        raise InputError.together(builder.problems)
    return builder.top


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


def _not_yaml(error: yaml.YAMLError, text: str, name: str) -> Problem:
    """What the parser says about a file it cannot read, in plain words."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "no reason given"
    remedy = "Look at the indentation, the colons and the quotation marks here and just above."
    for technical, plain, advice in _IN_OTHER_WORDS:
        if technical in reason:
            reason, remedy = plain, advice
            break
    line = mark.line + 1 if mark is not None else None
    for sign, plain, advice in (
        (_odd_blank(text), "a blank of another kind stands before a word", "Indent with spaces."),
        (_slashes(text), "“//” begins no comment", "Take it out, or begin it with “#”."),
    ):
        if sign and (line is None or text.count("\n", 0, sign.end()) < line):
            reason, remedy = plain, advice
            line = text.count("\n", 0, sign.end()) + 1
    return Problem(f"The file cannot be read as YAML: {reason}.", name, line, remedy)


def _reads_as_other(value: Value, content: str) -> bool:
    """Whether a word or number means something else than is written there."""
    return value is not None and content != str(value)


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

    def read(self, get_event: Callable[[], Any], text: str) -> None:
        """Reads the one document.

        One loop without calls for what is ordinary: a tenth of the time of a whole memo goes
        into it.

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
        comments = _seems_no_comment(text) is not None
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
                    if content in _WORDS:
                        value = _WORDS[content]
                    elif content[0] in _DIGITS and _number(content):
                        value = int(content)
                    if comments and content:
                        self._check_comment(text, event.end_mark.index, line)
                elif event.style == '"' and (unwanted := unwanted_in(content)):
                    # It was written as an escape, so the check of the whole text missed it.
                    self._wrong(HIDDEN.format("text", ord(unwanted[0])), line, TYPE_AGAIN)
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
                    following = get_event()
                    if type(following) is scalar and not following.value:
                        continue  # a line of hyphens at the end
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
                    if type(value) is str and value not in holder and value != "<<":
                        key = value
                    else:
                        key = self._odd_key(holder, value, line)
                    holder.lines[key] = line
                else:
                    holder[key] = value
                    if kind is scalar and value is not content and _reads_as_other(value, content):
                        holder.written[key] = content
                    elif value is None and not content:
                        self._check_colon(text, event.start_mark.index, key, line)
                    key = None
            elif type(holder) is Sequence:
                if kind is scalar and value is not content and _reads_as_other(value, content):
                    holder.written[len(holder)] = content
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

    def _check_comment(self, text: str, end: int, line: int) -> None:
        """Notes a value that a comment cuts short which may be none: “Lincoln School #7”."""
        cut = _cut_by_comment(text, end)
        if cut:
            what = f"“#” begins a comment, so {echo(cut[1].strip())} would not be read."
            remedy = (
                "If it belongs to the text, put the text in quotation marks; if not, write “# ”."
            )
            self._wrong(what, line, remedy)

    def _check_colon(self, text: str, end: int, key: str, line: int) -> None:
        """Notes a key in braces that is none, but what follows a comma: {name: Birch, Ltd}."""
        behind = text[text.rfind(":", 0, end) + 1 : end].lstrip()
        if behind and behind[0] != "#" and not key.startswith("\0"):
            self._wrong(f"{echo(key)} has no colon and no answer.", line, _COMMA)

    def _odd_key(self, holder: Mapping, value: Value, line: int) -> str:
        """A key that stands there already or is no word is told; the latter gets an odd name."""
        if type(value) is str and value in holder:
            first = f"the first is on line {holder.lines[value]}."
            what = f"The key {echo(value)} stands here for the second time; {first}"
            self._wrong(what, line, "Keep one of the two.")
            return value
        shown = "a list or a mapping" if isinstance(value, (dict, list)) else echo(value)
        remedy = "Use a word as the key."
        if type(value) is int:  # the end of a number: {value: about 1,900, what: children}
            remedy = _COMMA
        self._wrong(f"The key {shown} is not a word.", line, remedy)
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
