"""From the trees of another library, as lists of nodes, to one `Forest`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from explain.errors import InvalidFile
from explain.issues import N_, Issue
from explain.scores import issues
from explain.scores.models.columns import Column
from explain.scores.models.forest import LEAF, Booleans, Forest, Precision, Space, Test
from explain.scores.models.structure import broken


class Node(NamedTuple):
    """A leaf with its `value`, or a test whose `column` is not -1.

    `left` and `right` are places in the list of the tree; `categories` names one of the
    sets of codes given to `assembled`, or is -1.
    """

    value: float = 0.0
    column: int = LEAF
    threshold: float = 0.0
    left: int = 0
    right: int = 0
    missing_left: bool = False
    categories: int = LEAF


@dataclass(frozen=True, slots=True)
class Tree:
    """The nodes of one tree, the root first. The tree adds to one `output`."""

    nodes: Sequence[Node]
    output: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """How a library reads a row, and where its sums start: one place for each output."""

    columns: tuple[Column, ...]
    precision: Precision
    test: Test
    space: Space
    classes: tuple[str, ...]
    intercepts: tuple[float, ...]


def assembled(trees: Sequence[Tree], members: Booleans, reading: Reading, file: str) -> Forest:
    """Lay `trees` one after another. `members` (sets x codes) tells which codes go left.

    Raises `InvalidFile` where the nodes are no trees or a number is not finite.
    """
    nodes: list[Node] = []
    outputs: list[int] = []
    roots: list[int] = []
    for tree in trees:
        if not all(LEAF <= node.column < len(reading.columns) for node in tree.nodes):
            raise _broken(file, N_("a test names a feature that does not exist"))
        roots.append(len(nodes))
        nodes += _laid_out(tree.nodes, len(nodes), file)
        outputs += [tree.output] * (len(nodes) - len(outputs))
    values = np.zeros((len(nodes), len(reading.intercepts)))
    values[np.arange(len(nodes)), outputs] = [node.value for node in nodes]
    forest = Forest(
        columns=reading.columns,
        precision=reading.precision,
        test=reading.test,
        space=reading.space,
        classes=reading.classes,
        intercepts=np.array(reading.intercepts, dtype=np.float64),
        roots=np.array(roots, dtype=np.int32),
        column=np.array([node.column for node in nodes], dtype=np.int32),
        threshold=np.array([node.threshold for node in nodes], dtype=np.float64),
        left=np.array([node.left for node in nodes], dtype=np.int32),
        right=np.array([node.right for node in nodes], dtype=np.int32),
        missing_left=np.array([node.missing_left for node in nodes], dtype=np.bool_),
        categories=np.array([node.categories for node in nodes], dtype=np.int32),
        members=members,
        values=values,
    )
    if problem := broken(forest):
        raise _broken(file, problem)
    return forest


def _laid_out(nodes: Sequence[Node], start: int, file: str) -> list[Node]:
    """Return what the root leads to, parents first, counted from `start`."""
    count, order = len(nodes), [0]
    for place in order:
        node = nodes[place]
        if node.column == LEAF:
            continue
        if len(order) + 2 > count or not (0 < node.left < count and 0 < node.right < count):
            raise _broken(file, N_("the nodes do not form trees"))
        order += (node.left, node.right)
    if len(set(order)) < len(order):
        raise _broken(file, N_("the nodes do not form trees"))
    places = {place: start + new for new, place in enumerate(order)}
    return [_moved(nodes[place], places) for place in order]


def _moved(node: Node, places: dict[int, int]) -> Node:
    if node.column == LEAF:
        return Node(node.value)
    return node._replace(value=0.0, left=places[node.left], right=places[node.right])


def _broken(file: str, problem: str) -> InvalidFile:
    values = {"name": file, "problem": problem}
    return InvalidFile([Issue(issues.TREES_BROKEN, file, values=values)])
