"""A whole day: from the private list to every outcome, the figures, and a certificate.

outcomes.private.csv   one row for each wish: private
figures.json           last ranks, bars and counts, small ones withheld: may be published
certificate.json       what was checked, on which data, and the digest of each file
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from explain import issues as common
from explain.canonical import digest, source_digest
from explain.errors import InvalidFile
from explain.issues import N_, Issue
from explain.matching.daily_proposals.day import UNBOUNDED
from explain.matching.daily_proposals.files import DayRunFile
from explain.matching.daily_proposals.place import counts, state_of
from explain.matching.daily_proposals.proposing import Outcome
from explain.matching.daily_proposals.reading import read_day
from explain.matching.daily_proposals.run import Run, evening, run_of, wanted
from explain.matching.privacy import disclosed
from explain.reading import Source

Report = Callable[[str], None]
OUTCOMES, FIGURES, CERTIFICATE = "outcomes.private.csv", "figures.json", "certificate.json"
CONDITIONS = ("P1", "P2", "P3", "P4", "P5", "P6", "P7")


def carry_out(source: Source, report: Report) -> Mapping[str, bytes]:
    """Run a day for everybody, and return the files of its result by name.

    `report` is told each step. Raises `InvalidFile` with every mistake, or where the file holds
    published figures; `CannotExplain` where a condition fails.
    """
    report(N_("Reading the tables"))
    file = read_day(source)
    if not isinstance(file, DayRunFile):
        values = {"field": "kind", "value": file.kind, "allowed": "run"}
        raise InvalidFile([Issue(common.NOT_ALLOWED, source.name, None, "kind", values)])
    report(N_("Giving the places"))
    run = run_of(file)
    outcome = evening(run.day)
    report(N_("Writing the result"))
    files = {OUTCOMES: _outcomes(run, outcome), FIGURES: _json(_figures(run, outcome))}
    certificate = {
        **_about(file),
        "run": source_digest(source),
        "conditions": dict.fromkeys(CONDITIONS, True),
        "rounds": outcome.rounds,
        "counts": {
            "candidates": len(file.candidates),
            "wishes": len(run.row),
            "programmes": len(file.programmes),
            "houses": len(file.houses),
        },
        "files": {
            name: {"digest": digest(data), "private": ".private." in name}
            for name, data in files.items()
        },
    }
    return {**files, CERTIFICATE: _json(certificate)}


def _about(file: DayRunFile) -> dict[str, Any]:
    return {
        "format": 1,
        "method": file.method,
        "title": file.title,
        "session": file.session,
        "day": file.day,
        "synthetic": file.synthetic,
    }


def _outcomes(run: Run, outcome: Outcome) -> bytes:
    """Write one row a wish: what that person's own result needs, and nothing else."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("candidate", "wish", "programme", "house", "call_rank", "state"))
    for candidate in run.file.candidates:
        for number, wish in enumerate(candidate.wishes):
            rank = int(run.day.wishes.call_rank[run.row[candidate.id, number]])
            state = state_of(run, outcome, candidate.id, number)
            row = (candidate.id, number + 1, wish.programme, wish.house or "", rank, state)
            writer.writerow(row)
    return text.getvalue().encode()


def _figures(run: Run, outcome: Outcome) -> dict[str, Any]:
    houses = [
        {"id": house.id, "beds": house.beds, "bar": bar, "highest": _bounded(highest)}
        for house, bar, highest in zip(
            run.file.houses, outcome.bars.tolist(), outcome.highest.tolist(), strict=True
        )
    ]
    return {
        **_about(run.file),
        "programmes": list(_programmes(run, outcome)),
        "houses": houses,
    }


def _programmes(run: Run, outcome: Outcome) -> Iterator[dict[str, Any]]:
    called = np.maximum(outcome.called, run.day.programmes.last_called).tolist()
    for index, programme in enumerate(run.file.programmes):
        offers, waiting = counts(run, outcome, index)
        told = disclosed((offers, waiting), synthetic=run.file.synthetic)
        yield {
            "id": programme.id,
            "wanted": wanted(programme),
            "limit_rank": programme.limit_rank,
            "last_called": called[index],
            "full": waiting > 0,
            "moved_on": run.file.day if offers else programme.moved_on,
            "offers": told[0],
            "waiting": told[1],
        }


def _bounded(rank: int) -> int | None:
    return None if rank == UNBOUNDED else rank


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
