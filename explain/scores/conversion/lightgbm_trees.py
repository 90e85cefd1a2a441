"""One tree of a LightGBM text model: what its nodes do with a row.

Inner nodes are counted from 0; a child below zero is the leaf `-child - 1`. LightGBM reads
numbers from -1e-35f to 1e-35f as 0 (`kZeroThreshold`), and likes to split just there.
"""

import math

import numpy as np

from explain.issues import N_
from explain.scores import issues
from explain.scores.conversion.assembling import Node
from explain.scores.conversion.declaration import refuse
from explain.scores.conversion.features import Split
from explain.scores.conversion.lightgbm_text import Section, unreadable

_CATEGORICAL, _DEFAULT_LEFT = 1, 2
_NO_MISSING, _ZERO_IS_MISSING, _NAN_IS_MISSING = 0, 1, 2
_BITS = 32
_ZERO = float(np.float32(1e-35))


def read_nodes(section: Section, splits: list[Split]) -> list[Node]:
    """Return the nodes of one tree, inner nodes first; its tests on categories join `splits`.

    Raises `InvalidFile` for what cannot be read, or cannot be said by a `Forest`.
    """
    if section.fields.get("is_linear", "0") != "0":
        about = {"step": "linear_tree", "allowed": "linear_tree=false"}
        raise refuse(issues.STEP_UNKNOWN, section.file, **about)
    leaves = section.whole("num_leaves")
    ends = [Node(value) for value in section.numbers("leaf_value", leaves)]
    count = leaves - 1
    if not count:
        return ends
    columns = section.wholes("split_feature", count)
    thresholds = section.limits("threshold", count)
    lefts = _places(section, "left_child", count)
    rights = _places(section, "right_child", count)
    inner = []
    for place, bits in enumerate(section.wholes("decision_type", count)):
        node = Node(0.0, columns[place], thresholds[place], lefts[place], rights[place])
        if bits & _CATEGORICAL:
            codes = _codes(section, thresholds[place])
            node = node._replace(threshold=0.0, categories=len(splits))
            splits.append(Split(columns[place], codes, left=True))
        else:
            left = _missing_left(section, node, bits)
            node = node._replace(threshold=_past_zero(node.threshold), missing_left=left)
        inner.append(node)
    return [*inner, *ends]


def _past_zero(threshold: float) -> float:
    """Move a threshold among the numbers that are read as 0 to where they all stay together."""
    if not -_ZERO <= threshold <= _ZERO:
        return threshold
    return _ZERO if threshold >= 0 else math.nextafter(-_ZERO, -math.inf)


def _places(section: Section, key: str, count: int) -> list[int]:
    return [child if child >= 0 else count - 1 - child for child in section.wholes(key, count)]


def _missing_left(section: Section, node: Node, bits: int) -> bool:
    """Tell where a missing number goes: without a rule of its own it is read as 0."""
    kind, left = bits >> 2, bool(bits & _DEFAULT_LEFT)
    zero_left = node.threshold >= 0
    if kind == _NO_MISSING:
        return zero_left
    if kind == _ZERO_IS_MISSING and zero_left != left:
        raise refuse(issues.ZERO_IS_MISSING, section.file, where=section.title)
    if kind not in {_ZERO_IS_MISSING, _NAN_IS_MISSING}:
        raise unreadable(
            section.file, N_("this value is not known"), section.where("decision_type")
        )
    return left


def _codes(section: Section, number: float) -> tuple[int, ...]:
    """Return the codes whose bits are set in the set `number` of the tree."""
    count = section.whole("num_cat")
    bounds = section.wholes("cat_boundaries", count + 1)
    words = section.wholes("cat_threshold")
    if not 0 <= number < count:
        raise unreadable(section.file, N_("a set of categories is missing"), section.title)
    chosen = words[bounds[int(number)] : bounds[int(number) + 1]]
    return tuple(
        _BITS * place + bit
        for place, word in enumerate(chosen)
        for bit in range(_BITS)
        if word >> bit & 1
    )
