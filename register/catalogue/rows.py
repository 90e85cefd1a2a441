"""The rows of the catalogue, and how they are written to its file.

A row is written in two steps, so that the first may be made in another process: `written` turns
it into what SQLite takes, with the terms under which an entry is found; `put` adds that to a file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.schema import Table

from explain.i18n import LANGUAGES, LanguageCode
from register.catalogue.tables import Cached, Sheet, search_table, vocabulary_table
from register.catalogue.words import joined_terms

Row = tuple[type[Cached], dict[str, Any]]
"""A row by its table and the values of its columns; those left out hold nothing."""

Written = tuple[str, list[Any]]
"""Where a row goes, a table or a search index, and its values as SQLite takes them.

The first value of an entry's sheet, and of what is found of it, is the number of its row.
"""

SHEET = Sheet.__name__.lower()
_SEARCH = "search_"
_DIALECT = sqlite.dialect()


def make_tables(connection: Connection) -> None:
    """Make the tables in a new file."""
    Cached.metadata.create_all(connection)
    for language in LANGUAGES:
        connection.execute(text(search_table(language)))
        connection.execute(text(vocabulary_table(language)))


def written(rows: Iterable[Row]) -> Iterator[Written]:
    """Turn rows into what is written; an entry's sheet also into what its language finds."""
    for table, values in rows:
        into = _into(table.__name__.lower())
        yield into.name, into.row(values)
        if table is Sheet:
            yield f"{_SEARCH}{values['language']}", _indexed(values)


def numbered(items: Iterable[tuple[str, list[Any]]], numbers: Iterator[int]) -> Iterator[Written]:
    """Give each sheet the next number, and what is found of it the same."""
    number = 0
    for name, values in items:
        if name == SHEET:
            number = next(numbers)
        of_sheet = name == SHEET or name.startswith(_SEARCH)
        yield name, [number, *values[1:]] if of_sheet else values


def put(connection: Connection, items: Iterable[Written]) -> None:
    """Add what `written` made to a file."""
    grouped: dict[str, list[tuple[Any, ...]]] = {}
    for name, values in items:
        grouped.setdefault(name, []).append(tuple(values))
    for name, values in grouped.items():
        connection.exec_driver_sql(_into(name).statement, values)


@dataclass(frozen=True, slots=True)
class _Into:
    """A table or a search index: how a row is added to it, and what makes its values."""

    name: str
    statement: str
    columns: tuple[tuple[str, Callable[[Any], Any] | None], ...] = ()

    def row(self, values: Mapping[str, Any]) -> list[Any]:
        """Return the values of a row in the order of the columns."""
        found = ((values.get(name), make) for name, make in self.columns)
        return [make(value) if make else value for value, make in found]


@cache
def _into(name: str) -> _Into:
    if name.startswith(_SEARCH):
        columns = "rowid, title, summary, keywords, body"
        return _Into(name, f"INSERT INTO {name}({columns}) VALUES (?, ?, ?, ?, ?)")  # noqa: S608 - own names
    table: Table = Cached.metadata.tables[name]
    marks = ", ".join("?" for _ in table.columns)
    return _Into(
        name,
        f"INSERT INTO {name} VALUES ({marks})",  # noqa: S608 - as above
        tuple(
            (column.name, column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT))
            for column in table.columns
        ),
    )


def _indexed(sheet: Mapping[str, Any]) -> list[Any]:
    """Return an entry's row, and the terms under which it is found."""
    language: LanguageCode = sheet["language"]
    keywords = f"{sheet['keywords']} {sheet['slug']} {sheet['reference']}"
    columns = (sheet["title"], sheet["summary"], keywords, sheet["text"])
    return [sheet["row"], *[joined_terms(column, language) for column in columns]]
