"""Dimensions: which units may be added, and what a product is measured in.

A dimension is a unit taken apart: `EUR/m3` is euros over cubic metres. Percentages, counts
and years are dimensions like any other, so that a forgotten division by 100 or by the
number of people is found when the file is read.
"""

from collections import Counter
from collections.abc import Mapping

from explain.units import UNITS

Dimension = tuple[tuple[str, int], ...]
"""Base units and their powers, sorted by name; empty for a bare number."""

BARE: Dimension = ()
_BARE_UNITS = frozenset({"number", "ratio"})
_SINGULAR: Mapping[str, str] = {
    "persons": "person",
    "points": "point",
    "candidates": "candidate",
    "places": "place",
    "employees": "employee",
    "days": "day",
    "months": "month",
    "years": "year",
    "hours": "hour",
}


def dimension(unit: str | None) -> Dimension:
    """Return the dimension of a unit code; no unit is a bare number."""
    if unit is None or unit in _BARE_UNITS:
        return BARE
    over, *under = (_SINGULAR.get(part, part) for part in unit.split("/"))
    return product(((over, 1),), tuple((part, -1) for part in under))


def product(left: Dimension, right: Dimension) -> Dimension:
    """Return the dimension of a product."""
    powers = Counter(dict(left))
    for base, power in right:
        powers[base] += power
    return tuple(sorted((base, power) for base, power in powers.items() if power))


def inverse(of: Dimension) -> Dimension:
    """Return the dimension of one over a quantity."""
    return tuple((base, -power) for base, power in of)


def named(of: Dimension) -> str:
    """Write a dimension: a unit code where there is one, its base units otherwise."""
    if of == BARE:
        return "number"
    for unit in UNITS:
        if dimension(unit) == of:
            return unit
    return " ".join(base if power == 1 else f"{base}^{power}" for base, power in of)
