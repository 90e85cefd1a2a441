"""The tables of an invented day as large as Parcoursup, written to a folder: nobody exists.

`python _day_tables.py FOLDER CANDIDATES PROGRAMMES csv|parquet`
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from _parcoursup import first_day

from explain.matching.daily_proposals.day import NO_HOUSE, Day

RUN = """\
format: 1
method: daily_proposals
kind: run
synthetic: true
title: An invented day
session: 2026
day: 1
pivot: 30
"""
TABLES = ("programmes", "houses", "candidates", "wishes")
HOLD_SCHOLARSHIPS, LIVE_THERE = 0.2, 0.7
"""The shares of candidates who do so."""
AT_ONCE = 1 << 18


def write_day(folder: Path, candidates: int, programmes: int, ending: str) -> None:
    """Write a first day as `ending` (csv or parquet) into a new folder."""
    folder.mkdir()
    day = first_day(candidates, 13, programmes)
    for name, blocks in zip(TABLES, _tables(day), strict=True):
        write = _write_csv if ending == "csv" else _write_parquet
        write(folder / f"{name}.{ending}", blocks)
    names = "".join(f"{name}: {name}.{ending}\n" for name in TABLES)
    (folder / "run.yaml").write_text(RUN + names, "utf-8")


def _tables(day: Day) -> Iterator[Iterator[dict[str, Any]]]:
    """Yield the columns of each table, block by block."""
    dice = np.random.default_rng(2028)
    wanted, candidates = day.programmes.wanted, len(day.responders)
    asked = np.bincount(day.wishes.programme, minlength=len(wanted)) > 0
    lodges = np.bincount(day.wishes.house[day.wishes.house != NO_HOUSE]) > 0
    groups = np.flatnonzero(asked)
    yield iter(
        [
            {
                "programme": _names("p", groups),
                "places": wanted[groups],
                "limit_rank": day.programmes.limit_rank[groups],
                "scholarship": np.where(groups % 3 > 0, 5 * (groups % 7), 0),
                "residence": np.where(groups % 10 == 0, 60, 0),
            }
        ]
    )
    houses = np.flatnonzero(lodges)
    yield iter([{"house": _names("h", houses), "beds": day.houses.capacity[houses]}])
    numbers = np.arange(1, candidates + 1)
    holder = (dice.random(candidates) < HOLD_SCHOLARSHIPS).astype(np.int8)
    responder = day.responders.astype(np.int8)
    yield iter([{"candidate": numbers, "holder": holder, "responder": responder}])
    yield _wishes(day, dice)


def _wishes(day: Day, dice: np.random.Generator) -> Iterator[dict[str, Any]]:
    wishes = day.wishes
    order = np.argsort(wishes.candidate, kind="stable")
    lives = dice.random(len(day.responders)) < LIVE_THERE
    for start in range(0, len(order), AT_ONCE):
        rows = order[start : start + AT_ONCE]
        boards = wishes.house[rows] != NO_HOUSE
        yield {
            "candidate": wishes.candidate[rows] + 1,
            "programme": _names("p", wishes.programme[rows]),
            "rank": wishes.call_rank[rows],
            "resident": lives[wishes.candidate[rows]].astype(np.int8),
            "house": _where(boards, _names("h", wishes.house[rows])),
            "house_rank": _where(boards, wishes.house_rank[rows]),
            "preference": wishes.preference[rows],
        }


def _names(kind: str, numbers: Any) -> Any:
    return np.array([f"{kind}{number}" for number in numbers.tolist()], object)


def _where(here: Any, values: Any) -> Any:
    found = values.astype(object)
    found[~here] = None
    return found


def _write_csv(path: Path, blocks: Iterator[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for number, block in enumerate(blocks):
            if not number:
                writer.writerow(block)
            writer.writerows(zip(*(column.tolist() for column in block.values()), strict=True))


def _write_parquet(path: Path, blocks: Iterator[dict[str, Any]]) -> None:
    import pyarrow as pa  # noqa: PLC0415 - the extra `data`
    from pyarrow import parquet  # noqa: PLC0415 - the same

    writer = None
    for block in blocks:
        table = pa.table({name: pa.array(column) for name, column in block.items()})
        writer = writer or parquet.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


if __name__ == "__main__":
    write_day(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
