"""The catalogue's file: made in one transaction beside its place, then moved into it."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, col, select

from explain.i18n import LANGUAGES, LanguageCode
from register.catalogue.tables import (
    Body,
    Cached,
    Key,
    Release,
    Responsible,
    Sheet,
    search_table,
    vocabulary_table,
)
from register.catalogue.words import terms

Facet = Literal["family", "administration", "status"]
Row = Sheet | Responsible | Body | Release
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
    catalogue is kept in memory.
    """
    if path is None or not _may_write(path.parent):
        return _opened(_in_memory(key, fill))
    if not _is_current(path, key):
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


def _may_write(folder: Path) -> bool:
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
    Cached.metadata.create_all(engine)
    with Session(engine) as session:
        for language in LANGUAGES:
            session.exec(text(search_table(language)))  # type: ignore[call-overload] # plain SQL
            session.exec(text(vocabulary_table(language)))  # type: ignore[call-overload] # the same
        for row in fill():
            session.add(row)
            if isinstance(row, Sheet):
                _index(session, row)
        session.add(Key(key=key))
        session.commit()


def _index(session: Session, sheet: Sheet) -> None:
    language: LanguageCode = "fr" if sheet.language == "fr" else "en"
    columns = {
        "title": sheet.title,
        "summary": sheet.summary,
        "keywords": f"{sheet.keywords} {sheet.slug} {sheet.reference}",
        "body": sheet.text,
    }
    values = {name: " ".join(terms(column, language)) for name, column in columns.items()}
    statement = text(
        f"INSERT INTO search_{language}(rowid, title, summary, keywords, body) "  # noqa: S608 - a code of ours
        "VALUES (:row, :title, :summary, :keywords, :body)"
    )
    session.connection().execute(statement, {"row": sheet.row, **values})
