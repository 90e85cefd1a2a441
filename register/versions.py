"""Which version of an entry counts: on a day, as known at a time.

The version for a day is, among those published at the time, the last published one with
the greatest `applies_from` not after that day.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from explain.issues import Issue
from register import issues
from register.entry.parts import ChangeKind
from register.errors import NotFound
from register.ledger import Publication

Standing = Literal["in_force", "upcoming", "superseded", "draft", "retired", "merged", "retracted"]

LAST = 10_000
"""A number above that of any version."""

ENDS: dict[ChangeKind, Standing] = {"merger": "merged", "retraction": "retracted"}
"""Kinds of version after which an entry is only kept to be read, and where it then stands."""


def day_of(moment: datetime, time_zone: str) -> date:
    """Return the day of a moment in the register's time zone."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def moment_of(text: str, time_zone: str) -> datetime:
    """Read a day, which counts to its last second, or a moment; days are in `time_zone`.

    A moment without an offset is in `time_zone` as well. Raises `ValueError`.
    """
    zone = ZoneInfo(time_zone)
    if "T" not in text:
        last = time(23, 59, 59, 999_999)
        return datetime.combine(date.fromisoformat(text), last, zone).astimezone(UTC)
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def in_force(
    history: Sequence[Publication], slug: str, day: date, known_at: datetime | None = None
) -> Publication:
    """Return the version for `day` as known at `known_at` (by default, now).

    `history` holds the entry's publications in their order. Raises `NotFound` where nothing
    was published at the time, or nothing applies on that day yet.
    """
    known = published(history, known_at)
    if not known and history and known_at:
        times = {"known": _text(known_at), "first": _text(history[0].published_at)}
        values: dict[str, object] = {"slug": slug, **times}
        raise NotFound([Issue(issues.NOT_KNOWN_YET, field="known", values=values)])
    if not known:
        raise NotFound([Issue(issues.NOT_PUBLISHED, values={"slug": slug})])
    candidates = [item for item in known if item.applies_from <= day]
    if not candidates:
        first = min(item.applies_from for item in known)
        values = {"slug": slug, "day": day, "first": first}
        raise NotFound([Issue(issues.BEFORE_FIRST, field="date", values=values)])
    return max(candidates, key=lambda item: (item.applies_from, item.version))


def require_usable(publication: Publication, day: date) -> None:
    """Refuse to calculate for a day with a version that only says how an entry ended.

    Raises `NotFound` where the version had stopped to apply by then, or withdraws its entry.
    """
    ended = publication.applies_to is not None and publication.applies_to < day
    if publication.kind in ENDS or ended:
        last = publication.applies_to or publication.applies_from
        values = {"slug": publication.slug, "number": publication.version, "day": day, "end": last}
        raise NotFound([Issue(issues.ENDED, field="date", values=values)])


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
    return standings(history, day, known_at).get(number, "draft")


def standings(
    history: Sequence[Publication], day: date, known_at: datetime | None = None
) -> dict[int, Standing]:
    """Tell where every version that was published stands on `day`."""
    known = published(history, known_at)
    ranked = sorted((item.applies_from, item.version) for item in known)
    return {item.version: _standing(item, ranked, day) for item in known}


def _standing(own: Publication, ranked: Sequence[tuple[date, int]], day: date) -> Standing:
    """Tell where a version stands; `ranked` holds the first days of all, in their order."""
    when = max(day, own.applies_from)
    _, last = ranked[bisect_right(ranked, (when, LAST)) - 1]
    if last != own.version:
        return "superseded"
    if own.applies_from > day:
        return "upcoming"
    if own.kind in ENDS:
        return ENDS[own.kind]
    ended = own.applies_to is not None and own.applies_to < day
    return "retired" if ended else "in_force"


def _text(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
