"""What somebody may have meant by what is no answer as it stands; always asked, never taken."""

from __future__ import annotations

import datetime
import re

from advisor.presentation.language import MONTHS

_figure = re.compile(r"\d{1,3}(?:[ ,]\d{3})+|\d+")
_by_numbers = re.compile(r"(\d{1,2})[/.-](?:(\d{1,2})[/.-])?(\d{4})").fullmatch
_by_month = re.compile(r"(?:(\d{1,2}) )?([a-z]{3,9}) (?:(\d{1,2}) )?(\d{4})").fullmatch
_ending = re.compile(r"(\d)(?:st|nd|rd|th)\b")


def number_in(text: str) -> str:
    """The one whole number that stands in a text, such as “about 120”; none if it is not one."""
    found = _figure.findall(text) if "." not in text.rstrip(".") else []
    return found[0].replace(",", "").replace(" ", "") if len(found) == 1 else ""


def date_in(text: str) -> str:
    """A date as a case file has it, of one as Americans write it; nothing if it is none.

    Args:
        text: Such as “12/8/2026”, “Dec 8, 2026” or “December 2026”.
    """
    plain = " ".join(re.sub(r"[,.]", " ", _ending.sub(r"\1", text.lower())).split())
    numbers, named = _by_numbers(text.strip()), _by_month(plain)
    if numbers:
        month, day, year = int(numbers[1]), numbers[2], numbers[3]
    elif named and not (named[1] and named[3]):
        begun = [n for n, one in enumerate(MONTHS, 1) if one.lower().startswith(named[2])]
        month, day, year = begun[0] if len(begun) == 1 else 0, named[1] or named[3], named[4]
    else:
        return ""
    try:
        found = datetime.date(int(year), month, int(day or 1)).isoformat()
    except ValueError:
        return ""
    return found if day else found[:7]
