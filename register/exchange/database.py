"""The register as one SQLite file, which Datasette and any other reader open as it is.

Every table of `register.exchange.tables`, with its keys, and `sections_fts`: words of all
texts, without accents, to search with `MATCH`. Foreign keys hold.
"""

import sqlite3
from contextlib import closing
from datetime import date, datetime

from register.exchange.table import Table, Value
from register.exchange.tables import tables
from register.presenting.data import moment
from register.shelf import Shelf

_TYPES = {"integer": "INTEGER", "boolean": "INTEGER"}
_INDEX = (
    "CREATE VIRTUAL TABLE sections_fts USING fts5(heading, markdown, content='sections',"
    " tokenize='unicode61 remove_diacritics 2')"
)
_FILL_INDEX = "INSERT INTO sections_fts(sections_fts) VALUES ('rebuild')"


def database(shelf: Shelf) -> bytes:
    """Return the bytes of the file, the same for the same register."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN")
        for table in tables(shelf):
            connection.execute(_create(table))
            places = ", ".join("?" * len(table.columns))
            connection.executemany(
                f"INSERT INTO {table.name} VALUES ({places})",  # noqa: S608 - names of ours
                ([_stored(value) for value in row] for row in table.rows),
            )
        connection.execute(_INDEX)
        connection.execute(_FILL_INDEX)
        connection.execute("COMMIT")
        return connection.serialize()


def _create(table: Table) -> str:
    lines = [
        f"  -- {column.description}\n  {column.name} {_TYPES.get(column.type, 'TEXT')}"
        for column in table.columns
    ]
    lines.append(f"  PRIMARY KEY ({', '.join(table.key)})")
    for column in table.columns:
        if column.refers:
            name, key = column.refers
            lines.append(f"  FOREIGN KEY ({column.name}) REFERENCES {name} ({key})")
    return f"CREATE TABLE {table.name} (\n" + ",\n".join(lines) + "\n)"


def _stored(value: Value) -> str | int | None:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
