"""The description of the tables: a Data Package with Table Schemas (specs.frictionlessdata.io).

`/datapackage.json` names the CSV files and says what each column holds.
"""

from typing import Any

from register.exchange.table import Column, Table
from register.presenting.data import moment
from register.shelf import Shelf

_FORMATS = {"datetime": "%Y-%m-%dT%H:%M:%SZ"}


def data_package(shelf: Shelf, csv_files: dict[str, Table]) -> dict[str, Any]:
    """Describe the CSV files of a register. `csv_files` gives the table of each path."""
    register = shelf.register
    return {
        "profile": "tabular-data-package",
        "name": "registre-des-algorithmes",
        "title": getattr(register.name, register.languages[0]),
        "homepage": register.base_url,
        "created": _last_publication(shelf),
        "licenses": [{"title": register.licence, "path": register.licence_url}],
        "contributors": [{"title": register.publisher, "email": register.contact}],
        "resources": [_resource(path, table) for path, table in csv_files.items()],
    }


def _last_publication(shelf: Shelf) -> str | None:
    moments = [item.published_at for held in shelf.entries.values() for item in held.history]
    return moment(max(moments)) if moments else None


def _resource(path: str, table: Table) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "path": path.lstrip("/"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column, table) for column in table.columns],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }


def _field(column: Column[Any], table: Table) -> dict[str, Any]:
    required = column.name in table.key
    return {
        "name": column.name,
        "type": column.type,
        "description": column.description,
        **({"format": _FORMATS[column.type]} if column.type in _FORMATS else {}),
        **({"constraints": {"required": True}} if required else {}),
    }
