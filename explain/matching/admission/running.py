"""A whole run: from the private data to every outcome, cut-offs, and a certificate.

outcomes.private.csv   one row for each person: private
cutoffs.json           cut-offs and counts, small ones withheld: may be published
certificate.json       what was checked, on which data, and the digest of each file
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from explain.canonical import digest, source_digest
from explain.issues import N_
from explain.matching.admission.certificate import certify
from explain.matching.admission.cutoffs import write_cutoffs
from explain.matching.admission.deferred import admitted
from explain.matching.admission.market import Whole
from explain.matching.admission.publishing import publish
from explain.matching.admission.run import Run, read_run
from explain.sources import Source

Report = Callable[[str], None]
OUTCOMES, CUTOFFS, CERTIFICATE = "outcomes.private.csv", "cutoffs.json", "certificate.json"
GUARANTEES = ("own_wish", "capacity", "stability", "reserves")


def carry_out(source: Source, report: Report) -> Mapping[str, bytes]:
    """Run an allocation, and return the files of its result by name.

    `report` is told each step. Raises `InvalidFile` with every bad row, `CannotExplain` where
    a guarantee fails.
    """
    report(N_("Reading the tables"))
    run = read_run(source)
    report(N_("Giving the places"))
    found = admitted(run.market)
    report(N_("Checking the result"))
    certify(run.market, found)
    report(N_("Writing the result"))
    key = source_digest(source)
    files = {
        OUTCOMES: _outcomes(run, found),
        CUTOFFS: write_cutoffs(publish(run, found, key).file),
    }
    return {**files, CERTIFICATE: _certificate(run, found, key, files)}


def _outcomes(run: Run, found: Whole) -> bytes:
    """Write one row a person: what that person's own result needs, and nothing else."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("person", "lottery", "programme", "wish", "points"))
    writer.writerows(_rows(run, found))
    return text.getvalue().encode()


def _rows(run: Run, found: Whole) -> Iterator[tuple[object, ...]]:
    market = run.market
    ranks = (found - market.starts[:-1] + 1).tolist()
    for person, wish, rank in zip(run.persons, found.tolist(), ranks, strict=True):
        if wish < 0:
            yield person.id, person.lottery, "", "", ""
        else:
            programme = run.programmes[int(market.programmes[wish])].id
            yield person.id, person.lottery, programme, rank, run.points(int(market.merits[wish]))


def _certificate(run: Run, found: Whole, key: str, files: Mapping[str, bytes]) -> bytes:
    content = {
        "format": 1,
        "method": run.file.method,
        "title": run.file.title,
        "session": run.file.session,
        "synthetic": run.file.synthetic,
        "run": key,
        "guarantees": dict.fromkeys(GUARANTEES, True),
        "counts": {
            "persons": len(run.persons),
            "wishes": len(run.market.merits),
            "programmes": len(run.programmes),
            "admitted": int(np.count_nonzero(found >= 0)),
        },
        "files": {
            name: {"digest": digest(data), "private": ".private." in name}
            for name, data in files.items()
        },
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
