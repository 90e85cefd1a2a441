"""What a register holds, read from its folder, and everything that is wrong with it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from explain.engines import Algorithm
from explain.errors import ExplainError, InvalidFile
from explain.fields import Declared
from explain.issues import Issue
from explain.reading import read_yaml
from explain.validation import validate
from register import issues
from register.checks import beside, check_version
from register.checks import cases as case_checks
from register.entry.cases import WorkedCase, read_cases
from register.entry.folder import LEDGER, REGISTER, EntryFiles, Folder
from register.entry.identity import Administration, Register
from register.entry.version import Version, load_algorithm, read_version
from register.errors import BrokenLedger, InvalidRegister, NotFound
from register.ledger import Item, Publication, by_slug, read_lines, verify
from register.versions import in_force

Model = TypeVar("Model", bound=Declared)


@dataclass(frozen=True, slots=True)
class Identity:
    """The register itself and its administrations, by slug."""

    register: Register
    administrations: Mapping[str, Administration]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: all its versions that can be read, drafts included, and its examples."""

    slug: str
    versions: Mapping[int, Version]
    broken: Mapping[int, tuple[Issue, ...]]
    history: tuple[Publication, ...]
    cases: Mapping[str, WorkedCase]
    files: EntryFiles

    def version(self, number: int) -> Version:
        """Return a version, draft or not. Raises `NotFound` or `InvalidRegister`."""
        if number in self.broken:
            raise InvalidRegister(self.broken[number])
        if number not in self.versions:
            allowed = ", ".join(map(str, self.versions))
            values = {"slug": self.slug, "number": number, "allowed": allowed or "—"}
            raise NotFound([Issue(issues.UNKNOWN_VERSION, values=values)])
        return self.versions[number]

    def in_force(self, day: date, known_at: datetime | None = None) -> Version:
        """Return the version for a day as known at a time. Raises `NotFound`."""
        return self.version(in_force(self.history, self.slug, day, known_at).version)


def read_administrations(folder: Folder) -> tuple[dict[str, Administration], list[Issue]]:
    """Read the administrations by slug, and every issue in their files."""
    files, found = folder.administrations()
    administrations = {}
    for name, data in files.items():
        one = _read(Administration, data, folder.name("administrations", name), found)
        if one is not None:
            administrations[name.removesuffix(".yaml")] = one
    return administrations, found


def read_register(folder: Folder) -> tuple[Register | None, list[Issue]]:
    """Read what the register says of itself, and every issue in it."""
    found: list[Issue] = []
    data = folder.read(REGISTER) or b""
    return _read(Register, data, folder.name(REGISTER), found), found


def load_identity(folder: Folder) -> Identity:
    """Read the register's own files. Raises `InvalidRegister` with every issue."""
    register, found = read_register(folder)
    administrations, more = read_administrations(folder)
    if register is None or found or more:
        raise InvalidRegister([*found, *more])
    return Identity(register, administrations)


def identifiers(folder: Folder) -> tuple[str, ...]:
    """Return the ids of all entries, published or not, as far as they can be read."""
    ids = {item.entry for item in load_ledger(folder)}
    for slug in folder.slugs():
        files = folder.entry(slug)
        for number in files.versions:
            version, _ = read_version(files, number)
            if version is not None:
                ids.add(version.entry.id)
    return tuple(sorted(ids))


def load_ledger(folder: Folder) -> tuple[Publication, ...]:
    """Read the publications of the ledger. Raises `BrokenLedger` as `load_lines` does."""
    return tuple(item for item in load_lines(folder) if isinstance(item, Publication))


def load_lines(folder: Folder) -> tuple[Item, ...]:
    """Read the ledger; a register without one has published nothing.

    Raises `BrokenLedger`, also where a link or a folder stands in the ledger's place: taken
    for a missing one, it would let everything be published again.
    """
    path = folder.path / LEDGER
    if path.is_symlink() or (path.exists() and not path.is_file()):
        values = {"name": LEDGER, "allowed": ""}
        raise BrokenLedger([Issue(issues.LINK_FILE, folder.name(LEDGER), values=values)])
    return read_lines(folder.read(LEDGER) or b"", folder.name(LEDGER))


def load_entry(folder: Folder, slug: str, history: Sequence[Publication]) -> Entry:
    """Read one entry, drafts included. `history` holds its publications.

    Raises `NotFound`, or `BrokenLedger` where a published file is not as it was. A version
    that cannot be read is only refused when it is asked for.
    """
    files = folder.entry(slug)
    if changed := verify(history, files):
        raise BrokenLedger(changed)
    versions: dict[int, Version] = {}
    broken: dict[int, tuple[Issue, ...]] = {}
    for number in sorted(files.versions):
        version, found = read_version(files, number)
        if version is None:
            broken[number] = tuple(found)
        else:
            versions[number] = version
    cases, _ = read_cases(files)
    return Entry(slug, versions, broken, tuple(history), cases, files)


def check(
    folder: Folder, slug: str | None = None, seen: Callable[[str], None] = lambda _: None
) -> Iterator[Issue]:
    """Report everything that is wrong with a register, or with one entry of it.

    `seen` is told the slug of each entry once it was checked. Raises `NotFound` where there is
    no such entry.
    """
    yield from read_register(folder)[1]
    yield from read_administrations(folder)[1]
    names = {name.removesuffix(".yaml") for name in folder.administrations()[0]}
    ledger: tuple[Publication, ...] = ()
    try:
        ledger = load_ledger(folder)
    except BrokenLedger as error:
        yield from error.issues
    if slug is None:
        yield from folder.strangers()
        missing = {item.slug for item in ledger} - set(folder.slugs())
        yield from (_removed(folder, item) for item in ledger if item.slug in missing)
    owners = Owners(
        ids={item.entry: item.slug for item in ledger},
        addresses={name: name for name in folder.slugs()}
        | {item.address: item.slug for item in ledger if item.address},
        every=lambda: identifiers(folder),
    )
    histories = by_slug(ledger)
    for name in folder.slugs():
        if slug in {None, name}:
            history = histories.get(name, ())
            yield from check_entry(folder.entry(name), names, history, owners)
            seen(name)
    if slug is not None and slug not in folder.slugs():
        folder.entry(slug)


@dataclass(frozen=True, slots=True)
class Owners:
    """The folder to which each id and each name in addresses belongs, collected on the way.

    `every` returns the ids of all entries; it is only asked where an entry names another.
    """

    ids: dict[str, str]
    addresses: dict[str, str]
    every: Callable[[], Collection[str]]


def check_entry(
    files: EntryFiles,
    administrations: Collection[str],
    history: Sequence[Publication],
    owners: Owners,
) -> Iterator[Issue]:
    """Report everything that is wrong with an entry.

    `administrations` are the slugs of those that exist.
    """
    yield from files.issues
    yield from _numbers(files)
    yield from verify(history, files)
    executable: dict[int, tuple[Version, Algorithm]] = {}
    first: Version | None = None
    address = files.slug
    readable = 0
    for number in sorted(files.versions):
        version, found = read_version(files, number)
        yield from found
        if version is None:
            continue
        readable += 1
        first = first or version
        yield from check_version(version, files, administrations)
        yield from _identifier(version, first, owners.ids)
        yield from _address(version, address, owners.addresses)
        yield from _merger(version, owners)
        address = version.entry.address or files.slug
        algorithm = _loadable(version)
        if algorithm:
            executable[number] = (version, algorithm)
    yield from beside.check(files)
    cases, found = read_cases(files)
    yield from found
    if readable == len(files.versions):
        published = {item.version for item in history}
        yield from case_checks.check(cases, files, executable, published)


def _loadable(version: Version) -> Algorithm | None:
    try:
        return load_algorithm(version)
    except InvalidFile:
        return None


def _numbers(files: EntryFiles) -> Iterator[Issue]:
    if not files.versions:
        yield Issue(issues.NO_VERSION, files.path, values={"slug": files.slug})
    for number in range(1, max(files.versions, default=0)):
        if number not in files.versions:
            values = {"slug": files.slug, "number": number}
            yield Issue(issues.VERSION_GAP, files.path, values=values)


def _identifier(version: Version, first: Version, owners: dict[str, str]) -> Iterator[Issue]:
    name, head = version.entry.id, version.text.head
    line = head.line(("id",))
    if name != first.entry.id:
        values = {"before": first.entry.id, "id": name}
        yield Issue(issues.ID_CHANGED, head.file, line, "id", values)
    owner = owners.setdefault(name, version.slug)
    if owner != version.slug:
        values = {"id": name, "slug": owner}
        yield Issue(issues.DUPLICATE_ENTRY, head.file, line, "id", values)


def _address(version: Version, before: str, owners: dict[str, str]) -> Iterator[Issue]:
    """Report a name in addresses that is another entry's, or that changes without a renaming."""
    entry, head = version.entry, version.text.head
    name = entry.address or version.slug
    line = head.line(("address",))
    owner = owners.setdefault(name, version.slug)
    if owner != version.slug:
        values = {"address": name, "slug": owner}
        yield Issue(issues.ADDRESS_TAKEN, head.file, line, "address", values)
    if name != before and entry.kind != "renaming":
        values = {"before": before, "address": name}
        yield Issue(issues.ADDRESS_CHANGED, head.file, line, "address", values)


def _merger(version: Version, owners: Owners) -> Iterator[Issue]:
    """Report a merger into an entry that is not there, or into itself."""
    entry, head = version.entry, version.text.head
    if entry.merged_into is None:
        return
    others = [name for name in owners.every() if name != entry.id]
    if entry.merged_into not in others:
        values = {"id": entry.merged_into, "allowed": ", ".join(others) or "—"}
        line = head.line(("merged_into",))
        yield Issue(issues.MERGED_NOWHERE, head.file, line, "merged_into", values)


def _removed(folder: Folder, item: Publication) -> Issue:
    name = f"{item.version}/fr.md"
    values = {"name": name, "day": item.published_at.date()}
    return Issue(issues.PUBLISHED_MISSING, folder.name(item.slug, name), values=values)


def _read(model: type[Model], data: bytes, file: str, found: list[Issue]) -> Model | None:
    try:
        return validate(model, read_yaml(data, file))
    except ExplainError as error:
        found += [replace(issue, file=issue.file or file) for issue in error.issues]
        return None
