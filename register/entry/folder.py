"""A register's folder on disk: the one place where its files are read.

    register.yaml  ledger.jsonl  links.jsonl  administrations/<slug>.yaml  log/...
    <slug>/<n>/...  <slug>/{cases,allocations,letters}/<name>.yaml

Links, special files and names that other systems cannot hold are reported, never followed or
read; so are oversized files, of which texts are read as far as their limit, to name the line.
"""

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from explain.issues import TOO_LARGE, Code, Issue
from explain.sources import MAXIMUM_BYTES
from register import issues
from register.entry.identity import is_slug
from register.errors import InvalidRegister, NotFound

REGISTER = "register.yaml"
LEDGER = "ledger.jsonl"
LINKS = "links.jsonl"
ADMINISTRATIONS = "administrations"
LOG = "log"
"""Folder of the transparency logs."""
CACHE = ".grandjour"
"""Folder of the caches. It may be deleted at any time."""
BESIDE = ("cases", "allocations", "letters")
"""Folders beside the versions of an entry."""

_TOP = {REGISTER, LEDGER, f".{LEDGER}.new", LINKS, "README.md"}
"""Files at the top; the third is what a publication that was killed may leave."""

LARGE = {".json": 8 * 1024 * 1024, ".csv": 8 * 1024 * 1024, ".npz": 64 * 1024 * 1024}
"""Largest size in bytes of data files; texts and YAML files have `MAXIMUM_BYTES`."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}(?:\.[a-z0-9]{1,8}){1,2}")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class EntryFiles:
    """The bytes of one entry, and what is wrong with its folder.

    `versions` maps a number to the files of that version by name; `beside` maps `cases`,
    `allocations` and `letters` to their files by name.
    """

    slug: str
    path: str
    versions: Mapping[int, Mapping[str, bytes]]
    beside: Mapping[str, Mapping[str, bytes]]
    issues: tuple[Issue, ...]

    def name(self, *parts: object) -> str:
        """Return the path that messages give a file."""
        return "/".join((self.path, *map(str, parts)))


@dataclass(frozen=True, slots=True)
class Folder:
    """A register's folder. Build it with `open_folder`."""

    path: Path

    def name(self, *parts: str) -> str:
        """Return the path that messages give a file."""
        return "/".join((str(self.path), *parts))

    def read(self, name: str) -> bytes | None:
        """Return a file at the top of the folder, if it is there."""
        path = self.path / name
        return path.read_bytes() if path.is_file() and not path.is_symlink() else None

    def slugs(self) -> tuple[str, ...]:
        """Return the slugs of the entries, sorted."""
        names = (item.name for item in os.scandir(self.path) if item.is_dir(follow_symlinks=False))
        return tuple(sorted(name for name in names if name != ADMINISTRATIONS and is_slug(name)))

    def strangers(self) -> list[Issue]:
        """Report what has no place at the top of the folder; the ledger's reader does its own."""
        found = []
        for item in _scan(self.path):
            name = self.name(item.name)
            if item.name in {CACHE, LEDGER, LOG}:
                continue
            if item.is_symlink():
                found.append(_issue(issues.LINK_FILE, name, item.name))
            elif item.is_dir() and item.name != ADMINISTRATIONS and not is_slug(item.name):
                found.append(_issue(issues.BAD_SLUG, name, item.name))
            elif not item.is_dir() and item.name not in _TOP:
                allowed = f"{REGISTER}, {LEDGER}, README.md"
                found.append(_issue(issues.STRANGE_FILE, name, item.name, allowed))
        return found

    def administrations(self) -> tuple[Mapping[str, bytes], list[Issue]]:
        """Return the files of administrations by name, and what is wrong there."""
        reader = _Reader(self.name(ADMINISTRATIONS))
        path = self.path / ADMINISTRATIONS
        files = reader.files(path, "", "<slug>.yaml") if path.is_dir() else {}
        for name in files:
            if not name.endswith(".yaml") or not is_slug(name.removesuffix(".yaml")):
                reader.found.append(_issue(issues.BAD_SLUG, reader.name(name), name))
        return files, reader.found

    def entry(self, slug: str) -> EntryFiles:
        """Read one entry's files. Raises `NotFound`."""
        path = self.path / slug
        if not is_slug(slug) or slug == ADMINISTRATIONS or path.is_symlink() or not path.is_dir():
            values = {"slug": slug, "allowed": ", ".join(self.slugs()) or "—"}
            raise NotFound([Issue(issues.UNKNOWN_ENTRY, values=values)])
        reader = _Reader(self.name(slug))
        versions: dict[int, Mapping[str, bytes]] = {}
        beside: dict[str, Mapping[str, bytes]] = {}
        for item in _scan(path):
            if not reader.is_folder(item):
                continue
            if item.name in BESIDE:
                beside[item.name] = reader.files(Path(item), item.name, "<name>.yaml")
            else:
                versions[int(item.name)] = reader.files(Path(item), item.name, "fr.md, en.md")
        return EntryFiles(slug, reader.path, versions, beside, tuple(reader.found))


def open_folder(path: Path) -> Folder:
    """Return the register in `path`. Raises `InvalidRegister` where there is none."""
    if not (path / REGISTER).is_file():
        raise InvalidRegister([Issue(issues.REGISTER_MISSING, str(path))])
    return Folder(path)


@dataclass(slots=True)
class _Reader:
    """Reads plain files of one folder and collects what it refuses."""

    path: str
    found: list[Issue] = field(default_factory=list)

    def name(self, *parts: str) -> str:
        return "/".join(part for part in (self.path, *parts) if part)

    def is_folder(self, item: os.DirEntry[str]) -> bool:
        """Tell whether `item` is a version's folder or one of those beside them."""
        known = item.name in BESIDE or _NUMBER.fullmatch(item.name)
        if item.is_dir(follow_symlinks=False) and known:
            return True
        code = issues.LINK_FILE if item.is_symlink() else issues.STRANGE_FILE
        allowed = f"1, 2, 3, ..., {', '.join(BESIDE)}"
        self.found.append(_issue(code, self.name(item.name), item.name, allowed))
        return False

    def files(self, path: Path, parent: str, allowed: str) -> Mapping[str, bytes]:
        files = {}
        for item in _scan(path):
            name = self.name(parent, item.name)
            status = item.stat(follow_symlinks=False)
            limit = LARGE.get(os.path.splitext(item.name)[1], MAXIMUM_BYTES)  # noqa: PTH122 - as below
            if stat.S_ISDIR(status.st_mode) or not _NAME.fullmatch(item.name):
                self.found.append(_issue(issues.STRANGE_FILE, name, item.name, allowed))
            elif not stat.S_ISREG(status.st_mode):
                self.found.append(_issue(issues.LINK_FILE, name, item.name))
            elif status.st_size > limit:
                sizes = {"size": status.st_size, "limit": limit}
                self.found.append(Issue(TOO_LARGE, name, _last_line(item), values=sizes))
            else:
                with open(item, "rb") as file:  # noqa: PTH123 - every file of a register passes here
                    files[item.name] = file.read()
        return files


def _scan(path: Path) -> Iterator[os.DirEntry[str]]:
    yield from sorted(os.scandir(path), key=lambda item: item.name)


def _last_line(item: os.DirEntry[str]) -> int | None:
    """Return the line in which a text passes its limit; None for other data."""
    if Path(item.name).suffix in LARGE:
        return None
    with Path(item).open("rb") as file:
        return file.read(MAXIMUM_BYTES).count(b"\n") + 1


def _issue(code: Code, file: str, name: str, allowed: str = "") -> Issue:
    return Issue(code, file, values={"name": name, "allowed": allowed})
