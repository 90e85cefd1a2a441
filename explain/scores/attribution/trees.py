"""Exact contributions of an ensemble of trees, from tables that are built once.

Interventional Shapley values with respect to a background, all of whose rows count. The
columns of one input, or of a group that counts as one, are one player.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from explain.scores.attribution.contributions import Contributions
from explain.scores.attribution.store import Game, Ready, make_ready
from explain.scores.models.columns import Floats, encode, encode_all
from explain.scores.models.forest import Forest
from explain.scores.models.linear import Raw
from explain.scores.players import Player

METHOD = "exact-trees"


@dataclass(frozen=True, eq=False)
class Trees:
    """A model of trees with its background: `rows` has one sequence for each input.

    `key` is a digest of the files of the model and the background, under which tables are kept
    in the folder `cache`; without one they live in memory. Tables are built when they are first
    needed, which is why the class has attributes that are found once.
    """

    forest: Forest
    players: tuple[Player, ...]
    rows: Mapping[str, Sequence[Raw]] = field(repr=False)
    key: str
    cache: Path | None = None
    _ready: dict[int, Ready] = field(default_factory=dict, init=False, repr=False)

    @property
    def method(self) -> str:
        """Return the name of the method."""
        return METHOD

    @property
    def backend(self) -> str:
        """Return the name and major version of what computes it."""
        return self.ready(0).backend

    @property
    def space(self) -> str:
        """Return the name of the additive space."""
        return self.forest.space

    @cached_property
    def players_of_columns(self) -> tuple[int, ...]:
        """Return the place of the player to whom each column belongs."""
        owners = {
            name: place for place, player in enumerate(self.players) for name in player.inputs
        }
        return tuple(owners[column.input] for column in self.forest.columns)

    @cached_property
    def background(self) -> Floats:
        """Return the background as the model's columns: rows x columns."""
        return encode_all(self.forest.columns, self.rows)

    def ready(self, place: int) -> Ready:
        """Return the tables of one output, from the cache or built."""
        if place not in self._ready:
            players, count = self.players_of_columns, len(self.players)
            game = Game(self.forest, players, count, place, lambda: self.background, self.key)
            self._ready[place] = make_ready(game, self.cache)
        return self._ready[place]

    def outputs(self, values: Mapping[str, Raw]) -> tuple[float, ...]:
        """Return the additive output, or one for each class."""
        row = encode(self.forest.columns, values)
        return tuple(self.forest.output(row, place) for place in range(len(self.forest.intercepts)))

    def contributions(self, values: Mapping[str, Raw], place: int = 0) -> Contributions:
        """Explain the output at `place` for one case."""
        row = encode(self.forest.columns, values)
        ready = self.ready(place)
        outputs = ready.outputs[:, place].tolist()
        base = math.fsum(outputs) / len(outputs)
        found = ready.lookup.contributions(row).tolist()
        return Contributions(base, tuple(found), self.forest.output(row, place))

    def batch(self, rows: Mapping[str, Sequence[Raw]], place: int = 0) -> list[list[float]]:
        """Return the contributions to the output at `place` of several cases: rows x players."""
        table = encode_all(self.forest.columns, rows)
        found: list[list[float]] = self.ready(place).lookup.batch(table).tolist()
        return found

    def reached(self) -> tuple[float, float]:
        """Return the least and the greatest output over the background."""
        outputs = self.ready(0).outputs[:, 0].tolist()
        return min(outputs), max(outputs)
