"""What is served now: one edition and its pages, replaced as a whole when files change."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from explain.errors import ExplainError
from register.clock import Clock
from register.clock import now as this_moment
from register.entry.folder import CACHE
from register.errors import RegisterError
from register.site.build import addresses
from register.site.edition import Edition, open_edition
from register.versions import day_of
from register.web.memory import Memory
from register.web.problems import fault

PAUSE = 2.0
"""Seconds between two looks at the files."""

MADE = "Pages in memory"
"""What the log says, with their number, once all are made for the first time."""

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
    clock: Clock
    now: Snapshot
    signature: Signature

    async def watch(self, write: Write, pause: float = PAUSE) -> None:
        """Make all pages, and a new snapshot whenever a file or the day changes.

        Where new files cannot be read, the old pages stay and `write` is told why.
        """
        await asyncio.to_thread(_fill, self.now, write)
        write(f"{MADE}: {len(self.now.memory)}")
        while True:
            await asyncio.sleep(pause)
            try:
                await self.follow(write)
            except (RegisterError, ExplainError) as error:
                write(f"The pages stay as they were: {error}")
            except Exception as error:  # noqa: BLE001 - a file may vanish while it is read
                write(f"The pages stay as they were: {fault(error)}")

    async def follow(self, write: Write) -> None:
        """Make a new snapshot where a file or the day changed.

        Raises what `open_edition` raises.
        """
        found = await asyncio.to_thread(self._look)
        if found == self.signature:
            return
        self.signature = found
        new = await asyncio.to_thread(_snapshot, self.path, self.clock, drafts=self.drafts)
        await asyncio.to_thread(_fill, new, write)
        self.now.edition.close()
        self.now = new

    def _look(self) -> Signature:
        day = day_of(self.clock(), self.now.edition.shelf.register.time_zone)
        return _signature(self.path, day)


def open_current(path: Path, *, drafts: bool = False, clock: Clock = this_moment) -> Current:
    """Read a register and make its pages, as they stand on the day that `clock` tells.

    Raises what `open_edition` raises.
    """
    files = sorted(_files(path))  # before they are read, so that no change is missed
    now = _snapshot(path, clock, drafts=drafts)
    return Current(path, drafts, clock, now, (now.edition.shelf.day, *files))


def _snapshot(path: Path, clock: Clock, *, drafts: bool) -> Snapshot:
    name = "drafts.sqlite" if drafts else "catalogue.sqlite"
    edition = open_edition(path, drafts=drafts, cache=path / CACHE / name, now=clock())
    return Snapshot(edition, Memory(addresses(edition)))


def _fill(snapshot: Snapshot, write: Write) -> None:
    snapshot.memory.fill(lambda path, error: write(f"{path}: {fault(error)}"))


def _signature(path: Path, day: date) -> Signature:
    """Return what changes when a page may change: the day, and each file's size and time."""
    return (day, *sorted(_files(path)))


def _files(path: Path) -> Iterator[tuple[str, int, int]]:
    for file in path.rglob("*"):
        if CACHE in file.parts:
            continue
        with suppress(OSError):
            status = file.stat()
            yield str(file), status.st_size, status.st_mtime_ns
