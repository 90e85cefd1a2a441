"""Random forests, and what they mean in plain Python: the independent truth of the tables.

Values and thresholds come from the same few numbers, so that ties are frequent. Nothing
of the code under test is used to evaluate a tree or to weigh a coalition.
"""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import combinations
from math import comb
from typing import Any

import numpy as np

from explain.scores.models.columns import Floats, NumberColumn
from explain.scores.models.forest import Forest

CODES = 5


@dataclass(frozen=True)
class Game:
    """A forest, to whom its columns belong, one row and a background."""

    forest: Forest
    players: tuple[int, ...]
    count: int
    row: Floats
    background: Floats


@dataclass(frozen=True)
class Kind:
    """What a random game has: `missing` values, columns of `categories`, `grouped` columns."""

    precision: str = "float64"
    test: str = "at_most"
    columns: int = 5
    depth: int = 3
    trees: int = 4
    rows: int = 12
    outputs: int = 1
    cents: bool = True
    missing: bool = False
    categories: bool = False
    grouped: bool = False


KINDS = {
    "plain": Kind(cents=False),
    "cents and ties": Kind(depth=4),
    "below": Kind(test="below"),
    "narrow": Kind(precision="float32", depth=4),
    "missing": Kind(missing=True, test="below", precision="float32"),
    "categories": Kind(categories=True),
    "all at once": Kind(missing=True, categories=True, grouped=True, columns=7, depth=5),
    "two outputs": Kind(outputs=2),
}


def game(kind: Kind, seed: int) -> Game:
    """Return a random game of this kind; the same seed gives the same game."""
    dice = np.random.default_rng(seed)
    choices = 2 if kind.categories else 0
    numbers = _numbers(kind, dice)
    trees = [_grow(kind, dice, numbers, choices) for _ in range(kind.trees)]
    table = _table(kind, dice, numbers, choices, kind.rows + 1)
    players = _owners(kind, dice)
    forest = _forest(kind, trees, dice.normal(size=kind.outputs), dice.random((6, CODES)) < 0.5)
    return Game(forest, players, max(players) + 1, table[0], table[1:])


def _numbers(kind: Kind, dice: np.random.Generator) -> Floats:
    if kind.cents:
        return np.round(dice.uniform(0, 40, size=8), 2) + 0.0
    return dice.normal(size=8)


def _owners(kind: Kind, dice: np.random.Generator) -> tuple[int, ...]:
    if not kind.grouped:
        return tuple(range(kind.columns))
    owners = dice.integers(0, max(2, kind.columns // 2), size=kind.columns)
    _, dense = np.unique(owners, return_inverse=True)
    return tuple(int(owner) for owner in dense)


def _table(
    kind: Kind, dice: np.random.Generator, numbers: Floats, choices: int, rows: int
) -> Floats:
    table = dice.choice(numbers, size=(rows, kind.columns))
    near = dice.random(table.shape) < 0.2
    table[near] = np.nextafter(table[near], dice.choice([-np.inf, np.inf], size=near.sum()))
    table[:, :choices] = dice.integers(0, CODES + 2, size=(rows, choices))
    if kind.missing:
        table[dice.random(table.shape) < 0.25] = np.nan
    return table


Node = dict[str, Any]


def _grow(
    kind: Kind, dice: np.random.Generator, numbers: Floats, choices: int, depth: int = 0
) -> Node:
    if depth == kind.depth or dice.random() < 0.1:
        return {"value": dice.normal(size=kind.outputs)}
    column = int(dice.integers(0, kind.columns))
    return {
        "column": column,
        "threshold": float(dice.choice(numbers)),
        "set": int(dice.integers(-1, 6)) if column < choices else -1,
        "missing_left": bool(dice.random() < 0.5),
        "left": _grow(kind, dice, numbers, choices, depth + 1),
        "right": _grow(kind, dice, numbers, choices, depth + 1),
    }


def _forest(kind: Kind, trees: list[Node], intercepts: Floats, members: Any) -> Forest:
    nodes: list[Node] = []
    roots = []
    for tree in trees:
        roots.append(len(nodes))
        _place(tree, nodes)
    leaf = np.zeros(kind.outputs)
    return Forest(
        columns=tuple(NumberColumn(f"x{place}") for place in range(kind.columns)),
        precision=kind.precision,  # type: ignore[arg-type]  # drawn from the two names
        test=kind.test,  # type: ignore[arg-type]  # the same
        space="value",
        classes=(),
        intercepts=intercepts,
        roots=np.array(roots, dtype=np.int32),
        column=np.array([node.get("column", -1) for node in nodes], dtype=np.int32),
        threshold=np.array([node.get("threshold", 0.0) for node in nodes]),
        left=np.array([node.get("at", (-1, -1))[0] for node in nodes], dtype=np.int32),
        right=np.array([node.get("at", (-1, -1))[1] for node in nodes], dtype=np.int32),
        missing_left=np.array([node.get("missing_left", False) for node in nodes]),
        categories=np.array([node.get("set", -1) for node in nodes], dtype=np.int32),
        members=members,
        values=np.array([node.get("value", leaf) for node in nodes]),
    )


def _place(node: Node, nodes: list[Node]) -> int:
    at = len(nodes)
    nodes.append(node)
    if "left" in node:
        node["at"] = (_place(node["left"], nodes), _place(node["right"], nodes))
    return at


def chains(forest: Forest, length: int, trees: int) -> Forest:
    """Return trees that test each column once, with a leaf on the left of each test."""
    nodes = 2 * length + 1
    inner = np.arange(0, nodes - 1, 2)
    shifts = np.arange(trees)[:, np.newaxis] * nodes
    column, left, right = (np.full((trees, nodes), -1, dtype=np.int32) for _ in range(3))
    column[:, inner], left[:, inner], right[:, inner] = inner // 2, inner + 1, inner + 2
    left[:, inner] += shifts
    right[:, inner] += shifts
    size = trees * nodes
    return replace(
        forest,
        roots=shifts.ravel().astype(np.int32),
        column=column.ravel(),
        left=left.ravel(),
        right=right.ravel(),
        threshold=np.full(size, 20.0),
        missing_left=np.zeros(size, dtype=np.bool_),
        categories=np.full(size, -1, dtype=np.int32),
        values=np.arange(size, dtype=np.float64).reshape(-1, 1),
    )


# What a forest means -----------------------------------------------------------------


def evaluate(forest: Forest, row: list[float], output: int) -> Fraction:
    """Return the sum of the leaves that `row` reaches, without the intercept, unrounded."""
    return sum((_reached(forest, int(root), row, output) for root in forest.roots), Fraction())


def _reached(forest: Forest, node: int, row: list[float], output: int) -> Fraction:
    while forest.column[node] != -1:
        left = _goes_left(forest, node, row[forest.column[node]])
        node = int((forest.left if left else forest.right)[node])
    return Fraction(float(forest.values[node, output]))


def _goes_left(forest: Forest, node: int, value: float) -> bool:
    if math.isnan(value):
        return bool(forest.missing_left[node])
    if forest.precision == "float32":
        (value,) = struct.unpack("f", struct.pack("f", value))
    if forest.categories[node] != -1:
        members = forest.members[forest.categories[node]]
        return 0 <= value < len(members) and bool(members[int(value)])
    limit = float(forest.threshold[node])
    return value <= limit if forest.test == "at_most" else value < limit


def truth(game: Game, output: int = 0) -> list[float]:
    """Return the Shapley value of each player, from all coalitions, rounded once."""
    total = [Fraction()] * game.count
    for other in game.background.tolist():
        for player, value in enumerate(against(game, other, output)):
            total[player] += value
    return [float(value / len(game.background)) for value in total]


def against(game: Game, other: list[float], output: int = 0) -> Iterator[Fraction]:
    """Yield the Shapley value of each player against one background row."""
    row = game.row.tolist()

    @cache
    def worth(coalition: frozenset[int]) -> Fraction:
        pairs = zip(row, other, game.players, strict=True)
        mixed = [mine if owner in coalition else theirs for mine, theirs, owner in pairs]
        return evaluate(game.forest, mixed, output)

    for player in range(game.count):
        rest = [one for one in range(game.count) if one != player]
        yield sum(
            (
                (worth(frozenset((*some, player))) - worth(frozenset(some)))
                / (game.count * comb(game.count - 1, size))
                for size in range(game.count)
                for some in combinations(rest, size)
            ),
            Fraction(),
        )
