"""What would have changed a person's day: exact runs of the whole day with one thing changed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from explain.details import DayRerun, DayState, DayWish
from explain.matching.daily_proposals.day import Day, Whole
from explain.matching.daily_proposals.files import DayCandidate, DayRates
from explain.matching.daily_proposals.lists import DayLists
from explain.matching.daily_proposals.place import state_of
from explain.matching.daily_proposals.run import Run, evening, run_of

MOST_WISHES = 5
"""For how many waiting wishes the fewest further places are looked for."""

More = Callable[[int], Day]


def reruns(
    run: Run, candidate: DayCandidate, wishes: Sequence[DayWish], data: Sequence[tuple[str, str]]
) -> tuple[DayRerun, ...]:
    """Run the day again; keep what changes a wish of `candidate`.

    More places of a programme, or beds of a house, for the wishes that wait; no minimum rate in a
    programme that applies one; and each of `data`, a field of the candidate (`holder`,
    `responder`) and the id of its input, answered otherwise.
    """
    return (
        *_with_more(run, candidate, wishes),
        *_without_rates(run, candidate, wishes),
        *_corrected(run, candidate, wishes, data),
    )


def _with_more(run: Run, candidate: DayCandidate, wishes: Sequence[DayWish]) -> Iterator[DayRerun]:
    waits = [number for number, wish in enumerate(wishes) if wish.state == "waiting"]
    for number in waits[:MOST_WISHES]:
        row = run.row(candidate.id, number)
        columns = run.day.wishes
        boarding = wishes[number].stopped == "boarding"
        index = int(columns.house[row] if boarding else columns.programme[row])
        more = _beds(run.day, index) if boarding else _seats(run.day, index)
        most = _last_rank(run.day, index, boarding=boarding)
        found = _fewest(run, candidate, number, more, most)
        if found:
            yield DayRerun(
                kind="beds" if boarding else "places",
                wish=number + 1,
                at=found,
                state=state_of(run, evening(more(found)), candidate.id, number),
                rank=wishes[number].rank,
            )


def _last_rank(day: Day, index: int, *, boarding: bool) -> int:
    """Return how many candidates a house, or a programme, ranks."""
    wishes = day.wishes
    group, ranks = (
        (wishes.house, wishes.house_rank) if boarding else (wishes.programme, wishes.call_rank)
    )
    return int(ranks[group == np.int32(index)].max())


def _fewest(run: Run, candidate: DayCandidate, number: int, more: More, most: int) -> int | None:
    """Return how many more bring an offer, where one fewer does not; `None` if none up to `most`.

    Doubled until they do, then halved.
    """

    def brings(count: int) -> bool:
        return state_of(run, evening(more(count)), candidate.id, number) != "waiting"

    low, high = 0, 1
    while not brings(high):
        if high >= most:
            return None
        low, high = high, min(2 * high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if brings(middle) else (middle, high)
    return high


def _seats(day: Day, programme: int) -> More:
    def more(count: int) -> Day:
        wanted = _plus(day.programmes.wanted, programme, count)
        return replace(day, programmes=replace(day.programmes, wanted=wanted))

    return more


def _beds(day: Day, house: int) -> More:
    def more(count: int) -> Day:
        capacity = _plus(day.houses.capacity, house, count)
        return replace(day, houses=replace(day.houses, capacity=capacity))

    return more


def _plus(column: Whole, index: int, count: int) -> Whole:
    changed = column.copy()
    changed[index] += count
    return changed


def _without_rates(
    run: Run, candidate: DayCandidate, wishes: Sequence[DayWish]
) -> Iterator[DayRerun]:
    asked = {wish.programme for wish in wishes}
    for programme in run.lists.programmes:
        if programme.id in asked and (programme.rates.scholarship or programme.rates.residence):
            free = programme.model_copy(update={"rates": DayRates()})
            others = tuple(free if p.id == free.id else p for p in run.lists.programmes)
            changed = replace(run.lists, programmes=others)
            for number, state, rank in _changed(changed, candidate, wishes):
                if wishes[number].programme == programme.id:
                    yield DayRerun(kind="quota", wish=number + 1, state=state, rank=rank)


def _corrected(
    run: Run,
    candidate: DayCandidate,
    wishes: Sequence[DayWish],
    data: Sequence[tuple[str, str]],
) -> Iterator[DayRerun]:
    for field, name in data:
        value = not getattr(candidate, field)
        other = candidate.model_copy(update={field: value})
        if value and field == "responder" and any(w.preference is None for w in other.wishes):
            continue
        changed = run.lists.with_candidate(other)
        for number, state, rank in _changed(changed, other, wishes):
            yield DayRerun(kind="datum", wish=number + 1, id=name, at=value, state=state, rank=rank)


def _changed(
    lists: DayLists, candidate: DayCandidate, wishes: Sequence[DayWish]
) -> Iterator[tuple[int, DayState, int]]:
    """Run changed lists; yield the wishes that come out otherwise."""
    run = run_of(lists)
    outcome = evening(run.day)
    for number, wish in enumerate(wishes):
        state = state_of(run, outcome, candidate.id, number)
        rank = int(run.day.wishes.call_rank[run.row(candidate.id, number)])
        if (state, rank) != (wish.state, wish.rank):
            yield number, state, rank
