"""The whole register at once: each format read back by an independent reader."""

import csv
import io
import json
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from explain.canonical import digest
from register.cli import root as commands
from register.exchange.csv_file import csv_file
from register.exchange.table import Column, Table, table
from register.exchange.tables import tables
from tests.register.published import edition, site

ROOT = Path(__file__).parents[3]
PARSERS: dict[str, Any] = {
    "string": str,
    "integer": int,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "datetime": lambda text: datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z"),
}


def download(path: str) -> bytes:
    return site()[path].make()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    path = tmp_path / "registre.sqlite"
    path.write_bytes(download("/registre.sqlite"))
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def test_each_download_is_the_same_when_it_is_made_again() -> None:
    from register.site.downloads import downloads

    again = {item.path: item.make() for item in downloads(edition().shelf)}
    assert {path: digest(download(path)) for path in again} == {
        path: digest(data) for path, data in again.items()
    }


def test_a_table_survives_the_way_through_csv() -> None:
    package = json.loads(download("/datapackage.json"))
    known = {item.name: item for item in tables(edition().shelf)}
    for resource in package["resources"]:
        text = download(f"/{resource['path']}").decode()
        head, *rows = csv.reader(io.StringIO(text, newline=""))
        fields = resource["schema"]["fields"]
        assert head == [field["name"] for field in fields]
        parsed = [
            tuple(
                PARSERS[field["type"]](cell) if cell else None
                for field, cell in zip(fields, row, strict=True)
            )
            for row in rows
        ]
        expected = known[resource["name"]]
        assert parsed == [
            tuple(value or None if value == "" else value for value in row) for row in expected.rows
        ]
        keys = [
            tuple(row[head.index(name)] for name in resource["schema"]["primaryKey"])
            for row in rows
        ]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize("text", ["=1+1", "+33", "-5", "@SUM(A1)", "\t=1"])
def test_a_spreadsheet_sees_no_formula(text: str) -> None:
    column: Column[str] = Column("text", "string", "Any text.", lambda it: it)
    found = csv_file(table("texts", "Texts", "text", [column], [text])).decode()
    assert next(csv.reader([found.split("\r\n")[1]])) == [f"'{text}"]


def test_every_version_stands_in_the_lines_as_its_own_page_of_data_says_it() -> None:
    lines = [json.loads(line) for line in download("/versions.jsonl").splitlines()]
    assert len(lines) == sum(len(holding.numbers) for holding in edition().shelf.entries.values())
    for line in lines:
        assert line == json.loads(download(f"/algorithmes/{line['slug']}/{line['version']}.json"))
    current = [json.loads(line) for line in download("/algorithmes.jsonl").splitlines()]
    shown = {holding.slug: holding.shown for holding in edition().shelf.entries.values()}
    assert {line["slug"]: line["version"] for line in current} == shown


def test_the_database_holds_every_row_and_its_keys_hold(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for item in tables(edition().shelf):
        (count,) = database.execute(f"SELECT count(*) FROM {item.name}").fetchone()  # noqa: S608 - names of ours
        assert count == len(item.rows) > 0, item.name


def test_the_database_says_what_each_column_holds(database: sqlite3.Connection) -> None:
    for item in tables(edition().shelf):
        query = "SELECT sql FROM sqlite_master WHERE name = ?"
        (sql,) = database.execute(query, [item.name]).fetchone()
        for column in item.columns:
            assert re.search(f"-- {re.escape(column.description)}\n  {column.name} ", sql)


def test_the_questions_of_the_guide_have_answers(database: sqlite3.Connection) -> None:
    guide = (ROOT / "docs" / "auditing.md").read_text(encoding="utf-8")
    queries = re.findall(r"```sql\n(.*?)```", guide, re.DOTALL)
    assert len(queries) == 3
    assert all(database.execute(query).fetchall() for query in queries)
    assert re.findall(r"^\| `(\w+)` \|", guide, re.MULTILINE) == [
        item.name for item in tables(edition().shelf)
    ]


def test_the_database_opens_in_datasette_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "registre.sqlite"
    path.write_bytes(download("/registre.sqlite"))

    def ask(address: str) -> Any:
        command = [sys.executable, "-m", "datasette", str(path), "--get", f"/registre/{address}"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
        return json.loads(done.stdout)

    rows = ask("entries.json?_shape=array&_size=max")
    assert {row["slug"] for row in rows} == set(edition().shelf.entries)
    found = ask("sections.json?_shape=array&_search=boursiers&_size=max")
    assert {"parcoursup"} <= {row["slug"] for row in found}


def test_the_archive_is_a_register_that_checks_itself(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(download("/registre.zip"))) as file:
        assert file.testzip() is None
        file.extractall(tmp_path)
    folder = tmp_path / "registre"
    result = CliRunner().invoke(commands, ["--lang", "en", "check", "--register", str(folder)])
    assert result.exit_code == 0, result.output
    for holding in edition().shelf.entries.values():
        for item in holding.history:
            for name, expected in item.files.items():
                path = folder / item.slug / str(item.version) / name
                assert digest(path.read_bytes()) == expected
    assert not list(folder.rglob("letters"))


def test_a_table_names_its_key() -> None:
    found: tuple[Table, ...] = tables(edition().shelf)
    for item in found:
        names = [column.name for column in item.columns]
        keys = {tuple(row[names.index(name)] for name in item.key) for row in item.rows}
        assert len(keys) == len(item.rows), item.name
