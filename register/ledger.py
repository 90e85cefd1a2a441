"""The ledger: one canonical JSON line per publication, only ever added to.

A version that is not in it is a draft. Lines are RFC 8785 JSON (sorted keys, no spaces,
UTF-8), so that the same publication has the same bytes everywhere.
"""

import ctypes
import fcntl
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from explain.canonical import digest
from explain.fields import Declared, Digest, Line
from explain.i18n import LanguageCode
from explain.issues import N_, Issue
from register import issues
from register.entry.folder import LEDGER, EntryFiles
from register.entry.identity import PublicKey, Slug
from register.entry.model import EntryId
from register.entry.parts import AuthorRole, ChangeKind
from register.errors import BrokenLedger, CannotPublish, CannotWrite, reason

MAXIMUM_LINE = 65_535
"""Largest line in bytes: what one leaf of a transparency log may hold (`register.log.tiles`)."""

MANY = 1_000
"""Files and folders from which on one call waits for all that is not on the disk yet."""

_TEXTS: Mapping[str, LanguageCode] = {"fr.md": "fr", "en.md": "en"}
_TEMPORARY = f".{LEDGER}.new"


class Publication(Declared):
    """One publication: of a version, or of a text in one more language.

    `files` maps each file of the version's folder (for a language, the new text alone) to
    its digest. `published_at` is in UTC, to the second. `slug` names the folder, for ever;
    `address` the entry in addresses, where a renaming has given it another name.
    """

    format: Literal[1] = 1
    event: Literal["version", "language"]
    entry: EntryId
    slug: Slug
    version: Annotated[int, Field(ge=1, le=9999)]
    kind: ChangeKind
    author_role: AuthorRole | None = None
    address: Slug | None = None
    applies_from: date
    applies_to: date | None = None
    published_at: datetime
    files: dict[Line, Digest] = Field(min_length=1)

    def line(self) -> bytes:
        """Return the canonical line, its end included."""
        return _canonical(self)


class KeyChange(Declared):
    """The log of the ledger is signed with another key from this line on.

    `key` is the public half of the new one: 32 bytes (RFC 8032) in base64.
    """

    format: Literal[1] = 1
    event: Literal["key"] = "key"
    key: PublicKey
    published_at: datetime

    def line(self) -> bytes:
        """Return the canonical line, its end included."""
        return _canonical(self)


Item = Publication | KeyChange
_ITEM: TypeAdapter[Item] = TypeAdapter(Annotated[Item, Field(discriminator="event")])


def read_ledger(data: bytes, file: str = LEDGER) -> tuple[Publication, ...]:
    """Read the publications of a ledger. Raises `BrokenLedger` as `read_lines` does."""
    return tuple(item for item in read_lines(data, file) if isinstance(item, Publication))


def read_lines(data: bytes, file: str = LEDGER) -> tuple[Item, ...]:
    """Read a ledger. Raises `BrokenLedger` with every line that is not as it must be."""
    found: list[Issue] = []
    lines = data.split(b"\n")
    if lines.pop() != b"":
        found.append(Issue(issues.LEDGER_CUT, file, len(lines) + 1))
    items: list[Item] = []
    order = _Order()
    for number, line in enumerate(lines, start=1):
        item, problem = _parse(line)
        if item is None:
            found.append(Issue(issues.LEDGER_LINE, file, number, values={"problem": problem}))
            continue
        if problem := order.problem(item):
            found.append(Issue(issues.LEDGER_ORDER, file, number, values={"problem": problem}))
        order.take(item)
        items.append(item)
    if found:
        raise BrokenLedger(found)
    return tuple(items)


def parse_line(line: bytes) -> Item | None:
    """Return what one line says, its end left out; None where it is not a ledger's line."""
    return _parse(line)[0]


def leaves_of(data: bytes) -> tuple[bytes, ...]:
    """Return what the transparency log holds of a ledger: its lines, without their ends."""
    return tuple(data.split(b"\n")[:-1])


def by_slug(ledger: Sequence[Publication]) -> dict[str, tuple[Publication, ...]]:
    """Return the publications of each entry, in their order."""
    grouped: dict[str, list[Publication]] = {}
    for item in ledger:
        grouped.setdefault(item.slug, []).append(item)
    return {slug: tuple(items) for slug, items in grouped.items()}


def addresses(history: Sequence[Publication]) -> tuple[str, ...]:
    """Return every name that an entry has had in addresses, the present one last.

    A name that comes back counts where it stands now. `history` is never empty.
    """
    names = [item.address or item.slug for item in history if item.event == "version"]
    latest = names[-1] if names else history[-1].slug
    before = dict.fromkeys([history[0].slug, *names])
    return (*(name for name in before if name != latest), latest)


def folder_of(ledger: Sequence[Publication], name: str) -> str:
    """Return the folder of the entry that has or had `name` in addresses; else `name` itself."""
    return next((item.slug for item in ledger if item.address == name), name)


def verify(history: Sequence[Publication], files: EntryFiles) -> list[Issue]:
    """Compare the files of published versions with what the ledger says of them."""
    listed: dict[int, dict[str, Publication]] = {}
    for item in history:
        listed.setdefault(item.version, {}).update(dict.fromkeys(item.files, item))
    found = []
    for number, names in listed.items():
        present = files.versions.get(number, {})
        for name, item in names.items():
            path = files.name(number, name)
            values = {"name": name, "day": item.published_at.date()}
            if name not in present:
                found.append(Issue(issues.PUBLISHED_MISSING, path, values=values))
            elif digest(present[name]) != item.files[name]:
                found.append(Issue(issues.PUBLISHED_CHANGED, path, values=values))
        found += [
            Issue(issues.PUBLISHED_ADDED, files.name(number, name), values={"name": name})
            for name in present
            if name not in names and name not in _TEXTS
        ]
    return found


@contextmanager
def publishing(folder: Path) -> Iterator[None]:
    """Hold the register for one publisher. Raises `CannotPublish` where another has it.

    The lock is the kernel's: it goes with the process, however that ends.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise CannotPublish([Issue(issues.LOCKED, str(folder))]) from None
    finally:
        os.close(handle)


def append(folder: Path, lines: Sequence[Item]) -> None:
    """Add lines at the end of the ledger: all of them, or none.

    Call it inside `publishing`. Raises `CannotWrite`, having changed nothing.
    """
    path, temporary = folder / LEDGER, folder / _TEMPORARY
    before = path.read_bytes() if path.exists() else b""
    try:
        with temporary.open("wb") as file:
            file.write(before + b"".join(item.line() for item in lines))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        settle([folder])
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        values = {"name": path.name, "problem": reason(error)}
        raise CannotWrite([Issue(issues.WRITE_FAILED, str(path), values=values)]) from None


def settle(paths: Iterable[str | Path]) -> None:
    """Wait until files and folders are on the disk. Raises `OSError` where one cannot be.

    Linux waits for a whole disk at once: for many that takes seconds instead of minutes.
    """
    rest = iter(paths)
    first = list(islice(rest, MANY))
    every = chain(first, rest)
    if sys.platform == "linux" and len(first) == MANY:
        one_of = {os.stat(path).st_dev: path for path in every}  # noqa: PTH116 - many
        for path in one_of.values():
            _settle(path, _whole_disk)
        return
    for path in every:
        try:
            _settle(path, os.fsync)
        except OSError as error:
            error.filename = str(path)  # fsync(2) itself knows no name
            raise


def _settle(path: str | Path, wait: Callable[[int], None]) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        wait(handle)
    finally:
        os.close(handle)


def _whole_disk(handle: int) -> None:
    """Wait for the disk on which an open file lies (syncfs(2)).

    Unlike sync(2) it says where something could not be written, from Linux 5.8 on.
    """
    if ctypes.CDLL(None, use_errno=True).syncfs(handle):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _canonical(item: Declared) -> bytes:
    plain = item.model_dump(mode="json", exclude_none=True)
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def _parse(line: bytes) -> tuple[Item | None, str]:
    """Return what a line says, or what is wrong with it."""
    if len(line) > MAXIMUM_LINE:
        return None, N_("it is too long")
    try:
        item = _ITEM.validate_json(line)
    except ValidationError:
        return None, N_("it is not the line of a publication")
    if item.published_at.utcoffset() != UTC.utcoffset(None):
        return None, N_("its time is not in UTC")
    if item.line() != line + b"\n":
        return None, N_("it is not written the canonical way")
    return item, ""


@dataclass(slots=True)
class _Order:
    """What the lines read so far allow the next one to be."""

    last: datetime | None = None
    ids: dict[str, str] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    files: dict[tuple[str, int], set[str]] = field(default_factory=dict)

    def problem(self, item: Item) -> str:
        """Return what stops `item` from coming next, if anything."""
        if self.last is not None and item.published_at < self.last:
            return N_("it is older than the line before")
        return "" if isinstance(item, KeyChange) else self._problem(item)

    def _problem(self, item: Publication) -> str:
        known = (self.ids.get(item.slug, item.entry), self.slugs.get(item.entry, item.slug))
        if known != (item.entry, item.slug):
            return N_("its id belongs to another entry")
        if any(self.addresses.get(name, item.entry) != item.entry for name in _names(item)):
            return N_("its name in addresses belongs to another entry")
        if item.event == "version":
            follows = item.version == self.versions.get(item.slug, 0) + 1
            return "" if follows else N_("its version number is not the next one")
        there = self.files.get((item.slug, item.version), set())
        adds = bool(there) and not there & set(item.files) and set(item.files) <= set(_TEXTS)
        return "" if adds else N_("it adds no new language to a published version")

    def take(self, item: Item) -> None:
        """Count `item` among the lines read."""
        self.last = item.published_at
        if isinstance(item, KeyChange):
            return
        self.ids[item.slug] = item.entry
        self.slugs[item.entry] = item.slug
        self.addresses |= dict.fromkeys(_names(item), item.entry)
        self.versions[item.slug] = max(item.version, self.versions.get(item.slug, 0))
        self.files.setdefault((item.slug, item.version), set()).update(item.files)


def _names(item: Publication) -> tuple[str, ...]:
    """Return the names that an entry has in addresses."""
    return (item.slug, item.address) if item.address else (item.slug,)
