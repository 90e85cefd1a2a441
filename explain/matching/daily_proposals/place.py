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
    OFFERED,
    PROPOSED,
    RETURNED,
    TAKEN,
    UNBOUNDED,
    WAITING,
    WITHDRAWN,
)
from explain.matching.daily_proposals.figures import stopped_by
from explain.matching.daily_proposals.files import DayCandidate, DayWishLine, RankedProgramme
from explain.matching.daily_proposals.proposing import Outcome
from explain.matching.daily_proposals.run import Run, kinds_of, rates_of, wanted
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
    return STATES[int(outcome.status[run.row[candidate, number]])]


def places(run: Run, outcome: Outcome, candidate: DayCandidate) -> tuple[DayWish, ...]:
    """Tell where a candidate of a run stands, wish by wish."""
    return tuple(_places(run, outcome, candidate))


def _places(run: Run, outcome: Outcome, candidate: DayCandidate) -> Iterator[DayWish]:
    names = [programme.id for programme in run.file.programmes]
    for number, wish in enumerate(candidate.wishes):
        index = names.index(wish.programme)
        programme = run.file.programmes[index]
        rank = run.after[index][candidate.id]
        called = int(outcome.called[index])
        last = max(called, programme.last_called)
        state = state_of(run, outcome, candidate.id, number)
        offers, waiting = counts(run, outcome, index)
        told = disclosed((offers, waiting), synthetic=run.file.synthetic)
        boarding = _boarding(run, outcome, candidate, wish)
        yield DayWish(
            programme=programme.id,
            label=programme.label or programme.id,
            state=state,
            stopped=stopped_by(state, boarding),
            before=run.before[index][candidate.id],
            rank=rank,
            last_called=last or None,
            gap=rank - last if last else None,
            full=waiting > 0,
            moved_on=run.file.day if called else programme.moved_on,
            wanted=wanted(programme),
            limit_rank=programme.limit_rank,
            offers=told[0],
            waiting=told[1],
            boarding=boarding,
            overtaking=_overtaking(run, programme, candidate.id),
        )


def _overtaking(run: Run, programme: RankedProgramme, candidate: int) -> tuple[Overtaking, ...]:
    """Tell who passed whom in the call order of a programme, by which rule."""
    rates = rates_of(programme)
    if not rates.scholarship and not rates.residence:
        return ()
    holders = {item.id for item in run.file.candidates if item.holder}
    kinds = kinds_of(programme, holders)
    here = standing(kinds, certified_order(kinds, rates), programme.ranking.index(candidate))
    return overtaking(here, rates, synthetic=run.file.synthetic)


def counts(run: Run, outcome: Outcome, programme: int) -> tuple[int, int]:
    """Count the people offered a place of a programme today, and those who still wait."""
    wishes = run.day.wishes
    mine = wishes.programme == programme
    evening = outcome.status
    made = mine & (wishes.status == WAITING) & (evening != WAITING) & (evening != WITHDRAWN)
    waits = mine & (evening == WAITING)
    return len(np.unique(wishes.candidate[made])), len(np.unique(wishes.candidate[waits]))


def _boarding(
    run: Run, outcome: Outcome, candidate: DayCandidate, wish: DayWishLine
) -> Boarding | None:
    if wish.house is None:
        return None
    names = [house.id for house in run.file.houses]
    index = names.index(wish.house)
    house = run.file.houses[index]
    highest = int(outcome.highest[index])
    return Boarding(
        house=house.id,
        label=house.label or house.id,
        rank=house.ranking.index(candidate.id) + 1,
        bar=int(outcome.bars[index]),
        highest=None if highest == UNBOUNDED else highest,
        beds=house.beds,
    )
