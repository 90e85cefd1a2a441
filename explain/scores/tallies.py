"""Counts of people that may be told: those that speak of fewer than five are withheld."""

from dataclasses import dataclass
from typing import Literal

LEAST = 5
"""A count below it is withheld, and so is one that leaves fewer on the other side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """`count` of `of` cases.

    A count that would speak of fewer than `LEAST` cases, on its own or by difference from
    `of`, is `None`; `side` then tells which: `few` (fewer than `LEAST`) or `most` (all but
    fewer than `LEAST`). Both are `None` where nothing may be told, and `of` too where there are
    fewer than `LEAST` cases in all.
    """

    count: int | None
    of: int | None
    side: Literal["few", "most"] | None = None


def tally(count: int, of: int) -> Tally:
    """Return what may be told of `count` cases among `of`."""
    if of < LEAST:
        return Tally(count=None, of=None)
    if count < LEAST:
        return Tally(count=None, of=of, side="few")
    if of - count < LEAST:
        return Tally(count=None, of=of, side="most")
    return Tally(count=count, of=of)
