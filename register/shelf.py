"""The whole register read into memory: what the site shows on one day.

Published versions come with exactly the files that the ledger lists; drafts only when
they are asked for.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from explain.i18n import LANGUAGES, LanguageCode
from explain.issues import Issue
from register import clock
from register.contents import load_identity, load_lines
from register.entry.cases import WorkedCase, read_cases
from register.entry.folder import (
    ADMINISTRATIONS,
    LINKS,
    REGISTER,
    EntryFiles,
    Folder,
    open_folder,
)
from register.entry.identity import Administration, Register
from register.entry.model import Entry
from register.entry.version import Version, read_version
from register.errors import BrokenLedger, InvalidRegister, NotFound
from register.evidence.reading import SignedLog, open_log
from register.issues import UNKNOWN_ENTRY, UNKNOWN_VERSION
from register.ledger import Publication, addresses, by_slug, verify
from register.versions import Standing, day_of, in_force, published, standings


@dataclass(frozen=True)
class Holding:
    """One entry: its versions by number, and which of them its page shows.

    `slug` is its name in addresses; `former` are those that it had before, which lead here.
    """

    slug: str
    former: tuple[str, ...]
    files: EntryFiles
    history: tuple[Publication, ...]
    versions: Mapping[int, Version]
    entries: Mapping[tuple[int, LanguageCode], Entry] = field(repr=False)
    cases: Mapping[str, WorkedCase]
    shown: int
    day: date
    standings: Mapping[int, Standing] = field(repr=False)

    @property
    def current(self) -> Version:
        """Return the version that the entry's page shows."""
        return self.versions[self.shown]

    def entry(self, number: int, language: LanguageCode) -> Entry:
        """Return the fields of a version with their texts in one language."""
        return self.entries[number, language]

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its versions, in order."""
        return tuple(sorted(self.versions))

    @cached_property
    def publications(self) -> Mapping[int, Publication]:
        """The publication of each version that has one."""
        return {item.version: item for item in published(self.history)}

    def version(self, number: int) -> Version:
        """Return one version. Raises `NotFound`."""
        if number not in self.versions:
            allowed = ", ".join(map(str, self.numbers))
            values = {"slug": self.slug, "number": number, "allowed": allowed}
            raise NotFound([Issue(UNKNOWN_VERSION, field="version", values=values)])
        return self.versions[number]

    def publication(self, number: int) -> Publication | None:
        """Return the publication of a version; None for a draft."""
        return self.publications.get(number)

    def standing(self, number: int) -> Standing:
        """Tell where a version stands today."""
        return self.standings.get(number, "draft")

    def before(self, number: int) -> int | None:
        """Return the version that comes before, if there is one."""
        place = bisect_left(self.numbers, number)
        return self.numbers[place - 1] if place else None

    def on(self, day: date | None, known_at: datetime | None = None) -> Version:
        """Return the version in force on a day as known at a time (by default, now).

        Without a day, the version that its page shows. Drafts count only where nothing is
        published yet. Raises `NotFound`.
        """
        if day is None and known_at is None:
            return self.current
        day = day or self.day
        if self.history:
            return self.version(in_force(self.history, self.slug, day, known_at).version)
        return max(
            (item for item in self.versions.values() if item.entry.applies_from <= day),
            key=lambda item: (item.entry.applies_from, item.number),
            default=self.versions[min(self.versions)],
        )


@dataclass(frozen=True, slots=True)
class Shelf:
    """A register on one day. Build it with `open_shelf`."""

    register: Register
    administrations: Mapping[str, Administration]
    entries: Mapping[str, Holding]
    day: date
    ledger: bytes = field(default=b"", repr=False)
    own: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """The register's own files by path: `register.yaml`, `administrations/<slug>.yaml`."""
    links: bytes = field(default=b"", repr=False)
    """What came of trying links to other sites: see `register.upkeep.links`."""
    log: SignedLog | None = None
    """The ledger's log; None for a register that signs nothing."""

    former: Mapping[str, str] = field(default_factory=dict)
    """The name in addresses of each entry that was renamed, by each name that it had before."""

    def entry(self, slug: str) -> Holding:
        """Return one entry, by the name that it has or had in addresses. Raises `NotFound`."""
        name = self.former.get(slug, slug)
        if name not in self.entries:
            allowed = ", ".join(self.entries) or "—"
            values = {"slug": slug, "allowed": allowed}
            raise NotFound([Issue(UNKNOWN_ENTRY, field="entry", values=values)])
        return self.entries[name]

    def by_id(self, identifier: str) -> Holding | None:
        """Return the entry that has a permanent id, if it is here."""
        return next(
            (one for one in self.entries.values() if one.current.entry.id == identifier), None
        )


def open_shelf(path: Path, *, drafts: bool = False, now: datetime | None = None) -> Shelf:
    """Read the register in the folder `path`, as it stands at `now` (by default, now).

    Where the register has a log, what it has not signed yet is not published yet. Raises
    `InvalidRegister` where a file cannot be understood, `BrokenLedger` where the ledger or a
    published file is not as it was, `BrokenLog` where the log is not.
    """
    folder = open_folder(path)
    identity = load_identity(folder)
    day = day_of(now or clock.now(), identity.register.time_zone)
    log = open_log(folder, identity.register)
    published = load_lines(folder)[: log.size if log else None]
    ledger = tuple(item for item in published if isinstance(item, Publication))
    entries = _entries(folder, ledger, day, drafts=drafts)
    return Shelf(
        register=identity.register,
        administrations=identity.administrations,
        entries=entries,
        former={name: slug for slug, one in entries.items() for name in one.former},
        day=day,
        own=_own(folder),
        links=folder.read(LINKS) or b"",
        ledger=b"".join(item.line() for item in published),
        log=log,
    )


def _own(folder: Folder) -> dict[str, bytes]:
    files, _ = folder.administrations()
    named = {f"{ADMINISTRATIONS}/{name}": data for name, data in files.items()}
    return {REGISTER: folder.read(REGISTER) or b"", **named}


def _entries(
    folder: Folder, ledger: tuple[Publication, ...], day: date, *, drafts: bool
) -> dict[str, Holding]:
    found: list[Issue] = []
    entries: dict[str, Holding] = {}
    histories = by_slug(ledger)
    for slug in folder.slugs():
        history = histories.get(slug, ())
        files = folder.entry(slug)
        changed = verify(history, files)
        found += changed
        if not changed and (history or drafts):
            holding = _holding(files, history, day, drafts=drafts)
            if holding:
                entries[holding.slug] = holding
    gone = {item.slug for item in ledger} - set(folder.slugs())
    found += [Issue(UNKNOWN_ENTRY, values={"slug": slug, "allowed": "—"}) for slug in sorted(gone)]
    if found:
        raise BrokenLedger(found)
    return entries


def _holding(
    files: EntryFiles, history: tuple[Publication, ...], day: date, *, drafts: bool
) -> Holding | None:
    public = _public(files, history)
    numbers = set(public) | (set(files.versions) if drafts else set())
    visible = replace(files, versions={**files.versions, **public} if drafts else public)
    versions: dict[int, Version] = {}
    for number in sorted(numbers):
        version, issues = read_version(visible, number)
        if version is not None:
            versions[number] = version
        elif number in public:
            raise InvalidRegister(issues)
    if not versions:
        return None
    cases, _ = read_cases(files)
    shown = _shown(history, files.slug, day) or max(versions)
    entries = {
        (number, language): version.entry_in(language)
        for number, version in versions.items()
        for language in LANGUAGES
    }
    *former, slug = addresses(history) if history else (files.slug,)
    return Holding(
        slug=slug,
        former=tuple(former),
        files=visible,
        history=history,
        versions=versions,
        entries=entries,
        cases=cases,
        shown=shown,
        day=day,
        standings=standings(history, day),
    )


def _public(files: EntryFiles, history: tuple[Publication, ...]) -> dict[int, Mapping[str, bytes]]:
    """Return the files that the ledger lists, by version."""
    listed: dict[int, set[str]] = {}
    for item in history:
        listed.setdefault(item.version, set()).update(item.files)
    return {
        number: {name: files.versions[number][name] for name in sorted(names)}
        for number, names in listed.items()
    }


def _shown(history: tuple[Publication, ...], slug: str, day: date) -> int | None:
    """Return the version in force, else the one that will be first; None before publication."""
    known = published(history)
    try:
        return in_force(history, slug, day).version
    except NotFound:
        return min(known, key=lambda item: item.applies_from).version if known else None
