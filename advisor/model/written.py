"""How forms and spreadsheets write what a case file writes otherwise.

"50" and "1,200" for numbers, "TRUE" and "Y" for yes, 6/1/2015 for a day, "Unknown" with a capital.
What is taken to mean what is decided here; the type of an answer decides where it counts.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from advisor.errors import as_name
from advisor.knowledge.questions import UNKNOWN
from advisor.model.days import MONTHS, month_or_day

_YES_AND_NO = {"true": "yes", "y": "yes", "false": "no", "n": "no"}
_EMPTY = "\u034f\u115f\u1160\u2800\u3164\uffa0"
"""Letters that leave no mark on the paper, though they count as letters."""
_grouped_number = re.compile(r"\d{1,3}(?:[, ]\d{3})+").fullmatch
_whole_number = re.compile(r"\d{1,9}(?:\.0+)?", re.ASCII).fullmatch
_elsewhere = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*"
    r"|(?P<one>\d{1,2})(?P<mark>[/.])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4})(?:,? \d.*)?",
    re.ASCII,
).fullmatch
"""A day of a form or a spreadsheet: 6/1/2015, 1.6.2015, perhaps with the time."""


class DayWritten(NamedTuple):
    """A day or month that was written as it is elsewhere."""

    text: str
    """The day or month as a case file has it."""
    in_words: str
    is_guess: bool
    """Whether day and month could change places."""


def settled(given: Any) -> Any:
    """An answer, with “Unknown” in whatever letters as `unknown`."""
    if isinstance(given, str) and len(given) < 12 and given.strip().lower() == UNKNOWN:
        return UNKNOWN
    return given


def is_seen(letter: str) -> bool:
    """Whether a letter leaves a mark."""
    hidden = letter in _EMPTY or "\ufe00" <= letter <= "\ufe0f"  # which choose how another looks
    return letter.isprintable() and not letter.isspace() and not hidden


def word_written(given: str) -> str:
    """A word of a list as the list has it: “Firmly against”, “TRUE”."""
    name = as_name(given)
    return _YES_AND_NO.get(name, name)


def number_written(given: Any) -> Any:
    """A number as a form writes it, “0050”, “1,200” or “50.0”, as one; else what it is."""
    text = given.strip() if isinstance(given, str) else ""
    if not text[:1].isdecimal():
        return given
    if _grouped_number(text):
        return int(text.replace(",", "").replace(" ", ""))
    return int(text.partition(".")[0]) if _whole_number(text) else given


def day_written(text: str, *, whole: bool) -> DayWritten | None:
    """A day as it is written elsewhere; nothing where it is written as in a case file, or none.

    Between slashes the month comes first unless it cannot be one, between full stops the day.

    Args:
        text: For example “6/1/2015”, “1.6.2015”, “June 1, 2015”, “2015-06-01T00:00”.
        whole: Whether a month will not do.
    """
    match = _elsewhere(text)
    if match is None:
        if not (text[:1].isalpha() and text[-1:].isdecimal()):
            return None
        found = month_or_day(text)
        if found is None:
            return None
        is_month = re.fullmatch(r"[A-Za-z]+ \d{4}", text) and not whole
        return DayWritten(found.isoformat()[: 7 if is_month else 10], text, False)
    if match["iso"]:
        return DayWritten(match["iso"], text, False)
    one, two, year = int(match["one"]), int(match["two"]), match["year"]
    stops = match["mark"] == "."
    month, day = (two, one) if stops or one > 12 else (one, two)
    words = f"{MONTHS[month - 1]} {day}, {year}" if 1 <= month <= 12 else text
    is_guess = not stops and one != two and max(one, two) <= 12
    return DayWritten(f"{year}-{month:02}-{day:02}", words, is_guess)
