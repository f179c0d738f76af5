"""Understands what is said of each of several places, in one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from advisor.interview.choosing import LETTERS, between_parts, number_of
from advisor.interview.hearing import NotUnderstoodError
from advisor.model.case import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

BRIEF = 5
"""Words of what can be said of each of several places, in their order, where it may be a list."""
_pieces = re.compile(r"\s*[;.]\s+|\s*[;,]\s*(?:and |but )?|\s+(?:and|but)\s+")
"""Between what is said of one place and of another."""


def by_place(
    text: str, homes: Sequence[str], names: Mapping[str, Sequence[str]], take: Callable[[str], Any],
    apart: bool = True,
) -> dict[str, Any]:  # fmt: skip
    """What is said of each place: by its name, in their order, or once for all.

    Args:
        text: What was typed.
        homes: The places the question is about.
        names: What each is called.
        take: Makes an answer of what is said of one.
        apart: Whether commas and “and” stand between answers for different places, too.

    Returns:
        The answers; a place is left out where only others were named.

    Raises:
        NotUnderstoodError: If it is not clear for those that are named.
    """
    named = _by_name(text, homes, names)
    if named:
        return {home: take(said) for home, said in named.items()}
    if len(homes) == 1:
        return {homes[0]: take(text)}
    parts = [one for one in re.split(r"\s*;\s*", text) if one]
    words = text.replace(",", " ").split()
    if apart and len(parts) != len(homes):
        if len(words) > 1 and all(map(_is_short, words)):
            parts = words  # a number or a yes for each
            if len(parts) != len(homes):
                raise NotUnderstoodError("count", given=len(parts), wanted=len(homes))
        else:
            parts = [one for one in between_parts.split(text) if one]
    if len(parts) != len(homes) or (not apart and any(len(one.split()) > BRIEF for one in parts)):
        parts = [text] * len(homes)
    return {home: None if one in ("-", "skip") else take(one) for home, one in zip(homes, parts)}


def _by_name(
    text: str, homes: Sequence[str], names: Mapping[str, Sequence[str]]
) -> dict[str, str]:  # fmt: skip
    """What is said of each place that is named; nothing if not all of it is said of one."""
    found: dict[str, str] = {}
    last = ""
    for piece in filter(None, _pieces.split(text)):
        home, said = next(
            (one for one in _mentions(piece, homes, names) if one[0] not in found), ("", piece)
        )
        found[home or last] = f"{found[last]}, {said}" if last in found and not home else said
        last = home or last
    first, left = found.pop("", ""), [one for one in homes if one not in found]
    if first and (len(left) != 1 or not found):
        return {}
    return {**({left[0]: first} if first else {}), **found}


def _mentions(
    piece: str, homes: Sequence[str], names: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """The places that are named in a piece, each with what is said of it."""
    every = ((name, home) for home in homes for name in names.get(home, ()))
    for name, home in sorted(every, key=lambda one: -len(one[0])):
        called = rf"(?:(?:a|an|the|our|my|your) )?{re.escape(name)}s?\b"
        behind = re.search(rf"(?i)(?:^|\s)(?:for|in|at|of|under|with|as) {called}", piece)
        before = re.match(rf"(?i){called}(?: (?:it )?(?:is|are)\b)?[:,]?\s*(?=\S)", piece)
        for one in filter(None, (behind, before)):
            said = f"{piece[: one.start()]} {piece[one.end() :]}".strip(" ,:")
            if said:
                yield home, said


def _is_short(word: str) -> bool:
    word = word.lower()
    return number_of(word) is not None or word in (*LETTERS, *LETTERS.values(), "-", UNKNOWN)
