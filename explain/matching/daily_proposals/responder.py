"""What is answered and given up without the candidate.

*Automatic responder.* A candidate who switched it on ranks the wishes for which she waits. Of the
offers of the day, the one that she ranks best is accepted; every other offer, of today or before,
is given up, and so is every waiting wish that she ranks lower.

*Late phase.* The lists are archived, and candidates have ranked the wishes that they keep. Where
one without a responder is offered such a wish, the waiting wishes that she ranks lower are given
up, and so are the other offers that she has not answered. She answers the new one herself.

Source: the ministry's document (2021 to 2023), and the notes beside the published code on the
automatic responder and on the resignations of ordered wishes.
"""

import numpy as np

from explain.matching.daily_proposals.day import (
    ACCEPTED,
    OFFERED,
    PROPOSED,
    RETURNED,
    TAKEN,
    UNBOUNDED,
    WAITING,
    WITHDRAWN,
    Day,
    Flags,
    Small,
    Whole,
)


def answers(day: Day) -> Small:
    """Return the states of the wishes once the automatic answers of the day are given."""
    status: Small = day.wishes.status.copy()
    _respond(day, status)
    if day.late:
        _give_up_lower(day, status)
    return status


def _respond(day: Day, status: Small) -> None:
    wishes = day.wishes
    mine = day.responders[wishes.candidate]
    best = _best_offer(day, mine & (status == PROPOSED))[wishes.candidate]
    rows = np.flatnonzero(mine & (best < UNBOUNDED))
    before, best, preference = status[rows], best[rows], wishes.preference[rows]
    new = before == PROPOSED
    others = (before == OFFERED) | (before == ACCEPTED) | (before == TAKEN)
    after = np.where(new, np.where(preference == best, TAKEN, RETURNED), before)
    after = np.where(others, RETURNED, after)
    lower = (before == WAITING) & (preference > best)
    status[rows] = np.where(lower, WITHDRAWN, after)


def _give_up_lower(day: Day, status: Small) -> None:
    wishes = day.wishes
    mine = ~day.responders[wishes.candidate]
    ranked = mine & wishes.archived & (wishes.preference > 0)
    best = _best_offer(day, ranked & (status == PROPOSED))[wishes.candidate]
    rows = np.flatnonzero(mine & (best < UNBOUNDED))
    before, best, preference = status[rows], best[rows], wishes.preference[rows]
    unanswered = (before == OFFERED) | ((before == PROPOSED) & (preference != best))
    lower = (before == WAITING) & (preference > best)
    after = np.where(unanswered, RETURNED, before)
    status[rows] = np.where(lower, WITHDRAWN, after)


def _best_offer(day: Day, rows: Flags) -> Whole:
    """Return the best preference of each candidate among `rows`, or `UNBOUNDED`."""
    offered = np.flatnonzero(rows)
    best = np.full(len(day.responders), UNBOUNDED, np.int32)
    np.minimum.at(best, day.wishes.candidate[offered], day.wishes.preference[offered])
    return best
