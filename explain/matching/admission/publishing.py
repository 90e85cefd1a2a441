"""From a run and its outcome to what may be published: cut-offs and counts."""

from collections.abc import Iterator, Mapping

import numpy as np

from explain.matching.admission.choice import Candidate, Chosen, choose, within
from explain.matching.admission.cutoffs import Cutoffs, CutoffsFile, Programme, Way, cutoffs
from explain.matching.admission.market import Whole
from explain.matching.admission.run import Run
from explain.matching.admission.spec import OPEN
from explain.matching.privacy import SMALLEST_COUNT


def publish(run: Run, found: Whole, digest: str | None = None) -> Cutoffs:
    """Return the cut-offs of an outcome. `digest` is that of the private data.

    In a run of real people, counts from one to four and the cut-offs of so few are withheld.
    """
    file = CutoffsFile(
        format=1,
        method=run.file.method,
        kind="cutoffs",
        synthetic=run.file.synthetic,
        title=run.file.title,
        session=run.file.session,
        source=run.file.source,
        run=digest,
        programmes=tuple(_programmes(run, found)),
    )
    return cutoffs(file)


def _programmes(run: Run, found: Whole) -> Iterator[Programme]:
    market = run.market
    wisher, count = market.wishers(), len(run.programmes)
    last = np.where(found < 0, market.starts[1:], found)[wisher]
    here = np.arange(len(wisher))
    got, wanted = last == here, here < last
    got &= found[wisher] >= 0
    sizes = [np.bincount(market.programmes[flags], minlength=count) for flags in (got, wanted)]
    asked = np.bincount(market.programmes, minlength=count)
    order = np.argsort(market.programmes[got], kind="stable")
    holders = np.split(np.flatnonzero(got)[order], np.cumsum(sizes[0])[:-1])
    for number, item in enumerate(run.programmes):
        admitted, refused = int(sizes[0][number]), int(sizes[1][number])
        ways = tuple(_ways(run, number, holders[number], refused))
        yield Programme(
            id=item.id,
            label=item.label,
            capacity=item.capacity,
            **_told(run, asked=int(asked[number]), admitted=admitted, refused=refused),
            ways=ways,
        )


def _told(run: Run, **counts: int) -> Mapping[str, int]:
    """Leave out counts from one to four; and with one of them that could be worked out."""
    small = {name for name, count in counts.items() if 0 < count < SMALLEST_COUNT}
    if run.file.synthetic or not small:
        return counts
    return {"asked": counts["asked"]} if "asked" not in small else {}


def ways_of(run: Run, number: int, found: Whole) -> Mapping[str, tuple[int, ...]]:
    """Return the wishes that got a reserved place of a programme, by group.

    Only groups for which it reserves places are there.
    """
    item = run.programmes[number]
    groups = {group: item.reserved.get(group, 0) for group in run.file.groups}
    if not any(groups.values()):
        return {}
    wishes = found[found >= 0]
    chosen = _chosen(run, number, wishes[run.market.programmes[wishes] == number])
    return {
        group: tuple(int(found[one.person]) for one in row)
        for (group, places), row in zip(groups.items(), chosen.reserved, strict=True)
        if places
    }


def _chosen(run: Run, number: int, wishes: Whole) -> Chosen:
    """Tell which place each holder of a programme has: reserved, or open to all."""
    item, market = run.programmes[number], run.market
    reserves = [item.reserved.get(group, 0) for group in run.file.groups]
    persons = np.searchsorted(market.starts, wishes, side="right") - 1
    candidates = [
        Candidate(
            int(person),
            int(market.merits[wish]),
            int(market.lots[person]),
            frozenset(g for g, one in enumerate(market.reserves) if one.members[person]),
        )
        for wish, person in zip(wishes.tolist(), persons.tolist(), strict=True)
    ]
    return choose(candidates, item.capacity, reserves)


def _ways(run: Run, number: int, wishes: Whole, refused: int) -> Iterator[Way]:
    """Yield the open way, then that of each group with reserved places."""
    item = run.programmes[number]
    reserves = [item.reserved.get(group, 0) for group in run.file.groups]
    chosen = _chosen(run, number, wishes)
    rooms = within(item.capacity, reserves)
    open_room = item.capacity - sum(len(row) for row in chosen.reserved)
    yield _way(run, OPEN, item.capacity - sum(rooms), chosen.opened, (refused, open_room))
    for group, room, row in zip(run.file.groups, rooms, chosen.reserved, strict=True):
        if room:
            yield _way(run, group, room, row, (refused, room))


def _way(
    run: Run, name: str, places: int, row: tuple[Candidate, ...], facts: tuple[int, int]
) -> Way:
    refused, room = facts
    told = run.file.synthetic or not 0 < len(row) < SMALLEST_COUNT
    if not refused or len(row) < room:
        state = Way(id=name, state="free", places=places)
        return state.model_copy(update={"admitted": len(row)}) if told else state
    if not row:
        return Way(id=name, state="closed", places=places, admitted=0)
    if not told:
        return Way(id=name, state="withheld", places=places)
    worst = row[-1]
    return Way(
        id=name,
        state="full",
        places=places,
        admitted=len(row),
        cutoff=run.points(worst.merit),
        lottery=run.persons[worst.person].lottery,
    )
