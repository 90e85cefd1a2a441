"""Days and moments that somebody types on the command line."""

from datetime import date, datetime

from explain.errors import InvalidCase
from explain.issues import BAD_DATE, Issue
from register.errors import NotFound
from register.issues import BAD_MOMENT
from register.versions import moment_of


def read_day(text: str | None) -> date | None:
    """Read a day, if one is given. Raises `InvalidCase`."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidCase([Issue(BAD_DATE, field="date", values={"value": text})]) from None


def read_known(text: str | None, time_zone: str) -> datetime | None:
    """Read a day (to its end) or a moment, if one is given. Raises `NotFound`."""
    try:
        return moment_of(text, time_zone) if text else None
    except (ValueError, OverflowError):
        raise NotFound([Issue(BAD_MOMENT, field="known-at", values={"value": text})]) from None
