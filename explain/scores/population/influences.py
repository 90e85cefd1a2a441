"""How much each input does over the whole background.

Contributions are those of the explanations (interventional Shapley values), made once for
each row of the background. Their mean size ranks the inputs; their mean within a band of
values, or for a choice, shows how an input counts (the dependence plot of Lundberg and
others, 2020, as numbers).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from explain.scores import display as reading
from explain.scores.models.linear import Raw, greatest
from explain.scores.population.parts import Part, parts
from explain.scores.program import Program
from explain.scores.tallies import LEAST


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence:
    """How much one input, or a group that counts as one, does: `size` is in printed points.

    `size` is the mean of the contributions without their sign. `parts` are empty for a group
    of several inputs, and where the calculation chooses between several results.
    """

    id: str
    label: str
    size: Decimal
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Influences over all `rows` rows of the background, the largest first."""

    rows: int
    influences: tuple[Influence, ...]


def population(program: Program) -> Population | None:
    """Return what counts over the background; `None` where it has fewer than five rows."""
    items = {item.id: item for item in program.spec.inputs}
    rows = {name: column.values for name, column in zip(items, program.columns, strict=True)}
    count = len(program.columns[0].values)
    if count < LEAST:
        return None
    found = zip(*_contributions(program, rows), strict=True)
    display, told = program.spec.display, not program.classes
    influences = []
    for player, shares in zip(program.players, found, strict=True):
        alone = items[player.inputs[0]] if told and len(player.inputs) == 1 else None
        cut = () if alone is None else parts(alone, rows[alone.id], shares, display)
        size = abs(reading.worth(display, math.fsum(map(abs, shares)) / count))
        influences.append(Influence(id=player.id, label=player.label, size=size, parts=cut))
    ranked = sorted(influences, key=lambda one: -one.size)
    return Population(rows=count, influences=tuple(ranked))


def _contributions(program: Program, rows: Mapping[str, Sequence[Raw]]) -> list[list[float]]:
    """Return the contributions to what was decided for each row: rows x players."""
    attributor = program.attributor
    if not program.classes:
        return attributor.batch(rows)
    cases = (dict(zip(rows, values, strict=True)) for values in zip(*rows.values(), strict=True))
    decided = [greatest(attributor.outputs(case)) for case in cases]
    by_place = {place: attributor.batch(rows, place) for place in sorted(set(decided))}
    return [by_place[place][at] for at, place in enumerate(decided)]
