"""scikit-learn's linear and logistic regression: sums of one term for each input."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LinearRegression, LogisticRegression

from explain.scores import issues
from explain.scores.conversion.declaration import Declaration, refuse
from explain.scores.models.columns import Column, LookupColumn, NumberColumn, Operation
from explain.scores.models.linear import (
    CategoryTerm,
    ClassSums,
    Kind,
    LinearModel,
    NumberTerm,
    Raw,
    Sums,
    Term,
)

SUMS = (LinearRegression, LogisticRegression)

Weighted = tuple[Column, float]


def read_sum(
    estimator: Any, columns: Sequence[Column], classes: tuple[str, ...], declared: Declaration
) -> Sums:
    """Read a fitted estimator over `columns`: a sum for each of `classes`, or one.

    Raises `InvalidFile`.
    """
    weights = np.atleast_2d(estimator.coef_)
    if len(weights) != max(1, len(classes)):
        raise refuse(issues.NOT_ONE_OUTPUT, declared.file, count=len(weights))
    starts = np.broadcast_to(np.ravel(estimator.intercept_), len(weights))
    kind: Kind = "logistic" if type(estimator) is LogisticRegression else "linear"
    sums = tuple(
        _sum(kind, float(start), list(zip(columns, map(float, own), strict=True)), declared)
        for start, own in zip(starts, weights, strict=True)
    )
    return ClassSums(classes, sums) if classes else sums[0]


def _sum(kind: Kind, start: float, pairs: Sequence[Weighted], declared: Declaration) -> LinearModel:
    constants = [start]
    terms: list[Term] = []
    for item in declared.inputs:
        own = [(column, weight) for column, weight in pairs if column.input == item.id]
        if not own:
            raise refuse(issues.INPUT_NOT_IN_MODEL, declared.file, input=item.id)
        term, constant = (_category(own), 0.0) if item.categories else _number(own)
        terms.append(term)
        constants.append(constant)
    return LinearModel(kind, math.fsum(constants), tuple(terms))


def _category(own: list[Weighted]) -> Term:
    """Return what each choice is worth: the sum over the columns that read it."""
    first = next(column for column, _ in own if isinstance(column, LookupColumn))
    worths = {choice: _worth(own, choice) for choice in first.values}
    return CategoryTerm(first.input, worths, _absent(own, 0.0))


def _number(own: list[Weighted]) -> tuple[Term, float]:
    """Return the term of a number or a boolean, and what it adds for everybody."""
    name = own[0][0].input
    numbers = [(column, weight) for column, weight in own if isinstance(column, NumberColumn)]
    others = [pair for pair in own if not isinstance(pair[0], NumberColumn)]
    steady = _worth(others, 0.0)
    if len(numbers) == 1 and _worth(others, 1.0) == steady:
        column, weight = numbers[0]
        centered = _centered(column.operations)
        if centered:
            return NumberTerm(name, *centered, weight, _absent(own, steady)), steady
    lines = [(*_line(column.operations), weight) for column, weight in numbers]
    constant = math.fsum([steady, *(weight * start for _, start, weight in lines)])
    slope = math.fsum(
        [_worth(others, 1.0) - steady, *(weight * slope for slope, _, weight in lines)]
    )
    return NumberTerm(name, 0.0, 1.0, slope, _absent(own, constant)), constant


def _worth(own: Sequence[Weighted], value: Raw) -> float:
    return math.fsum(weight * column.encode(value) for column, weight in own) + 0.0


def _absent(own: Sequence[Weighted], constant: float) -> float | None:
    """Return what a missing value is worth beside `constant`, if it is worth anything."""
    worth = _worth(own, None) - constant
    return None if math.isnan(worth) else worth


def _centered(operations: Sequence[tuple[Operation, float]]) -> tuple[float, float] | None:
    """Return center and scale where that is all there is."""
    match operations:
        case ():
            return 0.0, 1.0
        case (("subtract", center),):
            return center, 1.0
        case (("divide", scale),):
            return 0.0, scale
        case (("subtract", center), ("divide", scale)):
            return center, scale
    return None


def _line(operations: Sequence[tuple[Operation, float]]) -> tuple[float, float]:
    """Return slope and start of the line that the operations draw."""
    do = NumberColumn("", None, tuple(operations)).encode
    return math.prod(_factor(name, by) for name, by in operations), do(0.0)


def _factor(operation: Operation, by: float) -> float:
    return {"multiply": by, "divide": 1 / by if by else math.inf}.get(operation, 1.0)
