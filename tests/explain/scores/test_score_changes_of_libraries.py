"""What we say would have changed a score does change it in scikit-learn itself."""

import os
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from explain.case import Case, Value
from explain.scores.background import read_background
from explain.scores.changes.finding import Changes, changes_of
from explain.scores.changes.situation import Situation, raw
from explain.scores.conversion import Declaration, convert_estimator
from explain.scores.models.linear import Raw
from explain.scores.models.outputs import output
from explain.scores.models.reading import read_model
from tests.explain.scores import estimator_samples as estimators
from tests.explain.scores import sklearn_models as models
from tests.explain.scores.change_samples import display
from tests.explain.scores.score_samples import DAY

FIXED = {"period"}
INPUTS = tuple(
    item if item.id in FIXED else item.model_copy(update={"actionable": "yes"})
    for item in models.inputs()
)
PEOPLE = 40 if os.environ.get("GRANDJOUR_DEEP") == "1" else 5

KINDS = [
    ("boosting", estimators.scaled, False),
    ("histograms", estimators.coded, True),
    pytest.param("forest", estimators.imputed, True, marks=pytest.mark.deep),
    pytest.param("forest", estimators.scaled, False, marks=pytest.mark.deep),
    pytest.param("forest of numbers", estimators.imputed, True, marks=pytest.mark.deep),
    pytest.param("logistic", estimators.scaled, False, marks=pytest.mark.deep),
]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Threads that wait for each other cost more than such small models."""
    with threadpool_limits(1):
        yield


class Judged:
    """A fitted estimator, our copy of it, and a threshold that a quarter of the people reach."""

    def __init__(self, name: str, preprocessing: Callable[[], Any], *, missing: bool) -> None:
        self.rows = estimators.people(3, 300, missing=missing)
        self.theirs = estimators.fitted(name, self.rows, preprocessing())
        allowed = estimators.MISSING if missing else ()
        files = convert_estimator(self.theirs, Declaration(INPUTS, self.rows, allowed))
        self.ours = read_model(files, "model.json", INPUTS)
        data = "\n".join(",".join(map(str, line)) for line in self._lines()).encode()
        self.columns = read_background(data, "rows", INPUTS, len(self.rows), allowed)
        every = estimators.predictions(self.theirs, self.rows)[:, 0]
        self.threshold = round(Decimal(float(np.quantile(every, 0.75))), 2)

    def good(self, row: list[Raw]) -> bool:
        """Ask scikit-learn."""
        return bool(estimators.predictions(self.theirs, [row])[0, 0] >= float(self.threshold))

    def changes(self, row: list[Raw]) -> Changes:
        values = {item.id: value for item, value in zip(INPUTS, row, strict=True)}
        case = Case(DAY, {item.id: _typed(item.type, values[item.id]) for item in INPUTS})
        start = output(self.ours, values)
        situation = Situation(case, values, start, self.ours, display(self.threshold))
        return changes_of(situation, INPUTS, self.columns)

    def _lines(self) -> Iterator[list[object]]:
        yield [item.id for item in INPUTS]
        for row in self.rows:
            yield [_cell(item.type, value) for item, value in zip(INPUTS, row, strict=True)]


def changed(row: list[Raw], values: Mapping[str, Value]) -> list[Raw]:
    return [
        raw(values[item.id]) if item.id in values else value
        for item, value in zip(INPUTS, row, strict=True)
    ]


@pytest.mark.parametrize(("name", "preprocessing", "missing"), KINDS)
def test_every_change_changes_what_scikit_learn_says(
    name: str,
    preprocessing: Callable[[], Any],
    missing: bool,  # noqa: FBT001 - a case
) -> None:
    judged = Judged(name, preprocessing, missing=missing)
    refused = [row for row in judged.rows if not judged.good(row)][:PEOPLE]
    told = 0
    for row in refused:
        changes = judged.changes(row)
        for change in changes.alone:
            for value in {change.low, change.high, change.at} - {None}:
                assert value is not None
                assert judged.good(changed(row, {change.id: value}))
        found = changes.together.found if changes.together else None
        if found is not None:
            assert judged.good(changed(row, {change.id: change.at for change in found.changes}))
        told += bool(changes.alone) or found is not None
        ids = {change.id for change in changes.alone}
        ids |= {change.id for change in found.changes} if found else set()
        assert not ids & FIXED
        absent = {item.id for item, value in zip(INPUTS, row, strict=True) if value is None}
        assert not ids & absent
    assert told


def _typed(kind: str, value: Raw) -> Value | None:
    if value is None or isinstance(value, str):
        return value
    return bool(value) if kind == "boolean" else Decimal(repr(value))


def _cell(kind: str, value: Raw) -> object:
    if value is None or isinstance(value, str):
        return value or ""
    if kind == "boolean":
        return str(bool(value)).lower()
    return int(value) if kind == "integer" else value
