"""What the drawings of a score show: numbers of the record, and where they lie on an axis."""

from decimal import Decimal
from itertools import accumulate, pairwise

from explain.account import Stair, Waterfall
from explain.wording.scores import ScoreWords
from explain.wording.words import Words, exact

MOST_STAIRS = 12
"""Steps in one drawing: more would not fit on a page of paper."""


def waterfall(score: ScoreWords) -> tuple[Waterfall, ...]:
    """Draw the way from the start to the total in the order of the table, in one part or more."""
    words, scale = score.words, score.detail.scale
    limit = None if scale.threshold is None else exact(scale.threshold)
    axis, stairs = _stairs(score, limit)
    told = (
        words.text("Threshold: %(value)s", value=score.amount(limit)) if limit is not None else ""
    )
    count = -(-len(stairs) // MOST_STAIRS)
    size = -(-len(stairs) // count)
    parts = [stairs[at : at + size] for at in range(0, len(stairs), size)]
    return tuple(
        Waterfall(
            title=_title(words, number, count),
            description=_description(words, part, told),
            stairs=part,
            threshold=None if limit is None else axis(limit),
            threshold_text=told,
        )
        for number, part in enumerate(parts, start=1)
    )


def _stairs(score: ScoreWords, limit: Decimal | None) -> tuple["_Axis", tuple[Stair, ...]]:
    sums = [*accumulate((points for _, points in score.points), initial=score.start)]
    axis = _Axis([*sums, *([] if limit is None else [limit])])
    ends = (("Start", score.start), ("Total", score.total))
    first, last = (
        Stair(label=score.words.text(name), text=score.amount(value), at=axis(value))
        for name, value in ends
    )
    between = (
        Stair(
            label=score.words.label(share.id, share.label),
            text=score.signed(points),
            at=axis(after),
            since=axis(before),
        )
        for (share, points), (before, after) in zip(score.points, pairwise(sums), strict=True)
    )
    return axis, (first, *between, last)


def _title(words: Words, number: int, count: int) -> str:
    title = words.text("From the start to the total, step by step")
    if count == 1:
        return title
    return words.text(
        "%(title)s: part %(number)s of %(count)s", title=title, number=number, count=count
    )


def _description(words: Words, stairs: tuple[Stair, ...], limit: str) -> str:
    listed = words.listed(
        words.text("%(label)s: %(value)s", label=stair.label, value=stair.text) for stair in stairs
    )
    told = words.text("Each bar starts where the one before ends.")
    return f"{told} {listed}." + (f" {limit}." if limit else "")


class _Axis:
    """Says where a value lies between the smallest (0) and the largest (1)."""

    def __init__(self, values: list[Decimal]) -> None:
        self.low = min(values)
        self.length = max(values) - self.low or Decimal(1)

    def __call__(self, value: Decimal) -> float:
        return float((value - self.low) / self.length)
