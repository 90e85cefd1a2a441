"""Which declared input each feature of a trained model is, and what its codes stand for.

Features are matched by name; a model whose features have no names of their own is matched
by order. A category is a whole number to these libraries. Where the model file lists the
names of the categories (training on a pandas table of the type "category"), a name's place
in the list is its code; otherwise the codes are the places in the declaration, from 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explain.issues import N_
from explain.scores import issues
from explain.scores.conversion.declaration import refuse
from explain.scores.models.columns import Column, LookupColumn, NumberColumn
from explain.scores.models.forest import Booleans
from explain.spec import Input

_NUMERIC = {"number", "integer", "amount", "boolean"}


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature of a model, in its order: `listed` are the names of its codes, if known.

    `categorical` is `None` where the model does not say, which is so when no tree uses it.
    """

    input: Input
    categorical: bool | None
    listed: tuple[str, ...] | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the name of each code, from 0; nothing for a number."""
        if self.listed is not None:
            return self.listed
        return tuple(category.id for category in self.input.categories)


@dataclass(frozen=True, slots=True)
class Split:
    """The codes that a test on categories names; they go left if `left`, else right."""

    feature: int
    codes: tuple[int, ...]
    left: bool


def matched(
    names: Sequence[str], count: int, inputs: tuple[Input, ...], file: str
) -> tuple[Input, ...]:
    """Return the input of each of the `count` features; `names` is empty where none are given.

    Raises `InvalidFile` where features and inputs are not the same.
    """
    by_name = {item.id: item for item in inputs}
    if not names and count == len(inputs):
        return inputs
    if len(names) == len(inputs) and set(names) == set(by_name):
        return tuple(by_name[name] for name in names)
    features = ", ".join(names)[:200] or str(count)
    about = {"features": features, "inputs": ", ".join(by_name)}
    raise refuse(issues.FEATURES_DIFFER, file, **about)


def columns(features: Sequence[Feature], file: str) -> tuple[Column, ...]:
    """Return one column for each feature. Raises `InvalidFile` where a type does not fit."""
    return tuple(_column(feature, file) for feature in features)


def sets(splits: Sequence[Split], features: Sequence[Feature], file: str) -> Booleans:
    """Return which codes go left: splits x codes, wide enough for every known code.

    Raises `InvalidFile` where a split names a code that stands for nothing.
    """
    if not all(0 <= split.feature < len(features) for split in splits):
        problem = N_("a test names a feature that does not exist")
        raise refuse(issues.TREES_BROKEN, file, name=file, problem=problem)
    known = [len(feature.codes) or _numbers(feature) for feature in features]
    members = np.zeros((len(splits), max(known, default=0)), dtype=np.bool_)
    for place, split in enumerate(splits):
        name = features[split.feature].input.id
        if not all(0 <= code < known[split.feature] for code in split.codes):
            problem = N_("the model knows more codes than there are categories")
            raise refuse(issues.CATEGORY_CODES, file, input=name, problem=problem)
        members[place] = not split.left
        members[place, list(split.codes)] = split.left
    return members


def _numbers(feature: Feature) -> int:
    return 2 if feature.input.type == "boolean" else 0


def _column(feature: Feature, file: str) -> Column:
    item, category = feature.input, feature.input.type == "category"
    fits = category or item.type in _NUMERIC
    if feature.categorical is not None and item.type != "boolean" and feature.listed is None:
        fits = fits and feature.categorical == category
    if not fits:
        kind = "category" if feature.categorical else "number"
        raise refuse(issues.TERM_TYPE, file, input=item.id, kind=kind, type=item.type)
    if feature.listed is not None:
        _same_choices(feature, feature.listed, file)
    elif not category:
        return NumberColumn(item.id)
    return LookupColumn(item.id, {name: float(code) for code, name in enumerate(feature.codes)})


def _same_choices(feature: Feature, listed: Sequence[str], file: str) -> None:
    item = feature.input
    declared = [category.id for category in item.categories] or ["true", "false"]
    for name in declared:
        if name not in listed:
            raise refuse(issues.CATEGORY_NOT_IN_MODEL, file, input=item.id, category=name)
    for name in listed:
        if name not in declared:
            raise refuse(issues.CATEGORY_NOT_DECLARED, file, input=item.id, category=name)
