"""What scikit-learn's preprocessing makes of the declared inputs, column by column.

The steps are not run on data: each column of the table that the estimator reads is kept
as the input it comes from and what was done to it. Only the encoders of categories are
run, on each declared choice. Types are compared exactly: a class derived from a known one
may do anything.
"""

import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    MaxAbsScaler,
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    RobustScaler,
    StandardScaler,
)

from explain.errors import InvalidFile
from explain.scores import issues
from explain.scores.conversion.declaration import Declaration, refuse
from explain.scores.models.columns import (
    Column,
    LookupColumn,
    MissingColumn,
    NumberColumn,
    Operation,
)

ALLOWED = (
    "Pipeline, ColumnTransformer, StandardScaler, MinMaxScaler, MaxAbsScaler, RobustScaler, "
    "OneHotEncoder, OrdinalEncoder, SimpleImputer, passthrough, drop"
)


@dataclass(frozen=True, slots=True)
class Choices:
    """A column made from a category or a boolean: its value for each choice, and missing.

    Values are texts until an encoder has made them numbers.
    """

    input: str
    values: Mapping[str, Any]
    missing: Any


Made = NumberColumn | MissingColumn | Choices
Steps = Sequence[tuple[Operation, float]]


def first_columns(declared: Declaration, order: Sequence[str], missing: float | None) -> list[Made]:
    """Return the inputs as a pipeline first sees them, in the order of its columns.

    `missing` is what stands for a missing category: NaN or `None`.
    """
    inputs = {item.id: item for item in declared.inputs}
    found: list[Made] = []
    for name in order:
        choices = {category.id: category.id for category in inputs[name].categories}
        found.append(Choices(name, choices, missing) if choices else NumberColumn(name))
    return found


def finished(columns: Sequence[Made], file: str) -> tuple[Column, ...]:
    """Return the columns that the estimator reads. Raises `InvalidFile` where one is text."""
    return tuple(_finished(column, file) for column in columns)


def _finished(column: Made, file: str) -> Column:
    if not isinstance(column, Choices):
        return column
    if any(isinstance(value, str) for value in column.values.values()):
        raise refuse(issues.CATEGORY_NOT_ENCODED, file, input=column.input)
    missing = math.nan if column.missing is None else float(column.missing)
    return LookupColumn(column.input, _floats(column.values), missing)


def _floats(values: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(value) for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """Follows fitted steps. `names` are those of the pipeline's first columns, if it has any."""

    declared: Declaration
    names: tuple[str, ...] | None

    def after(self, step: Any, columns: list[Made]) -> list[Made]:
        """Return the columns after one fitted step. Raises `InvalidFile`."""
        if step is None or (isinstance(step, str) and step == "passthrough"):
            return columns
        known = _STEPS.get(type(step))
        if known is None:
            raise self.unknown(_name(step))
        return known(self, step, columns)

    def places(self, chosen: Any, count: int) -> list[int]:
        """Return the positions of the columns that a step reads."""
        texts = [chosen] if isinstance(chosen, str) else chosen
        named = not isinstance(texts, slice) and any(isinstance(item, str) for item in texts)
        if not named:
            return [int(place) for place in np.ravel(np.arange(count)[chosen])]
        if self.names is None:
            raise refuse(issues.COLUMNS_UNCLEAR, self.declared.file, input=str(texts)[:80])
        return [self.names.index(name) for name in texts]

    def unknown(self, step: str) -> InvalidFile:
        """Return the refusal of a step that is not known, or not in this form."""
        return refuse(issues.STEP_UNKNOWN, self.declared.file, step=step, allowed=ALLOWED)


def _pipeline(reader: Preprocessing, step: Pipeline, columns: list[Made]) -> list[Made]:
    for place, (_, inner) in enumerate(step.steps):
        part = reader if place == 0 else replace(reader, names=None)
        columns = part.after(inner, columns)
    return columns


def _transformer(reader: Preprocessing, step: ColumnTransformer, columns: list[Made]) -> list[Made]:
    if step.transformer_weights:
        raise reader.unknown("ColumnTransformer(transformer_weights=...)")
    found: list[Made] = []
    for _, inner, chosen in step.transformers_:
        places = reader.places(chosen, len(columns))
        if places and not (isinstance(inner, str) and inner == "drop"):
            names = None if reader.names is None else tuple(reader.names[p] for p in places)
            found += replace(reader, names=names).after(inner, [columns[p] for p in places])
    return found


def _standard(reader: Preprocessing, step: StandardScaler, columns: list[Made]) -> list[Made]:
    moved = step.mean_ if step.with_mean else None
    return _scaled(reader, columns, ("subtract", moved), ("divide", step.scale_))


def _robust(reader: Preprocessing, step: RobustScaler, columns: list[Made]) -> list[Made]:
    moved = step.center_ if step.with_centering else None
    scale = step.scale_ if step.with_scaling else None
    return _scaled(reader, columns, ("subtract", moved), ("divide", scale))


def _ranged(reader: Preprocessing, step: MinMaxScaler, columns: list[Made]) -> list[Made]:
    if step.clip:
        raise reader.unknown("MinMaxScaler(clip=True)")
    return _scaled(reader, columns, ("multiply", step.scale_), ("add", step.min_))


def _bounded(reader: Preprocessing, step: MaxAbsScaler, columns: list[Made]) -> list[Made]:
    if getattr(step, "clip", False):
        raise reader.unknown("MaxAbsScaler(clip=True)")
    return _scaled(reader, columns, ("divide", step.scale_))


def _scaled(reader: Preprocessing, columns: list[Made], *done: tuple[Operation, Any]) -> list[Made]:
    """Do to each column its own part of each operation that is not `None`."""
    return [
        _operated(reader, column, [(name, float(by[place])) for name, by in done if by is not None])
        for place, column in enumerate(columns)
    ]


def _operated(reader: Preprocessing, column: Made, steps: Steps) -> Made:
    if not isinstance(column, Choices):
        return replace(column, operations=(*column.operations, *steps))
    if any(isinstance(value, str) for value in column.values.values()):
        raise refuse(issues.CATEGORY_NOT_ENCODED, reader.declared.file, input=column.input)
    do = NumberColumn(column.input, None, tuple(steps)).encode
    values = {name: do(float(value)) for name, value in column.values.items()}
    return Choices(column.input, values, do(_number(column.missing)))


def _unchanged(reader: Preprocessing, step: FunctionTransformer, columns: list[Made]) -> list[Made]:
    if step.func is not None:
        raise reader.unknown("FunctionTransformer(func=...)")
    return columns


def _imputed(reader: Preprocessing, step: SimpleImputer, columns: list[Made]) -> list[Made]:
    absent = step.missing_values
    if not (absent is None or _is_missing(absent)):
        raise reader.unknown(f"SimpleImputer(missing_values={absent!r})")
    pairs = list(zip(columns, step.statistics_.tolist(), strict=True))
    found = [_filled(reader, column, value) for column, value in pairs]
    if step.indicator_ is not None:
        found += [_indicator(reader, columns[place]) for place in step.indicator_.features_]
    return found


def _filled(reader: Preprocessing, column: Made, value: Any) -> Made:
    if _is_missing(value):
        raise reader.unknown(f"SimpleImputer: {column.input}, always missing")
    if isinstance(column, Choices):
        values = {n: value if _is_missing(v) else v for n, v in column.values.items()}
        missing = value if _is_missing(column.missing) else column.missing
        return Choices(column.input, values, missing)
    if isinstance(column, MissingColumn) or column.fill is not None:
        return column
    if column.operations:
        raise refuse(issues.IMPUTED_LATE, reader.declared.file, input=column.input)
    return replace(column, fill=float(value))


def _indicator(reader: Preprocessing, column: Made) -> Made:
    if isinstance(column, Choices):
        values = {n: float(_is_missing(value)) for n, value in column.values.items()}
        return Choices(column.input, values, float(_is_missing(column.missing)))
    if isinstance(column, MissingColumn) or column.fill is not None:
        raise reader.unknown(f"SimpleImputer(add_indicator=True): {column.input}, never missing")
    return MissingColumn(column.input)


def _one_hot(reader: Preprocessing, step: OneHotEncoder, columns: list[Made]) -> list[Made]:
    widths = [_width(step, place) for place in range(len(columns))]
    return _encoded(reader, step, columns, widths)


def _ordinal(reader: Preprocessing, step: OrdinalEncoder, columns: list[Made]) -> list[Made]:
    return _encoded(reader, step, columns, [1] * len(columns))


def _encoded(
    reader: Preprocessing, step: Any, columns: list[Made], widths: list[int]
) -> list[Made]:
    """Run a fitted encoder on each choice of each column, the others held still."""
    first = [names[0] for names in step.categories_]
    found: list[Made] = []
    start = 0
    for place, column in enumerate(columns):
        made = slice(start, start := start + widths[place])
        encode = _Encoder(step, first, place, made)
        found += _choices(reader, column, encode, [str(name) for name in step.categories_[place]])
    return found


def _choices(
    reader: Preprocessing, column: Made, encode: "_Encoder", order: list[str]
) -> list[Made]:
    domain = _domain(reader, column)
    rows: dict[str, list[float]] = {}
    for name in sorted(domain.values, key=lambda name: _rank(domain.values[name], order)):
        made = encode(domain.values[name])
        if made is None or any(map(math.isnan, made)):
            about = {"input": column.input, "category": name}
            raise refuse(issues.CATEGORY_NOT_IN_MODEL, reader.declared.file, **about)
        rows[name] = made
    width = encode.made.stop - encode.made.start
    missing = encode(domain.missing) or [math.nan] * width
    return [
        Choices(column.input, {name: made[place] for name, made in rows.items()}, value)
        for place, value in enumerate(missing)
    ]


def _domain(reader: Preprocessing, column: Made) -> Choices:
    """Return a column as its choices: a category, or a boolean that counted as a number."""
    if isinstance(column, Choices):
        return column
    declared = {item.id: item.type for item in reader.declared.inputs}
    if isinstance(column, MissingColumn) or declared[column.input] != "boolean":
        raise refuse(issues.NUMBER_ENCODED, reader.declared.file, input=column.input)
    values = {"false": column.encode(0.0), "true": column.encode(1.0)}
    return Choices(column.input, values, column.encode(None))


@dataclass(frozen=True, slots=True)
class _Encoder:
    """One column of an encoder that reads several."""

    step: Any
    first: list[Any]
    place: int
    made: slice

    def __call__(self, value: Any) -> list[float] | None:
        """Return what the encoder makes of `value`; `None` where it refuses it."""
        row = np.array([self.first], dtype=object)
        row[0, self.place] = value
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # names of columns, and choices it was told to ignore
            try:
                found = self.step.transform(row)
            except ValueError:
                return None
        dense = found.toarray() if hasattr(found, "toarray") else np.asarray(found)
        return [float(value) for value in dense[0, self.made]]


def _width(step: OneHotEncoder, place: int) -> int:
    """Count the columns that one input became."""
    count = len(step.categories_[place])
    rare = getattr(step, "infrequent_categories_", None)
    if rare is not None and rare[place] is not None:
        count -= len(rare[place]) - 1
    dropped = step.drop_idx_ is not None and step.drop_idx_[place] is not None
    return count - dropped


def _rank(value: Any, order: list[str]) -> tuple[int, str]:
    text = str(value)
    return (order.index(text) if text in order else len(order), text)


def _number(value: Any) -> float | None:
    return None if value is None or _is_missing(value) else float(value)


def _is_missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _name(step: Any) -> str:
    return step if isinstance(step, str) else type(step).__name__


_STEPS: Mapping[type, Callable[[Preprocessing, Any, list[Made]], list[Made]]] = {
    ColumnTransformer: _transformer,
    FunctionTransformer: _unchanged,
    MaxAbsScaler: _bounded,
    MinMaxScaler: _ranged,
    OneHotEncoder: _one_hot,
    OrdinalEncoder: _ordinal,
    Pipeline: _pipeline,
    RobustScaler: _robust,
    SimpleImputer: _imputed,
    StandardScaler: _standard,
}
