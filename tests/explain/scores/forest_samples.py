"""Small forests to test with, built by hand."""

import dataclasses
from typing import Any

import numpy as np

from explain.scores.models.columns import Column, LookupColumn, MissingColumn, NumberColumn
from explain.scores.models.forest import Forest
from explain.scores.models.forest_file import Origin
from explain.spec import Input
from tests.explain.scores.score_samples import declared_inputs

ORIGIN = Origin(library="by hand", version="1", model="Forest")


def inputs() -> tuple[Input, ...]:
    return declared_inputs(
        [
            {"id": "income", "type": "amount", "minimum": 0, "maximum": 90000},
            {"id": "advised", "type": "boolean"},
            {
                "id": "heating",
                "type": "category",
                "categories": [{"id": name, "label": name} for name in ("gas", "oil", "wood")],
            },
        ]
    )


def columns() -> tuple[Column, ...]:
    return (
        NumberColumn("income", 31000.0, (("subtract", 30000.1), ("divide", 9000.7))),
        LookupColumn("advised", {"true": 1.0, "false": 0.0}),
        LookupColumn("heating", {"gas": 0.0, "oil": 1.0, "wood": 2.0}, 3.0),
        MissingColumn("income", (("multiply", 2.0),)),
    )


def forest(**changes: Any) -> Forest:
    """Return two trees: one on the income, then the heating; one that is a leaf."""
    made = Forest(
        columns=columns(),
        precision="float64",
        test="at_most",
        space="log-odds",
        classes=(),
        intercepts=np.array([-0.4]),
        roots=_integers(0, 5),
        column=_integers(0, -1, 2, -1, -1, -1),
        threshold=np.array([0.1, 0.0, 0.0, 0.0, 0.0, 0.0]),
        left=_integers(1, -1, 3, -1, -1, -1),
        right=_integers(2, -1, 4, -1, -1, -1),
        missing_left=np.array([True, False, False, False, False, False]),
        categories=_integers(-1, -1, 0, -1, -1, -1),
        members=np.array([[True, False, True]]),
        values=np.array([[0.0], [0.25], [0.0], [-0.5], [1.0 / 3.0], [0.125]]),
    )
    return dataclasses.replace(made, **changes)


def _integers(*values: int) -> Any:
    return np.array(values, dtype=np.int32)
