"""One day of offers told round by round."""

from collections.abc import Iterator, Mapping
from typing import Literal

import numpy as np

from explain.errors import CannotExplain
from explain.issues import Issue
from explain.matching.daily_proposals import issues
from explain.matching.daily_proposals.day import HOLDS, NO_HOUSE, PROPOSED, Small
from explain.matching.daily_proposals.files import DayFiguresFile, DayRunFile
from explain.matching.daily_proposals.lists import DayLists, lists_of
from explain.matching.daily_proposals.place import STATES, counts
from explain.matching.daily_proposals.proposing import Turn, turns
from explain.matching.daily_proposals.run import Run, evening, run_of, wanted
from explain.matching.privacy import disclosed
from explain.matching.stories import MOST_PEOPLE, CutoffRow, DayPlace, DayRound, DayStory


def story(file: DayRunFile | DayLists) -> DayStory | None:
    """Tell a day; `None` where it holds real people, or too many to follow.

    Raises `CannotExplain` where one of the conditions P1 to P7 fails.
    """
    lists = lists_of(file)
    people, head = lists.candidates, lists.head
    if not lists.synthetic or len(people.number) > MOST_PEOPLE:
        return None
    run = run_of(lists)
    found = list(turns(run.day))
    if broken := sorted(set[str]().union(*(turn.broken for turn in found))):
        raise CannotExplain(
            [Issue(issues.DAY_NOT_CERTIFIED, values={"condition": name}) for name in broken]
        )
    whose = people.number[lists.whose(np.arange(len(run.rows)))].tolist()
    listed = sorted(range(len(whose)), key=whose.__getitem__)
    rows = run.rows[listed].tolist()
    wishes = tuple(
        _wish(run, row, whose[place], found[-1]) for row, place in zip(rows, listed, strict=True)
    )
    states = {(wish.evening, wish.stopped) for wish in wishes}
    rankings = [_rankings(run, programme) for programme in range(len(lists.programmes))]
    names = [item.id for item in lists.programmes]
    return DayStory(
        title=head.title,
        session=head.session,
        source=head.source,
        kinds=len(states) + len(found) + len(lists.houses) + len(lists.programmes),
        people=len(people.number),
        day=head.day,
        programmes={item.id: item.label or item.id for item in lists.programmes},
        wanted={item.id: wanted(item) for item in lists.programmes},
        scholarship={item.id: item.rates.scholarship for item in lists.programmes},
        residence={item.id: item.rates.residence for item in lists.programmes},
        houses={item.id: item.label or item.id for item in lists.houses},
        beds={item.id: item.beds for item in lists.houses},
        holders=frozenset(people.number[people.holder].tolist()),
        responders=frozenset(people.number[people.responder].tolist()),
        orders={name: called for name, (_, called) in zip(names, rankings, strict=True)},
        rankings={name: ranked for name, (ranked, _) in zip(names, rankings, strict=True)},
        wishes=wishes,
        rounds=tuple(_rounds(run, rows, found)),
    )


def _rankings(run: Run, programme: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the candidates of a programme in the committee's order, and in the call order."""
    rows = run.lists.ranked(programme)
    numbers = run.lists.candidates.number[run.lists.whose(rows)]
    called = np.argsort(run.day.wishes.call_rank[run.rows[rows]])
    return tuple(numbers.tolist()), tuple(numbers[called].tolist())


def cutoffs(file: DayRunFile | DayLists | DayFiguresFile) -> tuple[CutoffRow, ...]:
    """Return the last call rank of each programme: published, or of an invented day."""
    if isinstance(file, DayFiguresFile):
        return (_published(file),)
    return tuple(_of_run(file)) if file.synthetic else ()


def _published(file: DayFiguresFile) -> CutoffRow:
    item = file.programme
    told = disclosed((item.offers or 0, item.waiting or 0), synthetic=file.synthetic)
    return CutoffRow(
        title=file.title,
        session=file.session,
        synthetic=file.synthetic,
        programme=item.id,
        label=item.label or item.id,
        way="open",
        state=_state(full=item.full, last=item.last_called),
        value=(item.last_called or None) if item.full else None,
        unit="rank",
        places=item.wanted,
        taken=None if item.offers is None else told[0],
        left=None if item.waiting is None else told[1],
    )


def _of_run(file: DayRunFile | DayLists) -> Iterator[CutoffRow]:
    run = run_of(file)
    head = run.lists.head
    outcome = evening(run.day)
    for index, item in enumerate(run.lists.programmes):
        last = max(int(outcome.called[index]), item.last_called)
        offers, waiting = counts(run, outcome, index)
        yield CutoffRow(
            title=head.title,
            session=head.session,
            synthetic=True,
            programme=item.id,
            label=item.label or item.id,
            way="open",
            state=_state(full=waiting > 0, last=last),
            value=(last or None) if waiting else None,
            unit="rank",
            places=wanted(item),
            taken=offers,
            left=waiting,
        )


def _state(*, full: bool, last: int) -> Literal["full", "free", "closed"]:
    if not full:
        return "free"
    return "full" if last else "closed"


def _wish(run: Run, row: int, candidate: int, last: Turn) -> DayPlace:
    columns = run.day.wishes
    house, rank = int(columns.house[row]), int(columns.house_rank[row])
    evening_state = STATES[int(last.answered[row])]
    behind = house != NO_HOUSE and rank > int(last.bars[house])
    return DayPlace(
        candidate=candidate,
        programme=run.lists.programmes[columns.programme[row]].id,
        house=None if house == NO_HOUSE else run.lists.houses[house].id,
        rank=int(columns.call_rank[row]),
        house_rank=None if house == NO_HOUSE else rank,
        preference=int(columns.preference[row]) or None,
        morning=STATES[int(columns.status[row])],
        evening=evening_state,
        stopped=evening_state == "waiting" and behind,
    )


def _rounds(run: Run, rows: list[int], found: list[Turn]) -> Iterator[DayRound]:
    before = run.day.wishes.status
    houses = [house.id for house in run.lists.houses]
    for turn in found:
        offered = (turn.offered == PROPOSED) & (before != PROPOSED)
        moved = turn.answered != turn.offered
        yield DayRound(
            held=_held(run, before),
            offers=tuple(number for number, row in enumerate(rows) if offered[row]),
            bars=dict(zip(houses, turn.bars.tolist(), strict=True)),
            answers=tuple(
                (number, STATES[int(turn.answered[row])])
                for number, row in enumerate(rows)
                if moved[row]
            ),
        )
        before = turn.answered


def _held(run: Run, status: Small) -> Mapping[str, int]:
    """Count the people who hold an offer of each programme."""
    holds = HOLDS[status]
    wishes = run.day.wishes
    return {
        item.id: len(np.unique(wishes.candidate[holds & (wishes.programme == index)]))
        for index, item in enumerate(run.lists.programmes)
    }
