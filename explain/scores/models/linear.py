"""Sums of one term for each declared input: linear and logistic models, points scorecards.

The additive output is `intercept + sum of the terms`: the value of a linear model, the
log-odds of a logistic one, the points of a scorecard. A choice between several classes has
one such sum for each of them, and the greatest decides.
"""

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Raw = float | str | None
"""A value as a model reads it: booleans are 1.0 or 0.0, `None` is missing."""

Kind = Literal["linear", "logistic", "scorecard"]


@dataclass(frozen=True, slots=True)
class NumberTerm:
    """A standardised number. A boolean counts 1 for true and 0 for false.

    `missing` is what a missing value is worth; `None` where it has no worth.
    """

    input: str
    center: float
    scale: float
    coefficient: float
    missing: float | None = None

    @property
    def slope(self) -> float:
        """Return what one more unit of the input adds, on the additive space."""
        return self.coefficient / self.scale

    def worth(self, value: Raw) -> float:
        """Return what the term adds for `value`, in the input's unit."""
        if value is None:
            return _known(self.missing)
        return self.coefficient * ((number(value) - self.center) / self.scale)


@dataclass(frozen=True, slots=True)
class BandsTerm:
    """Points by bands of a number: `points[i]` from `limits[i - 1]` to below `limits[i]`."""

    input: str
    limits: tuple[float, ...]
    points: tuple[float, ...]
    missing: float | None = None

    def worth(self, value: Raw) -> float:
        """Return what the term adds for `value`, in the input's unit."""
        if value is None:
            return _known(self.missing)
        return self.points[bisect_right(self.limits, number(value))]


@dataclass(frozen=True, slots=True)
class CategoryTerm:
    """A one-hot encoded category: the columns of one input are one term."""

    input: str
    coefficients: Mapping[str, float]
    missing: float | None = None

    def worth(self, value: Raw) -> float:
        """Return what the term adds for the category `value`."""
        return _known(self.missing) if value is None else self.coefficients[str(value)]


Term = NumberTerm | BandsTerm | CategoryTerm


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A sum of terms, which stand in the order of the declared inputs."""

    kind: Kind
    intercept: float
    terms: tuple[Term, ...]

    def worths(self, values: Mapping[str, Raw]) -> tuple[float, ...]:
        """Return what each term adds for one case, on the additive space."""
        return tuple(term.worth(values[term.input]) for term in self.terms)

    def output(self, values: Mapping[str, Raw]) -> float:
        """Return the additive output for one case: log-odds for a logistic model."""
        return math.fsum((self.intercept, *self.worths(values)))

    @property
    def classes(self) -> tuple[str, ...]:
        """Return no classes: the model gives a number."""
        return ()

    @property
    def sums(self) -> tuple["LinearModel", ...]:
        """Return the one sum."""
        return (self,)


@dataclass(frozen=True, slots=True)
class ClassSums:
    """A sum of terms for each of `classes`, in their order; all are of one kind.

    Of a logistic model these are log-probabilities up to a number that all classes share
    (multinomial regression).
    """

    classes: tuple[str, ...]
    sums: tuple[LinearModel, ...]

    @property
    def kind(self) -> Kind:
        """Return the kind of the sums."""
        return self.sums[0].kind


Sums = LinearModel | ClassSums


def greatest(outputs: Sequence[float]) -> int:
    """Return the place of the greatest output: the class decided. Of equal ones the first."""
    return max(range(len(outputs)), key=lambda place: (outputs[place], -place))


def number(value: Raw) -> float:
    """Return a value that must be a number as one. Raises `ValueError` for anything else."""
    if value is None or isinstance(value, str):
        raise ValueError(value)
    return float(value)


def _known(missing: float | None) -> float:
    if missing is None:
        raise ValueError(missing)
    return missing
