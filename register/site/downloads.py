"""The whole register at once: tables, lines, one database, one archive, and their description."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Literal

from register.exchange.archive import archive
from register.exchange.csv_file import csv_file
from register.exchange.database import database
from register.exchange.json_lines import json_lines
from register.exchange.openapi import openapi
from register.exchange.package import data_package
from register.exchange.subject import Subject, every_version
from register.exchange.table import Table
from register.exchange.tables import administrations, entries, versions
from register.presenting import data, paths
from register.shelf import Shelf

Name = Literal[
    "archive",
    "database",
    "entries_table",
    "versions_table",
    "administrations_table",
    "entries_lines",
    "versions_lines",
    "package",
    "openapi",
]


@dataclass(frozen=True, slots=True)
class Download:
    """One file of everything; `make` returns its bytes, which it makes once."""

    name: Name
    path: str
    media_type: str
    make: Callable[[], bytes]


def downloads(shelf: Shelf) -> tuple[Download, ...]:
    """Return the downloads of a register. Nothing is made yet."""
    tables: Mapping[str, Callable[[Shelf], Table]] = {
        paths.ENTRIES_TABLE: entries,
        paths.VERSIONS_TABLE: versions,
        paths.ADMINISTRATIONS_TABLE: administrations,
    }

    def described() -> bytes:
        made = {path: make(shelf) for path, make in tables.items()}
        return data.write(data_package(shelf, made))

    def current() -> bytes:
        held = shelf.entries.values()
        return json_lines(Subject(shelf, holding, holding.shown) for holding in held)

    table, lines = "text/csv; charset=utf-8", "application/jsonl"
    found: tuple[tuple[Name, str, str, Callable[[], bytes]], ...] = (
        ("archive", paths.ARCHIVE, "application/zip", partial(archive, shelf)),
        ("database", paths.DATABASE, "application/vnd.sqlite3", partial(database, shelf)),
        ("entries_table", paths.ENTRIES_TABLE, table, lambda: csv_file(entries(shelf))),
        ("versions_table", paths.VERSIONS_TABLE, table, lambda: csv_file(versions(shelf))),
        (
            "administrations_table",
            paths.ADMINISTRATIONS_TABLE,
            table,
            lambda: csv_file(administrations(shelf)),
        ),
        ("entries_lines", paths.ENTRIES_LINES, lines, current),
        ("versions_lines", paths.VERSIONS_LINES, lines, lambda: json_lines(every_version(shelf))),
        ("package", paths.PACKAGE, "application/json", described),
        ("openapi", paths.OPENAPI, "application/json", lambda: data.write(openapi(shelf))),
    )
    return tuple(Download(name, path, media, cache(make)) for name, path, media, make in found)
