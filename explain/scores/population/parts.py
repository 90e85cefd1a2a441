"""The rows of the background cut into parts, each with its mean contribution.

What would speak of fewer than five rows is put together with what stands beside it, or
withheld. The first band and the last are open: no row's extreme value is told.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from explain.scores import display as reading
from explain.scores.models.linear import Raw, number
from explain.scores.population.bands import bands
from explain.scores.spec import Display
from explain.scores.tallies import LEAST
from explain.spec import Input


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The rows with one choice, some choices together, a band of values, or none known.

    `choices` holds category ids, or `true` and `false`. A band goes from `low` (from just
    above it where `after`; it alone where `single`) to just below `high`, and is open where
    one is `None`. `known` is false for rows where nobody knows the value. `count` and `mean`,
    in printed points, are `None` where they are withheld.
    """

    choices: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    single: bool = False
    after: bool = False
    known: bool = True
    count: int | None
    mean: Decimal | None


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows that are told together: what they are, and their contributions."""

    part: Part
    shares: tuple[float, ...]


def parts(
    item: Input, values: Sequence[Raw], shares: Sequence[float], display: Display
) -> tuple[Part, ...]:
    """Cut the rows by their value of `item`; `shares` holds its contribution to each of them."""
    pairs = list(zip(values, shares, strict=True))
    unknown = tuple(share for value, share in pairs if value is None)
    known = [(value, share) for value, share in pairs if value is not None]
    if item.type in {"category", "boolean"}:
        groups = _choices(item, known)
    else:
        groups = _bands(known, whole=item.type == "integer")
    if unknown:
        groups.append(_Group(_part(known=False), unknown))
    withheld = _withheld([len(group.shares) for group in groups])
    return tuple(
        group.part if place in withheld else _told(group, display)
        for place, group in enumerate(groups)
    )


def _told(group: _Group, display: Display) -> Part:
    count = len(group.shares)
    return replace(
        group.part, count=count, mean=reading.worth(display, math.fsum(group.shares) / count)
    )


def _withheld(sizes: Sequence[int]) -> set[int]:
    """Return the places of groups that are too small; one alone takes the next smallest along.

    Without that, what is told of all the others would tell of it by difference.
    """
    small = {place for place, size in enumerate(sizes) if size < LEAST}
    if len(small) == 1 < len(sizes):
        others = (place for place in range(len(sizes)) if place not in small)
        small.add(min(others, key=lambda place: sizes[place]))
    return small


def _choices(item: Input, known: Sequence[tuple[Raw, float]]) -> list[_Group]:
    """Return the rows of each choice, in the order of the declaration; small ones together."""
    if item.type == "boolean":
        names: dict[Raw, str] = {1.0: "true", 0.0: "false"}
    else:
        names = {category.id: category.id for category in item.categories}
    shares: dict[str, list[float]] = {name: [] for name in names.values()}
    for value, share in known:
        shares[names[value]].append(share)
    sizes = {name: len(found) for name, found in shares.items() if found}
    small = {name for name, size in sizes.items() if size < LEAST}
    while small and sum(sizes[name] for name in small) < LEAST and len(small) < len(sizes):
        small.add(min(sizes.keys() - small, key=lambda name: sizes[name]))
    large = [
        _Group(_part(choices=(name,)), tuple(shares[name])) for name in sizes if name not in small
    ]
    if not small:
        return large
    together = tuple(name for name in sizes if name in small)
    rest = tuple(share for name in together for share in shares[name])
    return [*large, _Group(_part(choices=together), rest)]


def _bands(known: Sequence[tuple[Raw, float]], *, whole: bool) -> list[_Group]:
    numbers = [number(value) for value, _ in known]
    found = []
    for band in bands(numbers, whole=whole):
        part = _part(low=band.low, high=band.high, single=band.single, after=band.after)
        found.append(_Group(part, tuple(known[place][1] for place in band.places)))
    return found


def _part(**about: Any) -> Part:
    """Return a part of which nothing is told yet."""
    return Part(count=None, mean=None, **about)
