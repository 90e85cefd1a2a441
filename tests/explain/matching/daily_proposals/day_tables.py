"""The same day as tables: written by hand for the small day, and from any day in one file."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from explain.matching.daily_proposals.files import DayRunFile
from explain.sources import Source
from tests.explain.matching.daily_proposals.day_files import DAY

NAMES = ("programmes", "houses", "candidates", "wishes")
HEAD = DAY[: DAY.index("programmes:")]
FILE = HEAD + "".join(f"{name}: {name}.csv\n" for name in NAMES)
TABLES = {
    "programmes": "programme,places,scholarship,last_called,moved_on\nmaths,2,50,1,5\nlaw,1,,,\n",
    "houses": "house,beds\nschool,1\n",
    "candidates": "candidate,holder,responder\n1,0,0\n2,0,0\n3,0,1\n4,1,0\n",
    "wishes": """\
candidate,programme,rank,house,house_rank,preference
1,maths,1,,,
1,law,2,,,
2,maths,2,,,
2,maths,2,school,2,
3,maths,3,,,1
3,law,1,,,2
4,maths,4,school,1,
""",
}
"""The small day of `day_files`."""

Rows = list[dict[str, Any]]


def tabled(file: str = FILE, **tables: str | bytes) -> Source:
    """Return the small day, with some tables changed."""
    texts = {**TABLES, **tables}
    beside = {
        f"{name}.csv": text if isinstance(text, bytes) else text.encode()
        for name, text in texts.items()
    }
    return Source("run.yaml", file.encode(), beside)


def rows_of(day: DayRunFile) -> Mapping[str, Rows]:
    """Return the tables that say what a day in one file says."""
    programmes = [
        {
            "programme": item.id,
            "label": item.label,
            "places": item.places,
            "wanted": item.wanted,
            "limit_rank": item.limit_rank,
            "last_called": item.last_called,
            "last_called_before": item.last_called_before,
            "moved_on": item.moved_on,
            "scholarship": item.rates.scholarship,
            "residence": item.rates.residence,
        }
        for item in day.programmes
    ]
    houses = [
        {"house": item.id, "label": item.label, "beds": item.beds, "released": int(item.released)}
        for item in day.houses
    ]
    candidates = [
        {"candidate": one.id, "holder": int(one.holder), "responder": int(one.responder)}
        for one in day.candidates
    ]
    tables = (programmes, houses, candidates, list(_wishes(day)))
    return dict(zip(NAMES, tables, strict=True))


def _wishes(day: DayRunFile) -> Iterator[dict[str, Any]]:
    programmes = {item.id: item for item in day.programmes}
    houses = {item.id: item for item in day.houses}
    for one in day.candidates:
        for wish in one.wishes:
            programme = programmes[wish.programme]
            ranking = houses[wish.house].ranking if wish.house else ()
            yield {
                "candidate": one.id,
                "programme": wish.programme,
                "rank": programme.ranking.index(one.id) + 1,
                "resident": int(one.id in programme.residents),
                "house": wish.house,
                "house_rank": ranking.index(one.id) + 1 if ranking else None,
                "state": wish.state,
                "preference": wish.preference,
                "archived": int(wish.archived),
            }


def as_tables(text: str, day: DayRunFile, ending: str) -> Source:
    """Return a day with tables beside it; `text` is the same day in one file."""
    tables = {name: rows for name, rows in rows_of(day).items() if rows}
    head = text[: text.index("\nprogrammes:") + 1]
    names = "".join(f"{name}: {name}.{ending}\n" for name in tables)
    write = _csv if ending == "csv" else _parquet
    beside = {f"{name}.{ending}": write(rows) for name, rows in tables.items()}
    return Source("run.yaml", (head + names).encode(), beside)


def _csv(rows: Rows) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _parquet(rows: Rows) -> bytes:
    data = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), data)
    return data.getvalue()
