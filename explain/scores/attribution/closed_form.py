"""Exact contributions of a linear predictor, back to the declared inputs.

Interventional Shapley values with respect to a background, all of whose rows count: for
a sum of one term for each input they have the closed form `term(x) - mean of term over
the background` (Lundberg and Lee, 2017, corollary 1). The players are the declared
inputs: scaling and one-hot columns lie inside a term. Sums go through `math.fsum`, so the
result does not depend on the order of summation, on the machine or on a BLAS library.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from explain.scores.background import Column
from explain.scores.models.linear import LinearModel, Raw

METHODS = {"linear": "exact-linear", "logistic": "exact-linear-log-odds"}
"""How the record names the method, and with it the space of the contributions."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the background gives: `base` is the mean output, `means` the mean of each term."""

    base: float
    means: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Contributions:
    """`base + sum(values) = output` within 1e-12 of their size, on the additive space."""

    base: float
    values: tuple[float, ...]
    output: float


def baseline(model: LinearModel, columns: tuple[Column, ...]) -> Baseline:
    """Average each term over all rows of the background."""
    means = tuple(
        math.fsum(term.worth(value) for value in column.values) / len(column.values)
        for term, column in zip(model.terms, columns, strict=True)
    )
    return Baseline(math.fsum((model.intercept, *means)), means)


def contributions(model: LinearModel, start: Baseline, values: Mapping[str, Raw]) -> Contributions:
    """Return what each input adds for one case, in the order of the declared inputs."""
    worths = model.worths(values)
    shares = tuple(worth - mean for worth, mean in zip(worths, start.means, strict=True))
    return Contributions(start.base, shares, math.fsum((model.intercept, *worths)))
