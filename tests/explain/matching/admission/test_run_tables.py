"""The tables of a run: every bad row is reported, with its file, its row and its column."""

import io
import subprocess
import sys
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from explain.errors import InvalidFile
from explain.matching.admission.run import read_run
from explain.sources import Source
from tests.explain.matching.admission.builders import RUN

HEAD = RUN[: RUN.index("programmes:")]
FILE = HEAD + "programmes: programmes.csv\npersons: persons.csv\nwishes: wishes.csv\n"
TABLES = {
    "programmes.csv": "programme,label,capacity,reserved.grants\na,School A,2,1\nb,School B,1,0\n",
    "persons.csv": "person,lottery,grants\np1,1,0\np2,2,1\np3,3,0\n",
    "wishes.csv": "person,rank,programme,points\np1,1,a,90.5\np2,1,a,40\np3,1,a,80\np3,2,b,80\n",
}


def found(file: str = FILE, **tables: str | bytes) -> list[tuple[str, str, int | None, str]]:
    """Return code, file, row and column of everything wrong; a table is named before its dot."""
    changed = {**{name.partition(".")[0]: text for name, text in TABLES.items()}, **tables}
    beside = {f"{name}.csv": _bytes(text) for name, text in changed.items()}
    with pytest.raises(InvalidFile) as error:
        read_run(Source("run.yaml", file.encode(), beside))
    return [(one.code.id, one.file, one.line, one.field) for one in error.value.issues]


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def wishes(*rows: str) -> str:
    return "\n".join(["person,rank,programme,points", *rows, ""])


def test_tables_beside_the_run_are_read() -> None:
    beside = {name: text.encode() for name, text in TABLES.items()}
    run = read_run(Source("run.yaml", FILE.encode(), beside))
    assert [len(run.programmes), len(run.persons), len(run.market.merits)] == [2, 3, 4]


def test_parquet_gives_the_same_run_as_csv() -> None:
    columns: dict[str, Any] = {
        "person": ["p1", "p2", "p3", "p3"],
        "rank": [1, 1, 1, 2],
        "programme": ["a", "a", "a", "b"],
        "points": [90.5, 40.0, 80.0, 80.0],
    }
    data = io.BytesIO()
    pq.write_table(pa.table(columns), data)
    beside = {name: text.encode() for name, text in TABLES.items()}
    by_csv = read_run(Source("run.yaml", FILE.encode(), beside))
    beside["wishes.parquet"] = data.getvalue()
    file = FILE.replace("wishes.csv", "wishes.parquet")
    by_parquet = read_run(Source("run.yaml", file.encode(), beside))
    assert by_parquet.market.merits.tolist() == by_csv.market.merits.tolist()


def test_a_broken_parquet_file_is_named() -> None:
    beside = {name: text.encode() for name, text in TABLES.items()} | {"w.parquet": b"PAR1"}
    file = FILE.replace("wishes.csv", "w.parquet")
    with pytest.raises(InvalidFile) as error:
        read_run(Source("run.yaml", file.encode(), beside))
    assert [(one.code.id, one.file) for one in error.value.issues] == [("E524", "w.parquet")]


def test_every_bad_row_is_reported_at_once() -> None:
    bad = wishes("p1,1,a,ninety", "p2,first,a,40", "p3,1,a", "p3,0,b,80", ",1,a,7")
    assert found(wishes=bad) == [
        ("E533", "wishes.csv", 2, "points"),
        ("E531", "wishes.csv", 3, "rank"),
        ("E528", "wishes.csv", 4, ""),
        ("E532", "wishes.csv", 5, "rank"),
        ("E530", "wishes.csv", 6, "person"),
    ]


def test_a_quote_that_is_not_closed_spoils_no_other_row() -> None:
    bad = wishes('"p1,1,a,9', "p2,first,a,40", '"p3",1,a,80', '"p4,1,b,7', "p3,2,b,x")
    assert found(wishes=bad) == [
        ("E529", "wishes.csv", 2, ""),
        ("E531", "wishes.csv", 3, "rank"),
        ("E529", "wishes.csv", 5, ""),
        ("E533", "wishes.csv", 6, "points"),
    ]


def test_a_cell_that_is_too_long_spoils_no_other_row() -> None:
    bad = wishes(f"{'p' * 200_000},1,a,9", "p2,1,a,40", "p3,1,b,x")
    assert [found_[:3] for found_ in found(wishes=bad)] == [
        ("E529", "wishes.csv", 2),
        ("E533", "wishes.csv", 4),
    ]


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ({"wishes": wishes("p1,1,a,9", "p1,2,a,9", "p2,1,b,1")}, ("E535", 3, "programme")),
        ({"wishes": wishes("p1,1,a,9", "p1,1,b,9")}, ("E539", 3, "rank")),
        ({"wishes": wishes("p1,1,a,9", "p1,3,b,9")}, ("E540", 3, "rank")),
        ({"wishes": wishes("p1,1,a,9", "p2,1,b,9", "p3,1,z,9")}, ("E536", 4, "programme")),
        ({"wishes": wishes("p1,1,a,9", "p2,1,b,9", "p9,1,b,9")}, ("E536", 4, "person")),
        ({"persons": "person,lottery,grants\np1,1,0\np2,1,1\np3,3,0\n"}, ("E535", 3, "lottery")),
        ({"persons": "person,lottery,grants\np1,1,no\np2,2,1\np3,3,0\n"}, ("E534", 2, "grants")),
        ({"programmes": "programme,capacity\na,-1\nb,1\n"}, ("E532", 2, "capacity")),
        ({"programmes": "programme,capacity\na,1\nb,1\nc,1\n"}, ("E537", 4, "programme")),
        (
            {"programmes": "programme,capacity,reserved.grants\na,1,2\nb,1,0\n"},
            ("E538", 2, "capacity"),
        ),
        ({"programmes": "programme,name\na,1\n"}, ("E526", 1, "capacity")),
        ({"persons": "person,lottery,grants,surname\np1,1,0,X\n"}, ("E527", 1, "surname")),
        ({"wishes": 'person,rank,programme,points\n"p1,1,a,9\n'}, ("E529", 2, "")),
    ],
    ids=str,
)
def test_what_cannot_be_is_named(tables: dict[str, str], expected: tuple[str, int, str]) -> None:
    issues = [(code, row, column) for code, _, row, column in found(**tables)]
    assert expected in issues


def test_one_list_refuses_a_person_who_stands_in_it_twice() -> None:
    file = FILE.replace("deferred_acceptance", "points_with_capacity")
    rows = "person,programme,points\np1,a,9\np2,b,8\np1,b,7\n"
    assert found(file, wishes=rows) == [("E535", "wishes.csv", 4, "person")]


def test_a_table_that_is_not_there_is_named() -> None:
    assert found(FILE.replace("wishes.csv", "other.csv"))[0] == ("E523", "run.yaml", 10, "wishes")


def test_a_real_run_needs_its_salt() -> None:
    assert found(FILE.replace("synthetic: true", "synthetic: false"))[0][0] == "E444"


def test_parquet_without_its_library_is_said_plainly() -> None:
    code = """if True:
        import sys
        sys.modules["pyarrow"] = None
        from explain.errors import InvalidFile
        from explain.matching.parquet import parquet_rows
        try:
            next(parquet_rows("w.parquet", b""))
        except InvalidFile as error:
            print(error.issues[0].code.id)
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "E525\n"
