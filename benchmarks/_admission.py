"""Rows of `benchmarks/matching.py` for places by points: whole runs, and one person in them."""

import time
import tracemalloc
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from _report import Result

from explain.case import validate_case
from explain.engines import explain, load
from explain.matching.admission.certificate import certify
from explain.matching.admission.corrections import MOST_DATA, Correction
from explain.matching.admission.cutoffs import cutoffs
from explain.matching.admission.deferred import admitted
from explain.matching.admission.judging import judge
from explain.matching.admission.market import Market
from explain.matching.admission.person import Person, Wish
from explain.matching.admission.publishing import publish
from explain.matching.admission.reruns import placed, reruns, standing
from explain.matching.admission.rows import Person as PersonRow
from explain.matching.admission.rows import Programme
from explain.matching.admission.run import Run
from explain.matching.admission.run_file import RunFile
from explain.matching.admission.spec import AdmissionFile
from explain.sources import Source

_SPEC: dict[str, Any] = {"lottery": "number", "method": "deferred_acceptance", "groups": ()}
ENTRIES = Path(__file__).resolve().parents[1] / "entries"
SPEC = AdmissionFile.model_construct(**_SPEC)


def market(persons: int, wishes: int, programmes: int) -> Market:
    """Draw a run: popular and other programmes, places for 95 persons in 100."""
    random = np.random.default_rng(2026)
    asked = random.integers(0, programmes, (persons, wishes))
    for _ in range(30):  # draw again whoever asks twice for the same
        ordered = np.sort(asked, axis=1)
        twice = (ordered[:, 1:] == ordered[:, :-1]).any(axis=1)
        asked[twice] = random.integers(0, programmes, (int(twice.sum()), wishes))
    return Market(
        starts=np.arange(persons + 1) * wishes,
        programmes=asked.ravel(),
        merits=random.integers(0, 44_000_000, persons * wishes),
        lots=random.permutation(persons),
        capacities=np.full(programmes, persons * 95 // (100 * programmes)),
    )


def admissions(*, quick: bool) -> Iterable[Result]:
    """Time deferred acceptance and its certificate, and show how it grows."""
    sizes = ((10_000, 200), (100_000, 2_000), (1_000_000, 20_000))
    for persons, programmes in sizes[:2] if quick else sizes:
        run = market(persons, 14, programmes)
        start = time.process_time()
        found = admitted(run)
        middle = time.process_time()
        certify(run, found)
        end = time.process_time()
        title = f"deferred acceptance, {persons:,} persons x 14, {programmes:,} programmes"
        reach = 0.5 * persons / 100_000
        yield Result(title, middle - start, "s CPU", reach=reach)
        yield Result(f"{title}: certificate", end - middle, "s CPU", reach=reach)
        tracemalloc.start()
        certify(run, admitted(run))
        most = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        yield Result(f"{title}: memory beside the data", most, "MB", reach=persons / 1000)


def one_person(times: int) -> Iterable[Result]:
    """Time one person from cut-offs, and with every exact re-run."""
    run = _run(5_000)
    found = admitted(run.market)
    known = cutoffs(publish(run, found).file)
    person = _person(run, 4_000)
    start = time.process_time()
    for _ in range(100 * times):
        judge(person, known)
    spent = (time.process_time() - start) / (100 * times)
    yield Result("one person’s 14 wishes, from cut-offs", spent * 1e3, "ms CPU", reach=1)
    yield _whole(100 * times)
    start = time.process_time()
    here = standing(SPEC, person, run)
    results = placed(here, judge(person, cutoffs(publish(here.run, here.found).file)))
    tuple(reruns(SPEC, here, results, _corrections(person)))
    spent = time.process_time() - start
    yield Result("one person by re-runs, a programme of 5,000 candidates", spent, "s CPU", reach=1)


def _corrections(person: Person) -> Iterator[Correction]:
    """Yield as many corrected persons as there may be, each with a little more."""
    for more in range(1, MOST_DATA + 1):
        wishes = tuple(
            replace(wish, points=(wish.points or Decimal(0)) + more) for wish in person.wishes
        )
        yield Correction("more", at=True, person=replace(person, wishes=wishes))


def _whole(times: int) -> Result:
    """Time the whole explanation from cut-offs, the rules that give the points included."""
    folder = ENTRIES / "affelnet-paris"
    named = ("2/matching.yaml", "1/points.yaml")
    files = {name.partition("/")[2]: (folder / name).read_bytes() for name in named}
    algorithm = load(files, "matching.yaml")
    cutoffs_file = folder / "allocations" / "seuils-2021.yaml"
    allocation = Source(cutoffs_file.name, cutoffs_file.read_bytes())
    schools = ("condorcet", "turgot", "sophie_germain", "charlemagne", "victor_hugo", "buffon")
    answers = {
        "voeux": [{"lycee": school, "secteur": "secteur_1"} for school in schools],
        "bonus_ips": "moyen",
        "points_notes": 3000,
        "points_socle": 4600,
    }
    case = validate_case(algorithm.spec, answers, date(2021, 6, 27))
    spent = float("inf")
    for _ in range(times):
        start = time.process_time()
        explain(algorithm, case, allocation)
        spent = min(spent, time.process_time() - start)
    title = "one person’s 6 wishes, points by rules, cut-offs and the whole record"
    return Result(title, spent * 1e3, "ms CPU", reach=1)


def _run(persons: int) -> Run:
    """Return a run in which everybody wishes the first of 40 programmes."""
    drawn = market(persons, 14, 40)
    drawn.programmes[::14] = 0
    for wish in range(1, 14):  # nobody wishes it twice
        column = drawn.programmes[wish::14]
        column[column == 0] = 39 - wish
    programmes = tuple(
        Programme(f"q{number}", f"Q{number}", int(capacity), {}, ("", 0))
        for number, capacity in enumerate(drawn.capacities)
    )
    people = tuple(
        PersonRow(f"p{number}", int(lot), frozenset(), ("", 0))
        for number, lot in enumerate(drawn.lots)
    )
    file = RunFile(
        format=1,
        method="deferred_acceptance",
        kind="run",
        synthetic=False,
        title="Run",
        session=2026,
        programmes=(),
        persons=(),
        wishes=(),
    )
    return Run(file, programmes, people, drawn, Decimal(1), Decimal(0))


def _person(run: Run, number: int) -> Person:
    first, last = (int(run.market.starts[number + step]) for step in (0, 1))
    wishes = tuple(
        Wish(
            run.programmes[int(run.market.programmes[wish])].id,
            run.points(int(run.market.merits[wish])),
        )
        for wish in range(first, last)
    )
    return Person(wishes, run.persons[number].lottery, frozenset())
