"""Print the largest error of each method against all coalitions through the original models.

    python tools/score_oracle.py [--cases N] [FAMILY ...]

The cases are those of `tests/explain/scores/test_score_oracle.py`: N (100) random models,
persons and backgrounds for each family of models and each kind of data.
"""

import argparse
import sys
from collections import defaultdict
from pathlib import Path


def main() -> None:
    """Draw, train, convert, compare; one line for each family and kind as it is done."""
    from tests.explain.scores.oracle import error  # noqa: PLC0415 - on the path only now
    from tests.explain.scores.oracle_models import (  # noqa: PLC0415 - as above
        FAMILIES,
        KINDS,
        Problem,
        case,
    )

    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("families", nargs="*", default=FAMILIES)
    asked = parser.parse_args()
    for family in asked.families:
        for kind in KINDS:
            largest: dict[str, float] = defaultdict(float)
            for seed in range(asked.cases):
                for method, found in error(case(Problem(family, kind, seed))).items():
                    largest[method] = max(largest[method], found)
            case.cache_clear()
            said = ", ".join(f"{method} {found:.1e}" for method, found in largest.items())
            print(f"{family:9} {kind:10} {asked.cases} cases: {said}", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
