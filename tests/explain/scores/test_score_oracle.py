"""Every method, on models of every library, against all coalitions through the original.

Each case is a model, a person and a background of its own, drawn at random: plain numbers,
cents with ties on thresholds and beside them, missing values, categories. The originals
are asked themselves (`decision_function`, probabilities, raw scores, margins); nothing of
ours is in the expected values. `oracle_models` and `oracle` say how. The report of a run
(`--junitxml`) holds the largest error of each method.
"""

from collections import defaultdict
from collections.abc import Callable

import pytest

from tests.explain.scores.oracle import error
from tests.explain.scores.oracle_models import FAMILIES, KINDS, Family, Kind, Problem, case

TOLERANCE = 1e-9
CASES = 100


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("family", FAMILIES)
def test_contributions_are_those_of_all_coalitions_through_the_original(
    family: Family, kind: Kind, *, deep: bool, record_property: Callable[[str, object], None]
) -> None:
    some = FAMILIES.index(family) + KINDS.index(kind)
    largest: dict[str, float] = defaultdict(float)
    for seed in range(CASES) if deep else [some]:
        for method, found in error(case(Problem(family, kind, seed))).items():
            largest[method] = max(largest[method], found)
    for method, found in largest.items():
        record_property(method, found)
    assert max(largest.values()) <= TOLERANCE
