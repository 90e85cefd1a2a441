"""Which version of an entry counts: on a day, as known at a time.

The version for a day is, among those published at the time, the last published one with
the greatest `applies_from` not after that day.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from explain.issues import Issue
from register import issues
from register.errors import NotFound
from register.ledger import Publication

Standing = Literal["in_force", "upcoming", "superseded", "draft", "retired", "retracted"]


def day_of(moment: datetime, time_zone: str) -> date:
    """Return the day of a moment in the register's time zone."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def in_force(
    history: Sequence[Publication], slug: str, day: date, known_at: datetime | None = None
) -> Publication:
    """Return the version for `day` as known at `known_at` (by default, now).

    `history` holds the entry's publications in their order. Raises `NotFound` where nothing
    was published at the time, or nothing applies on that day yet.
    """
    known = published(history, known_at)
    if not known:
        raise NotFound([Issue(issues.NOT_PUBLISHED, values={"slug": slug})])
    candidates = [item for item in known if item.applies_from <= day]
    if not candidates:
        first = min(item.applies_from for item in known)
        values = {"slug": slug, "day": day, "first": first}
        raise NotFound([Issue(issues.BEFORE_FIRST, values=values)])
    return max(candidates, key=lambda item: (item.applies_from, item.version))


def published(
    history: Sequence[Publication], known_at: datetime | None = None
) -> tuple[Publication, ...]:
    """Return the versions that were published at a time (by default, all)."""
    limit = known_at or datetime.max.replace(tzinfo=UTC)
    return tuple(item for item in history if item.event == "version" and item.published_at <= limit)


def standing(
    history: Sequence[Publication], number: int, day: date, known_at: datetime | None = None
) -> Standing:
    """Tell where version `number` stands on `day`."""
    known = {item.version: item for item in published(history, known_at)}
    if number not in known:
        return "draft"
    own = known[number]
    when = max(day, own.applies_from)
    if in_force(tuple(known.values()), own.slug, when).version != number:
        return "superseded"
    if own.applies_from > day:
        return "upcoming"
    if own.kind == "retraction":
        return "retracted"
    ended = own.applies_to is not None and own.applies_to < day
    return "retired" if ended else "in_force"
