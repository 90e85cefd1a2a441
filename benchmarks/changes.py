"""How quickly the smallest change of several inputs is found, and proved to be the smallest.

A scikit-learn GradientBoostingClassifier of 100 trees of depth 4 over 15 inputs of all kinds;
two cannot change, two only grow. The cases are those where no change of one input is enough.
Everything counts: the single inputs, the start of the worker process, the model, the search.
"""

import resource
import statistics
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from _report import Result, main
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder

from explain.case import Case, Value
from explain.scores.background import Column, read_background
from explain.scores.changes.finding import changes_of
from explain.scores.changes.situation import Situation, raw
from explain.scores.conversion import Declaration, convert_estimator
from explain.scores.models.outputs import output
from explain.scores.models.reading import read_model
from explain.scores.spec import Display
from explain.spec import Input

TREES, DEPTH, INPUTS = 100, 4, 15
NUMBERS, WHOLE, FLAGS = 9, 2, 2
CATEGORIES = (("wood", "gas", "oil", "power"), ("north", "south", "west"))
FIXED, GROWING = {"n0", "c1"}, {"i0", "i1"}
HARD_LIMIT = 10.0

DISPLAY = Display.model_validate(
    {
        "scale": 10,
        "offset": 50,
        "unit": "points",
        "decimals": 1,
        "threshold": 50,
        "threshold_label": "Threshold",
        "favourable": "above",
        "definition": "Ten points are one of log-odds.",
    }
)

Row = list[Any]


@dataclass(frozen=True)
class Trained:
    """A pipeline, the same model as we hold it, and the rows it was trained on."""

    pipeline: Any
    model: Any
    inputs: tuple[Input, ...]
    columns: tuple[Column, ...]
    rows: list[Row]

    def theirs(self, row: Row) -> float:
        """Return the log-odds as scikit-learn says."""
        return float(self.pipeline.decision_function(np.array([row], dtype=object))[0])

    def situation(self, row: Row) -> Situation:
        """Return a row as a person's case."""
        values = {item.id: typed(item, value) for item, value in zip(self.inputs, row, strict=True)}
        raws = {name: raw(value) for name, value in values.items()}
        case = Case(date(2026, 11, 23), values)
        return Situation(case, raws, output(self.model, raws), self.model, DISPLAY)


def measure(quick: bool) -> Iterable[Result]:  # noqa: FBT001 - the one argument of a benchmark
    """Search for 50 cases, one after another."""
    trained = train()
    found = list(searched(trained, 12 if quick else 50))
    seconds = sorted(case.seconds for case in found)
    clock = sorted(case.clock for case in found)
    share = sum(case.proved for case in found) / len(found) * 100
    flips = sum(case.flips for case in found) / len(found) * 100
    name = f"{len(found)} cases, {TREES} trees of depth {DEPTH}, {INPUTS} inputs"
    yield Result(f"{name}: median", statistics.median(seconds), "s CPU", reach=1)
    yield Result(f"{name}: 95th of 100", seconds[int(len(seconds) * 0.95)], "s CPU", reach=3)
    yield Result(f"{name}: median by the clock", statistics.median(clock), "s", reach=1)
    yield Result(f"{name}: longest by the clock", clock[-1], "s", reach=HARD_LIMIT + 1)
    yield Result(f"{name}: proved within 10 s", share, "%", reach=90, at_least=True)
    yield Result(f"{name}: flip in scikit-learn", flips, "%", reach=100, at_least=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Result("memory of the whole process, training included", memory, "MB", reach=500)


@dataclass(frozen=True)
class Searched:
    """What one search took, and whether it was proved and flips in scikit-learn itself."""

    seconds: float
    clock: float
    proved: bool
    flips: bool


def searched(trained: Trained, count: int) -> Iterator[Searched]:
    """Search for the first `count` refused rows that no change of one input is enough for."""
    for row in trained.rows:
        if trained.theirs(row) >= 0:
            continue
        situation = trained.situation(row)
        start, clock = cpu(), time.perf_counter()
        together = changes_of(situation, trained.inputs, trained.columns).together
        spent = (cpu() - start, time.perf_counter() - clock)
        if together is None:
            continue
        found = together.found
        changed = {change.id: raw(change.at) for change in found.changes} if found else {}
        other = [changed.get(i.id, v) for i, v in zip(trained.inputs, row, strict=True)]
        yield Searched(*spent, together.repeatable, trained.theirs(other) >= 0)
        count -= 1
        if not count:
            return


def cpu() -> float:
    """Return the CPU time of this process and of its ended children, in seconds."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


def train() -> Trained:
    """Train on random rows, and convert."""
    inputs = tuple(declared())
    rows, target = drawn()
    chosen = [place for place, item in enumerate(inputs) if item.type == "category"]
    encoder = OneHotEncoder(sparse_output=False)
    columns = ColumnTransformer([("choices", encoder, chosen)], remainder="passthrough")
    forest = GradientBoostingClassifier(n_estimators=TREES, max_depth=DEPTH, random_state=0)
    pipeline = Pipeline([("columns", columns), ("model", forest)])
    pipeline.fit(np.array(rows, dtype=object), target)
    files = convert_estimator(pipeline, Declaration(inputs, rows[:1000]))
    model = read_model(files, "model.json", inputs)
    return Trained(pipeline, model, inputs, background(inputs, rows[:1000]), rows)


def background(inputs: tuple[Input, ...], rows: list[Row]) -> tuple[Column, ...]:
    """Return what the first rows have in each column."""
    header = ",".join(item.id for item in inputs)
    pairs = [zip(inputs, row, strict=True) for row in rows]
    lines = [",".join(text(item, value) for item, value in pair) for pair in pairs]
    data = "\n".join([header, *lines, ""]).encode()
    return read_background(data, "background.csv", inputs, len(rows))


def text(item: Input, value: float | str) -> str:
    """Write a value as in a background."""
    typed_value = typed(item, value)
    return str(typed_value).lower() if item.type == "boolean" else str(typed_value)


def typed(item: Input, value: float | str) -> Value:
    """Return a value as a case holds it."""
    if isinstance(value, str):
        return value
    if item.type == "boolean":
        return bool(value)
    return Decimal(int(value)) if item.type == "integer" else Decimal(repr(value))


def declared() -> Iterator[Input]:
    """Declare numbers, whole numbers, yes or no, and choices."""
    kinds: list[tuple[str, dict[str, Any]]] = [
        *((f"n{i}", {"type": "number", "minimum": 0, "maximum": 100}) for i in range(NUMBERS)),
        *((f"i{i}", {"type": "integer", "minimum": 0, "maximum": 40}) for i in range(WHOLE)),
        *((f"b{i}", {"type": "boolean"}) for i in range(FLAGS)),
        *(
            (f"c{i}", {"type": "category", "categories": [{"id": n, "label": n} for n in names]})
            for i, names in enumerate(CATEGORIES)
        ),
    ]
    for name, kind in kinds:
        growing = "over_time" if name in GROWING else "yes"
        actionable = "no" if name in FIXED else growing
        about = {"id": name, "label": name, "source": "drawn", "actionable": actionable}
        yield Input.model_validate({**about, **kind})


def drawn(count: int = 8000) -> tuple[list[Row], Any]:
    """Draw rows, and a target that depends on pairs of inputs as well."""
    draw = np.random.default_rng(2026)
    numbers = np.clip(np.round(draw.normal(50, 10, (count, NUMBERS)), 1), 0, 100)
    whole = draw.integers(0, 30, (count, WHOLE))
    flags = draw.random((count, FLAGS)) < 0.4  # noqa: PLR2004 - drawn
    choices = [draw.choice(names, count) for names in CATEGORIES]
    z = (numbers - 50) / 10
    score = z[:, 0] + 0.8 * np.sin(1.4 * z[:, 1]) + 0.6 * np.abs(z[:, 2]) + 0.3 * z[:, 3] * z[:, 4]
    score += 0.5 * z[:, 5] - 0.5 * z[:, 6] + 0.3 * z[:, 7] + 0.2 * z[:, 8] + 0.04 * whole[:, 0]
    score += 0.6 * flags[:, 0] * (z[:, 5] > 0) + 0.4 * flags[:, 1] + 0.03 * whole[:, 1]
    score += 0.5 * (choices[0] == "wood") + 0.4 * (choices[1] == "south")
    target = score + draw.normal(0, 0.7, count) > np.quantile(score, 0.7)
    columns = (
        *numbers.T.tolist(),
        *whole.T.astype(float).tolist(),
        *flags.T.astype(float).tolist(),
    )
    rows = [list(row) for row in zip(*columns, *(c.tolist() for c in choices), strict=True)]
    return rows, target.astype(int)


if __name__ == "__main__":
    main(measure)
