"""What an admission must satisfy, checked on every run.

The checks restate the rules from the persons' wishes alone and share nothing with the way
the places were given, so that a fault in the calculation cannot reach anybody.
"""

from collections.abc import Iterator

import numpy as np

from explain.errors import CannotExplain
from explain.issues import Issue
from explain.matching import issues
from explain.matching.admission.choice import Candidate, choose
from explain.matching.admission.deferred import admitted
from explain.matching.admission.market import Flags, Market, Whole


def certified_admission(market: Market) -> Whole:
    """Return the wish that each person gets. Raises `CannotExplain` where a guarantee fails."""
    found = admitted(market)
    certify(market, found)
    return found


def certify(market: Market, found: Whole) -> None:
    """Check `found`. Raises `CannotExplain`, naming the first guarantee that fails.

    - `own_wish`: everybody gets one place at most, of their own wishes;
    - `capacity`: no programme gives more places than it has;
    - `stability`: nobody prefers a programme that has a place free, or that took somebody
      who stands behind them there;
    - `reserves`: where a programme reserves places, those admitted are the ones whom its rule
      chooses among all who hold it or would prefer it. Their quotas are kept thereby.
    """
    holders = np.flatnonzero(found >= 0)
    wishes = found[holders]
    starts = market.starts
    if np.any((wishes < starts[holders]) | (wishes >= starts[holders + 1])):
        raise _broken("own_wish")
    counts = np.bincount(market.programmes[wishes], minlength=len(market.capacities))
    if np.any(counts > market.capacities):
        raise _broken("capacity")
    reserving = _reserving(market)
    wanted = _wanted(market, found)
    if np.any(_envied(market, found, counts)[wanted & ~reserving[market.programmes]]):
        raise _broken("stability")
    for programme in np.flatnonzero(reserving).tolist():
        if not _chosen(market, found, wanted, programme):
            raise _broken("reserves")


def _broken(guarantee: str) -> CannotExplain:
    return CannotExplain([Issue(issues.NOT_CERTIFIED, values={"guarantee": guarantee})])


def _reserving(market: Market) -> Flags:
    """Tell which programmes reserve places."""
    found = np.zeros(len(market.capacities), np.bool_)
    for reserve in market.reserves:
        found |= reserve.places > 0
    return found


def _wanted(market: Market, found: Whole) -> Flags:
    """Tell which wishes their persons would prefer to what they get."""
    last = np.where(found < 0, market.starts[1:], found)
    return np.arange(len(market.programmes)) < last.repeat(np.diff(market.starts))


def _envied(market: Market, found: Whole, counts: Whole) -> Flags:
    """Tell for which wishes there is a place free, or one held by somebody who stands behind."""
    holders = np.flatnonzero(found >= 0)
    wishes = found[holders]
    where, merits, lots = market.programmes[wishes], market.merits[wishes], market.lots[holders]
    lowest = np.full(len(market.capacities), np.iinfo(np.int64).max)
    np.minimum.at(lowest, where, merits)
    last = np.full(len(market.capacities), -1)
    level = merits == lowest[where]
    np.maximum.at(last, where[level], lots[level])
    free = counts < market.capacities
    lowest[free] = -1
    limit = lowest[market.programmes]
    ahead = market.merits > limit
    level = market.merits == limit
    own = market.lots.repeat(np.diff(market.starts))
    ahead[level] = own[level] < last[market.programmes[level]]
    return ahead


def _chosen(market: Market, found: Whole, wanted: Flags, programme: int) -> bool:
    """Tell whether a programme took exactly those whom its rule chooses."""
    wisher = market.wishers()
    here = np.flatnonzero(market.programmes == programme)
    holds = found[wisher[here]] == here
    candidates = list(_candidates(market, wisher, here[holds | wanted[here]]))
    reserves = [int(reserve.places[programme]) for reserve in market.reserves]
    chosen = choose(candidates, int(market.capacities[programme]), reserves)
    return chosen.persons == frozenset(wisher[here[holds]].tolist())


def _candidates(market: Market, wisher: Whole, wishes: Whole) -> Iterator[Candidate]:
    for wish in wishes.tolist():
        person = int(wisher[wish])
        groups = (g for g, reserve in enumerate(market.reserves) if reserve.members[person])
        lot = int(market.lots[person])
        yield Candidate(person, int(market.merits[wish]), lot, frozenset(groups))
