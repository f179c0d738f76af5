"""Takes a person's own comments over from a case file into one that is written anew."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from advisor.errors import InputError
from advisor.knowledge.source import parse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

Path = tuple[str, ...]
"""The keys from the top of a file to a place in it; an entry of a list goes by its name."""
_NAMES = ("name", "source", "who", "what", "title")
"""Keys by which an entry of a list is known, whatever its place in the list."""
_BEYOND = 10**7
"""A column behind the end of any line."""
_breaks = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]").split


class _Comment(NamedTuple):
    """A comment; `where` tells how it stands to the key of `path`: above, beside or below it.

    The path is empty for a comment at the end of the file.
    """

    text: str
    path: Path
    where: str


class _Key(NamedTuple):
    """A key of a file, and whether it is the first of its line."""

    path: Path
    line: int
    column: int
    is_first: bool


def with_comments(text: str, old: str, ours: Collection[str]) -> str:
    """A case file with the comments that a person wrote into an earlier one.

    A comment stands again above, beside or below the key it stood at. Where that key is gone,
    it stands at the end of the file, led by the names of the keys it was under.

    Args:
        text: The case file as it is written anew.
        old: The earlier one; if it cannot be read, its comments are left where they are.
        ours: Comments that no person wrote, each without what stands before it in its line.

    Returns:
        The text with the comments; the same answers.
    """
    if not _is_readable(old):
        return text
    comments = [one for one in _comments(old) if one.text not in ours]
    lines = _breaks(text.rstrip("\n"))
    keys = {key.path: key for key in _keys(text)}
    added: dict[tuple[int, str], list[str]] = defaultdict(list)
    for comment in comments:
        key = keys.get(comment.path)
        if key is None:
            added[len(lines) - 1, "below"].append(_led_by(comment.path, comment.text))
        elif comment.where == "below":
            added[key.line, "below"].append(f"{' ' * (key.column + 2)}{comment.text}")
        elif key.is_first and comment.where == "beside":
            lines[key.line] += f"  {comment.text}"
        else:
            told = comment.text if key.is_first else _led_by(comment.path[-1:], comment.text)
            added[key.line, "above"].append(f"{_indent(lines[key.line])}{told}")
    made: list[str] = []
    for number, line in enumerate(lines):
        made += [*added[number, "above"], line, *added[number, "below"]]
    return "\n".join(made) + "\n"


def comments_in(text: str) -> frozenset[str]:
    """The comments of a file, without what stands before them.

    Args:
        text: YAML.
    """
    return frozenset(one.text for one in _comments(text))


def _led_by(path: Path, comment: str) -> str:
    """A comment with the names of what it was about, where it cannot stand at that any more."""
    return f"# {', '.join(path)}: {comment.lstrip('# ')}" if path else comment


def _comments(text: str) -> Iterator[_Comment]:
    """The comments of a file, in order, each with the key it belongs to."""
    ends = _ends(text)
    keys = _keys(text)
    for number, line in enumerate(_breaks(text)):
        end = ends.get(number)
        rest = line[end or 0 :].strip()
        if not rest.startswith("#"):
            continue
        before = [key for key in keys if key.line <= number and key.is_first]
        after = [key for key in keys if key.line > number]
        if end is not None:
            if before:  # else, an answer of several lines, which becomes one
                beside = before[-1].line == number
                yield _Comment(rest, before[-1].path, "beside" if beside else "above")
        elif before and len(_indent(line)) > (after[0].column if after else 0):
            yield _Comment(rest, before[-1].path, "below")
        elif after:
            yield _Comment(rest, after[0].path, "above")
        else:
            yield _Comment(rest, (), "below")


def _ends(text: str) -> dict[int, int]:
    """Where the content of each line ends, as a column; a line without any is left out."""
    ends: dict[int, int] = {}
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        start, end = token.start_mark, token.end_mark
        if start.index == end.index:
            continue
        for line in range(start.line, end.line):
            ends[line] = _BEYOND
        if end.column:
            ends[end.line] = max(ends.get(end.line, 0), end.column)
    return ends


def _keys(text: str) -> list[_Key]:
    """The keys of a file, in order."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    found: list[_Key] = []
    for path, mark in _under(root, ()):
        found.append(_Key(path, mark.line, mark.column, not found or found[-1].line < mark.line))
    return found


def _under(node: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Each key under a node, with its path, and where it stands."""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            here = (*path, str(name.value))
            yield here, name.start_mark
            yield from _under(value, here)
    elif isinstance(node, yaml.SequenceNode):
        taken: dict[str, int] = defaultdict(int)
        for entry in node.value:
            name = _name(entry)
            taken[name] += 1
            yield from _under(entry, (*path, name if taken[name] == 1 else f"{name} {taken[name]}"))


def _name(entry: Any) -> str:
    """What an entry of a list is known by."""
    if isinstance(entry, yaml.MappingNode) and entry.value:
        answers = {name.value: value.value for name, value in entry.value}
        return str(
            next((answers[key] for key in _NAMES if key in answers), entry.value[0][1].value)
        )
    return ""


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]


def _is_readable(text: str) -> bool:
    try:
        parse(text.encode(), "")
    except InputError:
        return False
    return True
