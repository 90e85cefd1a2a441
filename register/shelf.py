"""The whole register read into memory: what the site shows on one day.

Published versions come with exactly the files that the ledger lists; drafts only when
they are asked for.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from itertools import product
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
from register.ledger import Publication, addresses, by_slug, folder_of, verify
from register.versions import Standing, day_of, in_force, published, standings


@dataclass(frozen=True)
class Holding:
    """One entry: its versions by number, and which of them its page shows.

    `slug` is its name in addresses; `former` are those that it had before, which lead here.
    `broken` says what is wrong with the drafts that cannot be read, by number.
    """

    slug: str
    former: tuple[str, ...]
    files: EntryFiles
    history: tuple[Publication, ...]
    versions: Mapping[int, Version]
    shown: int
    day: date
    standings: Mapping[int, Standing] = field(repr=False)
    broken: Mapping[int, tuple[Issue, ...]] = field(default_factory=dict, repr=False)
    said: dict[tuple[int, LanguageCode], Entry] = field(
        default_factory=dict, repr=False, compare=False
    )
    """The fields with their texts in one language, by version, as far as they were asked for."""

    @property
    def current(self) -> Version:
        """Return the version that the entry's page shows."""
        return self.versions[self.shown]

    def entry(self, number: int, language: LanguageCode) -> Entry:
        """Return the fields of a version with their texts in one language."""
        if (number, language) not in self.said:
            self.said[number, language] = self.versions[number].entry_in(language)
        return self.said[number, language]

    @cached_property
    def cases(self) -> Mapping[str, WorkedCase]:
        """The worked examples that can be read, by name; they are read when first asked for."""
        return read_cases(self.files)[0]

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its versions, in order."""
        return tuple(sorted(self.versions))

    @cached_property
    def publications(self) -> Mapping[int, Publication]:
        """The publication of each version that has one."""
        return {item.version: item for item in published(self.history)}

    def version(self, number: int) -> Version:
        """Return one version. Raises `NotFound`, or `InvalidRegister` for a damaged draft."""
        if number in self.broken:
            raise InvalidRegister(self.broken[number])
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
    publications: tuple[Publication, ...] = field(default=(), repr=False)
    """The publications of the ledger, in their order."""
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


def open_shelf(
    path: Path, *, drafts: bool = False, now: datetime | None = None, slug: str | None = None
) -> Shelf:
    """Read the register in the folder `path`, as it stands at `now` (by default, now).

    With `slug`, the name that an entry has or had in addresses, this entry alone is read: what
    is wrong with another one is no obstacle. Where the register has a log, what it has not
    signed yet is not published yet. Raises `InvalidRegister` where a file cannot be understood,
    `BrokenLedger` where the ledger or a published file is not as it was, `BrokenLog` where the
    log is not, `NotFound` where there is no such entry.
    """
    shelf = open_frame(path, now)
    entries = {one.slug: one for one in holdings(path, shelf, drafts=drafts, slug=slug)}
    former = {name: one.slug for one in entries.values() for name in one.former}
    return replace(shelf, entries=entries, former=former)


def open_frame(path: Path, now: datetime | None = None) -> Shelf:
    """Read what surrounds the entries: the register's own files, its ledger and its log.

    Returns a shelf without entries. Raises as `open_shelf` does.
    """
    folder = open_folder(path)
    identity = load_identity(folder)
    log = open_log(folder, identity.register)
    lines = load_lines(folder)[: log.size if log else None]
    return Shelf(
        register=identity.register,
        administrations=identity.administrations,
        entries={},
        publications=tuple(item for item in lines if isinstance(item, Publication)),
        day=day_of(now or clock.now(), identity.register.time_zone),
        own=_own(folder),
        links=folder.read(LINKS) or b"",
        ledger=b"".join(item.line() for item in lines),
        log=log,
    )


def holdings(
    path: Path, frame: Shelf, *, drafts: bool = False, slug: str | None = None
) -> Iterator[Holding]:
    """Read the entries of a register one after the other, or one of them; keep none.

    `frame` is what `open_frame` read. Raises as `open_shelf` does, once the last entry was read.
    """
    folder = open_folder(path)
    histories = by_slug(frame.publications)
    names = (folder_of(frame.publications, slug),) if slug else folder.slugs()
    found: list[Issue] = []
    for name in names:
        history = histories.get(name, ())
        files = folder.entry(name)
        changed = verify(history, files)
        found += changed
        if not changed and (history or drafts):
            holding = _holding(files, history, frame.day, drafts=drafts)
            if isinstance(holding, Holding):
                yield holding
            elif slug:
                raise InvalidRegister([one for wrong in holding.values() for one in wrong])
    gone = histories.keys() - set(names) if slug is None else ()
    found += [Issue(UNKNOWN_ENTRY, values={"slug": one, "allowed": "—"}) for one in sorted(gone)]
    if found:
        raise BrokenLedger(found)


def _own(folder: Folder) -> dict[str, bytes]:
    files, _ = folder.administrations()
    named = {f"{ADMINISTRATIONS}/{name}": data for name, data in files.items()}
    return {REGISTER: folder.read(REGISTER) or b"", **named}


def _holding(
    files: EntryFiles, history: tuple[Publication, ...], day: date, *, drafts: bool
) -> Holding | Mapping[int, tuple[Issue, ...]]:
    """Read one entry; return what is wrong with its drafts where none can be read."""
    public = _public(files, history)
    numbers = set(public) | (set(files.versions) if drafts else set())
    visible = replace(files, versions={**files.versions, **public} if drafts else public)
    versions: dict[int, Version] = {}
    broken: dict[int, tuple[Issue, ...]] = {}
    for number in sorted(numbers):
        version, issues = read_version(visible, number)
        if version is not None:
            versions[number] = version
        elif number in public:
            raise InvalidRegister(issues)
        else:
            broken[number] = tuple(issues)
    if not versions:
        return broken
    holding = holding_of(visible, history, versions, day, broken)
    for number, code in product(versions, LANGUAGES):  # before a reader waits for them
        holding.entry(number, code)
    return holding


def holding_of(
    files: EntryFiles,
    history: tuple[Publication, ...],
    versions: Mapping[int, Version],
    day: date,
    broken: Mapping[int, tuple[Issue, ...]] | None = None,
) -> Holding:
    """Return an entry of which at least one version was read, as it stands on a day."""
    shown = shown_of(history, day) or max(versions)
    *former, slug = addresses(history) if history else (files.slug,)
    return Holding(
        slug=slug,
        former=tuple(former),
        files=files,
        history=history,
        versions=versions,
        shown=shown,
        day=day,
        standings=standings(history, day),
        broken=broken or {},
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


def shown_of(history: tuple[Publication, ...], day: date) -> int | None:
    """Return the version in force, else the one that will be first; None before publication."""
    known = published(history)
    if not known:
        return None
    try:
        return in_force(history, history[0].slug, day).version
    except NotFound:
        return min(known, key=lambda item: item.applies_from).version
