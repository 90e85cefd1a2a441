"""The catalogue's file: made in one transaction beside its place, then moved into it."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, col, select

from explain.i18n import LANGUAGES, LanguageCode
from register.catalogue.rows import Row, make_tables, put, written
from register.catalogue.tables import Key, Responsible

Facet = Literal["family", "administration", "status"]
PREPARED = "prepared.sqlite"
"""File beside a catalogue that a publication leaves for whoever opens one next."""

BATCH = 500
"""Rows that are in memory together while a catalogue is made."""
_OWNERS = select(col(Responsible.slug), col(Responsible.administration))
Fill = Callable[[], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class Card:
    """What filters need to know of one entry: the values that it has for each facet."""

    row: int
    values: Mapping[Facet, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """An open catalogue, to be read only. `cards` holds each language's, by title."""

    engine: Engine
    cards: Mapping[LanguageCode, tuple[Card, ...]]

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()


def open_catalogue(path: Path | None, key: str, fill: Fill) -> Catalogue:
    """Open the catalogue that was made from `key`; make it from the rows of `fill` if needed.

    `path` is the file; with `None`, or in a folder where nothing can be written, the
    catalogue is kept in memory. One that a publication prepared is taken where it fits.
    """
    if path is None or not may_write(path.parent):
        return _opened(_in_memory(key, fill))
    prepared = path.with_name(PREPARED)
    if not _is_current(path, key) and _is_current(prepared, key):
        prepared.replace(path)
    elif not _is_current(path, key):
        with TemporaryDirectory(dir=path.parent, prefix=".catalogue-") as folder:
            new = Path(folder) / "new.sqlite"
            engine = create_engine(f"sqlite:///{new}")
            _fill(engine, key, fill)
            engine.dispose()
            new.replace(path)
    return _opened(create_engine(f"sqlite:///{path}"))


def _opened(engine: Engine) -> Catalogue:
    ordered = text("SELECT row, language, slug, family, status FROM sheet ORDER BY title, slug")
    owners: dict[str, set[str]] = {}
    cards: dict[str, list[Card]] = {code: [] for code in LANGUAGES}
    with engine.connect() as connection:
        for slug, administration in connection.execute(_OWNERS):
            owners.setdefault(slug, set()).add(administration)
        for row, language, slug, family, status in connection.execute(ordered):
            values: dict[Facet, frozenset[str]] = {
                "family": frozenset([family]),
                "administration": frozenset(owners.get(slug, ())),
                "status": frozenset([status]),
            }
            cards[language].append(Card(row, values))
    return Catalogue(engine, {code: tuple(cards[code]) for code in LANGUAGES})


def may_write(folder: Path) -> bool:
    """Tell whether a file can be made in a folder, which is made if need be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def _in_memory(key: str, fill: Fill) -> Engine:
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    _fill(engine, key, fill)
    return engine


def _is_current(path: Path, key: str) -> bool:
    """Tell whether the file was made from `key`; a damaged file was not."""
    if not path.is_file():
        return False
    engine = create_engine(f"sqlite:///{path}")
    try:
        with Session(engine) as session:
            return session.exec(select(Key.key)).one_or_none() == key
    except SQLAlchemyError:
        return False
    finally:
        engine.dispose()


def _fill(engine: Engine, key: str, fill: Fill) -> None:
    """Write all rows in one transaction, a few hundred at a time."""
    with engine.begin() as connection:
        make_tables(connection)
        rows = iter(fill())
        while batch := list(islice(rows, BATCH)):
            put(connection, written(batch))
        put(connection, written([(Key, {"key": key})]))
