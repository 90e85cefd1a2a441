"""From a person's answers to the columns that a model of trees was trained on.

Each column is made from one declared input. What a pipeline does to a number is kept as
the same operations in the same order, in 64-bit floats, so that a value on a threshold
stays on its side.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from explain.scores.models.linear import Raw

Floats = NDArray[np.float64]
Operation = Literal["add", "divide", "multiply", "subtract"]


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """A number: `fill` stands for a missing value, then each operation is done in turn.

    Without `fill` a missing value stays missing (NaN).
    """

    input: str
    fill: float | None = None
    operations: tuple[tuple[Operation, float], ...] = ()

    def encode(self, value: Raw) -> float:
        """Return the value of the column."""
        number = self.fill if value is None else float(value)
        if number is None:
            return math.nan
        for operation, by in self.operations:
            number = _do(operation, number, by)
        return number


@dataclass(frozen=True, slots=True)
class LookupColumn:
    """A category or a boolean: one number for each choice (one-hot columns, ranks, codes).

    `missing` is the number of a missing value; NaN where it stays missing. The choices of
    a boolean are `true` and `false`.
    """

    input: str
    values: Mapping[str, float]
    missing: float = math.nan

    def encode(self, value: Raw) -> float:
        """Return the value of the column. Raises `KeyError` for a choice it does not know."""
        if value is None:
            return self.missing
        name = value if isinstance(value, str) else _BOOLEANS[value]
        return self.values[name]


@dataclass(frozen=True, slots=True)
class MissingColumn:
    """1 where the input is missing, else 0; then the operations."""

    input: str
    operations: tuple[tuple[Operation, float], ...] = ()

    def encode(self, value: Raw) -> float:
        """Return the value of the column."""
        number = 1.0 if value is None else 0.0
        for operation, by in self.operations:
            number = _do(operation, number, by)
        return number


Column = NumberColumn | LookupColumn | MissingColumn

_BOOLEANS = {1.0: "true", 0.0: "false"}


def encode(columns: Sequence[Column], values: Mapping[str, Raw]) -> Floats:
    """Return one row, one float64 for each column."""
    return np.array([column.encode(values[column.input]) for column in columns], dtype=np.float64)


def encode_all(columns: Sequence[Column], values: Mapping[str, Sequence[Raw]]) -> Floats:
    """Return a table of the shape rows x columns, from one sequence of values per input."""
    made = [[column.encode(value) for value in values[column.input]] for column in columns]
    return np.array(made, dtype=np.float64).T.copy()


def _do(operation: Operation, number: float, by: float) -> float:
    match operation:
        case "add":
            return number + by
        case "subtract":
            return number - by
        case "multiply":
            return number * by
        case "divide":
            return number / by
