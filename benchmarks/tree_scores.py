"""Boosted trees: contributions from tables beside shap, woodelf and the libraries' own.

200 trees of depth 5, 20 inputs, 1,000 background rows; from a checked row to contributions, one
thread, CPU time. shap is given every background row, and answers at its own precision.
"""

import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from _boosted import BACKGROUND, FAMILIES, INPUTS, WIDTH, Boosted, rows, train
from _report import Result, main
from threadpoolctl import threadpool_limits

from explain.scores.attribution import exact
from explain.scores.attribution.shallow import tables
from explain.scores.attribution.shallow.tables import Tables
from explain.scores.models.columns import Floats
from explain.scores.models.forest_file import Origin, write_forest

PLAYERS = tuple(range(WIDTH))
WORKER = Path(__file__).parent / "_tables_worker.py"
FOREIGN = ("shap", "sklearn", "numba", "lightgbm", "xgboost", "pandas", "scipy")

Explain = Callable[[Floats], Any]


@dataclass(frozen=True)
class Contest:
    """One family: our tables, and what they are compared with."""

    family: str
    boosted: Boosted
    ours: Tables
    shap: Explain
    woodelf: Explain


def measure(quick: bool) -> Iterable[Result]:  # noqa: FBT001 - the one argument of a benchmark
    """Explain random rows by every method, in turns."""
    os.environ["NUMBA_NUM_THREADS"] = "1"
    background = rows(BACKGROUND, 3)
    for family in FAMILIES[: 2 if quick else None]:
        boosted = train(family, 2000 if quick else 10_000)
        contest = Contest(
            family,
            boosted,
            tables.build(boosted.forest, PLAYERS, WIDTH, background, 0),
            shap_of(boosted.model, background),
            woodelf_of(boosted.model, background),
        )
        with threadpool_limits(1):
            yield from singly(contest, 8 if quick else 60)
            yield from together(contest, 1000 if quick else 10_000, 1 if quick else 5)
        yield from apart(contest, background, 2 if quick else 7)
        yield accuracy(contest, background, 5 if quick else 20)


def singly(contest: Contest, rounds: int) -> Iterable[Result]:
    """Explain one row after another; shap, the library's own method and ours take turns."""
    some = rows(rounds * 100, 4)
    ours, theirs, own = [], [], []
    native = contest.boosted.native
    for place in range(rounds):
        row = some[place : place + 1]
        theirs.append(seconds(contest.shap, row))
        if native:
            own += [seconds(native, some[other : other + 1]) for other in range(place, place + 5)]
        ours += [
            seconds(contest.ours.contributions, one)
            for one in some[place * 100 : place * 100 + 100]
        ]
    each = 1 / statistics.median(ours)
    name, unit = f"{contest.family}, one decision", "a second"
    shap = 1 / statistics.median(theirs)
    yield Result(f"{name}, beside shap", each, unit, 400, anchor=shap, at_least=True)
    if native:
        other = 1 / statistics.median(own)
        yield Result(f"{name}, beside its own method", each, unit, 8, anchor=other, at_least=True)
    slow = float(np.quantile(ours, 0.99)) * 1000
    yield Result(f"{name}, 99 of 100 take no longer than", slow, "ms CPU", 0.5)


def together(contest: Contest, count: int, rounds: int) -> Iterable[Result]:
    """Explain many rows at once."""
    many = rows(count, 5)
    ours, shap, woodelf = [], [], []
    for _ in range(rounds):
        ours.append(count / seconds(contest.ours.batch, many))
        shap.append(5 / seconds(contest.shap, many[:5]))
        woodelf.append(count / seconds(contest.woodelf, many))
    each, name, unit = statistics.median(ours), f"{contest.family}, {count:,} decisions", "a second"
    for other, found, reach in (("shap", shap, 600), ("woodelf", woodelf, 2)):
        anchor = statistics.median(found)
        yield Result(f"{name}, beside {other}", each, unit, reach, anchor=anchor, at_least=True)


def apart(contest: Contest, background: Floats, times: int) -> Iterable[Result]:
    """Build the tables, then explain a first row, each in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        origin = Origin(library=contest.family, version="1", model="benchmark")
        for file, data in write_forest(contest.boosted.forest, origin).items():
            (folder / file).write_bytes(data)
        (folder / "inputs.json").write_text(
            json.dumps([item.model_dump(mode="json") for item in INPUTS]), encoding="utf-8"
        )
        np.save(folder / "background.npy", background)
        built = child(folder)
        cold = [child(folder) for _ in range(times)]
    family = contest.family
    yield Result(f"{family}, building the tables", built["ready"], "s CPU", 5)
    yield Result(f"{family}, memory that building adds", built["added"], "MB", 300)
    first = statistics.median(one["whole"] for one in cold)
    yield Result(f"{family}, cold process to first explanation", first, "s CPU", 0.5)
    yield Result(f"{family}, memory of that process", cold[0]["peak"], "MB", 150)
    foreign = max(one["foreign"] for one in cold)
    yield Result(f"{family}, foreign libraries in that process", foreign, "libraries", 0)


def child(folder: Path) -> dict[str, float]:
    """Run the worker, which builds tables where the folder has none; return what it says."""
    command = [sys.executable, str(WORKER), str(folder), *FOREIGN]
    # As `grandjour` runs: no plugins of pydantic are looked for in what else is installed, and
    # NumPy starts no threads.
    light = {"PYDANTIC_DISABLE_PLUGINS": "__all__", "OPENBLAS_NUM_THREADS": "1"}
    settings = {**os.environ, **light}
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=settings)
    found: dict[str, float] = json.loads(run.stdout)
    return found


def accuracy(contest: Contest, background: Floats, count: int) -> Result:
    """Compare with the plain path, which the tests compare with all coalitions."""
    forest = contest.boosted.forest
    worst = max(
        float(
            np.abs(
                contest.ours.contributions(row)
                - exact.contributions(forest, PLAYERS, WIDTH, row, background, 0)
            ).max()
        )
        for row in rows(count, 6)
    )
    return Result(f"{contest.family}, largest error", worst, "log-odds", 1e-9)


def seconds(explain: Explain, some: Floats) -> float:
    """Return the CPU time that an explanation takes."""
    start = time.process_time()
    explain(some)
    return time.process_time() - start


def shap_of(model: Any, background: Floats) -> Explain:
    """Return shap's interventional explainer with all background rows, warmed up."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import shap  # noqa: PLC0415 - its import warns

        masker = shap.maskers.Independent(background, max_samples=len(background))
        explainer = shap.TreeExplainer(model, masker, feature_perturbation="interventional")

        def explain(some: Floats) -> Any:
            return explainer.shap_values(some, check_additivity=False)

        explain(background[:1])
    return explain


def woodelf_of(model: Any, background: Floats) -> Explain:
    """Return woodelf's explainer, which does the work of the background at every call."""
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        import pandas as pd  # noqa: PLC0415 - used here only
        from woodelf import WoodelfExplainer  # noqa: PLC0415 - its import prints

        names = [item.id for item in INPUTS]
        explainer = WoodelfExplainer(model, pd.DataFrame(background, columns=names))

    def explain(some: Floats) -> Any:
        return explainer.shap_values(pd.DataFrame(some, columns=names), verbose=False)

    return explain


if __name__ == "__main__":
    main(measure)
