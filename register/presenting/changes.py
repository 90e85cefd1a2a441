"""What changed in the whole register between two days: the page, and the same as data."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from register.changes import EntryChange as Found
from register.changes import changes_between
from register.ledger import Publication
from register.pages.compare_views import EntryChange
from register.pages.history_contexts import ChangesPage
from register.pages.views import ChangeRow, Link
from register.presenting import data, paths, versions
from register.presenting.comparisons import Compared
from register.presenting.shell import Shell
from register.shelf import Holding, Shelf

MOST = 4
"""Sentences of one entry; its comparison has the others."""
YEAR = timedelta(days=365)
KINDS = ("added", "changed", "retired", "merged", "retracted", "announced")

Comparing = Callable[[Holding, int, int], Compared]


def last_moment(day: date, shelf: Shelf) -> datetime:
    """Return the last second of a day in the register's time zone."""
    zone = ZoneInfo(shelf.register.time_zone)
    return datetime.combine(day, time(23, 59, 59), zone)


def changes_page(
    shell: Shell, shelf: Shelf, comparing: Comparing, since: date, until: date
) -> ChangesPage:
    """Make the page of what changed after the day `since`, to the end of the day `until`."""
    found = changes_between(shelf, last_moment(since, shelf), last_moment(until, shelf))
    ranked = sorted(found, key=lambda item: KINDS.index(item.kind))
    return ChangesPage(
        **shell.frame(paths.changes, data=paths.changes_data()),
        since=since,
        until=until,
        action=paths.changes(shell.code),
        entries=tuple(_entry(shell, shelf, comparing, item) for item in ranked),
        total=sum(len(item.publications) for item in found),
    )


def changes_data(shelf: Shelf, since: date, until: date) -> data.Record:
    """Describe what changed after the day `since`, to the end of the day `until`."""
    found = changes_between(shelf, last_moment(since, shelf), last_moment(until, shelf))
    return {
        "format": data.FORMAT,
        "since": since.isoformat(),
        "until": until.isoformat(),
        "entries": [_record(shelf, item) for item in found],
    }


def _record(shelf: Shelf, item: Found) -> data.Record:
    base, slug = shelf.register.base_url, item.holding.slug
    compare = None
    if item.before and item.after and item.before < item.after:
        compare = base + paths.comparison_data(slug, item.before, item.after)
    return {
        "id": item.holding.version(item.shown).entry.id,
        "slug": slug,
        "change": item.kind,
        "before": item.before,
        "after": item.after,
        "publications": [line.model_dump(mode="json") for line in item.publications],
        "comparison": compare,
    }


def _entry(shell: Shell, shelf: Shelf, comparing: Comparing, item: Found) -> EntryChange:
    holding, code = item.holding, shell.code
    compare_href: str | None = None
    sentences: tuple[str, ...] = ()
    if item.before and item.after and item.before < item.after:
        compare_href = paths.comparison(code, holding.slug, item.before, item.after)
        sentences = said(shell, comparing(holding, item.before, item.after))[:MOST]
    stone = versions.tombstone(shell, shelf, holding, item.shown)
    ended = stone is not None and item.kind in {"retired", "merged", "retracted"}
    return EntryChange(
        kind=item.kind,
        title=holding.entry(item.shown, code).title,
        href=paths.entry(code, holding.slug),
        sentences=(stone.reason,) if stone and ended else sentences,
        releases=tuple(_release(shell, holding, line) for line in reversed(item.publications)),
        compare_href=compare_href,
        successor=stone.successor if stone and ended else None,
    )


def said(shell: Shell, asked: Compared) -> tuple[str, ...]:
    """Return what differs between two versions in sentences, the most important first."""
    return asked.tell(asked.compare(shell.words), shell.words).all


def _release(shell: Shell, holding: Holding, line: Publication) -> ChangeRow:
    entry = holding.entry(line.version, shell.code)
    return ChangeRow(
        published_on=versions.published_on(line, shell.register) or line.published_at.date(),
        title=entry.title,
        href=paths.version(shell.code, holding.slug, line.version),
        number=line.version,
        kind=entry.kind,
        note=entry.change_note,
        administration="",
        compare_href=versions.comparison_with_before(shell, holding, line.version),
    )


def link(shell: Shell) -> Link:
    """Return the link to what changed in the last year."""
    return Link(label=shell.words.text("What changed"), href=paths.changes(shell.code))
