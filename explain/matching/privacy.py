"""What may be told of other people: no count from one to four."""

from collections.abc import Iterable

SMALLEST_COUNT = 5


def disclosed(counts: Iterable[int], *, synthetic: bool) -> tuple[int | None, ...]:
    """Return `counts` as they may be told: all withheld if one is from one to four.

    A list that holds nobody (`synthetic`) withholds nothing.
    """
    told = tuple(counts)
    if not synthetic and any(0 < count < SMALLEST_COUNT for count in told):
        return (None,) * len(told)
    return told
