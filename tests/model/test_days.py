"""Days as a case file writes them, and those so many days after another."""

from __future__ import annotations

import datetime

import pytest

from advisor.model import days

FRIDAY = datetime.date(2025, 6, 6)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-06-02", datetime.date(2025, 6, 2)),
        ("2025-06", datetime.date(2025, 6, 1)),
        ("june 2025", datetime.date(2025, 6, 1)),
        ("June 2, 2025", datetime.date(2025, 6, 2)),
        ("June 31, 2025", None),
        ("2025-13", None),
        ("August", None),
        ("next fall", None),
    ],
)
def test_a_start_is_a_day_where_it_has_a_year(text, day):
    assert days.month_or_day(text) == day


@pytest.mark.parametrize(
    ("month", "written", "day"),
    [
        ("August", datetime.date(2025, 6, 1), datetime.date(2025, 8, 1)),
        ("august", datetime.date(2025, 10, 1), datetime.date(2026, 8, 1)),
        ("August", datetime.date(2025, 8, 1), datetime.date(2025, 8, 31)),
        ("the school year 2025-26", datetime.date(2025, 6, 1), datetime.date(2025, 8, 1)),
        ("August", datetime.date(2025, 8, 9), datetime.date(2025, 8, 31)),
        ("autumn", datetime.date(2025, 8, 9), None),
    ],
)
def test_a_month_without_a_year_is_the_next_one(month, written, day):
    assert days.month_or_day(month, written) == day


@pytest.mark.parametrize(
    ("after", "days_after"), [(0, 0), (1, 0), (2, 0), (3, 3), (8, 7), (14, 14)]
)
def test_what_falls_on_a_weekend_is_due_the_friday_before(after, days_after):
    assert days.workday(FRIDAY, after) == days_after


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("2013-11-28", "2013-11-27", "2013-12-02"),  # Thanksgiving
        ("2013-11-29", "2013-11-27", "2013-12-02"),
        ("2025-12-25", "2025-12-22", "2026-01-05"),
        ("2027-01-01", "2026-12-22", "2027-01-04"),
        ("2025-11-20", "2025-11-20", "2025-11-20"),
    ],
)
def test_nothing_is_due_on_thanksgiving_or_between_the_years(day, before, after):
    found = calendar(day)
    start = found - datetime.timedelta(days=20)
    assert start + datetime.timedelta(days=days.workday(start, 20)) == calendar(before)
    assert start + datetime.timedelta(days=days.next_workday(start, 20)) == calendar(after)


def calendar(text):
    return datetime.date.fromisoformat(text)


def test_what_is_due_on_the_day_itself_stays_there_though_it_is_a_weekend():
    saturday = FRIDAY + datetime.timedelta(days=1)
    assert days.workday(saturday, 0) == 0


def test_without_a_day_no_weekend_is_known():
    assert days.workday(None, 8) == 8


def test_no_day_lies_past_the_calendar():
    assert days.days_after(datetime.date(9999, 12, 1), 99) == datetime.date.max


def test_days_are_counted_and_end_with_the_calendar():
    assert days.days_after(datetime.date(2024, 2, 28), 2) == datetime.date(2024, 3, 1)
    assert days.days_after(datetime.date(9999, 12, 31), 30) == datetime.date.max
