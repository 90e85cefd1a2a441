"""A catalogue made while the register is published, from the very entries that are checked.

It is left beside the one in use, for whoever opens a catalogue next. Without it nothing is lost:
the catalogue is made anew from the files, and holds the same.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count, repeat
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import SQLAlchemyError

from explain.errors import ExplainError
from register.catalogue.filling import key_of_published, rows_around, rows_of
from register.catalogue.rows import Row, Written, make_tables, numbered, put, written
from register.catalogue.store import BATCH, PREPARED, may_write
from register.catalogue.tables import Key
from register.checking import Checked
from register.entry.folder import CACHE, Folder
from register.errors import RegisterError
from register.ledger import Publication
from register.shelf import Shelf, holding_of, open_frame

ROOM = 256 * 1024 * 1024
"""Bytes that a disk must have left: a cache takes no room that the ledger may need."""

_NEW = f".{PREPARED}.new"


@dataclass(slots=True)
class Preparation:
    """A catalogue on its way: a `register.publishing.Aside`. Build it with `preparing`.

    `frame` is what surrounded the entries before they were read; None where nothing is prepared.
    `most` is the number of rows in memory together, `room` the bytes that the disk must have left.
    """

    folder: Folder
    now: datetime
    frame: Shelf | None
    connection: Connection | None = None
    most: int = BATCH
    room: int = ROOM
    batch: list[Written] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def path(self) -> Path:
        """The file while it is made. One publisher alone holds the register."""
        return self.folder.path / CACHE / _NEW

    def make(self, checked: Checked, history: tuple[Publication, ...]) -> str:
        """Return the rows of an entry as a text; empty where nothing is prepared."""
        if self.frame is None:
            return ""
        versions = {version.number: version for version in checked.versions}
        holding = holding_of(checked.files, history, versions, self.frame.day)
        rows = rows_of(holding, self.frame, repeat(0))  # `take` numbers them
        return json.dumps(list(written(rows)), ensure_ascii=False)

    def take(self, made: str) -> None:
        """Add the rows of an entry."""
        if self.frame is None:
            return
        self.batch += numbered(json.loads(made), self.numbers)
        if len(self.batch) >= self.most:
            self._write()

    def keep(self, planned: Sequence[Publication]) -> None:
        """Leave the catalogue for whoever opens one next, now that all is published.

        `planned` are the publications that were made. Nothing is left where anything else
        changed meanwhile.
        """
        before, after = self.frame, _frame(self.folder, self.now)
        if before is None or after is None:
            return
        same = (before.register, before.administrations) == (after.register, after.administrations)
        if same and (*before.publications, *planned) == after.publications:
            key: Row = (Key, {"key": key_of_published(after)})
            self.batch += written([*rows_around(after), key])
            self._write()
            self._leave()

    def drop(self) -> None:
        """Let go of what was not kept."""
        if self.connection is not None:
            self.connection.close()
            self.connection.engine.dispose()
            self.connection = None
            with suppress(OSError):
                self.path.unlink(missing_ok=True)

    def _write(self) -> None:
        """Write the rows in memory, unless the disk is nearly full, or fails."""
        rows, self.batch = self.batch, []
        with self._or_give_up():
            if shutil.disk_usage(self.folder.path).free < self.room:
                raise OSError
            if self.connection is None:
                self.connection = self._begin()
            put(self.connection, rows)

    def _begin(self) -> Connection:
        for file in (self.path, self.path.with_name(f"{_NEW}-journal")):
            file.unlink(missing_ok=True)  # what a publication that was killed may leave
        connection = create_engine(f"sqlite:///{self.path}").connect()
        make_tables(connection)
        return connection

    def _leave(self) -> None:
        with self._or_give_up():
            if self.connection is not None:
                self.connection.commit()
                self.path.replace(self.path.with_name(PREPARED))

    @contextmanager
    def _or_give_up(self) -> Iterator[None]:
        """Go on without a catalogue where one cannot be written."""
        try:
            yield
        except (OSError, SQLAlchemyError):
            self.frame = None
            self.drop()


@contextmanager
def preparing(folder: Folder, now: datetime) -> Iterator[Preparation]:
    """Prepare a catalogue as of `now`, if one can be written.

    Call it inside `register.ledger.publishing`, around `plan` and `publish`. What was not
    kept at its end is gone.
    """
    possible = may_write(folder.path / CACHE)
    made = Preparation(folder, now, _frame(folder, now) if possible else None)
    try:
        yield made
    finally:
        made.drop()


def _frame(folder: Folder, now: datetime) -> Shelf | None:
    """Read what surrounds the entries; None where it is not as it must be: `plan` says so."""
    try:
        return open_frame(folder.path, now)
    except (RegisterError, ExplainError):
        return None
