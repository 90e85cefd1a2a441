"""A converted model that differs from the original in the least is refused, with the row."""

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from explain.errors import InvalidFile
from explain.scores.conversion.comparing import by_columns, proved
from explain.scores.conversion.declaration import Declaration
from explain.scores.models.columns import Floats, NumberColumn
from explain.scores.models.forest import Forest
from explain.scores.models.linear import CategoryTerm, LinearModel, NumberTerm, Raw
from explain.scores.models.outputs import outputs
from tests.explain.scores import forest_samples as samples
from tests.explain.scores.score_samples import declared_inputs

ROWS: list[tuple[Raw, ...]] = [
    (21000.0, 0.0, "gas"),
    (31000.5, 1.0, "oil"),
    (48000.25, 0.0, "wood"),
    (None, 1.0, None),
]
DECLARED = Declaration(samples.inputs(), ROWS, ("income", "heating"), seed=3)


def like(forest: Forest) -> Callable[[Any], Any]:
    return by_columns(forest, forest.predict, DECLARED)


_, ADVISED, HEATING, _ = samples.columns()
LIMIT = 30900.1
PLAIN = samples.forest(
    columns=(NumberColumn("income"), ADVISED, HEATING),
    threshold=np.array([LIMIT, 0.0, 0.0, 0.0, 0.0, 0.0]),
)
MADE = samples.forest()
STEPS = (("subtract", 30000.1), ("divide", 9000.7))


def changed(name: str, place: int | tuple[int, int], value: float | bool) -> Forest:  # noqa: FBT001 - a value of an array
    array = getattr(PLAIN, name).copy()
    array[place] = value
    return dataclasses.replace(PLAIN, **{name: array})


def income(**changes: Any) -> Forest:
    first, *others = samples.columns()
    return samples.forest(columns=(dataclasses.replace(first, **changes), *others))


def heating(**changes: Any) -> Forest:
    columns = (NumberColumn("income"), ADVISED, dataclasses.replace(HEATING, **changes))
    return dataclasses.replace(PLAIN, columns=columns)


DIFFERENT: dict[str, tuple[Forest, Forest]] = {
    "a threshold one step above": (PLAIN, changed("threshold", 0, np.nextafter(LIMIT, np.inf))),
    "a threshold one step below": (PLAIN, changed("threshold", 0, np.nextafter(LIMIT, 0))),
    "the other side on a tie": (PLAIN, dataclasses.replace(PLAIN, test="below")),
    "inputs in 32 bits": (PLAIN, dataclasses.replace(PLAIN, precision="float32")),
    "a missing value that goes elsewhere": (PLAIN, changed("missing_left", 0, value=False)),
    "a category that goes elsewhere": (PLAIN, changed("members", (0, 1), value=True)),
    "a leaf that is a little higher": (PLAIN, changed("values", 4, 1.0 / 3.0 + 2e-12)),
    "another start": (PLAIN, dataclasses.replace(PLAIN, intercepts=np.array([-0.4 + 2e-12]))),
    "another value for what is missing": (MADE, income(fill=30000.0)),
    "operations in another order": (MADE, income(operations=STEPS[::-1])),
    "a center a little to the left": (
        MADE,
        income(operations=(("subtract", 30000.0999), STEPS[1])),
    ),
    "another code for a category": (PLAIN, heating(values={"gas": 0.0, "oil": 1.0, "wood": 1.0})),
    "another code for a missing category": (PLAIN, heating(missing=0.0)),
}


def test_the_same_model_is_accepted() -> None:
    files = proved(samples.forest(), samples.ORIGIN, like(samples.forest()), DECLARED)
    assert set(files) == {"model.json", "model.npz"}


@pytest.mark.parametrize("name", DIFFERENT)
def test_a_difference_is_found_in_either_direction(name: str) -> None:
    one, other = DIFFERENT[name]
    for ours, theirs in ((one, other), (other, one)):
        with pytest.raises(InvalidFile) as raised:
            proved(ours, samples.ORIGIN, like(theirs), DECLARED)
        (issue,) = raised.value.issues
        assert issue.code.id == "E493"
        row: Any = issue.values["values"]
        values = {item: [value] for item, value in row.items()}
        assert repr(outputs(ours, values)[0, 0].item()) == issue.values["ours"]
        assert repr(outputs(theirs, values)[0, 0].item()) == issue.values["theirs"]


def test_every_threshold_is_tried_on_both_sides() -> None:
    draw = np.random.default_rng(1)
    limits = np.round(draw.uniform(0, 90000, 60), 2)
    forest = _stumps(limits)
    for place in range(0, 60, 7):
        for end in (-np.inf, np.inf):
            moved = forest.threshold.copy()
            moved[place * 3] = np.nextafter(moved[place * 3], end)
            with pytest.raises(InvalidFile):
                proved(
                    forest,
                    samples.ORIGIN,
                    like(dataclasses.replace(forest, threshold=moved)),
                    DECLARED,
                )


def _stumps(limits: Floats) -> Forest:
    """Return one tree of two leaves for each limit on the income."""
    count = len(limits)
    starts = np.arange(count, dtype=np.int32) * 3
    column = np.full(count * 3, -1, dtype=np.int32)
    column[starts] = 0
    threshold = np.zeros(count * 3)
    threshold[starts] = limits
    left, right = np.full((2, count * 3), -1, dtype=np.int32)
    left[starts], right[starts] = starts + 1, starts + 2
    return Forest(
        columns=(NumberColumn("income"), ADVISED, HEATING),
        precision="float64",
        test="at_most",
        space="value",
        classes=(),
        intercepts=np.zeros(1),
        roots=starts,
        column=column,
        threshold=threshold,
        left=left,
        right=right,
        missing_left=np.zeros(count * 3, dtype=np.bool_),
        categories=np.full(count * 3, -1, dtype=np.int32),
        members=np.zeros((0, 0), dtype=np.bool_),
        values=np.where(column == -1, np.arange(count * 3), 0.0).reshape(-1, 1),
    )


def test_a_prediction_that_is_no_number_is_a_difference() -> None:
    with pytest.raises(InvalidFile) as raised:
        proved(samples.forest(), samples.ORIGIN, lambda rows: [np.nan] * len(rows), DECLARED)
    assert raised.value.issues[0].code.id == "E493"


def test_another_number_of_outputs_is_a_difference() -> None:
    with pytest.raises(InvalidFile) as raised:
        proved(samples.forest(), samples.ORIGIN, lambda rows: np.zeros((len(rows), 3)), DECLARED)
    assert raised.value.issues[0].code.id == "E492"


def test_a_sum_without_a_worth_for_what_may_be_missing_is_refused() -> None:
    inputs = declared_inputs([{"id": "age", "type": "number"}])
    model = LinearModel("linear", 0.0, (NumberTerm("age", 0.0, 1.0, 2.0),))
    declared = Declaration(inputs, [(1.0,), (2.0,)], ("age",))
    with pytest.raises(InvalidFile) as raised:
        proved(model, samples.ORIGIN, lambda rows: [2 * (row[0] or 0) for row in rows], declared)
    assert raised.value.issues[0].code.id == "E663"


def test_a_choice_that_the_files_lack_is_refused_before_any_prediction() -> None:
    inputs = samples.inputs()[2:]
    model = LinearModel("linear", 0.0, (CategoryTerm("heating", {"gas": 1.0, "oil": 2.0}),))
    with pytest.raises(InvalidFile) as raised:
        proved(model, samples.ORIGIN, lambda rows: rows, Declaration(inputs, [("gas",)]))
    assert raised.value.issues[0].code.id == "E475"
