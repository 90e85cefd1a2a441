"""A call order told call by call."""

from collections.abc import Iterator

from explain.matching.call_order.allocation import allocation_of, read_file
from explain.matching.call_order.certificate import certified_order
from explain.matching.call_order.order import HOLDER, RESIDENT, rule
from explain.matching.stories import MOST_PEOPLE, Call, CallStory, CutoffRow
from explain.sources import Source


def story(source: Source) -> CallStory | None:
    """Tell a run; `None` where it holds real people, or too many to follow.

    Raises `InvalidFile` where it cannot be read, `CannotExplain` where a guarantee fails.
    """
    file = read_file(source)
    run = allocation_of(file)
    if not run.synthetic or len(run.kinds) > MOST_PEOPLE:
        return None
    found = certified_order(run.kinds, run.rates)
    calls = tuple(_calls(run.kinds, found.order, found.binding))
    moved = {call.rank != number for number, call in enumerate(calls, start=1)}
    return CallStory(
        title=file.programme,
        session=file.session,
        source=file.source,
        kinds=len({call.rule for call in calls}) + len(moved),
        people=len(calls),
        scholarship=run.rates.scholarship,
        residence=run.rates.residence,
        calls=calls,
    )


def cutoffs(source: Source) -> tuple[CutoffRow, ...]:  # noqa: ARG001 - every method's signature
    """Return nothing: a call order gives ranks, and no places."""
    return ()


def _calls(kinds: bytes, order: tuple[int, ...], binding: bytes) -> Iterator[Call]:
    holders = residents = 0
    for position, bound in zip(order, binding, strict=True):
        kind = kinds[position]
        yield Call(
            rank=position + 1,
            holder=bool(kind & HOLDER),
            resident=bool(kind & RESIDENT),
            rule=rule(bound, kind),
            holders=holders,
            residents=residents,
        )
        holders += bool(kind & HOLDER)
        residents += bool(kind & RESIDENT)
