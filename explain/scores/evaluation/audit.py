"""Which published counts must be withheld so that no small count follows from the others.

Counts are sums of the same base counts. A secret *follows* where it is a sum of published ones,
each taken any number of times, also less than once: that is a question of linear algebra, and is
asked of all published counts together (complementary suppression; Hundepool et al.,
"Statistical Disclosure Control", 2012, chapter 4).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explain.scores.models.columns import Floats

_ZERO = 1e-8


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A count: `parts` has 1 for each base count that it adds up, else 0. `value` is the sum.

    One that is `fixed` is known already, and cannot be withheld. Of the others those of a lower
    `rank` are withheld first.
    """

    parts: Floats
    value: int
    rank: int = 0
    fixed: bool = False


def withheld(figures: Sequence[Figure], secrets: Sequence[Floats]) -> set[int]:
    """Return the places of the figures to withhold, the smallest ones of the lowest rank.

    `secrets` are sums of base counts, as the `parts` of a figure. One that follows from fixed
    figures alone cannot be kept.
    """
    shown = list(range(len(figures)))
    wanted = [secret for secret in secrets if secret.any()]
    while wanted and shown:
        known = np.array([figures[place].parts for place in shown]).T
        weights = np.linalg.lstsq(known, np.array(wanted).T, rcond=None)[0]
        lost = np.abs(known @ weights - np.array(wanted).T).max(axis=0) < _ZERO
        if not lost.any():
            break
        used = np.abs(weights[:, int(np.argmax(lost))]) > _ZERO
        free = [at for at, use in zip(shown, used, strict=True) if use and not figures[at].fixed]
        if free:
            shown.remove(min(free, key=lambda place: (figures[place].rank, figures[place].value)))
        else:
            wanted.pop(int(np.argmax(lost)))
    return set(range(len(figures))) - set(shown)
