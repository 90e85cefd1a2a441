"""One person in a run at hand: found there or put there; then the run again with a change.

Every answer is a whole run made again, certified like the first: it is exact.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from explain.details import Overtaking, Rerun, WishResult
from explain.errors import InvalidCase
from explain.issues import Issue
from explain.matching import issues
from explain.matching.admission.certificate import certified_admission
from explain.matching.admission.corrections import Correction, with_datum
from explain.matching.admission.market import Market, Reserve, Whole
from explain.matching.admission.person import Person, Wish
from explain.matching.admission.publishing import ways_of
from explain.matching.admission.rows import Person as Row
from explain.matching.admission.rows import Wish as WishRow
from explain.matching.admission.run import Run, build, with_answers
from explain.matching.admission.spec import AdmissionFile
from explain.matching.privacy import disclosed

MOST_WISHES = 3
"""For how many refused wishes the run is made again."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A run that holds the person, at the number `at`, and what came of it.

    `added` tells that the person was not in the run, and was put into it.
    """

    run: Run
    at: int
    found: Whole
    added: bool = False


def standing(spec: AdmissionFile, person: Person, run: Run) -> Standing:
    """Find the person in a real run, by the number drawn; put the person into an invented one.

    Raises `InvalidCase` where a real run holds nobody with these data: to say more would
    speak of somebody else.
    """
    at = next((n for n, row in enumerate(run.persons) if _is(spec, person, row)), None)
    if not run.synthetic:
        if at is None or _listed(run, at) != _stated(person, run):
            raise InvalidCase([Issue(issues.NOT_IN_LIST, field=spec.lottery or "")])
        return Standing(run, at, certified_admission(run.market))
    made = _with(run, person, at)
    return Standing(made, len(made.persons) - 1, certified_admission(made.market), at is None)


def placed(here: Standing, results: tuple[WishResult, ...]) -> tuple[WishResult, ...]:
    """Add to each wish the rank by points alone, and what the reserved places make of it."""
    row = range(int(here.run.market.starts[here.at]), int(here.run.market.starts[here.at + 1]))
    return tuple(_placed(here, wish, result) for wish, result in zip(row, results, strict=True))


def _placed(here: Standing, wish: int, result: WishResult) -> WishResult:
    """Rank a person among all who wished a programme, before and after its reserved places.

    Somebody refused is passed by those who stand behind and have a reserved place; somebody
    with a reserved place passes those who stand before and are refused.
    """
    market = here.run.market
    lots = market.lots.repeat(np.diff(market.starts))
    same = market.programmes == market.programmes[wish]
    better = market.merits > market.merits[wish]
    ahead = better | ((market.merits == market.merits[wish]) & (lots < market.lots[here.at]))
    place = int(np.count_nonzero(same & ahead)) + 1
    if result.outcome not in {"admitted", "refused"}:
        return replace(result, place=place)
    groups = ways_of(here.run, int(market.programmes[wish]), here.found)
    admitted = same & (here.found.repeat(np.diff(market.starts)) == np.arange(len(lots)))
    refused = result.outcome == "refused"
    before = [int(np.count_nonzero(admitted & better)) if refused else 0]
    before += [int(np.count_nonzero(admitted & ahead)) - before[0] if refused else 0]
    end = np.where(here.found < 0, market.starts[1:], here.found).repeat(np.diff(market.starts))
    wanted = np.arange(len(lots)) < end  # preferred to what the person gets: refused
    first = int(np.count_nonzero(same & ahead & wanted))
    rows = []
    for group, holders in groups.items():
        behind = [one for one in holders if not ahead[one] and one != wish]
        rows += [len(behind) if refused else 0, first if result.through == group else 0]
    more, drawn, *told = disclosed([*before, *rows], synthetic=here.run.synthetic)
    moved = [passed_by - passed for passed_by, passed in zip(rows[::2], rows[1::2], strict=True)]
    return replace(
        result,
        place=place,
        after=place + sum(moved) if groups and more is not None else None,
        overtaking=tuple(
            Overtaking(rule=group, passed_by=passed_by, passed=passed)
            for group, passed_by, passed in zip(groups, told[::2], told[1::2], strict=True)
        ),
        more=more if refused else None,
        drawn=drawn if refused else None,
    )


def reruns(
    spec: AdmissionFile,
    here: Standing,
    results: tuple[WishResult, ...],
    corrected: Iterator[Correction],
) -> Iterator[Rerun]:
    """Make the run again: points, places, reserves, and each corrected datum.

    `corrected` yields the person with one datum changed, who may gain by it.
    """
    refused = [result for result in results if result.outcome == "refused"][:MOST_WISHES]
    # Which points, and which answers, would do tells about a cut-off of a few people.
    hidden = {one.programme for one in results if any(way.state == "withheld" for way in one.ways)}
    for result in refused:
        if result.programme not in hidden:
            yield from _points(here, result)
        yield from _capacity(here, result)
    yield from _quotas(here)
    if here.run.synthetic or spec.lottery:
        own = _got(here.run, here.found, here.at)
        for item in corrected:
            run = _answered(here, item.person)
            outcome = _got(run, certified_admission(run.market), here.at)
            if outcome != own and outcome not in hidden:
                yield with_datum(item, outcome)


def _answered(here: Standing, person: Person) -> Run:
    """Return the run with the answers of a corrected person, whose wishes are the same."""
    groups = person.groups & frozenset(here.run.file.groups)
    return with_answers(here.run, here.at, [_known(wish) for wish in person.wishes], groups)


def _points(here: Standing, result: WishResult) -> Iterator[Rerun]:
    """Look for the fewest points at one programme that admit there, all else equal."""
    run, wish = here.run, int(here.run.market.starts[here.at]) + result.rank - 1
    programme = run.market.programmes[wish]
    wishes = here.found[here.found >= 0]
    levels = np.unique(run.market.merits[wishes[run.market.programmes[wishes] == programme]])
    tried = np.unique(np.concatenate([levels, levels + 1]))
    tried = tried[tried > run.market.merits[wish]]

    def admits(merit: int) -> bool:
        merits = run.market.merits.copy()
        merits[wish] = merit
        found = certified_admission(replace(run.market, merits=merits))
        return int(found[here.at]) == wish

    at = _first(admits, tried.tolist())
    if at is not None:
        yield Rerun(
            kind="points", programme=result.programme, at=run.points(at), outcome=result.programme
        )


def _capacity(here: Standing, result: WishResult) -> Iterator[Rerun]:
    """Look for the fewest places of one programme that admit the person there.

    With as many as the person's rank by points, and those reserved, there is always one.
    """
    market, wish = here.run.market, int(here.run.market.starts[here.at]) + result.rank - 1
    programme = int(market.programmes[wish])
    reserved = sum(int(reserve.places[programme]) for reserve in market.reserves)
    own, most = int(market.capacities[programme]), (result.place or 0) + reserved

    def admits(capacity: int) -> bool:
        return int(certified_admission(_resized(market, programme, capacity))[here.at]) == wish

    at = _first(admits, range(own + 1, most + 1))
    if at is not None:
        yield Rerun(kind="capacity", programme=result.programme, at=at, outcome=result.programme)


def _resized(market: Market, programme: int, capacity: int) -> Market:
    capacities = market.capacities.copy()
    capacities[programme] = capacity
    return replace(market, capacities=capacities)


def _quotas(here: Standing) -> Iterator[Rerun]:
    """Tell what the person gets when one group has no reserved place anywhere."""
    run = here.run
    for number, group in enumerate(run.file.groups):
        reserves = list(run.market.reserves)
        members = reserves[number].members
        reserves[number] = Reserve(members, np.zeros_like(reserves[number].places))
        found = certified_admission(replace(run.market, reserves=tuple(reserves)))
        outcome = _got(run, found, here.at)
        if outcome != _got(run, here.found, here.at):
            yield Rerun(kind="quota", id=group, at=Decimal(0), outcome=outcome)


def _first(admits: Callable[[int], bool], values: "range | list[int]") -> int | None:
    """Return the least of ascending `values` that admits: who is admitted stays so with more."""
    if not values:
        return None
    if admits(values[0]):
        return values[0]
    low, high = 0, len(values)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if admits(values[middle]) else (middle, high)
    return values[high] if high < len(values) else None


def _got(run: Run, found: Whole, at: int) -> str | None:
    wish = int(found[at])
    return None if wish < 0 else run.programmes[int(run.market.programmes[wish])].id


def _is(spec: AdmissionFile, person: Person, row: Row) -> bool:
    return spec.lottery is not None and row.lottery == person.lottery


def _listed(run: Run, at: int) -> tuple[object, ...]:
    market = run.market
    row = range(int(market.starts[at]), int(market.starts[at + 1]))
    wishes = [
        (run.programmes[int(market.programmes[w])].id, run.points(int(market.merits[w])))
        for w in row
    ]
    return (wishes, run.persons[at].groups)


def _stated(person: Person, run: Run) -> tuple[object, ...]:
    wishes = [(wish.programme, wish.points) for wish in person.wishes]
    return (wishes, person.groups & frozenset(run.file.groups))


def _with(run: Run, person: Person, at: int | None) -> Run:
    """Return the run with this person at its end, in the place of the person `at` if any.

    Raises `InvalidCase` for a programme that the run does not hold, or without points.
    """
    known = {item.id for item in run.programmes}
    found = [
        Issue(issues.PROGRAMME_UNKNOWN, values={"programme": wish.programme, "number": number})
        for number, wish in enumerate(person.wishes, start=1)
        if wish.programme not in known
    ]
    if found:
        raise InvalidCase(found)
    others = [row for number, row in enumerate(run.persons) if number != at]
    last = max((row.lottery for row in run.persons), default=0) + 1
    lottery = last if person.lottery is None else person.lottery
    groups = person.groups & frozenset(run.file.groups)
    own = Row("·", lottery, groups, ("", 0))
    wishes = [
        WishRow(own.id, rank, wish.programme, _known(wish), ("", 0))
        for rank, wish in enumerate(person.wishes, start=1)
    ]
    kept = list(_rows(run, at))
    return build(run.file, run.programmes, [*others, own], [*kept, *wishes])


def _rows(run: Run, but: int | None) -> Iterator[WishRow]:
    market = run.market
    for number, row in enumerate(run.persons):
        if number == but:
            continue
        first = int(market.starts[number])
        for wish in range(first, int(market.starts[number + 1])):
            programme = run.programmes[int(market.programmes[wish])].id
            points = run.points(int(market.merits[wish]))
            yield WishRow(row.id, wish - first + 1, programme, points, row.at)


def _known(wish: Wish) -> Decimal:
    if wish.points is None:
        raise InvalidCase([Issue(issues.POINTS_UNKNOWN, values={"programme": wish.programme})])
    return wish.points
