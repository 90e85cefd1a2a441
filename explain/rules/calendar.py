"""Days and the time between them, as the law counts it: whole years, whole months, days.

A year or a month is complete on the day with the same number; from the 29, 30 or 31 of
a month that a later one does not have, it is complete on the first day after that month.
Adding months to such a day gives the last day of the shorter month.
"""

import calendar
from datetime import date, timedelta
from decimal import Decimal, Overflow

_MONTHS = 12
_LONGEST = 4_000_000


def years_between(start: date, end: date) -> Decimal:
    """Return the whole years from `start` to `end`, an age; below zero where `end` is earlier."""
    return Decimal(_whole_months(start, end) // _MONTHS if end >= start else -_years(end, start))


def months_between(start: date, end: date) -> Decimal:
    """Return the whole months from `start` to `end`; below zero where `end` is earlier."""
    return Decimal(_whole_months(start, end) if end >= start else -_whole_months(end, start))


def days_between(start: date, end: date) -> Decimal:
    """Return the days from `start` to `end`; below zero where `end` is earlier."""
    return Decimal((end - start).days)


def add_years(day: date, count: Decimal) -> date:
    """Return the day whole years later. Raises `decimal.Overflow` outside the calendar."""
    return add_months(day, count * _MONTHS)


def add_months(day: date, count: Decimal) -> date:
    """Return the day whole months later. Raises `decimal.Overflow` outside the calendar."""
    total = day.year * _MONTHS + day.month - 1 + _whole(count)
    year, month = divmod(total, _MONTHS)
    if not date.min.year <= year <= date.max.year:
        raise Overflow
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def add_days(day: date, count: Decimal) -> date:
    """Return the day that many days later. Raises `decimal.Overflow` outside the calendar."""
    try:
        return day + timedelta(days=_whole(count))
    except OverflowError:
        raise Overflow from None


def year_of(day: date) -> Decimal:
    """Return the year of a day, as a bare number."""
    return Decimal(day.year)


def month_of(day: date) -> Decimal:
    """Return the month of a day, 1 to 12, as a bare number."""
    return Decimal(day.month)


def _years(start: date, end: date) -> int:
    return _whole_months(start, end) // _MONTHS


def _whole_months(start: date, end: date) -> int:
    months = (end.year - start.year) * _MONTHS + end.month - start.month
    return months - (end.day < start.day)


def _whole(count: Decimal) -> int:
    """Return a count without its fraction. Raises `decimal.Overflow` where it is too large."""
    if abs(count) > _LONGEST:
        raise Overflow
    return int(count)
