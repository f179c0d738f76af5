"""Understands answers that have parts: rows of a table, columns of a line, places side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from advisor.interview.choosing import (
    LETTERS,
    between_parts,
    either,
    label_of,
    named_and_denied,
    number_of,
    one_of,
    outright,
    several,
)
from advisor.interview.dates import date
from advisor.interview.hearing import (
    NotUnderstoodError,
    asks_back,
    is_none,
    is_said,
    is_unknown,
    plain,
    polarity,
)
from advisor.interview.likeness import named_in
from advisor.knowledge.base import usual_knowledge
from advisor.model.case import UNKNOWN

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from advisor.interview.choosing import Said
    from advisor.knowledge.interview import Column
    from advisor.knowledge.questions import Question
    from advisor.presentation.interview import NumberedAnswer

_MEANT = {"y": "yes", "p": "partly", "n": "no", "?": UNKNOWN, "-": UNKNOWN}
_MEANT |= {word: word for word in _MEANT.values()}
_SIGN = 4
"""Words at the end of a clause that can be its yes or no."""
BRIEF = 5
"""Words of what can be said of each of several places, in their order, where it may be a list."""
_pieces = re.compile(r"\s*[;.]\s+|\s*[;,]\s*(?:and |but )?|\s+(?:and|but)\s+")
"""Between what is said of one place and of another."""


def table(
    text: str, question: Question, said: Mapping[str, Sequence[str]] = {},
) -> dict[str, str]:  # fmt: skip
    """Yes, partly or no for each row; one for all, letters in order, or rows by their names.

    Args:
        said: Other words for the rows.

    Raises:
        NotUnderstoodError: If it is not clear for each row that is named.
    """
    rows = list(question.rows)
    speech = usual_knowledge().speech
    words = speech.said(text)
    every = speech.rest("all", words)
    if is_unknown(text) or text.strip() == "?":
        return {}
    if is_none(text):
        return dict.fromkeys(rows, "no")
    if every is not None and (not every or every in ("yes", "no", "partly")):
        return dict.fromkeys(rows, every or "yes")
    if is_said("all", text) or words in ("yes", "no", "partly"):
        return dict.fromkeys(rows, words if words in ("yes", "no", "partly") else "yes")
    others = speech.rest("all-but", words)
    if others or words.startswith("only "):
        named = _rows_in(others or words, question, said)
        if not named:
            raise NotUnderstoodError("letters", typed=text)
        return {row: "yes" if (row in named) != bool(others) else "no" for row in rows}
    marks = text.lower().rstrip(".! ").replace(",", " ").split()
    if len(marks) == 1 and len(text) == len(rows):
        marks = [*text.lower()]
    letters = [_MEANT.get(one, "") for one in marks]
    if not letters or "" in letters:
        return _by_name(text, question, said)
    if len(letters) == 1:
        letters *= len(rows)
    if len(letters) != len(rows):
        raise NotUnderstoodError("count", given=len(letters), wanted=len(rows))
    return {row: one for row, one in zip(rows, letters) if one != UNKNOWN}


def _by_name(text: str, question: Question, said: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Rows that are named, each with the yes, partly or no that follows it."""
    found: dict[str, str] = {}
    waiting: list[str] = []
    speech = usual_knowledge().speech
    for clause in speech.clauses(text):
        named = _rows_in(clause, question, said)
        rest = speech.begins("rest", clause)
        sign = _sign(clause)
        if not (named or rest or (sign and waiting)):
            raise NotUnderstoodError("letters", typed=text)
        waiting += [row for row in question.rows if row not in found] if rest else named
        if sign:
            found.update(dict.fromkeys(waiting, sign))
            waiting = []
    if waiting or not found:
        raise NotUnderstoodError("letters", typed=text)
    return {row: sign for row, sign in found.items() if sign != UNKNOWN}


def _sign(clause: str) -> str:
    """The yes, partly or no at the beginning of a clause or at its end."""
    words = clause.split()
    if words[0] in ("yes", "no", "partly"):
        return words[0]
    if words[-1] == UNKNOWN:
        return UNKNOWN
    ends = (" ".join(words[-length:]) for length in range(min(_SIGN, len(words)), 0, -1))
    return next(filter(None, map(polarity, ends)), "")


def _rows_in(text: str, question: Question, said: Mapping[str, Sequence[str]]) -> list[str]:
    """The rows that are named in a clause."""
    keys = list(question.rows)
    names = {
        at: (key.replace("-", " "), question.rows[key].label or key, *said.get(key, ()))
        for at, key in enumerate(keys)
    }
    return [keys[at] for at in sorted(named_in(text, names, ()))]


def alone_named(text: str, choices: Sequence[NumberedAnswer], said: Said) -> str:
    """The only answer that is named in a text, and not denied in it; nothing if there is none."""
    if asks_back(text):
        return ""
    whole = f" {' '.join(re.findall(r'[^ ,;:.!?]+', usual_knowledge().speech.said(text)))} "
    shown = {one.number: (label_of(one),) for one in choices if one.value != UNKNOWN}
    more = {one.number: (label_of(one), *map(str, said.get(str(one.value), ())))
            for one in choices if one.value != UNKNOWN}  # fmt: skip
    for names in (shown, more):
        named, denied = named_and_denied(text, names, said.get("lacks"))
        literal = [key for key in named if any(f" {one} " in whole for one in names[key])]
        if len(named) == 1 and not denied and literal:
            return str(next(one.value for one in choices if one.number in literal))
    return ""


def column_answer(
    text: str, column: Column, choices: Sequence[NumberedAnswer], said: Said = {},  # noqa: B006
    today: datetime.date | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """The words of one column of a line: numbered answers, a date, or words.

    Args:
        said: Other words for them.
        today: As for `date`.
    """
    both = column.ties and either(plain(text))
    single = None if both else outright(text, choices, said)
    if single is not None:
        return (str(single.value),)
    if column.date:
        try:
            return (date(text, today),)
        except NotUnderstoodError as error:
            try:
                return (str(one_of(text, choices, said)),)
            except NotUnderstoodError:
                raise error from None
    if is_unknown(text):
        return (UNKNOWN,)
    if not column.ties:
        return (str(one_of(text, choices, said)),)
    found = several(text, choices, said)
    found = (found,) if isinstance(found, str) else tuple(found)
    if len(found) > 1 and not set(found) <= set(column.answers):
        raise NotUnderstoodError("alone-here")
    return found


def by_place(
    text: str, homes: Sequence[str], names: Mapping[str, Sequence[str]], take: Callable[[str], Any],
    apart: bool = True,
) -> dict[str, Any]:  # fmt: skip
    """What is said of each place: by its name, in their order, or once for all.

    Args:
        take: Makes an answer of what is said of one.
        apart: Whether commas and “and” stand between answers for different places, too.

    Returns:
        The answers; a place is left out where only others were named.

    Raises:
        NotUnderstoodError: If it is not clear for those that are named.
    """
    named = _places_named(text, homes, names)
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


def _places_named(
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
