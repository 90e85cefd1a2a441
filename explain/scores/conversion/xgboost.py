"""XGBoost's JSON models (`Booster.save_model("model.json")`), read without XGBoost.

XGBoost narrows inputs and thresholds to 32 bits; a number goes left where it is *below*
the threshold. A category goes right where the node names it and left where it does not;
a missing value goes where `default_left` says. Leaves are 32-bit, and so is the library's
own sum; the sum here is exact.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from explain.issues import N_
from explain.scores import issues
from explain.scores.conversion.assembling import Node, Reading, Tree, assembled
from explain.scores.conversion.declaration import refuse
from explain.scores.conversion.features import Feature, Split, columns, matched, sets
from explain.scores.conversion.xgboost_json import (
    Encoding,
    JsonTree,
    Learner,
    Trees,
    parse,
    unreadable,
)
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Forest, Space
from explain.spec import Input

OBJECTIVES: dict[str, Space] = {
    "binary:logistic": "log-odds",
    "binary:logitraw": "log-odds",
    "multi:softmax": "log-probability",
    "multi:softprob": "log-probability",
    "reg:absoluteerror": "value",
    "reg:pseudohubererror": "value",
    "reg:quantileerror": "value",
    "reg:squarederror": "value",
}
"""The objectives whose margin is explained, and the space that it is on."""

_CATEGORY = "c"
_FILE = "model.json"


def read_xgboost(data: bytes, file: str, inputs: tuple[Input, ...]) -> Forest:
    """Read a model as a `Forest` whose columns are the model's features, in its order.

    Raises `InvalidFile` where the file is no such model, where its features are not the
    declared `inputs`, or where it holds what cannot be explained exactly (an objective
    that is not one of `OBJECTIVES`, a linear booster, leaves of several numbers).
    """
    learner = parse(data, file)
    trees, weights = _trees(learner, file)
    space = _space(learner, file)
    features = _features(learner, trees, inputs, file)
    outputs = max(1, learner.learner_model_param.num_class)
    splits: list[Split] = []
    grown = [
        Tree(_nodes(tree, np.float32(weight), splits, file), output)
        for tree, weight, output in zip(trees.trees, weights, trees.tree_info, strict=True)
    ]
    if not all(0 <= tree.output < outputs for tree in grown):
        raise unreadable(file, N_("a tree adds to an output that does not exist"), "tree_info")
    classes = range(outputs) if space == "log-probability" else ()
    reading = Reading(
        columns=columns(features, file),
        precision="float32",
        test="below",
        space=space,
        classes=tuple(f"class_{place}" for place in classes),
        intercepts=_intercepts(learner, outputs, file),
    )
    return assembled(grown, sets(splits, features, file), reading, file)


def xgboost_predictor(data: bytes) -> Callable[[Floats], Floats]:
    """Return XGBoost's own additive prediction: rows x columns -> rows x outputs.

    It is the exact sum of the leaves that XGBoost itself reaches (`pred_leaf`). Where these
    leaves, added in 32 bits and in order, are more than one 32-bit step away from the
    margin that XGBoost gives, it is that margin. The columns are those of the `Forest`, as
    encoded. Needs XGBoost (extra `build`).
    """
    import xgboost  # noqa: PLC0415 - heavy, and not needed to read

    adding = _Adding.of(data)
    booster = xgboost.Booster({"nthread": 1})
    booster.load_model(bytearray(data))

    def predict(table: Floats) -> Floats:
        matrix = xgboost.DMatrix(
            table,
            feature_names=booster.feature_names,
            feature_types=booster.feature_types,
            enable_categorical=True,
            nthread=1,
        )
        margin: Any = booster.predict(matrix, output_margin=True, strict_shape=True)
        reached: Any = booster.predict(matrix, pred_leaf=True)
        leaves = np.asarray(reached).reshape(len(table), -1).astype(np.int64)
        singles, doubles = adding.sums(leaves, np.float32), adding.sums(leaves, np.float64)
        steps = np.spacing(np.maximum(np.float32(1), np.abs(margin)))
        return np.where(np.abs(singles - margin) <= steps, doubles, margin).astype(np.float64)

    return predict


@dataclass(frozen=True, slots=True)
class _Adding:
    """The value of each node of each tree, by the number that XGBoost gives it."""

    starts: tuple[float, ...]
    values: list[NDArray[np.float32]]
    outputs: list[int]

    @classmethod
    def of(cls, data: bytes) -> Self:
        learner = parse(data, _FILE)
        trees, weights = _trees(learner, _FILE)
        starts = _intercepts(learner, max(1, learner.learner_model_param.num_class), _FILE)
        values = [
            np.array(tree.split_conditions, dtype=np.float32) * np.float32(weight)
            for tree, weight in zip(trees.trees, weights, strict=True)
        ]
        return cls(starts, values, trees.tree_info)

    def sums(self, leaves: NDArray[np.int64], kind: type[np.floating]) -> NDArray[np.floating]:
        total = np.tile(np.array(self.starts, dtype=kind), (len(leaves), 1))
        for place, (values, output) in enumerate(zip(self.values, self.outputs, strict=True)):
            total[:, output] += values[leaves[:, place]]
        return total


def _trees(learner: Learner, file: str) -> tuple[Trees, list[float]]:
    """Return the trees with the weight of each."""
    booster = learner.gradient_booster
    trees = booster.gbtree.model if booster.gbtree else booster.model
    if trees is None:
        raise unreadable(file, N_("trees are missing"), "gradient_booster")
    weights = booster.weight_drop if booster.name == "dart" else [1.0] * len(trees.trees)
    if not len(weights) == len(trees.trees) == len(trees.tree_info):
        raise unreadable(file, N_("trees are missing"), "tree_info")
    if any(tree.tree_param.size_leaf_vector > 1 for tree in trees.trees):
        allowed = "multi_strategy=one_output_per_tree"
        raise refuse(issues.STEP_UNKNOWN, file, step="multi_output_tree", allowed=allowed)
    best, rounds = learner.attributes.best_iteration, len(trees.iteration_indptr) - 1
    if best is not None and best + 1 < rounds:
        raise refuse(issues.ROUNDS_UNCLEAR, file, best=best + 1, count=rounds)
    return trees, weights


def _space(learner: Learner, file: str) -> Space:
    name = learner.objective.name
    if name not in OBJECTIVES:
        about = {"objective": name[:80], "allowed": ", ".join(OBJECTIVES)}
        raise refuse(issues.OBJECTIVE_UNKNOWN, file, **about)
    if learner.learner_model_param.num_target != 1:
        count = learner.learner_model_param.num_target
        raise refuse(issues.NOT_ONE_OUTPUT, file, count=count)
    return OBJECTIVES[name]


def _intercepts(learner: Learner, outputs: int, file: str) -> tuple[float, ...]:
    """Return the margin of each output before the first tree, rounded as XGBoost does."""
    text = learner.learner_model_param.base_score
    try:
        scores = [np.float32(word) for word in text.strip("[]").split(",")]
    except ValueError:
        raise unreadable(file, N_("this is not a number"), "base_score") from None
    if learner.objective.name == "binary:logistic":
        scores = [_logit(score, file) for score in scores]
    if len(scores) not in {1, outputs}:
        raise unreadable(file, N_("there is not one for each output"), "base_score")
    return tuple(float(score) for score in scores * (outputs // len(scores)))


def _logit(score: np.float32, file: str) -> np.float32:
    if not 0 < score < 1:
        raise unreadable(file, N_("it must be between 0 and 1"), "base_score")
    one = np.float32(1)
    return np.float32(-math.log(float(one / score - one)))


def _features(
    learner: Learner, trees: Trees, inputs: tuple[Input, ...], file: str
) -> tuple[Feature, ...]:
    count = learner.learner_model_param.num_feature
    items = matched(learner.feature_names, count, inputs, file)
    kinds = learner.feature_types or [""] * count
    encodings = trees.cats.enc or [Encoding()] * count
    if not len(kinds) == len(encodings) == count:
        raise unreadable(file, N_("features are missing"), "feature_types")
    return tuple(
        Feature(item, kind == _CATEGORY, _names(encoding, file))
        for item, kind, encoding in zip(items, kinds, encodings, strict=True)
    )


def _names(encoding: Encoding, file: str) -> tuple[str, ...] | None:
    """Return the names of the codes of a feature, or `None` where the file gives none."""
    if not encoding.values:
        return None
    if encoding.offsets is None:
        return tuple(str(value) for value in encoding.values)
    run = bytes(value % 256 for value in encoding.values)
    try:
        return tuple(run[start:end].decode() for start, end in pairwise(encoding.offsets))
    except UnicodeDecodeError:
        raise unreadable(file, N_("the names of categories are damaged"), "cats") from None


def _nodes(tree: JsonTree, weight: np.float32, splits: list[Split], file: str) -> list[Node]:
    """Return the nodes of one tree; its tests on categories join `splits`."""
    chosen = _chosen(tree, file)
    with np.errstate(over="ignore"):  # infinities are refused with the trees
        narrow = np.array(tree.split_conditions, dtype=np.float32)
    arrays = (tree.left_children, tree.right_children, tree.split_indices, tree.default_left)
    if any(len(array) != len(narrow) for array in arrays):
        raise unreadable(file, N_("the lengths of the arrays differ"), "trees")
    nodes = []
    for place, number in enumerate(narrow):
        left, right, column, default = (array[place] for array in arrays)
        if left < 0:
            nodes.append(Node(float(number * weight)))
            continue
        node = Node(0.0, column, float(number), left, right, bool(default))
        if place in chosen:
            node = node._replace(threshold=0.0, categories=len(splits))
            splits.append(Split(column, chosen[place], left=False))
        nodes.append(node)
    return nodes


def _chosen(tree: JsonTree, file: str) -> dict[int, tuple[int, ...]]:
    """Return the codes that each test on categories names."""
    sizes = (tree.categories_nodes, tree.categories_segments, tree.categories_sizes)
    named = {place for place, kind in enumerate(tree.split_type) if kind == 1}
    if len({len(array) for array in sizes}) > 1 or named != set(tree.categories_nodes):
        raise unreadable(file, N_("a set of categories is missing"), "categories_nodes")
    return {
        node: tuple(tree.categories[start : start + size])
        for node, start, size in zip(*sizes, strict=True)
    }
