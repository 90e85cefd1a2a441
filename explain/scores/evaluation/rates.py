"""How often the score is on the wrong side of the threshold, in all and by group."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from explain.scores.evaluation import intervals
from explain.scores.evaluation.record import Bounds, Rate, bounds
from explain.scores.evaluation.telling import divided, total
from explain.scores.evaluation.withholding import Cell
from explain.scores.models.forest import Booleans
from explain.scores.tallies import LEAST


@dataclass(frozen=True, slots=True)
class Wrong:
    """Which cases count for a rate (`among`), and which of them are wrong."""

    among: Booleans
    wrong: Booleans

    def cell(self, rows: Booleans) -> Cell:
        """Count among some rows."""
        among = self.among & rows
        return Cell(int((among & self.wrong).sum()), int(among.sum()))

    def whole(self) -> Rate:
        """Return the rate over all cases."""
        return total(self.cell(np.ones(len(self.among), dtype=np.bool_)))

    def by_group(self, members: Mapping[str, Booleans]) -> dict[str, tuple[Rate, Bounds | None]]:
        """Return the rate of each group, and its difference with all other cases."""
        cells = [self.cell(rows) for rows in members.values()]
        rates = divided(cells)
        others = [self.cell(~rows) for rows in members.values()]
        return {
            name: (told, _gap(told, cell, other))
            for name, told, cell, other in zip(members, rates, cells, others, strict=True)
        }


def _gap(told: Rate, cell: Cell, other: Cell) -> Bounds | None:
    if told.count is None or min(other.count, other.of - other.count) < LEAST:
        return None
    pairs = (cell.count, cell.of), (other.count, other.of)
    return bounds(intervals.difference(*pairs))
