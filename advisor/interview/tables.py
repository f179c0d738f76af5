"""Understands yes, partly or no for each row of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.interview.hearing import (
    NotUnderstoodError,
    is_none,
    is_said,
    is_unknown,
    polarity,
)
from advisor.interview.likeness import named_in
from advisor.knowledge.base import usual_knowledge
from advisor.model.case import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.knowledge.questions import Question

_MEANT = {"y": "yes", "p": "partly", "n": "no", "?": UNKNOWN, "-": UNKNOWN}
_MEANT |= {word: word for word in _MEANT.values()}
_SIGN = 4
"""Words at the end of a clause that can be its yes or no."""


def table(
    text: str, question: Question, said: Mapping[str, Sequence[str]] = {},
) -> dict[str, str]:  # fmt: skip
    """Yes, partly or no for each row; one for all, letters in order, or rows by their names.

    Args:
        text: What was typed.
        question: The question with its rows.
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
