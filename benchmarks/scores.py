"""How quickly a score is explained: one Signaux Faibles case, from validated case to record."""

import math
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from _report import Result, interleaved, main

from explain.canonical import to_record
from explain.case import Case, validate_case
from explain.details import Attribution
from explain.engines import Algorithm, explain, load

VERSION = Path(__file__).parent.parent / "entries" / "signaux-faibles" / "1"
FILES = ("score.yaml", "model.json", "background.csv")
DAY = date(2026, 11, 20)


def measure(quick: bool) -> Iterable[Result]:  # noqa: FBT001 - the one argument of a benchmark
    """Explain companies of the background, warm, one after another."""
    algorithm = load({name: (VERSION / name).read_bytes() for name in FILES}, "score.yaml")
    cases = companies(algorithm, 100 if quick else 1000)
    times = 3 if quick else 20

    def run(work: Callable[[Case], object]) -> float:
        start = time.process_time()
        for case in cases:
            work(case)
        return (time.process_time() - start) / len(cases) * 1000

    recorded, bare = interleaved(
        times,
        lambda: run(lambda case: to_record(explain(algorithm, case))),
        lambda: run(lambda case: explain(algorithm, case)),
    )
    yield Result("Signaux Faibles, case to record", recorded, "ms CPU", reach=2)
    yield Result("Signaux Faibles, case to explanation", bare, "ms CPU", reach=1)
    yield Result("base + contributions - output", worst(algorithm, cases), "log-odds", reach=1e-12)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Result("memory of the whole process", memory, "MB", reach=100)


def companies(algorithm: Algorithm, count: int) -> list[Case]:
    """Return the first companies of the background as validated cases."""
    header, *lines = (VERSION / "background.csv").read_text(encoding="utf-8").splitlines()
    names = header.split(",")
    return [
        validate_case(algorithm.spec, dict(zip(names, map(value, row), strict=True)), DAY)
        for row in (line.split(",") for line in lines[:count])
    ]


def value(text: str) -> Decimal | str:
    """Return a cell as a case holds it."""
    return text if text[0].isalpha() else Decimal(text)


def worst(algorithm: Algorithm, cases: Sequence[Case]) -> float:
    """Return the largest distance between the sum of the contributions and the output."""
    gaps = []
    for case in cases:
        detail = explain(algorithm, case).detail
        if isinstance(detail, Attribution):
            total = math.fsum([detail.base, *(share.value for share in detail.shares)])
            gaps.append(abs(total - detail.output))
    return max(gaps)


if __name__ == "__main__":
    main(measure)
