"""Deep forests: contributions from tables beside shap, which is given every background row.

scikit-learn's random forests of 200 trees of depth 10, 20 inputs, 1,000 background rows, one
thread; from an encoded row to contributions. `--quick` takes 50 trees.
"""

import itertools
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from _report import Result, interleaved, main
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

from explain.scores.attribution import exact
from explain.scores.attribution.deep import tables as deep
from explain.scores.attribution.deep.tables import DeepTables
from explain.scores.conversion import Declaration
from explain.scores.conversion.sklearn_model import read_estimator
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Forest
from explain.spec import Input

INPUTS, DEPTH, BACKGROUND, TRAINED = 20, 10, 1000, 10_000
PLAYERS = tuple(range(INPUTS))
UNIT = "decisions a second"
KINDS = {"classifier": RandomForestClassifier, "regressor": RandomForestRegressor}

BUILD = """
import sys, time
import numpy as np
from explain.scores.attribution.deep import tables as deep
from explain.scores.models.forest import Forest
with np.load(sys.argv[1]) as given:
    arrays = dict(given)
background = arrays.pop("background")
words = dict(precision="float32", test="at_most", space="value", columns=(), classes=())
forest = Forest(**words, **arrays)
players = tuple(range(background.shape[1]))
start = time.process_time()
tables = deep.build(forest, players, len(players), background)
seconds = time.process_time() - start
# Not `ru_maxrss`: a new process begins with that of the one that started it.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(seconds, int(peak.split()[1]) / 1024)
np.savez(sys.argv[2], **tables.arrays())
"""


@dataclass(frozen=True)
class Trained:
    """A forest, as trained and as we hold it, and its rows: those of the background first."""

    model: Any
    forest: Forest
    rows: Floats

    @property
    def background(self) -> Floats:
        """Return the rows of the background."""
        return self.rows[:BACKGROUND]

    @cached_property
    def shap(self) -> Any:
        """Return shap's explainer, which keeps all rows only when told to."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # shap's own deprecations, on import
            import shap  # noqa: PLC0415 - after the other imports, whose warnings count
        masker = shap.maskers.Independent(self.background, max_samples=BACKGROUND)
        return shap.TreeExplainer(self.model, masker, feature_perturbation="interventional")


def measure(quick: bool) -> Iterable[Result]:  # noqa: FBT001 - the one argument of a benchmark
    """Train, build in a process of its own, explain one row after another, then many."""
    for kind in KINDS:
        trained = train(kind, 50 if quick else 200)
        tables, seconds, peak = built(trained)
        yield Result(f"{kind}, tables", tables.size / 1e6, "MB", reach=500)
        yield Result(f"{kind}, peak of building", peak, "MB", reach=800)
        yield Result(f"{kind}, building", seconds, "s CPU", reach=20)
        yield from compared(kind, trained, tables, 3 if quick else 20, 1000 if quick else 10_000)
        yield Result(f"{kind}, largest error", error(trained, tables), "", reach=1e-9)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Result("memory of the whole process, scikit-learn and shap included", memory, "MB", 4000)


def train(kind: str, trees: int) -> Trained:
    """Fit a forest to ten thousand rows."""
    draw = np.random.default_rng(0)
    rows = draw.normal(size=(TRAINED, INPUTS))
    worth = rows[:, 0] + rows[:, 1] * rows[:, 2] + np.sin(2 * rows[:, 3])
    worth += rows[:, 4:10].sum(axis=1) / 2 + draw.normal(size=TRAINED)
    wanted = worth > 0 if kind == "classifier" else worth
    model = KINDS[kind](trees, max_depth=DEPTH, random_state=0).fit(rows, wanted)
    common = {"type": "number", "source": "drawn", "actionable": "no"}
    inputs = [{"id": f"n{place}", "label": f"n{place}", **common} for place in range(INPUTS)]
    declared = Declaration(tuple(map(Input.model_validate, inputs)), rows.tolist())
    forest = read_estimator(model, declared)
    if not isinstance(forest, Forest):
        raise TypeError
    return Trained(model, forest, rows)


def built(trained: Trained) -> tuple[DeepTables, float, float]:
    """Return the tables, the seconds that building took, and the most memory of its process."""
    held = {item.name: getattr(trained.forest, item.name) for item in fields(Forest)}
    arrays: dict[str, Any] = {
        name: value for name, value in held.items() if isinstance(value, np.ndarray)
    }
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "given.npz", Path(folder) / "made.npz"
        np.savez(given, background=trained.background, **arrays)
        done = subprocess.run(
            [sys.executable, "-c", BUILD, given, made],
            stdout=subprocess.PIPE,
            check=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        with np.load(made) as kept:
            tables = deep.from_arrays(trained.forest, dict(kept))
    seconds, peak = map(float, done.stdout.decode().split())
    return tables, seconds, peak


def compared(
    kind: str, trained: Trained, tables: DeepTables, times: int, many: int
) -> Iterable[Result]:
    """Explain in turns with shap: one decision after another, and many at once."""
    persons = itertools.cycle(trained.rows[BACKGROUND:])
    asked = np.random.default_rng(1).normal(size=(many, INPUTS))

    def shap() -> float:
        person = next(persons)[np.newaxis]
        return clock(lambda: trained.shap.shap_values(person, check_additivity=False))

    def one() -> float:
        some = list(itertools.islice(persons, 20))
        return clock(lambda: [tables.contributions(person) for person in some]) / len(some)

    shap()
    theirs, ours = interleaved(times, shap, one)
    yield Result(f"{kind}, one decision", 1 / ours, UNIT, 40, 1 / theirs, at_least=True)
    theirs, ours = interleaved(1, shap, lambda: clock(lambda: tables.batch(asked)) / many)
    yield Result(f"{kind}, {many:,} at once", 1 / ours, UNIT, 60, 1 / theirs, at_least=True)


def clock(work: Callable[[], object]) -> float:
    """Return the seconds of CPU time that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def error(trained: Trained, tables: DeepTables) -> float:
    """Return the largest distance from the plain path, or of the sum from the output."""
    forest, person = trained.forest, trained.rows[-1]
    found = tables.contributions(person)
    plain = exact.contributions(forest, PLAYERS, INPUTS, person, trained.background, 0)
    mean = math.fsum(forest.predict(trained.background)[:, 0].tolist()) / BACKGROUND
    gap = math.fsum((mean, *found.tolist(), -forest.output(person, 0)))
    return max(abs(gap), float(np.abs(found - plain).max()))


if __name__ == "__main__":
    main(measure)
