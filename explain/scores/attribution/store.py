"""Which method attributes a model of trees, and where its tables are kept.

Tables are built once for a model, a background, the players and an output. A cache folder
keeps them under a digest of all of these and of the methods' versions; it may be deleted at
any time, be read-only or full, and be shared by processes.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from explain.scores.attribution.nodes import TooDeep
from explain.scores.attribution.table_file import FORMAT, read_tables, write_tables
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Forest


class Lookup(Protocol):
    """What every method gives: contributions on the additive space, one for each player."""

    @property
    def size(self) -> int:
        """Return the bytes of the arrays."""

    def contributions(self, row: Floats) -> Floats:
        """Return the contribution of each player for one encoded row, not narrowed."""

    def batch(self, table: Floats) -> Floats:
        """Return the contributions for each row of `table`: rows x players."""

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything that was built."""


class Method(Protocol):
    """A module that builds tables."""

    def build(
        self,
        forest: Forest,
        players: tuple[int, ...],
        count: int,
        background: Floats,
        output: int,
    ) -> Lookup:
        """Build the tables. Raises `TooDeep` where they would be too large."""

    def from_arrays(self, forest: Forest, arrays: Mapping[str, NDArray[Any]]) -> Lookup:
        """Return the tables that the arrays came from."""


METHODS: Mapping[str, str] = {
    "tables/1": "explain.scores.attribution.shallow.tables",
    "deep-tables/1": "explain.scores.attribution.deep.tables",
    "plain/1": "explain.scores.attribution.plain",
}
"""Each method's module under the name that a record gives: a change of a last digit is a new name.

The first that the trees are not too deep for serves. Only that one is loaded: a process that
explains one person reads tables, and has no use for the others.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Game:
    """One output of a forest, who plays for it and against whom.

    `players` names the player (0 to `count` - 1) of each column. `background` returns the
    encoded rows (rows x columns), and is only called where tables must be built. `key` is a
    digest of the files that model and background came from.
    """

    forest: Forest
    players: tuple[int, ...]
    count: int
    output: int
    background: Callable[[], Floats]
    key: str

    @property
    def digest(self) -> str:
        """Return what the tables are kept under."""
        named = [FORMAT, self.key, self.players, self.count, self.output, list(METHODS)]
        return hashlib.sha256(json.dumps(named).encode()).hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """Tables to look contributions up in, and the `outputs` of the background.

    `backend` names the method and its version. `outputs` has the shape rows x outputs.
    """

    backend: str
    lookup: Lookup
    outputs: Floats


def make_ready(game: Game, cache: Path | None) -> Ready:
    """Read the tables of `game` from the folder `cache`, or build them and keep them there."""
    if cache is None:
        return _build(game)
    path = cache / f"{game.digest}.tables"
    found = read_tables(path, game.digest)
    if found is not None:
        return _from_arrays(game.forest, found)
    ready = _build(game)
    kept = {"backend": np.frombuffer(ready.backend.encode(), dtype=np.uint8)}
    write_tables(path, game.digest, kept | {"outputs": ready.outputs} | ready.lookup.arrays())
    return ready


def _build(game: Game) -> Ready:
    background = game.background()
    *quicker, last = METHODS
    for backend in quicker:
        with suppress(TooDeep):
            return _by(backend, game, background)
    return _by(last, game, background)


def _by(backend: str, game: Game, background: Floats) -> Ready:
    built = _method(backend).build(game.forest, game.players, game.count, background, game.output)
    return Ready(backend, built, game.forest.predict(background))


def _from_arrays(forest: Forest, arrays: dict[str, NDArray[Any]]) -> Ready:
    backend = arrays.pop("backend").tobytes().decode()
    outputs = arrays.pop("outputs")
    return Ready(backend, _method(backend).from_arrays(forest, arrays), outputs)


def _method(backend: str) -> Method:
    return cast("Method", import_module(METHODS[backend]))
