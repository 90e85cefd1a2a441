"""The parts of an XGBoost JSON model that a prediction depends on.

Fields follow the JSON schema that XGBoost publishes for its models; anything else in the
file (statistics of training, parameters) is left aside. Versions 1 to 3 write them alike,
but for `base_score` and for the names of categories, which version 3.1 added.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from explain.errors import InvalidFile
from explain.issues import N_
from explain.scores import issues
from explain.scores.conversion.declaration import refuse

Numbers = list[Annotated[float, Field(allow_inf_nan=False)]]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class TreeShape(_Part):
    """What kind of tree: `size_leaf_vector` is above 1 where a leaf holds several numbers."""

    size_leaf_vector: int = 1


class JsonTree(_Part):
    """One tree: the value of a leaf stands in `split_conditions`."""

    left_children: list[int]
    right_children: list[int]
    split_indices: list[int]
    split_conditions: Numbers
    default_left: list[bool]
    split_type: list[int] = []
    categories: list[int] = []
    categories_nodes: list[int] = []
    categories_segments: list[int] = []
    categories_sizes: list[int] = []
    tree_param: TreeShape = TreeShape()


class Encoding(_Part):
    """The names of a feature's codes: texts as one run of bytes, or whole numbers."""

    offsets: list[int] | None = None
    values: list[int] = []


class Categories(_Part):
    """One encoding for each feature, or none at all."""

    enc: list[Encoding] = []


class Trees(_Part):
    """The trees in the order in which they are added; `tree_info` is the output of each."""

    trees: Annotated[list[JsonTree], Field(min_length=1)]
    tree_info: list[int]
    iteration_indptr: list[int] = []
    cats: Categories = Categories()


class Dropped(_Part):
    """The booster inside a `dart` one."""

    model: Trees


class Booster(_Part):
    """`gbtree` holds a model; `dart` holds a `gbtree` and the weight of each tree."""

    name: str
    model: Trees | None = None
    gbtree: Dropped | None = None
    weight_drop: Numbers = []


class Shape(_Part):
    """Numbers of the learner, written as texts."""

    base_score: str
    num_class: int
    num_feature: int
    num_target: int = 1


class Objective(_Part):
    """What the model was trained for."""

    name: str


class Chosen(_Part):
    """What early stopping noted."""

    best_iteration: int | None = None


class Learner(_Part):
    """Everything but the version."""

    attributes: Chosen = Chosen()
    feature_names: list[str] = []
    feature_types: list[str] = []
    gradient_booster: Booster
    learner_model_param: Shape
    objective: Objective


class JsonModel(_Part):
    """The whole file."""

    learner: Learner
    version: list[int]


class _BoosterName(_Part):
    name: str


class _LearnerOutline(_Part):
    gradient_booster: _BoosterName


class _Outline(_Part):
    learner: _LearnerOutline


def parse(data: bytes, file: str) -> Learner:
    """Return the learner.

    Raises `InvalidFile` where the file is no JSON model of XGBoost, or none of trees.
    """
    if b"\x00" in data[:64]:
        raise refuse(issues.BINARY_MODEL, file, **_ADVICE)
    try:
        name = _Outline.model_validate_json(data).learner.gradient_booster.name
        if name not in {"gbtree", "dart"}:
            raise refuse(issues.STEP_UNKNOWN, file, step=name[:80], allowed="gbtree, dart")
        return JsonModel.model_validate_json(data).learner
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise unreadable(file, N_("a part is missing or is not what it must be"), where) from None


def unreadable(file: str, problem: str, where: str) -> InvalidFile:
    """Return the refusal of a file that is no XGBoost model."""
    return refuse(issues.FOREIGN_MODEL, file, problem=problem, where=where, **_ADVICE)


_ADVICE = {"library": "XGBoost", "save": 'save_model("model.json")'}
