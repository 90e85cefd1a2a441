"""The clock: the one place that asks what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


def day_of(moment: datetime, time_zone: str) -> date:
    """Return the day of a moment in a time zone, such as the register's."""
    return moment.astimezone(ZoneInfo(time_zone)).date()
