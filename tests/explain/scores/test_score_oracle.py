"""Every method, on models of every library, against all coalitions through the original.

Each case is a model, a person and a background of its own, drawn at random: plain numbers,
cents with ties on thresholds and beside them, missing values, categories. The originals
are asked themselves (`decision_function`, probabilities, raw scores, margins); nothing of
ours is in the expected values. `oracle_models` and `oracle` say how, and
`tools/score_oracle.py` prints the largest error of each method.
"""

import pytest

from tests.explain.scores.oracle import error
from tests.explain.scores.oracle_models import FAMILIES, KINDS, Family, Kind, Problem, case

TOLERANCE = 1e-9
CASES = 100


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("family", FAMILIES)
def test_contributions_are_those_of_all_coalitions_through_the_original(
    family: Family, kind: Kind, *, deep: bool
) -> None:
    some = FAMILIES.index(family) + KINDS.index(kind)
    for seed in range(CASES) if deep else [some]:
        found = error(case(Problem(family, kind, seed)))
        assert {name: off for name, off in found.items() if off > TOLERANCE} == {}
