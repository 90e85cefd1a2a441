"""Many tests at once, of one row or of several."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explain.scores.attribution.deep.paths import NONE, Positions
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Booleans, Forest, Integers


@dataclass(frozen=True, slots=True, eq=False)
class Tests:
    """Some inner nodes of `forest`. `choices` are those that ask for a category."""

    forest: Forest
    columns: Positions
    thresholds: Floats
    missing_left: Booleans
    choices: Positions
    sets: Integers

    @classmethod
    def of(cls, forest: Forest, nodes: Integers) -> "Tests":
        """Gather what the tests at `nodes` need."""
        sets = forest.categories[nodes]
        choices = np.flatnonzero(sets != NONE)
        return cls(
            forest,
            forest.column[nodes].astype(np.intp),
            forest.threshold[nodes],
            forest.missing_left[nodes],
            choices,
            sets[choices],
        )

    def left(self, narrowed: Floats) -> Booleans:
        """Tell at which tests a row goes left, as `Forest.goes_left` does.

        `narrowed` holds columns, or columns x rows; the answer tests, or tests x rows.
        """
        values = narrowed.take(self.columns, axis=0)
        limits = self.thresholds.reshape(-1, *(1,) * (narrowed.ndim - 1))
        left: Booleans = values <= limits if self.forest.test == "at_most" else values < limits
        if len(self.choices):
            left[self.choices] = self._members(values[self.choices])
        if np.isnan(narrowed).any():
            missing = np.isnan(values)
            left[missing] = self.missing_left[np.nonzero(missing)[0]]
        return left

    def _members(self, codes: Floats) -> Booleans:
        members = self.forest.members
        known = (codes >= 0) & (codes < members.shape[1])
        places: NDArray[np.intp] = np.where(known, codes, 0).astype(np.intp)
        inside: Booleans = members[self.sets.reshape(-1, *(1,) * (codes.ndim - 1)), places]
        found: Booleans = np.logical_and(known, inside)
        return found
