"""The plain exact path in the place of tables, for trees that no table holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explain.scores.attribution import exact
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Forest


@dataclass(frozen=True, slots=True, eq=False)
class Plain:
    """One game: see `exact.by_row` for the fields."""

    forest: Forest
    players: tuple[int, ...]
    count: int
    background: Floats
    output: int

    @property
    def size(self) -> int:
        """Return the bytes of the background."""
        return self.background.nbytes

    def contributions(self, row: Floats) -> Floats:
        """Return the contribution of each player for one encoded row, not narrowed."""
        return exact.contributions(
            self.forest, self.players, self.count, row, self.background, self.output
        )

    def batch(self, table: Floats) -> Floats:
        """Return the contributions for each row of `table`: rows x players."""
        rows = [self.contributions(row) for row in table]
        return np.array(rows, dtype=np.float64).reshape(len(table), self.count)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything but the forest."""
        numbers = np.array([self.count, self.output])
        return {
            "numbers": numbers,
            "players": np.array(self.players),
            "background": self.background,
        }


def build(
    forest: Forest, players: tuple[int, ...], count: int, background: Floats, output: int
) -> Plain:
    """Return the plain path against all rows of `background` (rows x columns)."""
    return Plain(forest, players, count, background, output)


def from_arrays(forest: Forest, arrays: Mapping[str, NDArray[Any]]) -> Plain:
    """Return the plain path that `arrays` came from."""
    count, output = arrays["numbers"].tolist()
    players = tuple(arrays["players"].tolist())
    return Plain(forest, players, count, arrays["background"], output)
