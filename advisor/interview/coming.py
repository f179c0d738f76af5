"""Understands the days that are told beside coming events, in one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.interview.choosing import number_of, several
from advisor.interview.dates import date
from advisor.interview.hearing import NotUnderstoodError
from advisor.model.case import UNKNOWN

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from advisor.interview.choosing import Said
    from advisor.presentation.interview import NumberedAnswer

WORDS_OF_A_DAY = 4
"""Words of a day alone, which is that of the event before it."""
_between = re.compile(r"\s*[;.]\s+|,\s+(?!\d{4}\b)(?:and )?|\s+and\s+")
"""Between one event and another, but not before the year of a day."""


def days_of(
    text: str, choices: Sequence[NumberedAnswer], said: Said, kinds: Sequence[str],
    today: datetime.date | None,
) -> dict[str, dict[str, str]]:  # fmt: skip
    """The day of each event that is told, as a part of its entry in a case file.

    Args:
        text: What was typed, such as “an election in May, the trial runs out June 2027”.
        said: Other words for them.
        today: As for `date`.

    Raises:
        NotUnderstoodError: If there is a day of which nothing is said that is known.
    """
    found: dict[str, dict[str, str]] = {}
    last = ""
    for piece in _between.split(text) if kinds else ():
        named = _kinds_in(piece, choices, said)
        day = "" if number_of(piece) else _day_in(piece, today)
        alone = len(piece.split()) <= WORDS_OF_A_DAY
        last = named[0] if len(named) == 1 else last if alone and not named else ""
        if day and last and last not in found:
            found[last] = {"date": day}
        elif day and not named:
            other = next(one for one in choices if one.value == "other")
            raise NotUnderstoodError(
                "number", typed=piece, most=len(choices),
                guesses=[f"{other.number}, {other.label}"],
                agreed=text.replace(piece, str(other.number)),
            )  # fmt: skip
    return found


def _kinds_in(piece: str, choices: Sequence[NumberedAnswer], said: Said) -> list[str]:
    try:
        found = several(piece, choices, said)
    except NotUnderstoodError:
        return []
    return [one for one in found if one != "none"] if isinstance(found, list) else []


def _day_in(piece: str, today: datetime.date | None) -> str:
    try:
        day = date(piece, today)
    except NotUnderstoodError:
        return ""
    return "" if day == UNKNOWN else day
