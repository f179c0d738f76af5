"""Days as the case file writes them: a day, a month, a school year, some days after another."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip

FRIDAY, NOVEMBER = 4, 11
LONGEST_REST = 14
"""More days than there are between two workdays."""
_DAYS_OFF = {*((12, day) for day in range(23, 32)), (1, 1), (1, 2), (7, 3), (7, 4), (7, 5)}
_MONDAYS = {5: range(25, 32), 9: range(1, 8)}
"""Of which month and day a Monday is Memorial Day or Labor Day."""

_school_year = re.compile(r"(?i)(?:the )?school year ([0-9]{4})[-–/][0-9]{2,4}")
_day = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_month_in_words = re.compile(rf"(?i)({'|'.join(MONTHS)})(?: ([0-9]{{1,2}}))?,? ([0-9]{{4}})")


def calendar_day(text: str) -> datetime.date | None:
    """The day that text such as `2025-06-01` names, or nothing."""
    match = _day.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def month_end(month: str) -> datetime.date:
    """The last day of a month such as `2025-06`."""
    year, number = map(int, month.split("-"))
    return datetime.date(year, number, monthrange(year, number)[1])


def month_or_day(text: str, since: datetime.date | None = None) -> datetime.date | None:
    """The day that text names, or the first day of the month it names.

    Args:
        text: For example `2025-06-01`, `2025-06`, "June 1, 2025", "June 2025" or "June".
        since: The day on which the text was written: a month without a year is the next one.
            The month under way may mean any of its days, so it is taken to its end.

    A school year ("the school year 2025-26") is taken to begin in August.
    """
    text = text.strip()
    if since and text.capitalize() in MONTHS:
        month = MONTHS.index(text.capitalize()) + 1
        year = since.year + (month < since.month)
        if month == since.month:
            return since.replace(day=monthrange(year, month)[1])
        return calendar_day(f"{year:04}-{month:02}-01")
    match = _school_year.fullmatch(text)
    if match and since and (str(since.year), since.month) == (match[1], 8):
        return since.replace(day=31)
    if match:
        return calendar_day(f"{match[1]}-08-01")
    if MONTH.fullmatch(text):
        return calendar_day(f"{text}-01")
    match = _month_in_words.fullmatch(text)
    if match is None:
        return calendar_day(text)
    month = next(place for place, name in enumerate(MONTHS, 1) if name == match[1].capitalize())
    return calendar_day(f"{match[3]}-{month:02}-{int(match[2] or 1):02}")


def days_after(start: datetime.date, days: int) -> datetime.date:
    """The day so many days after another; never past the calendar's end."""
    try:
        return start + datetime.timedelta(days=days)
    except OverflowError:
        return datetime.date.max


def is_workday(day: datetime.date) -> bool:
    """Whether people in American schools can be asked on a day.

    Saturdays and Sundays are no such days, nor are December 23 to January 2, Thanksgiving and the
    day after it, Memorial Day, the days around the Fourth of July, and Labor Day.
    """
    rest = _MONDAYS.get(day.month, range(0)) if day.weekday() == 0 else range(0)
    if day.weekday() > FRIDAY or (day.month, day.day) in _DAYS_OFF or day.day in rest:
        return False
    thanksgiving = day.month == NOVEMBER and day.weekday() == FRIDAY - 1 and 22 <= day.day <= 28
    after = day.month == NOVEMBER and day.weekday() == FRIDAY and 23 <= day.day <= 29
    return not thanksgiving and not after


def workday(start: datetime.date | None, days: int) -> int:
    """So many days after a day, or fewer where that is no workday."""
    if start is None:
        return days
    found = days
    while found > 0 and not is_workday(days_after(start, found)):
        found -= 1
    return found


def next_workday(start: datetime.date | None, days: int) -> int:
    """So many days after a day, or more where that is no workday."""
    if start is None or days_after(start, days + LONGEST_REST) == datetime.date.max:
        return days
    found = days
    while not is_workday(days_after(start, found)):
        found += 1
    return found
