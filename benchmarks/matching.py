"""How quickly people are called, offered places and matched, and with how much memory."""

import resource
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from _admission import admissions, one_person
from _parcoursup import first_day, next_day
from _report import Result, main, spent_by
from numpy.typing import NDArray

from explain.matching.call_order.arrays import call_arrays
from explain.matching.call_order.certificate_arrays import broken_guarantees
from explain.matching.call_order.order import Rates
from explain.matching.daily_proposals.figures import from_figures
from explain.matching.daily_proposals.files import DayFiguresFile, DayRunFile
from explain.matching.daily_proposals.place import places
from explain.matching.daily_proposals.proposing import propose
from explain.matching.daily_proposals.reruns import reruns
from explain.matching.daily_proposals.run import evening, run_of


def measure(quick: bool) -> Iterable[Result]:  # noqa: FBT001 - the one argument of a benchmark
    """Time each method on synthetic persons; each row says how many."""
    # First, while this process is small: its memory counts for those that it starts.
    yield from carried_out(9_000 if quick else 900_000)
    yield from called(3 if quick else 9)
    yield from explained(3 if quick else 9)
    yield from admissions(quick=quick)
    yield from one_person(3 if quick else 9)
    yield from proposed(*((90_000, 1_400) if quick else (900_000, 14_000)))


def called(times: int) -> Iterable[Result]:
    """Time the call order, the certificate apart, up to a million ranked wishes."""
    generator = np.random.default_rng(2026)
    kinds = generator.choice(4, 1_000_000, p=[0.1, 0.1, 0.6, 0.2]).astype(np.uint8)
    # Linear is 10, quadratic 100. With one rate the work is so slight that memory tells: arrays of
    # a million no longer fit the caches, and their pages come anew from the system.
    for name, rates, reach, most in (
        ("one rate", Rates(20), 50, 40),
        ("two rates", Rates(20, 90), 500, 20),
    ):
        million = f"call order, a million ranked wishes, {name}"
        sizes = (10_000, 100_000, 1_000_000)
        spent = [seconds * 1e3 for seconds in growing(kinds, rates, sizes, times)]
        for size, smaller, larger in zip(sizes[1:], spent, spent[1:], strict=False):
            growth = f"call order, {size:,} ranked wishes, {name}: against ten times fewer"
            yield Result(growth, larger, "ms CPU", reach=most, anchor=smaller)
        calls = call_arrays(kinds, rates)
        checked = best(partial(broken_guarantees, kinds, rates, calls), times) * 1e3
        yield Result(million, spent[-1], "ms CPU", reach=reach)
        yield Result(f"{million}: certificate", checked, "ms CPU", reach=100)
    yield memory("memory after the call orders", reach=400)


def growing(
    kinds: NDArray[np.uint8], rates: Rates, sizes: tuple[int, ...], times: int
) -> list[float]:
    """Return the least CPU time of each size, in seconds.

    Sizes take turns, and a small one is called as often as makes the work of the largest, so
    that what else the machine does weighs alike on all of them.
    """
    found = [float("inf")] * len(sizes)
    for _ in range(times):
        for place, size in enumerate(sizes):
            repeats = sizes[-1] // size
            start = time.process_time()
            for _ in range(repeats):
                call_arrays(kinds[:size], rates)
            found[place] = min(found[place], (time.process_time() - start) / repeats)
    return found


def proposed(candidates: int, programmes: int) -> Iterable[Result]:
    """Time whole days of offers with boarding and the automatic responder, checks included."""
    day = first_day(candidates, 13, programmes)
    for number in (1, 2, 30):
        start = time.process_time()
        evening = propose(day)
        spent = time.process_time() - start
        if evening.broken:
            sys.exit(f"day {number} breaks {', '.join(evening.broken)}")
        title = f"offers of day {number}, {candidates:,} candidates x 13, {programmes:,} programmes"
        yield Result(title, spent, "s CPU", reach=60 * candidates / 900_000)
        day = next_day(day, evening.status, evening.called, 2 if number == 1 else 30)
    yield memory("memory after the days of offers", reach=2000)


def carried_out(most: int) -> Iterable[Result]:
    """Time the command on the tables of a whole day, from reading them to writing the result."""
    here = Path(__file__).parent
    command = [str(Path(sys.executable).with_name("grandjour")), "match", "parcoursup"]
    for ending in ("parquet", "csv"):
        before = None
        for candidates in (9_000, 90_000, 900_000):
            if candidates > most:
                break
            with TemporaryDirectory() as name:
                data, out = Path(name) / "data", Path(name) / "out"
                wanted = [str(data), str(candidates), str(candidates * 14 // 900), ending]
                spent_by([sys.executable, str(here / "_day_tables.py"), *wanted])
                where = ["--data", str(data), "--out", str(out)]
                entries = ["--register", str(here.parent / "entries")]
                spent, held = spent_by([*command, *where, *entries])
            title = f"a day in {ending}, {candidates:,} candidates x 13, read, run and written"
            yield Result(title, spent, "s CPU", reach=180)
            yield Result(f"{title}: memory", held, "MB", reach=2000)
            if before:
                # Linear is 10, quadratic 100; columns of ten million rows no longer fit the caches.
                yield Result(f"{title}: against ten times fewer", spent, "s CPU", 15, before)
            before = spent


def explained(times: int) -> Iterable[Result]:
    """Time one person of a day: from published figures, and with every exact re-run."""
    figures = DayFiguresFile.model_validate(
        {
            "format": 1,
            "method": "daily_proposals",
            "kind": "figures",
            "synthetic": True,
            "title": "Figures",
            "session": 2026,
            "day": 20,
            "programme": {"id": "maths", "wanted": 45, "last_called": 120},
        }
    )
    spent = best(partial(from_figures, figures, 130, None, None), 100 * times) * 1e3
    yield Result("one person of a day, from published figures", spent, "ms CPU", reach=1)
    run = run_of(one_programme(5_000))
    candidate = run.lists.candidate(3_000)
    wishes = places(run, evening(run.day), candidate)
    data = (("holder", "holder"), ("responder", "responder"))
    spent = best(partial(reruns, run, candidate, wishes, data), times)
    yield Result("one person by re-runs, a programme of 5,000", spent, "s CPU", reach=1)


def one_programme(size: int) -> DayRunFile:
    """Invent a programme with a house: one candidate in five holds a scholarship."""
    numbers = list(range(1, size + 1))
    programme = {
        "id": "maths",
        "places": size // 10,
        "rates": {"scholarship": 25},
        "ranking": numbers,
    }
    house = {"id": "school", "beds": size // 50, "ranking": numbers[::3]}
    plain, boarding = {"programme": "maths"}, {"programme": "maths", "house": "school"}
    candidates = [
        {
            "id": number,
            "holder": number % 5 == 0,
            "wishes": [plain, boarding] if number % 3 == 1 else [plain],
        }
        for number in numbers
    ]
    return DayRunFile.model_validate(
        {
            "format": 1,
            "method": "daily_proposals",
            "kind": "run",
            "synthetic": True,
            "title": "One programme",
            "session": 2026,
            "day": 30,
            "pivot": 30,
            "programmes": [programme],
            "houses": [house],
            "candidates": candidates,
        }
    )


def best(action: Callable[[], object], times: int) -> float:
    """Return the least CPU time, in seconds, of several runs."""
    found = []
    for _ in range(times):
        start = time.process_time()
        action()
        found.append(time.process_time() - start)
    return min(found)


def memory(name: str, reach: float) -> Result:
    """Return the most memory that the process has held so far."""
    return Result(name, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB", reach)


if __name__ == "__main__":
    main(measure)
