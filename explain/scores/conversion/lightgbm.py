"""LightGBM's own text format (`Booster.save_model("model.txt")`), read without LightGBM.

What a node does with a row is that of `Tree::NumericalDecision` and
`Tree::CategoricalDecision` of LightGBM 4: numbers are 64-bit floats and go left where
they are at most the threshold; a category goes left where its bit is set, and a missing
one always goes right. Learning rates and the first average are in the leaves already.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from explain.issues import N_
from explain.scores import issues
from explain.scores.conversion.assembling import Node, Reading, Tree, assembled
from explain.scores.conversion.declaration import refuse
from explain.scores.conversion.features import Feature, Split, columns, matched, sets
from explain.scores.conversion.lightgbm_text import Section, sections, unreadable
from explain.scores.conversion.lightgbm_trees import read_nodes
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Forest, Space
from explain.sources import read_text
from explain.spec import Input

MAXIMUM_BYTES = 64 * 1024 * 1024

OBJECTIVES: dict[str, Space] = {
    "binary": "log-odds",
    "fair": "value",
    "huber": "value",
    "mape": "value",
    "multiclass": "log-probability",
    "quantile": "value",
    "regression": "value",
    "regression_l1": "value",
}
"""The objectives whose raw score is explained, and the space that it is on."""

_AUTOMATIC = re.compile(r"Column_[0-9]+")
_PANDAS = "pandas_categorical:"


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before the trees."""

    file: str
    names: tuple[str, ...]
    infos: tuple[str, ...]
    space: Space
    sigmoid: float
    outputs: int
    averaged: int


def read_lightgbm(data: bytes, file: str, inputs: tuple[Input, ...]) -> Forest:
    """Read a model as a `Forest` whose columns are the model's features, in its order.

    Raises `InvalidFile` where the file is no such model, where its features are not the
    declared `inputs`, or where it holds what cannot be explained exactly (an objective
    that is not one of `OBJECTIVES`, linear leaves, zeros that count as missing).
    """
    text = read_text(data, file, MAXIMUM_BYTES)
    first, trees = sections(text, file)
    head = _head(first, len(trees))
    features = _features(head, text, inputs)
    splits: list[Split] = []
    grown = [
        Tree(_weighted(read_nodes(section, splits), head), place % head.outputs)
        for place, section in enumerate(trees)
    ]
    classes = range(head.outputs) if head.space == "log-probability" else ()
    reading = Reading(
        columns=columns(features, file),
        precision="float64",
        test="at_most",
        space=head.space,
        classes=tuple(f"class_{place}" for place in classes),
        intercepts=(0.0,) * head.outputs,
    )
    return assembled(grown, sets(splits, features, file), reading, file)


def lightgbm_predictor(data: bytes) -> Callable[[Floats], Floats]:
    """Return LightGBM's own additive prediction: rows x columns -> rows x outputs.

    It is the raw score, for a random forest its average, for yes and no as log-odds.
    The columns are those of the `Forest`, as encoded. Needs LightGBM (extra `build`).
    """
    import lightgbm  # noqa: PLC0415 - heavy, and not needed to read

    text = data.decode()
    first, trees = sections(text, "model.txt")
    head = _head(first, len(trees))
    booster = lightgbm.Booster(model_str=text)

    def predict(table: Floats) -> Floats:
        scores: Any = booster.predict(table, raw_score=True, num_threads=1)
        sums = np.asarray(scores, dtype=np.float64).reshape(len(table), head.outputs)
        return head.sigmoid * sums / head.averaged

    return predict


def _weighted(nodes: list[Node], head: _Head) -> list[Node]:
    """Bring leaves to the space that is explained: log-odds, and averages of forests."""
    return [node._replace(value=head.sigmoid * node.value / head.averaged) for node in nodes]


def _head(first: Section, trees: int) -> _Head:
    name, *settings = first.fields.get("objective", "custom").split()
    if name not in OBJECTIVES or "sqrt" in settings:
        about = {"objective": " ".join([name, *settings])[:80], "allowed": ", ".join(OBJECTIVES)}
        raise refuse(issues.OBJECTIVE_UNKNOWN, first.file, **about)
    outputs = first.whole("num_tree_per_iteration")
    if outputs < 1 or trees < outputs or trees % outputs:
        raise unreadable(first.file, N_("trees are missing"), "num_tree_per_iteration")
    names = tuple(first.words_of("feature_names").split())
    infos = tuple(first.words_of("feature_infos").split())
    if not len(names) == len(infos) == first.whole("max_feature_idx") + 1:
        raise unreadable(first.file, N_("features are missing"), "feature_names")
    if all(_AUTOMATIC.fullmatch(text) for text in names):
        names = ()
    averaged = trees // outputs if "average_output" in first.fields else 1
    sigmoid = _sigmoid(settings, first.file)
    return _Head(first.file, names, infos, OBJECTIVES[name], sigmoid, outputs, averaged)


def _sigmoid(settings: list[str], file: str) -> float:
    """Return what the raw score is multiplied by on its way to log-odds."""
    found = [setting for setting in settings if setting.startswith("sigmoid:")]
    texts = Section(file, "objective", {"sigmoid": found[0][len("sigmoid:") :] if found else "1"})
    return texts.numbers("sigmoid", 1)[0]


def _features(head: _Head, text: str, inputs: tuple[Input, ...]) -> tuple[Feature, ...]:
    items = matched(head.names, len(head.infos), inputs, head.file)
    kinds = [_is_categorical(info) for info in head.infos]
    coded = [
        place
        for place, (item, kind) in enumerate(zip(items, kinds, strict=True))
        if item.type == "category" or (item.type == "boolean" and kind)
    ]
    lists = _lists(text, head.file)
    if lists and len(lists) != len(coded):
        about = {"input": ", ".join(items[place].id for place in coded)}
        problem = N_("the model lists the categories of another number of inputs")
        raise refuse(issues.CATEGORY_CODES, head.file, **about, problem=problem)
    listed = dict(zip(coded, lists, strict=False))
    return tuple(
        Feature(item, kind, listed.get(place))
        for place, (item, kind) in enumerate(zip(items, kinds, strict=True))
    )


def _is_categorical(info: str) -> bool | None:
    """Read `[low:high]`, `code:code:...`, or `none` for a feature that never varied."""
    return None if info == "none" else not info.startswith("[")


def _lists(text: str, file: str) -> list[tuple[str, ...]]:
    """Return the categories of the pandas columns that the model was trained on."""
    lines = [line for line in text.splitlines() if line.startswith(_PANDAS)]
    try:
        lists = json.loads(lines[-1].removeprefix(_PANDAS)) if lines else None
    except (ValueError, RecursionError):
        lists = False
    if lists is None:
        return []
    if not isinstance(lists, list) or not all(isinstance(names, list) for names in lists):
        raise unreadable(file, N_("a list is expected"), "pandas_categorical")
    return [tuple(_name(name) for name in names) for names in lists]


def _name(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
