"""What a register holds, read from its folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from explain.errors import ExplainError
from explain.fields import Declared
from explain.issues import Issue
from explain.reading import read_yaml
from explain.validation import validate
from register import issues
from register.entry.cases import WorkedCase, read_cases
from register.entry.folder import LEDGER, REGISTER, EntryFiles, Folder
from register.entry.identity import Administration, Register
from register.entry.version import Version, read_version
from register.errors import BrokenLedger, InvalidRegister, NotFound
from register.ledger import Item, Publication, read_lines, verify
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


def _read(model: type[Model], data: bytes, file: str, found: list[Issue]) -> Model | None:
    try:
        return validate(model, read_yaml(data, file))
    except ExplainError as error:
        found += [replace(issue, file=issue.file or file) for issue in error.issues]
        return None
