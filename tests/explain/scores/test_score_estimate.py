"""Models that can only be asked: exact for few inputs, else an estimate with an honest error."""

import math
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.details import Background
from explain.errors import CannotExplain
from explain.scores.estimate import Table, attribution, estimate
from explain.scores.spec import Display
from tests.explain.scores.brute_force import shapley

NAMES = [f"x{number}" for number in range(6)]
DICE = np.random.default_rng(20)
BACKGROUND = DICE.normal(size=(150, 6)).round(2)
ROW = DICE.normal(size=6).round(2).tolist()


def tangled(table: Table) -> Any:
    """Return a sum of terms of one, two and three inputs."""
    first, second, third, fourth, fifth, sixth = (table[:, place] for place in range(6))
    return np.asarray(2 * first + second * third + third * fourth * fifth + np.tanh(3 * sixth))


def test_few_inputs_have_exact_values() -> None:
    found = estimate(tangled, BACKGROUND, ROW, NAMES)
    assert (found.method, found.errors, found.runs) == ("exact-enumeration", None, None)
    assert found.values == pytest.approx(shapley(tangled, ROW, BACKGROUND), abs=1e-12)


@given(st.lists(st.integers(-20, 20), min_size=4, max_size=4), st.integers(0, 2**32))
def test_a_product_has_the_values_that_its_formula_gives(own: list[int], seed: int) -> None:
    """Against one row z, x*y changes by (x-z)(y+w)/2 for x and (y-w)(x+z)/2 for y."""
    others = np.random.default_rng(seed).integers(-20, 20, size=(7, 4)).astype(float)
    found = estimate(lambda t: t[:, 0] * t[:, 1] - 3 * t[:, 2], others, own, NAMES[:4])
    expected = [
        float(np.mean((own[0] - others[:, 0]) * (own[1] + others[:, 1]) / 2)),
        float(np.mean((own[1] - others[:, 1]) * (own[0] + others[:, 0]) / 2)),
        float(-3 * (own[2] - others[:, 2].mean())),
        0.0,
    ]
    assert found.values == pytest.approx(expected, abs=1e-9)


def test_every_row_of_the_background_counts() -> None:
    wide = DICE.normal(size=(437, 12))
    row = [0.5] * 12
    found = estimate(lambda t: t.sum(axis=1) ** 2, wide, row, [f"x{n}" for n in range(12)], runs=2)
    assert found.rows == 437
    assert found.base == pytest.approx(float((wide.sum(axis=1) ** 2).mean()), abs=1e-12)
    assert math.fsum(found.values) == pytest.approx(found.output - found.base, abs=1e-12)
    assert found.method == "estimate-permutation"
    assert found.backend.startswith("shap/")


def test_values_that_are_nearly_equal_are_not_equal() -> None:
    """The masker of shap 0.51 takes 1 and 1.000001 for the same value."""
    near = np.full((5, 2), 1.0)
    found = estimate(lambda t: 1e6 * t[:, 0] + t[:, 1], near, [1.000001, 2.0], ["a", "b"], few=0)
    assert found.values == pytest.approx([1.0, 1.0], abs=1e-6)


def test_the_same_seed_gives_the_same_estimate_and_leaves_other_dice_alone() -> None:
    np.random.seed(5)  # noqa: NPY002 - the caller's own dice
    expected = np.random.random(3).tolist()  # noqa: NPY002 - the same
    np.random.seed(5)  # noqa: NPY002 - the same
    one, again = (estimate(tangled, BACKGROUND, ROW, NAMES, runs=4, few=0) for _ in range(2))
    other = estimate(tangled, BACKGROUND, ROW, NAMES, runs=4, few=0, seed=2)
    assert one == again
    assert one.values != other.values
    assert np.random.random(3).tolist() == expected  # noqa: NPY002 - the caller's own dice


def test_the_error_is_as_large_as_it_says(*, deep: bool) -> None:
    """About 95 of 100 estimates lie within two standard errors of the exact value."""
    exact: Any = np.array(shapley(tangled, ROW, BACKGROUND[:40]))
    seeds = range(300 if deep else 30)
    found = [
        estimate(tangled, BACKGROUND[:40], ROW, NAMES, runs=24, few=0, seed=seed) for seed in seeds
    ]
    wide = [np.array(one.errors) > 1e-12 for one in found]
    away = [
        (np.array(one.values) - exact)[some] / np.array(one.errors)[some]
        for one, some in zip(found, wide, strict=True)
    ]
    within = np.abs(np.concatenate(away)) <= 2
    assert 0.85 <= within.mean() <= 1.0
    assert np.concatenate(away).mean() == pytest.approx(0, abs=0.5)
    exactly = [(np.array(one.values) - exact)[~some] for one, some in zip(found, wide, strict=True)]
    assert np.abs(np.concatenate(exactly)).max() < 1e-9


DISPLAY = Display.model_validate(
    {
        "scale": Decimal(10), "offset": Decimal(50), "unit": "points", "decimals": 1,
        "definition": "Points.",
    }
)  # fmt: skip


def test_an_estimate_fits_in_a_record() -> None:
    found = estimate(tangled, BACKGROUND, ROW, NAMES, runs=6, few=0)
    about = Background(name="b.csv", label="Mean", rows=150, digest="sha256:" + "0" * 64)
    detail = attribution(found, NAMES, DISPLAY, "value", about)
    assert detail.error == max(found.errors or ())
    assert (
        detail.start + sum(Decimal(repr(share.points)) for share in detail.shares) == detail.total
    )
    assert abs(detail.residual) < 1e-12
    exact = attribution(estimate(tangled, BACKGROUND, ROW, NAMES), NAMES, DISPLAY, "value", about)
    assert exact.error is None


def refused(**changes: object) -> str:
    asked: dict[str, Any] = {"predict": tangled, "background": BACKGROUND, "row": ROW}
    with pytest.raises(CannotExplain) as caught:
        estimate(**{**asked, "names": NAMES, **changes})
    return caught.value.issues[0].code.id


def test_what_cannot_be_asked_is_refused() -> None:
    assert refused(row=ROW[:-1]) == "E641"
    assert refused(names=NAMES[:-1]) == "E641"
    assert refused(background=BACKGROUND[:0]) == "E641"
    assert refused(predict=lambda _table: [1.0]) == "E641"
    assert refused(predict=lambda table: table[:, 0] * math.nan) == "E641"
    assert refused(few=0, runs=1) == "E641"


def test_a_record_of_another_background_is_refused() -> None:
    found = estimate(tangled, BACKGROUND, ROW, NAMES)
    about = Background(name="b.csv", label="Mean", rows=100, digest="sha256:" + "0" * 64)
    with pytest.raises(CannotExplain):
        attribution(found, NAMES, DISPLAY, "value", about)
