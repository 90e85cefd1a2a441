"""The doubt about one explained case, as a record."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from explain.details import Background, Outside
from explain.scores.tallies import Tally

Part = Literal["nearness", "range", "similar"]
"""What speaks of the people of the background, so that a private one may withhold it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """How far the score is from the threshold, in points.

    For a choice between classes it is how far the class that comes next, `following`, is behind
    the one decided. `closer` counts the background's cases that lie strictly nearer to the
    threshold, on either side, or to another class.
    """

    gap: Decimal
    closer: Tally | None
    following: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """Whether the printed reasons stay the same under other samples of the background.

    Each of `resamples` draws as many rows as the background has, with replacement
    (bootstrap; Efron, 1979), from the stream PCG64 of `seed`. `reasons` are the ids of the
    printed reasons, four at most. `first` counts the draws whose first reason is the same,
    `same` those with the same set of reasons.
    """

    resamples: int
    seed: int
    reasons: tuple[str, ...]
    first: int
    same: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """Two choices that no row of the background has together.

    `expected` is how many rows would have both if they had nothing to do with each other:
    the product of their counts divided by the rows.
    """

    ids: tuple[str, str]
    expected: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """What the calculation gives for the background's cases that are most like this one.

    The distance adds up, over the inputs, the difference of a number in standard deviations
    of the background, and 1 for another choice or for a value that one of them lacks.
    Cases as far as the last one are in as well. `alike` counts those that reach the threshold;
    for a choice between several, those for which the calculation decides the same.
    """

    farthest: float
    alike: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What is known about how sure a score is of one case.

    `explanation` is the digest of the record that it belongs to. `outside` and
    `combinations` say what the background has never seen. A part is `None` where it does
    not apply, was not asked for, or is `withheld`: of a private background only what the
    algorithm file allows is told.
    """

    format: Literal[1] = 1
    explanation: str
    background: Background
    nearness: Nearness | None
    stability: Stability | None
    outside: tuple[Outside, ...] | None
    combinations: tuple[Combination, ...] | None
    similar: Similar | None
    withheld: tuple[Part, ...] = ()
