"""Adds a person's ratings to the text of a case file, leaving every other line as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from advisor.errors import InputError
from advisor.knowledge.source import parse
from advisor.model.case_text import flow

if TYPE_CHECKING:
    from collections.abc import Mapping


def with_rater(text: str, file: str, who: str, ratings: Mapping[str, Mapping[str, int]]) -> str:
    """The text of a case file with one rater more.

    Args:
        text: The case file, which can be read.
        file: Its name, for messages.
        who: The role of the person.
        ratings: Where the person sees each tension, now and wanted.

    Returns:
        The text; comments and everything else stand as before.

    Raises:
        InputError: If the file is written in a way that leaves no place for a new line.
    """
    lines = text.splitlines()
    top = yaml.compose(text, Loader=yaml.SafeLoader)
    entry = [f"who: {flow(who)}", *(f"{key}: {flow(dict(one))}" for key, one in ratings.items())]
    tensions, at = _under(top, "tensions")
    raters: Any
    raters, _ = _under(tensions, "raters") if _is_block(tensions, yaml.MappingNode) else (None, 0)
    if tensions is None:
        place, new = len(lines), ["", "tensions:", "  raters:", *_indented(entry, "  ")]
    elif _is_block(raters, yaml.SequenceNode) and raters.value:
        dash = lines[raters.value[0].start_mark.line].index("-")
        place, new = _last_line(raters) + 1, _indented(entry, " " * dash)
    elif _is_block(tensions, yaml.MappingNode) and tensions.value and raters is None:
        indent = " " * tensions.value[0][0].start_mark.column
        place = _last_line(tensions) + 1
        new = [f"{indent}raters:", *_indented(entry, indent)]
    elif _is_nothing(tensions):
        place, new = at + 1, ["  raters:", *_indented(entry, "  ")]
    else:
        place, new = 0, []
    made = "\n".join([*lines[:place], *new, *lines[place:]]) + "\n"
    if not new or not _only_adds(text, made, file):
        raise InputError(
            "The tensions in this file leave no place for a new line.",
            file=file,
            remedy="Write “tensions:”, “raters:” and each rater on lines of their own, with a "
            "hyphen before “who”.",
        )
    return made


def _under(node: Any, key: str) -> tuple[Any, int]:
    """What stands under a key, and the line of the key."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        for name, value in node.value:
            if name.value == key:
                return value, name.start_mark.line
    return None, 0


def _is_block(node: Any, kind: type) -> bool:
    return isinstance(node, kind) and not getattr(node, "flow_style", True)


def _is_nothing(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value in ("", "~", "null")


def _last_line(node: Any) -> int:
    """The last line that a block takes up, comments behind it left out."""
    while getattr(node, "flow_style", True) is False and node.value:
        last = node.value[-1]
        if isinstance(last, tuple):
            key, node = last
            if _is_nothing(node):
                return int(key.start_mark.line)
        else:
            node = last
    end = node.end_mark
    return int(end.line - (1 if end.column == 0 and end.line > node.start_mark.line else 0))


def _indented(entry: list[str], indent: str) -> list[str]:
    return [f"{indent}{'- ' if not number else '  '}{line}" for number, line in enumerate(entry)]


def _only_adds(before: str, after: str, file: str) -> bool:
    """Whether a text says all that another says, and one rater more."""
    try:
        old, new = (parse(one.encode("utf-8"), file) for one in (before, after))
    except InputError:
        return False
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    was, is_ = (one.pop("tensions", None) or {} for one in (old, new))
    raters = list(was.pop("raters", None) or ())
    return bool(old == new and was == {k: v for k, v in is_.items() if k != "raters"}
                and list(is_["raters"])[:-1] == raters)  # fmt: skip
