"""One person's place in the run of a day, told in ranks, bars and counts alone."""

from collections.abc import Iterator

import numpy as np

from explain.details import Boarding, DayState, DayWish, Overtaking
from explain.matching.call_order.certificate import certified_order
from explain.matching.call_order.ranking import overtaking
from explain.matching.call_order.standing import standing
from explain.matching.daily_proposals.day import (
    ACCEPTED,
    CLOSED,
    NO_HOUSE,
    OFFERED,
    PROPOSED,
    RETURNED,
    TAKEN,
    UNBOUNDED,
    WAITING,
    WITHDRAWN,
)
from explain.matching.daily_proposals.figures import stopped_by
from explain.matching.daily_proposals.files import DayCandidate
from explain.matching.daily_proposals.lists import rates_of
from explain.matching.daily_proposals.proposing import Outcome
from explain.matching.daily_proposals.run import Run, wanted
from explain.matching.privacy import disclosed

STATES: dict[int, DayState] = {
    WAITING: "waiting",
    OFFERED: "held",
    ACCEPTED: "held",
    CLOSED: "closed",
    PROPOSED: "offered",
    TAKEN: "taken",
    RETURNED: "returned",
    WITHDRAWN: "withdrawn",
}


def state_of(run: Run, outcome: Outcome, candidate: int, number: int) -> DayState:
    """Return the evening's state of the wish `number` (from 0) of a candidate."""
    return STATES[int(outcome.status[run.row(candidate, number)])]


def places(run: Run, outcome: Outcome, candidate: DayCandidate) -> tuple[DayWish, ...]:
    """Tell where a candidate of a run stands, wish by wish."""
    return tuple(_places(run, outcome, candidate))


def _places(run: Run, outcome: Outcome, candidate: DayCandidate) -> Iterator[DayWish]:
    columns = run.day.wishes
    for number in range(len(candidate.wishes)):
        row = run.row(candidate.id, number)
        index = int(columns.programme[row])
        programme = run.lists.programmes[index]
        rank = int(columns.call_rank[row])
        called = int(outcome.called[index])
        last = max(called, programme.last_called)
        state = state_of(run, outcome, candidate.id, number)
        offers, waiting = counts(run, outcome, index)
        told = disclosed((offers, waiting), synthetic=run.lists.synthetic)
        boarding = _boarding(run, outcome, row)
        yield DayWish(
            programme=programme.id,
            label=programme.label or programme.id,
            state=state,
            stopped=stopped_by(state, boarding),
            before=run.committee_rank(candidate.id, number),
            rank=rank,
            last_called=last or None,
            gap=rank - last if last else None,
            full=waiting > 0,
            moved_on=run.lists.head.day if called else programme.moved_on,
            wanted=wanted(programme),
            limit_rank=programme.limit_rank,
            offers=told[0],
            waiting=told[1],
            boarding=boarding,
            overtaking=_overtaking(run, index, run.committee_rank(candidate.id, number)),
        )


def _overtaking(run: Run, programme: int, rank: int) -> tuple[Overtaking, ...]:
    """Tell who passed whom in the call order of a programme, by which rule."""
    rates = rates_of(run.lists.programmes[programme])
    if not rates.scholarship and not rates.residence:
        return ()
    kinds = run.lists.kinds(run.lists.ranked(programme)).tobytes()
    here = standing(kinds, certified_order(kinds, rates), rank - 1)
    return overtaking(here, rates, synthetic=run.lists.synthetic)


def counts(run: Run, outcome: Outcome, programme: int) -> tuple[int, int]:
    """Count the people offered a place of a programme today, and those who still wait."""
    wishes = run.day.wishes
    here = slice(*np.searchsorted(wishes.programme, np.array([programme, programme + 1], np.int32)))
    morning, evening, candidate = wishes.status[here], outcome.status[here], wishes.candidate[here]
    made = (morning == WAITING) & (evening != WAITING) & (evening != WITHDRAWN)
    return len(np.unique(candidate[made])), len(np.unique(candidate[evening == WAITING]))


def _boarding(run: Run, outcome: Outcome, row: int) -> Boarding | None:
    index = int(run.day.wishes.house[row])
    if index == NO_HOUSE:
        return None
    house = run.lists.houses[index]
    highest = int(outcome.highest[index])
    return Boarding(
        house=house.id,
        label=house.label or house.id,
        rank=int(run.day.wishes.house_rank[row]),
        bar=int(outcome.bars[index]),
        highest=None if highest == UNBOUNDED else highest,
        beds=house.beds,
    )
