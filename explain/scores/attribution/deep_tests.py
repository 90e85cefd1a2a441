"""Many tests of one row at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explain.scores.attribution.deep_paths import NONE, Positions
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Booleans, Forest, Integers


@dataclass(frozen=True, slots=True, eq=False)
class Tests:
    """Some inner nodes of `forest`. `sorted_` are those that ask for a category."""

    forest: Forest
    columns: Positions
    thresholds: Floats
    missing_left: Booleans
    sorted_: Positions
    sets: Integers

    @classmethod
    def of(cls, forest: Forest, nodes: Integers) -> "Tests":
        """Gather what the tests at `nodes` need."""
        sets = forest.categories[nodes]
        sorted_ = np.flatnonzero(sets != NONE)
        return cls(
            forest,
            forest.column[nodes].astype(np.intp),
            forest.threshold[nodes],
            forest.missing_left[nodes],
            sorted_,
            sets[sorted_],
        )

    def left(self, row: Floats) -> Booleans:
        """Tell at which tests an encoded row goes left; the same as `Forest.goes_left`."""
        narrowed = self.forest.narrowed(row)
        values = narrowed.take(self.columns)
        at_most = self.forest.test == "at_most"
        left: Booleans = values <= self.thresholds if at_most else values < self.thresholds
        if len(self.sorted_):
            left[self.sorted_] = self._members(values[self.sorted_])
        if np.isnan(narrowed).any():
            missing = np.flatnonzero(np.isnan(values))
            left[missing] = self.missing_left[missing]
        return left

    def _members(self, codes: Floats) -> Booleans:
        members = self.forest.members
        known = (codes >= 0) & (codes < members.shape[1])
        places: NDArray[np.intp] = np.where(known, codes, 0).astype(np.intp)
        return known & members[self.sets, places]
