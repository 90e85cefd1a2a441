"""From a file to a day in columns: first the call order of every programme, then the wishes."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from explain.errors import CannotExplain
from explain.issues import Issue
from explain.matching.call_order.certificate import certified_order
from explain.matching.call_order.order import HOLDER, RESIDENT, Rates
from explain.matching.daily_proposals import issues
from explain.matching.daily_proposals.day import (
    ACCEPTED,
    CLOSED,
    NO_HOUSE,
    OFFERED,
    WAITING,
    Day,
    Houses,
    Programmes,
    Whole,
    sorted_wishes,
)
from explain.matching.daily_proposals.files import DayRunFile, RankedProgramme
from explain.matching.daily_proposals.proposing import Outcome, propose

STATES = {"waiting": WAITING, "offered": OFFERED, "accepted": ACCEPTED, "closed": CLOSED}
Ranks = Mapping[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A day ready to be run.

    `before` and `after` hold, for each programme, the committee's rank and the call rank of each
    candidate by number. `row[(candidate, n)]` is the row of that candidate's wish n (from 0).
    """

    file: DayRunFile
    day: Day
    before: tuple[Ranks, ...]
    after: tuple[Ranks, ...]
    row: Mapping[tuple[int, int], int]


def run_of(file: DayRunFile) -> Run:
    """Call the candidates of each programme, and lay the wishes out in columns."""
    before = tuple(_numbered(programme.ranking) for programme in file.programmes)
    after = tuple(_numbered(order) for order in _call_orders(file))
    lines = list(_lines(file, after))
    columns = {
        name: np.array([line[name] for line in lines], np.int64)
        for name in ("candidate", "programme", "call_rank", "house", "house_rank", "status")
    }
    columns["preference"] = np.array([line["preference"] for line in lines], np.int64)
    columns["archived"] = np.array([line["archived"] for line in lines], np.int64)
    wishes, rows = sorted_wishes(columns)
    names = [(line["number"], line["wish"]) for line in lines]
    day = Day(
        number=file.day,
        pivot=file.pivot,
        programmes=Programmes(
            wanted=whole(wanted(programme) for programme in file.programmes),
            limit_rank=whole(programme.limit_rank for programme in file.programmes),
            last_called=whole(programme.last_called for programme in file.programmes),
            last_called_before=whole(p.last_called_before for p in file.programmes),
        ),
        houses=Houses(
            capacity=whole(house.beds for house in file.houses),
            released=np.array([house.released for house in file.houses], bool),
        ),
        wishes=wishes,
        responders=np.array([candidate.responder for candidate in file.candidates], bool),
        late=file.late,
    )
    return Run(file, day, before, after, {names[old]: new for new, old in enumerate(rows.tolist())})


def evening(day: Day) -> Outcome:
    """Run the day. Raises `CannotExplain` where one of the conditions P1 to P7 does not hold."""
    return certified(propose(day))


def certified(outcome: Outcome) -> Outcome:
    """Return `outcome`. Raises `CannotExplain` where a condition does not hold."""
    if outcome.broken:
        found = [Issue(issues.DAY_NOT_CERTIFIED, values={"condition": p}) for p in outcome.broken]
        raise CannotExplain(found)
    return outcome


def wanted(programme: RankedProgramme) -> int:
    """Return how many people may hold an offer of a programme."""
    return programme.places if programme.wanted is None else programme.wanted


def whole(values: Iterator[int]) -> Whole:
    """Return whole numbers as a column."""
    return np.array(list(values), np.int32)


def _call_orders(file: DayRunFile) -> Iterator[tuple[int, ...]]:
    holders = {candidate.id for candidate in file.candidates if candidate.holder}
    for programme in file.programmes:
        order = certified_order(kinds_of(programme, holders), rates_of(programme)).order
        yield tuple(programme.ranking[position] for position in order)


def kinds_of(programme: RankedProgramme, holders: Collection[int]) -> bytes:
    """Return the kind of each candidate in the ranking of a programme."""
    residents = frozenset(programme.residents)
    return bytes(
        HOLDER * (candidate in holders) | RESIDENT * (candidate in residents)
        for candidate in programme.ranking
    )


def rates_of(programme: RankedProgramme) -> Rates:
    """Return the minimum rates of a programme."""
    return Rates(programme.rates.scholarship, programme.rates.residence)


def _numbered(candidates: tuple[int, ...]) -> Ranks:
    return {candidate: rank for rank, candidate in enumerate(candidates, start=1)}


def _lines(file: DayRunFile, after: tuple[Ranks, ...]) -> Iterator[dict[str, int]]:
    programmes = {programme.id: index for index, programme in enumerate(file.programmes)}
    houses = {house.id: index for index, house in enumerate(file.houses)}
    places = [_numbered(house.ranking) for house in file.houses]
    for index, candidate in enumerate(file.candidates):
        for number, wish in enumerate(candidate.wishes):
            programme = programmes[wish.programme]
            house = NO_HOUSE if wish.house is None else houses[wish.house]
            yield {
                "number": candidate.id,
                "wish": number,
                "candidate": index,
                "programme": programme,
                "call_rank": after[programme][candidate.id],
                "house": house,
                "house_rank": 0 if house == NO_HOUSE else places[house][candidate.id],
                "status": STATES[wish.state],
                "preference": wish.preference or 0,
                "archived": int(wish.archived),
            }
