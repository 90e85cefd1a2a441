"""Bands of a number that hold about as many rows each and end on round numbers."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from explain.scores.tallies import LEAST

BANDS = 10
"""How many bands a number is cut into; one with fewer values has a band for each of them."""

_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Band:
    """Values from `low` to just below `high`, open where one is `None`.

    Where `after`, `low` itself is not in it; where `single`, nothing else is. `places` are
    those of the numbers that lie in it.
    """

    low: Decimal | None
    high: Decimal | None
    single: bool
    after: bool
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    """Values from `start` to the start of the next cell, told as `low`, `single`, `after`."""

    start: Decimal
    low: Decimal | None
    single: bool = False
    after: bool = False


def bands(numbers: Sequence[float], *, whole: bool) -> list[Band]:
    """Cut `numbers` into bands of at least five, in order.

    Few different numbers have a band each, and so has one that a fifth of the rows share;
    the rest is cut at the round numbers nearest to its tenths: whole ones where `whole`.
    """
    exact = [Decimal(repr(number)) for number in numbers]
    segments = _segments(sorted(exact), whole=whole) if exact else []
    cells = [cell for segment in segments for cell in segment]
    starts = [cell.start for cell in cells[1:]]
    places: list[list[int]] = [[] for _ in cells]
    for place, number in enumerate(exact):
        places[bisect_right(starts, number)].append(place)
    spans = _spans([len(some) for some in places], [len(segment) for segment in segments])
    return [
        _band(cells, start, end, [place for some in places[start:end] for place in some])
        for start, end in spans
    ]


def _band(cells: Sequence[_Cell], start: int, end: int, places: Sequence[int]) -> Band:
    cell, alone = cells[start], end == start + 1
    single = cell.single and alone
    low = cell.low if start or single else None
    high = cells[end].low if end < len(cells) and not single else None
    return Band(low, high, single, cell.after, tuple(places))


def _segments(numbers: Sequence[Decimal], *, whole: bool) -> list[list[_Cell]]:
    """Cut sorted numbers into cells; bands do not reach from one segment into the next.

    A value that more than a fifth of the rows have is a segment of its own, where there are
    enough rows below and above it.
    """
    different = Counter(numbers)
    if len(different) <= BANDS:
        return [[_Cell(value, value, single=True) for value in different]]
    mode, count = max(different.items(), key=lambda pair: pair[1])
    below = [number for number in numbers if number < mode]
    above = [number for number in numbers if number > mode]
    sizes = {len(below), len(above), count} - {0}
    if count * 5 <= len(numbers) or min(sizes) < LEAST:
        return [_tenths(numbers, BANDS, whole=whole)]
    lower = [cell for cell in _side(below, whole=whole) if cell.start < mode]
    upper = [cell for cell in _side(above, whole=whole)[1:] if cell.start > above[0]]
    more = [_Cell(above[0], mode, after=True)] if above else []
    segments = [lower, [_Cell(mode, mode, single=True)], [*more, *upper]]
    return [segment for segment in segments if segment]


def _side(numbers: Sequence[Decimal], *, whole: bool) -> list[_Cell]:
    bands = min(BANDS // 2, len(numbers) // (4 * LEAST))
    if bands > 1:
        return _tenths(numbers, bands, whole=whole)
    return [_Cell(numbers[0], None)] if numbers else []


def _tenths(numbers: Sequence[Decimal], bands: int, *, whole: bool) -> list[_Cell]:
    """Cut sorted numbers at the round numbers nearest to their quantiles."""
    cuts = [numbers[place * len(numbers) // bands] for place in range(1, bands)]
    length = max(cuts[-1] - cuts[0], (numbers[-1] - numbers[0]) / 100)
    step = max(_round_step(length), Decimal(1)) if whole else _round_step(length)
    edges = sorted({(cut / step).to_integral_value() * step + 0 for cut in cuts})
    return [_Cell(numbers[0], None), *(_Cell(edge, edge) for edge in edges)]


def _round_step(length: Decimal) -> Decimal:
    """Return the largest of 1, 2, 5, 10, 20, ..., 0.1, 0.01, ... of which `length` holds 20."""
    aim = length / 20
    power = Decimal(1).scaleb(aim.adjusted())
    return max(step * power for step in _STEPS if step * power <= aim)


def _spans(sizes: Sequence[int], segments: Sequence[int]) -> list[tuple[int, int]]:
    """Join neighbouring cells until each span holds five rows: (first cell, cell after).

    `sizes` counts the rows of each cell, `segments` the cells of each segment.
    """
    spans: list[tuple[int, int]] = []
    end = 0
    for cells in segments:
        start, end, total, first = end, end + cells, 0, len(spans)
        for place in range(start, end):
            total += sizes[place]
            if total >= LEAST:
                spans.append((start, place + 1))
                start, total = place + 1, 0
        if start < end:
            spans.append((spans.pop()[0] if len(spans) > first else start, end))
    return spans
