"""How quickly people are called, offered places and matched, and with how much memory."""

import resource
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
from _parcoursup import first_day, next_day
from _report import Result, main

from explain.matching.call_order.arrays import call_arrays
from explain.matching.call_order.certificate_arrays import broken_guarantees
from explain.matching.call_order.order import Rates
from explain.matching.daily_proposals.proposing import propose


def measure(quick: bool) -> Iterable[Result]:  # noqa: FBT001 - the one argument of a benchmark
    """Time each method on synthetic persons; each row says how many."""
    yield from called(3 if quick else 9)
    yield from proposed(*((90_000, 1_400) if quick else (900_000, 14_000)))


def called(times: int) -> Iterable[Result]:
    """Time the call order, the certificate apart, up to a million ranked wishes."""
    generator = np.random.default_rng(2026)
    kinds = generator.choice(4, 1_000_000, p=[0.1, 0.1, 0.6, 0.2]).astype(np.uint8)
    for name, rates, reach in (("one rate", Rates(20), 50), ("two rates", Rates(20, 90), 500)):
        for size in (10_000, 100_000, 1_000_000):
            ranked = kinds[:size]
            calls = call_arrays(ranked, rates)
            spent = best(partial(call_arrays, ranked, rates), times) * 1e3
            checked = best(partial(broken_guarantees, ranked, rates, calls), times)
            goal = reach * size / 1_000_000
            title = f"call order, {size:,} ranked wishes, {name}"
            yield Result(title, spent, "ms CPU", reach=max(goal, 1))
            yield Result(f"{title}: certificate", checked * 1e3, "ms CPU", reach=max(2 * goal, 2))
    yield memory("memory after the call orders", reach=400)


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
