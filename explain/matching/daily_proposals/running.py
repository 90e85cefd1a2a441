"""A whole day: from the private list to every outcome, the figures, and a certificate.

outcomes.private.csv   one row for each wish: private
figures.json           last ranks, bars and counts, small ones withheld: may be published
certificate.json       what was checked, on which data, and the digest of each file
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from explain import issues as common
from explain.canonical import digest, source_digest
from explain.errors import InvalidFile
from explain.issues import N_, Issue
from explain.matching.daily_proposals.day import UNBOUNDED
from explain.matching.daily_proposals.files import DayFiguresFile, DayHead
from explain.matching.daily_proposals.lists import Rows
from explain.matching.daily_proposals.place import STATES, counts
from explain.matching.daily_proposals.proposing import Outcome
from explain.matching.daily_proposals.reading import read_day
from explain.matching.daily_proposals.run import Run, evening, run_of, wanted
from explain.matching.privacy import disclosed
from explain.sources import Source

Report = Callable[[str], None]
OUTCOMES, FIGURES, CERTIFICATE = "outcomes.private.csv", "figures.json", "certificate.json"
AT_ONCE = 1 << 16
"""How many outcomes are written at once."""
CONDITIONS = ("P1", "P2", "P3", "P4", "P5", "P6", "P7")


def carry_out(source: Source, report: Report) -> Mapping[str, bytes]:
    """Run a day for everybody, and return the files of its result by name.

    `report` is told each step. Raises `InvalidFile` with every mistake, or where the file holds
    published figures; `CannotExplain` where a condition fails.
    """
    report(N_("Reading the tables"))
    run = _run(source)
    report(N_("Giving the places"))
    outcome = evening(run.day)
    report(N_("Writing the result"))
    files = {OUTCOMES: _outcomes(run, outcome), FIGURES: _json(_figures(run, outcome))}
    certificate = {
        **_about(run.lists.head),
        "run": source_digest(source),
        "conditions": dict.fromkeys(CONDITIONS, True),
        "rounds": outcome.rounds,
        "counts": {
            "candidates": len(run.lists.candidates.number),
            "wishes": len(run.rows),
            "programmes": len(run.lists.programmes),
            "houses": len(run.lists.houses),
        },
        "files": {
            name: {"digest": digest(data), "private": ".private." in name}
            for name, data in files.items()
        },
    }
    return {**files, CERTIFICATE: _json(certificate)}


def _run(source: Source) -> Run:
    file = read_day(source)
    if isinstance(file, DayFiguresFile):
        values = {"field": "kind", "value": file.kind, "allowed": "run"}
        raise InvalidFile([Issue(common.NOT_ALLOWED, source.name, None, "kind", values)])
    run = run_of(file)
    # The wishes stand in the columns of the day now.
    return replace(run, lists=run.lists.without_wishes())


def _about(head: DayHead) -> dict[str, Any]:
    return {
        "format": 1,
        "method": head.method,
        "title": head.title,
        "session": head.session,
        "day": head.day,
        "synthetic": head.synthetic,
    }


def _outcomes(run: Run, outcome: Outcome) -> bytes:
    """Write one row a wish: what that person's own result needs, and nothing else."""
    data = io.BytesIO()
    data.write(b"candidate,wish,programme,house,call_rank,state\n")
    programmes = [_cell(item.id) for item in run.lists.programmes]
    # The number of no house is -1, the last of these.
    houses = [*(_cell(item.id) for item in run.lists.houses), ""]
    for start in range(0, len(run.rows), AT_ONCE):
        listed = np.arange(start, min(start + AT_ONCE, len(run.rows)))
        data.write(_rows(run, outcome, listed, (programmes, houses)).encode())
    return data.getvalue()


def _rows(run: Run, outcome: Outcome, listed: Rows, names: tuple[list[str], list[str]]) -> str:
    """Return the outcomes of some wishes of the lists, as lines."""
    lists, columns, rows = run.lists, run.day.wishes, run.rows[listed]
    whose = lists.whose(listed)
    cells = zip(
        lists.candidates.number[whose].tolist(),
        (listed - lists.first[whose] + 1).tolist(),
        columns.programme[rows].tolist(),
        columns.house[rows].tolist(),
        columns.call_rank[rows].tolist(),
        outcome.status[rows].tolist(),
        strict=True,
    )
    programmes, houses = names
    return "".join(
        [
            f"{candidate},{wish},{programmes[programme]},{houses[house]},{rank},{STATES[state]}\n"
            for candidate, wish, programme, house, rank, state in cells
        ]
    )


def _cell(name: str) -> str:
    """Write a name as a cell of a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="").writerow((name, ""))
    return text.getvalue()[:-1]


def _figures(run: Run, outcome: Outcome) -> dict[str, Any]:
    houses = [
        {"id": house.id, "beds": house.beds, "bar": bar, "highest": _bounded(highest)}
        for house, bar, highest in zip(
            run.lists.houses, outcome.bars.tolist(), outcome.highest.tolist(), strict=True
        )
    ]
    return {
        **_about(run.lists.head),
        "programmes": list(_programmes(run, outcome)),
        "houses": houses,
    }


def _programmes(run: Run, outcome: Outcome) -> Iterator[dict[str, Any]]:
    called = np.maximum(outcome.called, run.day.programmes.last_called).tolist()
    for index, programme in enumerate(run.lists.programmes):
        offers, waiting = counts(run, outcome, index)
        told = disclosed((offers, waiting), synthetic=run.lists.synthetic)
        yield {
            "id": programme.id,
            "wanted": wanted(programme),
            "limit_rank": programme.limit_rank,
            "last_called": called[index],
            "full": waiting > 0,
            "moved_on": run.lists.head.day if offers else programme.moved_on,
            "offers": told[0],
            "waiting": told[1],
        }


def _bounded(rank: int) -> int | None:
    return None if rank == UNBOUNDED else rank


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
