"""Versions as pages name them: where each stands, what it changed, what it follows."""

from datetime import date

from register.entry.identity import Register
from register.entry.known import Unknown
from register.ledger import Publication
from register.pages.entry_views import Tombstone, VersionRef, VersionRow
from register.pages.history_contexts import HistoryPage
from register.pages.views import Link
from register.presenting import paths
from register.presenting.shell import Shell
from register.shelf import Holding, Shelf
from register.versions import day_of

LATEST = 10
"""Versions that the entry's page lists; its history has them all."""


def published_on(publication: Publication | None, register: Register) -> date | None:
    """Return the day of a publication in the register's time zone."""
    if publication is None:
        return None
    return day_of(publication.published_at, register.time_zone)


def reference(shell: Shell, holding: Holding, number: int) -> VersionRef:
    """Name one version."""
    entry = holding.version(number).entry
    return VersionRef(
        number=number,
        href=paths.version(shell.code, holding.slug, number),
        standing=holding.standing(number),
        applies_from=entry.applies_from,
        applies_to=entry.applies_to,
        published_on=published_on(holding.publication(number), shell.register),
    )


def history(shell: Shell, holding: Holding, most: int | None = None) -> tuple[VersionRow, ...]:
    """Return the latest `most` versions, newest first; by default all of them."""
    newest = holding.numbers[::-1][:most]
    return tuple(_row(shell, holding, number) for number in newest)


def history_page(shell: Shell, holding: Holding) -> HistoryPage:
    """Make the page of all versions of an entry."""
    slug, title = holding.slug, holding.entry(holding.shown, shell.code).title
    href = paths.entry(shell.code, slug)
    frame = shell.frame(
        lambda code: paths.history(code, slug),
        shell.algorithms,
        Link(label=title, href=href),
        data=paths.data(slug),
        follows=href,
    )
    rows = history(shell, holding)
    return HistoryPage(**frame, title=title, href=href, current=holding.shown, history=rows)


def _row(shell: Shell, holding: Holding, number: int) -> VersionRow:
    entry = holding.entry(number, shell.code)
    return VersionRow(
        version=reference(shell, holding, number),
        kind=entry.kind,
        note=entry.change_note,
        author=entry.author_role,
        compare_href=comparison_with_before(shell, holding, number),
    )


def comparison_with_before(shell: Shell, holding: Holding, number: int) -> str | None:
    """Return the path of the comparison with the version before, if there is one."""
    before = holding.before(number)
    if before is None:
        return None
    return paths.comparison(shell.code, holding.slug, before, number)


def successor(shell: Shell, holding: Holding, number: int) -> VersionRef | None:
    """Return the version to read instead of one that does not apply any more."""
    replaced = holding.standing(number) == "superseded"
    return reference(shell, holding, holding.shown) if replaced else None


def tombstone(shell: Shell, shelf: Shelf, holding: Holding, number: int) -> Tombstone | None:
    """Return how an entry ended, if a version says that it did."""
    standing = holding.standing(number)
    if standing not in {"retired", "merged", "retracted"}:
        return None
    entry, before = holding.entry(number, shell.code), holding.before(number)
    other = shelf.by_id(entry.merged_into) if entry.merged_into else None
    why = entry.end_reason if standing == "retired" else None
    title = other.entry(other.shown, shell.code).title if other else ""
    return Tombstone(
        standing=standing,
        day=(entry.applies_to if standing == "retired" else None) or entry.applies_from,
        reason=entry.change_note if why is None or isinstance(why, Unknown) else why,
        successor=Link(label=title, href=paths.entry(shell.code, other.slug)) if other else None,
        last=reference(shell, holding, before) if before else None,
    )
