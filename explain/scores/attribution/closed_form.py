"""Exact contributions of a sum of terms, back to the declared inputs.

Interventional Shapley values with respect to a background, all of whose rows count: for
a sum of one term for each input they have the closed form `term(x) - mean of term over
the background` (Lundberg and Lee, 2017, corollary 1). The players are the declared
inputs: scaling and one-hot columns lie inside a term, and a group that counts as one input
gets the sum of its terms, which is its value in the game as well. Sums go through
`math.fsum`, so the result does not depend on the order of summation, on the machine or on
a BLAS library.

A choice between classes has one sum for each class; each of them is such a game.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from explain.scores.attribution.contributions import Contributions
from explain.scores.models.linear import LinearModel, Raw, Sums
from explain.scores.players import Player

METHODS = {
    "linear": "exact-linear",
    "logistic": "exact-linear-log-odds",
    "scorecard": "exact-scorecard",
}
"""How the record names the method."""

SPACES = {"linear": "value", "logistic": "log-odds", "scorecard": "points"}
"""How the record names the additive space."""

_OF_CLASSES = {"logistic": "log-probability"}
"""What differs where each of several classes has a sum: up to a number that all of them share."""


@dataclass(frozen=True, slots=True)
class Mean:
    """One sum over the background.

    `base` is the mean output, `terms` the mean of each term, in the order of the terms;
    `low` and `high` bound the output.
    """

    base: float
    terms: tuple[float, ...]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ClosedForm:
    """A sum of terms, or one for each class, with its background: `means` has one for each."""

    model: Sums
    players: tuple[Player, ...]
    means: tuple[Mean, ...]

    @property
    def method(self) -> str:
        """Return the name of the method."""
        if self.model.classes and self.model.kind in _OF_CLASSES:
            return f"exact-linear-{self.space}"
        return METHODS[self.model.kind]

    @property
    def backend(self) -> str:
        """Return the name and major version of what computes it."""
        return "closed-form/1"

    @property
    def space(self) -> str:
        """Return the name of the additive space."""
        spaces = SPACES | (_OF_CLASSES if self.model.classes else {})
        return spaces[self.model.kind]

    def outputs(self, values: Mapping[str, Raw]) -> tuple[float, ...]:
        """Return the additive output, or one for each class."""
        return tuple(one.output(values) for one in self.model.sums)

    def contributions(self, values: Mapping[str, Raw], place: int = 0) -> Contributions:
        """Explain the output at `place` for one case. Values stand in the order of the players."""
        model, mean = self.model.sums[place], self.means[place]
        worths = model.worths(values)
        names = (term.input for term in model.terms)
        shares = {
            name: worth - usual
            for name, worth, usual in zip(names, worths, mean.terms, strict=True)
        }
        values_of = tuple(
            math.fsum(shares[name] for name in player.inputs) for player in self.players
        )
        return Contributions(mean.base, values_of, math.fsum((model.intercept, *worths)))

    def batch(self, rows: Mapping[str, Sequence[Raw]], place: int = 0) -> list[list[float]]:
        """Return the contributions of several cases: rows x players."""
        cases = (
            dict(zip(rows, values, strict=True)) for values in zip(*rows.values(), strict=True)
        )
        return [list(self.contributions(case, place).values) for case in cases]

    def reached(self) -> tuple[float, float]:
        """Return the least and the greatest output over the background (of the first output)."""
        return self.means[0].low, self.means[0].high


def closed_form(
    model: Sums, players: tuple[Player, ...], columns: Sequence[Sequence[Raw]]
) -> ClosedForm:
    """Average each term over all rows of the background: `columns`, one for each term."""
    return ClosedForm(model, players, tuple(_mean(one, columns) for one in model.sums))


def _mean(model: LinearModel, columns: Sequence[Sequence[Raw]]) -> Mean:
    worths = [
        [term.worth(value) for value in column]
        for term, column in zip(model.terms, columns, strict=True)
    ]
    means = tuple(math.fsum(column) / len(column) for column in worths)
    outputs = [math.fsum((model.intercept, *row)) for row in zip(*worths, strict=True)]
    return Mean(math.fsum((model.intercept, *means)), means, min(outputs), max(outputs))
