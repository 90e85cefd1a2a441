"""An ensemble of decision trees as plain arrays: any depth, any number of outputs.

All trees lie one after another in one table of nodes; a child stands after its parent.
The additive output is `intercept + sum over the trees of the value of the leaf reached`.
Averages (random forests) and learning rates are already inside the values of the leaves.
"""

import math
from collections import Counter
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from explain.scores.models.columns import Column, Floats

Precision = Literal["float32", "float64"]
Test = Literal["at_most", "below"]
Space = Literal["value", "log-odds", "log-probability", "probability"]

LEAF = -1
"""The `column` of a leaf, and the `categories` of a test on a number."""

Integers = NDArray[np.int32]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Trees over `columns`. Arrays have one place for each node unless said otherwise.

    `precision` is that of the inputs: the trained library narrows them to it before it
    compares. A node sends a row left where its column is *at most* the threshold, or
    *below* it (`test`); a missing value (NaN) goes left where `missing_left`. Where
    `categories` is not -1 it names a row of `members` (sets x codes): a code goes left
    where that row says so, and a code beyond the row goes right.
    `values` has the shape nodes x outputs; only those of leaves count. There is one output
    for a number or for yes and no (`classes` is empty), else one for each of `classes`.
    `intercepts` has one place for each output. `missing` names the inputs that may be
    missing: with each of them left out the original was asked as well. It is `None` where
    that is not known.
    """

    columns: tuple[Column, ...]
    precision: Precision
    test: Test
    space: Space
    classes: tuple[str, ...]
    intercepts: Floats
    roots: Integers
    column: Integers
    threshold: Floats
    left: Integers
    right: Integers
    missing_left: Booleans
    categories: Integers
    members: Booleans
    values: Floats
    missing: tuple[str, ...] | None = None

    def narrowed(self, table: Floats) -> Floats:
        """Return `table` at the precision that the tests compare, as float64."""
        if self.precision == "float64":
            return table
        return table.astype(np.float32).astype(np.float64)

    def goes_left(self, table: Floats, nodes: Integers) -> Booleans:
        """Tell for each row and each of the inner `nodes` whether the row goes left.

        `table` (rows x columns) is narrowed already. Returns rows x nodes.
        """
        return self._left(table[:, self.column[nodes]], nodes)

    def leaves(self, table: Floats) -> Integers:
        """Return the leaf that each row reaches in each tree: rows x trees.

        `table` (rows x columns) is as encoded, not narrowed.
        """
        table = self.narrowed(table)
        node = np.tile(self.roots, len(table))
        rows = np.repeat(np.arange(len(table)), len(self.roots))
        going = np.flatnonzero(self.column[node] != LEAF)
        while len(going):
            here = node[going]
            left = self._left(table[rows[going], self.column[here]], here)
            node[going] = np.where(left, self.left[here], self.right[here])
            going = going[self.column[node[going]] != LEAF]
        return node.reshape(len(table), len(self.roots))

    def predict(self, table: Floats) -> Floats:
        """Return the additive output of each row: rows x outputs, trees added in order."""
        total = np.repeat(self.intercepts[np.newaxis, :], len(table), axis=0)
        reached = self.leaves(table)
        for tree in range(len(self.roots)):
            total += self.values[reached[:, tree]]
        return total

    def output(self, row: Floats, output: int) -> float:
        """Return one output for one encoded row, correctly rounded (`math.fsum`)."""
        values = self.values[self.leaves(row[np.newaxis, :])[0], output]
        return math.fsum((float(self.intercepts[output]), *values.tolist()))

    def tests_by_input(self) -> dict[str, int]:
        """Return how many inner nodes test a column of each input."""
        tests = Counter(self.column[self.column != LEAF].tolist())
        counts: Counter[str] = Counter()
        for place, column in enumerate(self.columns):
            counts[column.input] += tests[place]
        return dict(counts)

    def _left(self, values: Floats, nodes: Integers) -> Booleans:
        """Tell whether each value, in the last axis one for each of `nodes`, goes left."""
        limits = self.threshold[nodes]
        left = values <= limits if self.test == "at_most" else values < limits
        sets = self.categories[nodes]
        chosen = np.flatnonzero(sets != LEAF)
        if len(chosen):
            left[..., chosen] = self._are_members(values[..., chosen], sets[chosen])
        missing = np.isnan(values)
        return np.where(missing, self.missing_left[nodes], left) if missing.any() else left

    def _are_members(self, codes: Floats, sets: Integers) -> Booleans:
        known = (codes >= 0) & (codes < self.members.shape[1])
        places = np.where(known, codes, 0).astype(np.int64)
        return np.asarray(self.members[sets, places] & known)
