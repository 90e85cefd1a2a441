"""Random ensembles of trees over inputs of all kinds, and a walk through them that is plain."""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from explain.case import Case, Value
from explain.scores.background import Column
from explain.scores.changes.situation import Situation, raw
from explain.scores.models.columns import Column as Made
from explain.scores.models.columns import LookupColumn, MissingColumn, NumberColumn, encode
from explain.scores.models.forest import Forest
from explain.scores.models.linear import Raw
from explain.scores.spec import Display
from explain.spec import Input
from tests.explain.scores.score_samples import DAY, declared_inputs

COLUMNS: tuple[Made, ...] = (
    NumberColumn("saving", None, (("subtract", 0.1), ("divide", 0.3))),
    NumberColumn("children", 1.0),
    NumberColumn("years", None, (("multiply", -0.7),)),
    LookupColumn("advised", {"true": 1.0, "false": 0.0}),
    LookupColumn("heating", {"gas": 1.0, "oil": 0.0, "wood": 0.0}),
    LookupColumn("heating", {"gas": 0.0, "oil": 1.0, "wood": 0.0}),
    LookupColumn("heating", {"gas": 0.0, "oil": 0.0, "wood": 1.0}),
    NumberColumn("rooms"),
    MissingColumn("children"),
    NumberColumn("saving"),
    NumberColumn("age"),
)
CODES = {7}
"""Columns whose tests are sets of codes."""

PRESENT: dict[str, Value] = {
    "saving": Decimal("4.25"),
    "children": Decimal(2),
    "years": Decimal(3),
    "advised": False,
    "heating": "oil",
    "rooms": Decimal(3),
    "age": Decimal(40),
}


def inputs() -> tuple[Input, ...]:
    return declared_inputs(
        [
            {"id": "saving", "type": "number", "minimum": 0, "maximum": 9, "actionable": "yes"},
            {"id": "children", "type": "integer", "minimum": 0, "maximum": 6, "actionable": "yes"},
            {
                "id": "years",
                "type": "integer",
                "minimum": 0,
                "maximum": 20,
                "actionable": "over_time",
            },
            {"id": "advised", "type": "boolean", "actionable": "yes"},
            {
                "id": "heating",
                "type": "category",
                "categories": [{"id": name, "label": name} for name in ("gas", "oil", "wood")],
                "actionable": "yes",
            },
            {
                "id": "rooms",
                "type": "integer",
                "minimum": 0,
                "actionable": "yes",
                "direction": "up",
            },
            {"id": "age", "type": "integer", "actionable": "yes", "sensitive": True},
        ]
    )


def background() -> tuple[Column, ...]:
    return (
        Column((), 4.5, 0.5, 8.0, 2.5),
        Column((), 1.5, 0.0, 5.0, 1.4),
        Column((), 8.0, 0.0, 19.0, 5.0),
        Column((), 0.5, 0.0, 1.0, 0.5),
        Column(()),
        Column((), 4.0, 1.0, 9.0, 2.0),
        Column((), 40.0, 18.0, 90.0, 15.0),
    )


def random_forest(
    seed: int,
    trees: int = 6,
    depth: int = 3,
    precision: Literal["float32", "float64"] = "float32",
    classes: tuple[str, ...] = (),
) -> Forest:
    """Return a random ensemble; its leaves are decimals, so that ties on a threshold occur."""
    outputs = max(1, len(classes))
    chance = random.Random(seed)  # noqa: S311 - a test repeats itself
    nodes: list[dict[str, Any]] = []
    sets: list[list[bool]] = [[False] * 10]

    def grow(left: int) -> int:
        place = len(nodes)
        nodes.append({"column": -1, "threshold": 0.0, "set": -1, "value": [0.0] * outputs})
        node = nodes[place]
        if left == 0 or chance.random() < 0.1:
            node["value"] = [chance.randint(-20, 20) / 10 for _ in range(outputs)]
            return place
        node["column"] = chance.randrange(len(COLUMNS))
        node["missing"] = chance.random() < 0.5
        if node["column"] in CODES:
            node["set"] = len(sets)
            sets.append([chance.random() < 0.5 for _ in range(10)])
        node["threshold"] = threshold(node["column"])
        node["left"], node["right"] = grow(left - 1), grow(left - 1)
        return place

    def threshold(column: int) -> float:
        made = COLUMNS[column]
        if isinstance(made, NumberColumn):
            item = next(item for item in inputs() if item.id == made.input)
            top = float(item.maximum or 12)
            value = made.encode(
                chance.choice([round(chance.uniform(0, top), 2), chance.randint(0, 9)])
            )
            return float(np.float32(value)) if chance.random() < 0.5 else value
        return 0.5

    roots = [grow(depth) for _ in range(trees)]

    def of(name: str, kind: Any, otherwise: float) -> Any:
        return np.array([node.get(name, otherwise) for node in nodes], dtype=kind)

    return Forest(
        columns=COLUMNS,
        precision=precision,
        test=chance.choice(["at_most", "below"]),
        space="value",
        classes=classes,
        intercepts=np.zeros(outputs),
        roots=np.array(roots, dtype=np.int32),
        column=of("column", np.int32, -1),
        threshold=of("threshold", np.float64, 0.0),
        left=of("left", np.int32, -1),
        right=of("right", np.int32, -1),
        missing_left=of("missing", np.bool_, 0),
        categories=of("set", np.int32, -1),
        members=np.array(sets, dtype=np.bool_),
        values=of("value", np.float64, 0.0),
    )


class Walk:
    """Goes through the trees node after node: the plain way, and none of the searched code."""

    def __init__(self, forest: Forest, place: int = 0) -> None:
        self.forest = forest
        self.column, self.threshold = forest.column.tolist(), forest.threshold.tolist()
        self.children = list(zip(forest.right.tolist(), forest.left.tolist(), strict=True))
        self.sets, self.values = forest.categories.tolist(), forest.values[:, place].tolist()

    def output(self, values: Mapping[str, Raw]) -> float:
        row = encode(self.forest.columns, values)
        if self.forest.precision == "float32":
            row = row.astype(np.float32)
        return math.fsum(self.leaf(root, row.tolist()) for root in self.forest.roots.tolist())

    def leaf(self, node: int, row: list[float]) -> float:
        while self.column[node] >= 0:
            node = self.children[node][self.goes_left(node, row[self.column[node]])]
        return float(self.values[node])

    def goes_left(self, node: int, value: float) -> bool:
        if math.isnan(value):
            return bool(self.forest.missing_left[node])
        if self.sets[node] >= 0:
            members = self.forest.members[self.sets[node]].tolist()
            return 0 <= value < len(members) and members[int(value)]
        limit = self.threshold[node]
        return bool(value <= limit if self.forest.test == "at_most" else value < limit)


def display(threshold: Decimal, favourable: str = "above") -> Display:
    return Display.model_validate(
        {
            "scale": 1,
            "offset": 0,
            "unit": "points",
            "decimals": 2,
            "threshold": threshold,
            "threshold_label": "Threshold",
            "favourable": favourable,
            "definition": "Points.",
        }
    )


@dataclass(frozen=True)
class Example:
    """A random ensemble, and a person it is unfavourable to."""

    walk: Walk
    situation: Situation

    def flips(self, changed: Mapping[str, Value | None]) -> bool:
        """Tell whether values flip the outcome, by the plain walk."""
        values = dict(self.situation.values)
        values |= {name: None if value is None else raw(value) for name, value in changed.items()}
        return self.situation.side((self.walk.output(values),)) is not None


def example(
    seed: int, short: Decimal = Decimal(2), missing: tuple[str, ...] = (), **grown: Any
) -> Example:
    """Return a person whose points are `short` of the threshold."""
    forest = random_forest(seed, **grown)
    present = {name: None if name in missing else value for name, value in PRESENT.items()}
    values = {name: None if value is None else raw(value) for name, value in present.items()}
    walk = Walk(forest)
    output = walk.output(values)
    threshold = round(Decimal(output), 2) + short
    shown = display(threshold, "above" if short > 0 else "below")
    case = Case(DAY, present)
    return Example(walk, Situation(case, values, output, forest, shown))
