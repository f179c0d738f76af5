"""Takes a person's own comments over from a case file into one that is written anew."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import yaml

from advisor.errors import InputError
from advisor.knowledge.source import LOADER, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

KeyPath = tuple[str | tuple[str, int], ...]
"""The keys from the top of a file to a place in it; an entry of a list goes by its name, and by how
many of this name stand before it."""
_NAMES = ("name", "source", "who", "what", "title")
"""Keys by which an entry of a list is known, whatever its place in the list."""
_BEYOND = 10**7
"""A column behind the end of any line."""
_SENTENCE = 4
"""So many words in a line are no accident: who writes the same as we do has taken it from us."""
_breaks = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]").split
_block_head = re.compile(r"[|>][-+0-9]*").match
_comment_of_ours = re.compile(r"(?:^|  )(#.*)").search
_SOLID = (yaml.ScalarToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken, yaml.ValueToken)
"""What makes a comment in the same line one on what stands there."""


class _Comment(NamedTuple):
    """A line of comment, and how it stands to the key of `path`; without one, at the end."""

    text: str
    line: int
    path: KeyPath
    where: Literal["above", "beside", "below"]
    offset: int
    """How much further to the right than the key a comment below it stands."""


class _Key(NamedTuple):
    """A key of a file."""

    path: KeyPath
    line: int
    column: int
    """Where it begins; the first of an entry begins with the hyphen."""
    inner: int
    """Where its name begins."""
    is_first: bool
    """Whether no other key begins before it in its line."""


def with_comments(text: str, old: str, ours: str) -> str:
    """A case file with the comments that a person wrote into an earlier one.

    A comment stands again above, beside or below the key it stood at. Where that key is gone,
    it stands at the end of the file, led by the names of the keys it was under.

    Args:
        text: The case file as it is written anew.
        old: The earlier one; if it cannot be read, its comments are left where they are.
        ours: Lines with all comments that the program itself writes.

    Returns:
        The text with the comments; the same answers.
    """
    try:
        parse(old.encode(), "")
        found = _inserted(text, list(_of_a_person(_comments(old), ours)))
        return found if parse(found.encode(), "") == parse(text.encode(), "") else text
    except (InputError, yaml.YAMLError, UnicodeError):
        return text


def _inserted(text: str, comments: list[_Comment]) -> str:
    lines = _breaks(text.rstrip("\n"))
    keys = _keys(text)
    starts = [key.line for key in keys if key.is_first]
    columns = [key.column for key in keys if key.is_first]
    known = {key.path: key for key in keys}
    added: dict[tuple[int, str], list[str]] = defaultdict(list)
    taken: set[int] = set()
    end = len(lines) - 1, "below"
    previous: _Comment | None = None
    for comment in comments:
        key = known.get(comment.path)
        if key is None:
            goes_on = previous is not None and _go_together(previous, comment)
            lead = () if goes_on else comment.path
            added[end].append(_led_by(lead, comment.text))
        elif comment.where == "below":
            following = bisect_right(starts, key.line)
            least = columns[following] + 2 if following < len(columns) else 2
            indent = key.inner + comment.offset
            if indent < least - 1:  # it would be read as a comment on what follows
                indent = least
            added[key.line, "below"].append(f"{' ' * indent}{comment.text}")
        elif key.is_first and comment.where == "beside" and key.line not in taken:
            taken.add(key.line)
            lines[key.line] += f"  {comment.text}"
        else:
            told = comment.text if key.is_first else _led_by(comment.path[-1:], comment.text)
            added[key.line, "above"].append(f"{' ' * _indent(lines[key.line])}{told}")
        previous = comment
    made: list[str] = []
    for number, line in enumerate(lines):
        made += [*added[number, "above"], line, *added[number, "below"]]
    return "\n".join(made) + "\n"


def _led_by(path: KeyPath, comment: str) -> str:
    """A comment with the names of what it was about, where it cannot stand at that any more."""
    if not path:
        return comment
    names = (one if isinstance(one, str) else one[0] for one in path)
    return f"# {', '.join(names)}: {comment.removeprefix('#').removeprefix(' ')}"


def _go_together(one: _Comment, next_: _Comment) -> bool:
    return one.path == next_.path and one.line == next_.line - 1 and next_.where != "beside"


def _of_a_person(comments: Iterator[_Comment], ours: str) -> Iterator[_Comment]:
    """The comments that the program has not written itself.

    Lines of ours are known by their words. A short one, such as the last of a paragraph, counts as
    ours only where it follows the line before it.
    """
    starts: set[str] = set()
    follows: set[tuple[str, str]] = set()
    before = ""
    for line in ours.splitlines():
        match = _comment_of_ours(line.strip())
        here = match[1] if match else ""
        if match and (match.start(1) or not before or len(here.split()) > _SENTENCE):
            starts.add(here)
        follows.add((before, here))
        before = here
    last, line_of_last = "", -2
    for comment in comments:
        goes_on = line_of_last == comment.line - 1 and (last, comment.text) in follows
        if comment.text in starts or goes_on:
            last, line_of_last = comment.text, comment.line
        else:
            yield comment


def _comments(text: str) -> Iterator[_Comment]:
    """The comments of a file, line by line, each with the key it belongs to."""
    ends, solid = _contents(text)
    keys = [key for key in _keys(text) if key.is_first]
    starts = [key.line for key in keys]
    for number, line in enumerate(_breaks(text)):
        rest = line[ends.get(number, 0) :].strip()
        if not rest.startswith("#"):
            continue
        at = bisect_right(starts, number)
        before = keys[at - 1] if at else None
        after = keys[at] if at < len(keys) else None
        indent = _indent(line)
        if number in solid and before:  # else, an answer of several lines, which becomes one
            beside = before.line == number
            yield _Comment(rest, number, before.path, "beside" if beside else "above", 0)
        elif before and number not in ends and indent > (after.column if after else 0):
            yield _Comment(rest, number, before.path, "below", indent - before.inner)
        else:
            yield _Comment(rest, number, after.path if after else (), "above", 0)


def _contents(text: str) -> tuple[dict[int, int], set[int]]:
    """Where the content of each line that has any ends, and which lines hold a key or an answer."""
    lines = _breaks(text)
    ends: dict[int, int] = {}
    solid: set[int] = set()
    for token in yaml.scan(text, Loader=LOADER):
        start, end = token.start_mark, token.end_mark
        if start.index == end.index:
            continue
        if isinstance(token, _SOLID):
            solid |= {start.line, end.line if end.column else start.line}
        for line in range(start.line, end.line):
            ends[line] = _BEYOND
        head = _block_head(lines[start.line], start.column)
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">") and head:
            ends[start.line] = head.end()
        elif end.column:
            ends[end.line] = max(ends.get(end.line, 0), end.column)
    return ends, solid


def _keys(text: str) -> list[_Key]:
    """The keys of a file, in order."""
    root = yaml.compose(text, Loader=LOADER)
    found: list[_Key] = []
    for path, line, column, inner in _under(root, ()):
        found.append(_Key(path, line, column, inner, not found or found[-1].line < line))
    return found


def _under(node: Any, path: KeyPath, hyphen: int = -1) -> Iterator[tuple[KeyPath, int, int, int]]:
    """Each key under a node: its path, line, and the columns where it and its name begin."""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            here = (*path, str(name.value))
            mark = name.start_mark
            yield here, mark.line, mark.column if hyphen < 0 else hyphen, mark.column
            yield from _under(value, here)
            hyphen = -1
    elif isinstance(node, yaml.SequenceNode):
        taken: Counter[str] = Counter()
        for entry in node.value:
            name = _name(entry)
            hyphen = -1 if node.flow_style else node.start_mark.column
            yield from _under(entry, (*path, (name, taken[name])), hyphen)
            taken[name] += 1


def _name(entry: Any) -> str:
    """What an entry of a list is known by."""
    if isinstance(entry, yaml.MappingNode) and entry.value:
        answers = {name.value: value.value for name, value in entry.value}
        first = next(iter(answers.values()))
        return str(next((answers[key] for key in _NAMES if key in answers), first))
    return ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
