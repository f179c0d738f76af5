"""Understands a day, a month or a year that a person types, alone or inside a sentence."""

from __future__ import annotations

import contextlib
import datetime
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from advisor.interview.hearing import NotUnderstoodError, is_unknown
from advisor.knowledge.base import usual_knowledge
from advisor.model.case import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = (
    r"(?:,? (?:of )?(?P<year>20\d\d)\b|,?(?: of '?| ')(?P<short>\d\d)\b"
    r"|,? (?P<next>next year))?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_NTH = r"(?P<nth>1st|first|2nd|second|3rd|third|4th|fourth|last)"
_WEEKDAY = r"(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_forms = [
    re.compile(form)
    for form in (
        r"(?P<iso>\b20\d\d-\d\d-\d\d)\b",
        r"\b(?P<m>\d{1,2})/(?P<d>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?(?![\d/])",
        r"\b(?P<m>\d{1,2})/(?P<year>20\d\d)\b",
        rf"\b{_NTH} {_WEEKDAY} (?:in|of) (?:{_MONTH}{_YEAR}|(?P<following>next month))",
        rf"\b{_NTH} {_WEEKDAY} (?:of )?(?:every|each) month\b.*(?P<following>next month)",
        rf"\b{_MONTH} {_DAY}(?!,?\d| ?students){_YEAR}",
        rf"\b{_DAY}(?: of)? {_MONTH}{_YEAR}",
        rf"\b{_MONTH}{_YEAR}",
        r"\b(?P<iso>20\d\d-(?:0\d|1[012]))\b",
        r"\b(?P<near>today|tomorrow|this month|next month|this year|next year)\b",
        r"(?P<iso>\b20\d\d)\b(?!-)",
    )
]
_season = re.compile(
    r"(?:(this|next|in|the) )?(?:the )?(spring|summer|fall|autumn|winter)(?: (?:of )?(\d{4}))?"
    r"(?! break)"
).search
_school_year = re.compile(r"\b(?:20)?(\d\d)-(?:20)?(\d\d)\b").search
_WORDS_OF_A_DAY = 5
_range = re.compile(r"\b(?:to|until|till|through|into)\b").search
_past = re.compile(r"\b(?:already|since|started)\b").search


def date(text: str, today: datetime.date | None = None, past: bool = False) -> str:
    """A day, a month or a year, or `unknown`.

    Args:
        text: What was typed, such as 2026-12-08, 12/8/2026, December 8 or March 2027, or a
            sentence with one date in it.
        today: The day from which a date without a year is the next one; that of the computer if
            none is given.
        past: Whether a date without a year is the last one.

    Raises:
        NotUnderstoodError: If no one day, month or year is meant; with a guess where there is one.
    """
    today = today or datetime.date.today()
    said = _spelled(usual_knowledge().speech.said(text))
    season, school_year = _season(said), _school_year(said)
    meant = ""
    try:
        found = {*_dates(said, today, past or bool(_past(said)))}
    except ValueError:
        raise NotUnderstoodError("date", typed=text, meant="") from None
    if school_year and int(school_year[2]) == int(school_year[1]) + 1:
        meant = f"20{school_year[2]}-06"
    elif season:
        month = usual_knowledge().speech.within("seasons", season[2])
        year = int(season[3]) if season[3] else today.year + (month <= today.month)
        meant = f"{year}-{month:02}"
    elif len(found) == 2 and _range(said):
        meant = max(found)  # by which it is over
    elif len(found) == 1:
        meant = found.pop()
        bare_next = re.search(r"\bnext [a-z]", said) and not re.search(r"next (?:month|year)", said)
        vague = re.search(r"^no(?! later)\b|\bafter\b|\bor\b|\bbut not\b", said)
        if not (bare_next and meant[:4] <= str(today.year)) and not vague and not is_unknown(text):
            return meant
    if not meant and is_unknown(text):
        return UNKNOWN
    raise NotUnderstoodError("date", typed=text, meant=meant)


def with_day(text: str, today: datetime.date | None = None) -> tuple[str, str]:
    """What a day brings, and the day if it is named before or behind it.

    Args:
        text: Such as “March 5, 2027, the vote of the union”.
        today: As for `date`.

    Returns:
        The text without the day, and the day; the text as it is if there is none.
    """
    said = _spelled(usual_knowledge().speech.said(text)).strip(" .")
    if any(form.fullmatch(said) for form in _forms):
        with contextlib.suppress(NotUnderstoodError):
            return "", date(text, today)
    parts = re.split(r",\s*|\s+on\s+(?=[A-Z][a-z]+ \d)", text)
    for cut in range(1, len(parts)):
        for day, what in (
            (", ".join(parts[:cut]), ", ".join(parts[cut:])),
            (", ".join(parts[cut:]), ", ".join(parts[:cut])),
        ):
            if any(letter.isdigit() for letter in what) or not re.search(r"\d", day):
                continue
            with contextlib.suppress(NotUnderstoodError):
                found = date(day, today)
                if found != UNKNOWN and len(day.split()) <= _WORDS_OF_A_DAY:
                    return what, found
    return text, ""


def _spelled(said: str) -> str:
    """Text with the months spelled right, and days beside them in figures."""
    speech = usual_knowledge().speech
    months = speech.words("months")
    days = speech.words("ordinals")
    month = "|".join(months)
    said = re.sub(
        r"[a-z]{6,}",
        lambda one: next(iter(get_close_matches(one[0], months, 1, 0.84)), one[0]), said,
    )  # fmt: skip
    for day in re.findall(
        rf"\b({speech.one_of('ordinals')})(?: of)? (?:{month})\b", said
    ) + re.findall(rf"\b(?:{month})(?: the)? ({speech.one_of('ordinals')})\b", said):
        said = re.sub(rf"(?:the )?\b{day}\b", str(days.index(day) + 1), said, count=1)
    return said


def _dates(said: str, today: datetime.date, past: bool) -> Iterator[str]:
    """The dates in a text, as a case file writes them.

    Raises:
        ValueError: If there is no such day.
    """
    taken: list[tuple[int, int]] = []
    for form in _forms:
        for found in form.finditer(said):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            if found[0].strip(" .") == "may" and len(said.split()) > 1 and not re.search(
                r"\b(?:in|by|of|until|next|this|mid|late|early)[ -]$", said[: found.start()]
            ):  # fmt: skip
                continue
            taken.append(found.span())
            yield _iso(found.groupdict(), today, past)


def _iso(parts: dict[str, str | None], today: datetime.date, past: bool) -> str:
    whole = parts.get("iso")
    if whole:
        datetime.date.fromisoformat(whole + "-01-01"[len(whole) - len("2025") :])
        return whole
    near = parts.get("near")
    if near in ("today", "tomorrow"):
        return (today + datetime.timedelta(days=near == "tomorrow")).isoformat()
    following = today.month % 12 + 1, today.year + today.month // 12
    if near in ("this month", "next month"):
        month, year = following if near == "next month" else (today.month, today.year)
        return f"{year}-{month:02}"
    if near:
        return str(today.year + (near == "next year"))
    day = parts.get("day")
    if parts.get("following"):
        month, year = following
    else:
        month, day, year = _month_day_year(parts, today, past)
    if parts.get("nth"):
        return _nth(str(parts["nth"]), str(parts["weekday"]), year, month).isoformat()
    known = datetime.date(year, month, int(day or 1))
    return known.isoformat() if day else f"{known:%Y-%m}"


def _month_day_year(
    parts: dict[str, str | None], today: datetime.date, past: bool
) -> tuple[int, str | None, int]:
    """The parts of a date; a year that is not named is that of the next such day, or the last."""
    day, name = parts.get("day") or parts.get("d"), parts.get("month")
    if name:
        months = usual_knowledge().speech.words("months")
        month = next(at for at, one in enumerate(months, 1) if one.startswith(name[:3]))
    else:
        month = int(parts["m"] or 0)
        if month > 12 and day:
            month, day = int(day), str(month)
    year = parts.get("year") or parts.get("short")
    if year:
        return month, day, int(year) + (2000 if len(year) == 2 else 0)
    if parts.get("next"):
        return month, day, today.year + 1
    then, now = (month, int(day or (1 if past else 31))), (today.month, today.day)
    return month, day, today.year + ((then < now) if not past else -(then > now))


def _nth(nth: str, weekday: str, year: int, month: int) -> datetime.date:
    """Such as the second Tuesday of a month."""
    days = [one[:3] for one in usual_knowledge().speech.words("weekdays")]
    first = datetime.date(year, month, 1)
    begin = first + datetime.timedelta(days=(days.index(weekday[:3]) - first.weekday()) % 7)
    weeks = {"1": 0, "f": 0, "2": 1, "s": 1, "3": 2, "t": 2, "4": 3}
    if nth == "last":
        later = begin + datetime.timedelta(weeks=4)
        return later if later.month == month else later - datetime.timedelta(weeks=1)
    return begin + datetime.timedelta(weeks=3 if nth == "fourth" else weeks[nth[0]])
