"""Exact contributions of a sum of terms, back to the declared inputs.

Interventional Shapley values with respect to a background, all of whose rows count: for
a sum of one term for each input they have the closed form `term(x) - mean of term over
the background` (Lundberg and Lee, 2017, corollary 1). The players are the declared
inputs: scaling and one-hot columns lie inside a term, and a group that counts as one input
gets the sum of its terms, which is its value in the game as well. Sums go through
`math.fsum`, so the result does not depend on the order of summation, on the machine or on
a BLAS library.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from explain.scores.attribution.contributions import Contributions
from explain.scores.models.linear import LinearModel, Raw
from explain.scores.players import Player

METHODS = {
    "linear": "exact-linear",
    "logistic": "exact-linear-log-odds",
    "scorecard": "exact-scorecard",
}
"""How the record names the method."""

SPACES = {"linear": "value", "logistic": "log-odds", "scorecard": "points"}
"""How the record names the additive space."""


@dataclass(frozen=True, slots=True)
class ClosedForm:
    """A sum of terms with its background.

    `base` is the mean output, `means` the mean of each term, in the order of the terms;
    `low` and `high` bound the output over the background.
    """

    model: LinearModel
    players: tuple[Player, ...]
    base: float
    means: tuple[float, ...]
    low: float
    high: float

    @property
    def method(self) -> str:
        """Return the name of the method."""
        return METHODS[self.model.kind]

    @property
    def backend(self) -> str:
        """Return the name and major version of what computes it."""
        return "closed-form/1"

    @property
    def space(self) -> str:
        """Return the name of the additive space."""
        return SPACES[self.model.kind]

    def outputs(self, values: Mapping[str, Raw]) -> tuple[float, ...]:
        """Return the one additive output."""
        return (self.model.output(values),)

    def contributions(self, values: Mapping[str, Raw], place: int = 0) -> Contributions:  # noqa: ARG002 - one output
        """Explain one case. Values stand in the order of the players."""
        worths = self.model.worths(values)
        names = (term.input for term in self.model.terms)
        shares = {
            name: worth - mean for name, worth, mean in zip(names, worths, self.means, strict=True)
        }
        values_of = tuple(
            math.fsum(shares[name] for name in player.inputs) for player in self.players
        )
        return Contributions(self.base, values_of, math.fsum((self.model.intercept, *worths)))

    def batch(self, rows: Mapping[str, Sequence[Raw]], place: int = 0) -> list[list[float]]:
        """Return the contributions of several cases: rows x players."""
        cases = (
            dict(zip(rows, values, strict=True)) for values in zip(*rows.values(), strict=True)
        )
        return [list(self.contributions(case, place).values) for case in cases]

    def reached(self) -> tuple[float, float]:
        """Return the least and the greatest output over the background."""
        return self.low, self.high


def closed_form(
    model: LinearModel, players: tuple[Player, ...], columns: Sequence[Sequence[Raw]]
) -> ClosedForm:
    """Average each term over all rows of the background: `columns`, one for each term."""
    worths = [
        [term.worth(value) for value in column]
        for term, column in zip(model.terms, columns, strict=True)
    ]
    means = tuple(math.fsum(column) / len(column) for column in worths)
    outputs = [math.fsum((model.intercept, *row)) for row in zip(*worths, strict=True)]
    base = math.fsum((model.intercept, *means))
    return ClosedForm(model, players, base, means, min(outputs), max(outputs))
