"""Changes a case file in which people write, too: their order, layout and comments stay.

The file is taken apart at its top-level keys. What says the same as before stays letter by letter;
the rest goes through ruamel.yaml, which writes what it has read with its layout and comments. It
hangs a comment on what stands before it. People write comments above what they are about, so here
each is hung there before a key is taken out or added.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark, YAMLError
from ruamel.yaml.tokens import CommentToken

from advisor.errors import InputError
from advisor.knowledge.base import Knowledge
from advisor.knowledge.letters import text_of
from advisor.knowledge.locate import templates_folder
from advisor.knowledge.source import LOADER, parse
from advisor.model.answer_reader import AnswerReader
from advisor.model.answer_types import is_blank
from advisor.model.case_reader import case_of
from advisor.model.case_text import answers_text, blank_case, case_text, every_comment, flow
from advisor.model.draft import Content, content_of
from advisor.model.former_words import in_present_words, renamed

_NAMES = ("id", "name", "source", "who", "what", "title")
"""Keys by which an entry of a list is known, whatever its place in the list."""
_EOL, _ABOVE, _BELOW_KEY = 2, 1, 3
"""Where ruamel.yaml keeps the comments of a key: beside it, above it, between it and its value."""
_below_key = r"^( *)(?:- )?[^\s#-][^\n]*:[^\S\n]*(?:#[^\n]*)?\n(?:[^\S\n]*(?:#[^\n]*)?\n)*"
_list_below_key = re.compile(rf"{_below_key}( *)- ", re.MULTILINE).search
_keys_below_key = re.compile(rf"\A{_below_key}( +)[^\s#-]").search
_leading_comments = re.compile(r"(?:(?:#[^\n]*)?\n)*").match


def saved_text(old: bytes | None, content: Content, knowledge: Knowledge, head: str) -> str:
    """The case file as it is to be saved.

    Args:
        old: The file that is there, if one is.
        content: The answers, as a case file holds them.
        head: Text for the top of a new file, as comments.

    Returns:
        The old file with the answers it lacks or gives otherwise, and all comments of a person; a
        new one, each answer under its question, where there is none that can be changed so.
    """
    fresh = case_text(content, knowledge.questions, head)
    if old is None:
        return fresh
    with suppress(InputError, YAMLError, yaml.YAMLError, UnicodeError):
        text = text_of(old)
        edited = _Editor(text, knowledge, _read(text, knowledge)).saved(content)
        if _read(edited, knowledge) == _read(fresh, knowledge):
            return edited
    return fresh


def with_rater(
    text: str, file: str, who: str, ratings: Mapping[str, Mapping[str, int]],
    knowledge: Knowledge,
) -> str:  # fmt: skip
    """The text of a case file with one rater more.

    Args:
        text: The case file, which can be read.
        file: Its name, for messages.
        ratings: Where the person sees each tension, now and wanted.

    Returns:
        The text; comments and everything else stand as before.

    Raises:
        InputError: If the file is written in a way that leaves no place for a new line.
    """
    before = _read(text, knowledge)
    rater = {"who": who, **{tension: dict(one) for tension, one in ratings.items()}}
    tensions = before.get("tensions", {})
    rated = {**tensions, "raters": [*tensions.get("raters", ()), rater]}
    after = {**before, "tensions": rated}
    with suppress(InputError, YAMLError, yaml.YAMLError):
        made = _Editor(text, knowledge, before).saved(after)
        if _read(made, knowledge) == after:
            return made
    what = "This file leaves no place for a new line."
    remedy = "Write each key on a line of its own, without brackets around them all."
    raise InputError(what, file=file, remedy=remedy)


def _read(text: str, knowledge: Knowledge) -> Content:
    case = case_of(parse(text.encode(), ""), AnswerReader("", knowledge), begun=True)
    return content_of(case, knowledge.questions)


class _Editor:
    """Changes the text of one case file."""

    def __init__(self, text: str, knowledge: Knowledge, before: Content) -> None:
        self._text = text
        self._knowledge = knowledge
        self._before = before
        self._lost: list[str] = []
        """Comments whose place is gone, as lines."""

    def saved(self, content: Content) -> str:
        """The text with other answers.

        Raises:
            InputError: If its keys do not stand on lines of their own.
        """
        questions = self._knowledge.questions
        order = list(questions.levels["case"].questions)
        pieces: list[tuple[str, str]] = []
        for key, piece in _pieces(self._text):
            if key in content and self._has_changed(key, piece, content[key]):
                piece = self._changed(piece, {key: content[key]})
            elif key and key not in content and not is_blank(parse(piece.encode(), "")):
                piece = self._changed(piece, {})
            pieces.append((key, piece))
        there = [key for key, _ in pieces]
        for key in (one for one in order if one in content and one not in there):
            before = (at for at, one in enumerate(there) if one in order[: order.index(key)])
            place = max(before, default=0) + 1
            lines = answers_text({key: content[key]}, questions)
            pieces.insert(place, (key, lines))
            there.insert(place, key)
        text = "".join(
            piece if piece.endswith("\n") else f"{piece}\n" for _, piece in pieces if piece
        )
        return text + "".join(f"{line}\n" for line in self._lost)

    @cached_property
    def _ours(self) -> frozenset[str]:
        """The lines of comment that the program itself writes."""
        questions = self._knowledge.questions
        texts = every_comment(questions), blank_case(self._knowledge, templates_folder())
        return frozenset(line.strip() for text in texts for line in text.splitlines())

    def _has_changed(self, key: str, piece: str, answer: Any) -> bool:
        return bool(
            self._before.get(key) != answer or in_present_words(piece, self._knowledge) != piece
        )

    def _changed(self, piece: str, content: Content) -> str:
        """A piece of the file with other answers under its key."""
        match = _leading_comments(piece)
        lead = match[0] if match else ""
        file = _round_trip(piece[len(lead) :])
        data = file.load(piece[len(lead) :])
        _hang_comments_above(data)
        self._merge(data, content, ())
        if not data:
            self._lost += [one for one in lead.split("\n") if one.strip() and one not in self._ours]
            return ""
        made = io.StringIO()
        file.dump(data, made)
        return lead + made.getvalue()

    def _merge(self, node: CommentedMap, answers: Content, path: tuple[str, ...]) -> None:
        """Gives a mapping other answers."""
        present = renamed(self._knowledge)
        for at, key in enumerate([*node]):
            if present.get(key) in answers:
                comments = node.ca.items.pop(key, None)
                node.insert(at, present[key], node.pop(key))
                node.ca.items.update({} if comments is None else {present[key]: comments})
            elif key not in answers and not is_blank(node[key]):
                self._lose(node, key, (*path, key))
                del node[key]
        for key, answer in answers.items():
            old = node.get(key)
            if key not in node:
                node[key] = _loaded(answer, _is_list_of_parts(answer) and _is_block(node))
            elif isinstance(old, CommentedMap) and isinstance(answer, dict):
                self._merge(old, answer, (*path, key))
            elif isinstance(old, CommentedSeq) and _is_list_of_parts(answer):
                self._merge_entries(old, answer, (*path, key))
            elif _plain(old) not in (_plain(answer), _plain([answer])):
                self._lose(node, key, (*path, key), beside=False)
                is_part = not path or _is_list_of_parts(answer)
                node[key] = _loaded(answer, is_part and _is_block(node))

    def _merge_entries(
        self, node: CommentedSeq, answers: list[Content], path: tuple[str, ...]
    ) -> None:
        """Gives a list other entries; one that is known by its name stays the same."""
        old = [*node]
        comments = [node.ca.items.get(at) for at in range(len(old))]
        left = dict(enumerate(old))
        chosen: list[int | None] = []
        for answer in answers:
            known = [at for at, one in left.items() if _is_same(one, answer)]
            blank = [at for at, one in left.items() if is_blank(one)]
            chosen.append(next(iter((*known, *blank)), None))
            left.pop(-1 if chosen[-1] is None else chosen[-1], None)
        for at in left:
            self._lose(node, at, (*path, _name(old[at])))
        node.clear()
        node.ca.items.clear()
        for at, (answer, source) in enumerate(zip(answers, chosen)):
            entry = _loaded(answer, _is_block(node))
            if source is not None and isinstance(old[source], CommentedMap):
                entry = old[source]
                self._merge(entry, answer, (*path, _name(answer)))
            node.append(entry)
            if source is not None and comments[source]:
                node.ca.items[at] = comments[source]

    def _lose(self, node: Any, key: Any, path: tuple[str, ...], beside: bool = True) -> None:
        """Keeps the comments of what is taken out, for the end of the file."""
        for place, line in _comments(node, key, path):
            if line not in self._ours and (beside or place != path):
                self._lost.append(f"# {', '.join(filter(None, place))}: {line.lstrip('# ')}")


def _pieces(text: str) -> list[tuple[str, str]]:
    """The lines of each key at the top, with the comments above it; of none, those around them.

    Raises:
        InputError: If the keys do not stand on lines of their own.
    """
    root = yaml.compose(text, Loader=LOADER)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise InputError("The keys do not stand on lines of their own.")
    lines = text.splitlines(keepends=True)
    starts, names = [0], [""]
    for name, _value in root.value:
        starts.append(_above(lines, name.start_mark.line, starts[-1]))
        names.append(name.value)
    starts.append(_above(lines, len(lines), starts[-1] + 1))
    names.append("")
    ends = [*starts[1:], len(lines)]
    return [(name, "".join(lines[start:end])) for name, start, end in zip(names, starts, ends)]


def _above(lines: list[str], line: int, least: int) -> int:
    """The first of the lines of comment, or without a word, right above a line."""
    while line > least and (lines[line - 1].startswith("#") or not lines[line - 1].strip()):
        line -= 1
    return line


def _round_trip(text: str) -> YAML:
    """Reads and writes a text with the layout that it has."""
    file = YAML()
    file.preserve_quotes = True
    file.width = 10**6
    below = _list_below_key(text)
    offset = len(below[2]) - len(below[1]) if below else 0
    keys = _keys_below_key(text)
    file.indent(mapping=len(keys[2]) if keys else 2, sequence=2 + offset, offset=offset)
    return file


def _loaded(answer: Any, block: bool = False) -> Any:
    """An answer as ruamel.yaml would have read it; `block` has each key on a line of its own."""
    if block and isinstance(answer, dict):
        text = "".join(f"{key}: {flow(one)}\n" for key, one in answer.items())
    elif block and answer and _is_list_of_parts(answer):
        text = "".join(
            f"{'  ' if number else '- '}{key}: {flow(one)}\n"
            for entry in answer
            for number, (key, one) in enumerate(entry.items())
        )
    else:
        text = flow(answer)
    return _round_trip("").load(text)


def _entries(node: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Each entry under a mapping or a list, in order: what holds it, its key, its value."""
    for key, value in node.items() if isinstance(node, CommentedMap) else enumerate(node):
        yield node, key, value
        if _is_block(value):
            yield from _entries(value)


def _is_block(value: Any) -> bool:
    """Whether a value is a mapping or a list whose entries stand on lines of their own."""
    return isinstance(value, (CommentedMap, CommentedSeq)) and not value.fa.flow_style()


def _comments(node: Any, key: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The comments that hang at an entry and under it, line by line, each with its place."""
    for token in node.ca.items.get(key) or ():
        for one in token if isinstance(token, list) else [token] if token else ():
            yield from ((path, line) for line in map(str.strip, one.value.splitlines()) if line)
    inner = node[key]
    if isinstance(inner, CommentedMap):
        for name in inner:
            yield from _comments(inner, name, (*path, str(name)))
    elif isinstance(inner, CommentedSeq):
        for at, entry in enumerate(inner):
            yield from _comments(inner, at, (*path, _name(entry)))


def _hang_comments_above(data: CommentedMap) -> None:
    """Hangs each comment at what stands below it; what stands below all stays at the last."""
    above: list[str] = []
    for node, key, value in [*_entries(data)]:
        beside = _EOL if isinstance(node, CommentedMap) else 0
        old = node.ca.items.pop(key, None) or [None] * 4
        own, below = old[beside], old[_BELOW_KEY] if beside else None
        if isinstance(value, (CommentedMap, CommentedSeq)):
            if value.ca.comment and not beside:
                own, below = own or value.ca.comment[0], value.ca.comment[1]
            value.ca.comment = None
        new: list[Any] = [None] * 4
        above += _lines(old[_ABOVE])
        if above:
            new[_ABOVE] = [
                CommentToken(f"{line.lstrip()}\n", CommentMark(len(line) - len(line.lstrip())))
                for line in above
            ]
        first, *above = own.value.splitlines() if own else [""]
        if first:
            new[beside] = CommentToken(f"{first}\n", own.start_mark)
        above += _lines(below)
        if node.ca.end and key == (next(reversed(node)) if beside else len(node) - 1):
            if _is_block(value):
                value.ca.end = node.ca.end
            else:
                above += _lines(node.ca.end)
            node.ca.end = []
        node.ca.items[key] = new
    if above:
        new[beside] = CommentToken(
            (new[beside].value if new[beside] else "\n") + "".join(f"{line}\n" for line in above),
            new[beside].start_mark if new[beside] else CommentMark(0),
        )


def _lines(tokens: list[Any] | None) -> list[str]:
    """The lines of comments that stand on lines of their own."""
    return [
        line
        for token in tokens or ()
        for line in (" " * token.start_mark.column + token.value).splitlines()
    ]


def _plain(value: Any) -> Any:
    """An answer so that it can be compared, however it is written."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if one is not None}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value if one is not None]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(str(value).split()).rstrip(".")


def _is_list_of_parts(answer: Any) -> bool:
    return isinstance(answer, list) and all(isinstance(one, dict) for one in answer)


def _name(entry: Any) -> str:
    """What an entry of a list is known by."""
    known = (str(entry[key]) for key in _NAMES if isinstance(entry, dict) and entry.get(key))
    return next(known, "")


def _is_same(old: Any, new: Content) -> bool:
    """Whether an entry is the same as before, though it may say more or something else."""
    return isinstance(old, dict) and any(
        old.get(key) and _plain(old[key]) == _plain(new.get(key)) for key in _NAMES
    )
