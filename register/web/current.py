"""What is served now: one edition and its pages, replaced as a whole when files change."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from explain.errors import ExplainError
from register import clock
from register.entry.folder import CACHE
from register.errors import RegisterError
from register.site.build import addresses
from register.site.edition import Edition, open_edition
from register.versions import day_of
from register.web.memory import Memory
from register.web.problems import fault

PAUSE = 2.0
"""Seconds between two looks at the files."""

Write = Callable[[str], None]
Signature = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One edition of the register, and its pages."""

    edition: Edition
    memory: Memory


@dataclass(slots=True)
class Current:
    """The snapshot that requests are answered from. Build it with `open_current`."""

    path: Path
    drafts: bool
    now: Snapshot
    signature: Signature

    async def watch(self, write: Write, pause: float = PAUSE) -> None:
        """Make all pages, and a new snapshot whenever a file or the day changes.

        Where new files cannot be read, the old pages stay and `write` is told why.
        """
        await asyncio.to_thread(_fill, self.now, write)
        while True:
            await asyncio.sleep(pause)
            try:
                await self._follow(write)
            except (RegisterError, ExplainError) as error:
                write(f"The pages stay as they were: {error}")
            except Exception as error:  # noqa: BLE001 - a file may vanish while it is read
                write(f"The pages stay as they were: {fault(error)}")

    async def _follow(self, write: Write) -> None:
        found = await asyncio.to_thread(self._look)
        if found == self.signature:
            return
        self.signature = found
        new = await asyncio.to_thread(_snapshot, self.path, drafts=self.drafts)
        await asyncio.to_thread(_fill, new, write)
        self.now.edition.close()
        self.now = new

    def _look(self) -> Signature:
        return _signature(self.path, self.now.edition.shelf.register.time_zone)


def open_current(path: Path, *, drafts: bool = False) -> Current:
    """Read a register and make its pages. Raises what `open_edition` raises."""
    files = sorted(_files(path))  # before they are read, so that no change is missed
    now = _snapshot(path, drafts=drafts)
    return Current(path, drafts, now, (now.edition.shelf.day, *files))


def _snapshot(path: Path, *, drafts: bool) -> Snapshot:
    name = "drafts.sqlite" if drafts else "catalogue.sqlite"
    edition = open_edition(path, drafts=drafts, cache=path / CACHE / name)
    return Snapshot(edition, Memory(addresses(edition)))


def _fill(snapshot: Snapshot, write: Write) -> None:
    snapshot.memory.fill(lambda path, error: write(f"{path}: {fault(error)}"))


def _signature(path: Path, time_zone: str) -> Signature:
    """Return what changes when a page may change: the day, and each file's size and time."""
    return (day_of(clock.now(), time_zone), *sorted(_files(path)))


def _files(path: Path) -> Iterator[tuple[str, int, int]]:
    for file in path.rglob("*"):
        if CACHE in file.parts:
            continue
        with suppress(OSError):
            status = file.stat()
            yield str(file), status.st_size, status.st_mtime_ns
