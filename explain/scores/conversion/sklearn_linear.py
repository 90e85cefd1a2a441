"""From a fitted scikit-learn pipeline to a model artefact, or to a refusal.

The only module that imports scikit-learn (extra `build`). It takes a pipeline that lives
in this process and never loads one from a file: pickle and joblib run code. What it
converts: `Pipeline([ColumnTransformer, LogisticRegression or LinearRegression])` whose
columns, named by position, are scaled, one-hot encoded or passed through.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

from explain.errors import InvalidFile
from explain.issues import Code, Issue
from explain.scores import issues
from explain.scores.models.linear import (
    CategoryTerm,
    Kind,
    LinearModel,
    NumberTerm,
    Raw,
    Term,
    number,
)
from explain.scores.models.linear_file import read_model, write_model
from explain.spec import Input

TOLERANCE = 1e-12
"""The largest difference of predictions, relative to their size when that exceeds 1."""

RANDOM_ROWS = 1000

_STEPS = "ColumnTransformer, LogisticRegression, LinearRegression"
_COLUMN_STEPS = "StandardScaler, OneHotEncoder, passthrough"


def convert(
    pipeline: Pipeline, inputs: tuple[Input, ...], rows: Sequence[Sequence[Raw]], seed: int = 0
) -> bytes:
    """Return the artefact of a fitted `pipeline`.

    `rows` is the background: one value for each of `inputs`, in their order, as the
    pipeline reads them (a boolean is 1.0 or 0.0, a category its id). The artefact's
    predictions are compared with `decision_function` or `predict` on all of them and on
    1,000 random rows. Raises `InvalidFile` where the pipeline holds anything else or a
    prediction differs by more than 1e-12.
    """
    transformer, estimator = _steps(pipeline)
    weights = _Weights(iter(np.ravel(estimator.coef_).tolist()))
    terms: dict[str, Term] = {}
    for step, columns in _columns(transformer, len(inputs)):
        for term in weights.terms(step, [inputs[column].id for column in columns]):
            _refuse_if(term.input in terms, issues.COLUMNS_UNCLEAR, input=term.input)
            terms[term.input] = term
    for item in inputs:
        _refuse_if(item.id not in terms, issues.COLUMNS_UNCLEAR, input=item.id)
    kind: Kind = "logistic" if isinstance(estimator, LogisticRegression) else "linear"
    intercept = float(np.ravel(estimator.intercept_)[0])
    model = LinearModel(kind, intercept, tuple(terms[item.id] for item in inputs))
    artefact = write_model(model)
    model = read_model(artefact, "model.json", inputs)
    _compare(pipeline, model, inputs, [*rows, *_random_rows(inputs, rows, seed)])
    return artefact


def _steps(pipeline: Pipeline) -> tuple[ColumnTransformer, LogisticRegression | LinearRegression]:
    steps = [step for _, step in pipeline.steps]
    expected = (ColumnTransformer, LogisticRegression | LinearRegression)
    for step, kind in zip(steps, expected, strict=False):
        _refuse_if(not isinstance(step, kind), issues.STEP_UNKNOWN, **_named(step, _STEPS))
    _refuse_if(len(steps) != 2, issues.STEP_UNKNOWN, **_named(steps[-1], _STEPS))  # noqa: PLR2004 - the two above
    outputs = np.atleast_2d(steps[1].coef_).shape[0]
    _refuse_if(outputs != 1, issues.NOT_ONE_OUTPUT, count=outputs)
    return steps[0], steps[1]


def _columns(transformer: ColumnTransformer, count: int) -> Iterator[tuple[Any, list[int]]]:
    """Yield each fitted step with the positions of the columns that it reads."""
    positions = np.arange(count)
    for _, step, columns in transformer.transformers_:
        named = isinstance(columns, str) or any(isinstance(c, str) for c in np.ravel(columns))
        _refuse_if(named, issues.COLUMNS_UNCLEAR, input=str(columns))
        chosen = np.ravel(positions[columns]).tolist()
        if chosen and not (isinstance(step, str) and step == "drop"):
            yield step, chosen


@dataclass
class _Weights:
    """Hands out the estimator's weights in the order of the transformed columns."""

    left: Iterator[float]

    def terms(self, step: Any, names: list[str]) -> Iterator[Term]:
        if isinstance(step, OneHotEncoder):
            for place, name in enumerate(names):
                yield CategoryTerm(name, self.categories(step, place))
            return
        for place, name in enumerate(names):
            center, scale = _scaling(step, place)
            yield NumberTerm(name, center, scale, next(self.left))

    def categories(self, step: OneHotEncoder, place: int) -> dict[str, float]:
        """Return the weight of each category; the one left out of the columns weighs 0."""
        names = [str(name) for name in step.categories_[place]]
        dropped = None if step.drop_idx_ is None else step.drop_idx_[place]
        infrequent = getattr(step, "infrequent_categories_", None)
        merged = infrequent is not None and infrequent[place] is not None
        rare = _named(step, "OneHotEncoder without infrequent categories")
        _refuse_if(merged, issues.STEP_UNKNOWN, **rare)
        return {
            name: 0.0 if position == dropped else next(self.left)
            for position, name in enumerate(names)
        }


def _scaling(step: Any, place: int) -> tuple[float, float]:
    """Return the center and the scale of one column."""
    if isinstance(step, StandardScaler):
        center = 0.0 if step.mean_ is None or not step.with_mean else float(step.mean_[place])
        return center, 1.0 if step.scale_ is None else float(step.scale_[place])
    unchanged = isinstance(step, FunctionTransformer) and step.func is None
    known = unchanged or (isinstance(step, str) and step == "passthrough")
    _refuse_if(not known, issues.STEP_UNKNOWN, **_named(step, _COLUMN_STEPS))
    return 0.0, 1.0


def _random_rows(
    inputs: tuple[Input, ...], rows: Sequence[Sequence[Raw]], seed: int
) -> list[tuple[Raw, ...]]:
    """Draw rows over the declared ranges, or over the background's where none is declared."""
    draw = random.Random(seed)  # noqa: S311 - test rows, not secrets
    columns = list(zip(*rows, strict=True))
    pairs = list(zip(inputs, columns, strict=True))
    return [tuple(_draw(draw, item, seen) for item, seen in pairs) for _ in range(RANDOM_ROWS)]


def _draw(draw: random.Random, item: Input, seen: Sequence[Raw]) -> Raw:
    if item.type == "category":
        return draw.choice([category.id for category in item.categories])
    if item.type == "boolean":
        return draw.choice([0.0, 1.0])
    low = min(map(number, seen)) if item.minimum is None else float(item.minimum)
    high = max(map(number, seen)) if item.maximum is None else float(item.maximum)
    value = draw.choice([low, high, draw.uniform(low, high), draw.uniform(low, high)])
    return float(round(value)) if item.type == "integer" else value


def _compare(
    pipeline: Pipeline,
    model: LinearModel,
    inputs: tuple[Input, ...],
    rows: Sequence[Sequence[Raw]],
) -> None:
    table = np.array([tuple(row) for row in rows], dtype=object)
    predict = getattr(pipeline, "decision_function", None) or pipeline.predict
    for place, (row, theirs) in enumerate(zip(rows, predict(table).tolist(), strict=True), 1):
        values = {item.id: value for item, value in zip(inputs, row, strict=True)}
        ours = model.output(values)
        differs = not abs(ours - theirs) <= TOLERANCE * max(1.0, abs(theirs))
        about = {"row": place, "ours": repr(ours), "theirs": repr(theirs), "values": values}
        _refuse_if(differs, issues.PREDICTIONS_DIFFER, **about)


def _named(step: Any, allowed: str) -> dict[str, str]:
    return {"step": step if isinstance(step, str) else type(step).__name__, "allowed": allowed}


def _refuse_if(wrong: bool, code: Code, **values: object) -> None:  # noqa: FBT001 - reads as a sentence
    if wrong:
        raise InvalidFile([Issue(code, "model.json", values=values)])
