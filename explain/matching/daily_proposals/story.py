"""One day of offers told round by round."""

from collections.abc import Iterator, Mapping
from typing import Literal

import numpy as np

from explain.errors import CannotExplain
from explain.issues import Issue
from explain.matching.daily_proposals import issues
from explain.matching.daily_proposals.day import HOLDS, NO_HOUSE, PROPOSED, Small
from explain.matching.daily_proposals.files import DayFiguresFile, DayRunFile
from explain.matching.daily_proposals.place import STATES, counts
from explain.matching.daily_proposals.proposing import Turn, turns
from explain.matching.daily_proposals.run import Run, evening, run_of, wanted
from explain.matching.privacy import disclosed
from explain.matching.stories import MOST_PEOPLE, CutoffRow, DayPlace, DayRound, DayStory


def story(file: DayRunFile) -> DayStory | None:
    """Tell a day; `None` where it holds real people, or too many to follow.

    Raises `CannotExplain` where one of the conditions P1 to P7 fails.
    """
    if not file.synthetic or len(file.candidates) > MOST_PEOPLE:
        return None
    run = run_of(file)
    found = list(turns(run.day))
    if broken := sorted(set[str]().union(*(turn.broken for turn in found))):
        raise CannotExplain(
            [Issue(issues.DAY_NOT_CERTIFIED, values={"condition": name}) for name in broken]
        )
    names = {row: name for name, row in run.row.items()}
    rows = sorted(names, key=lambda row: (names[row][0], names[row][1]))
    wishes = tuple(_wish(run, row, names[row], found[-1]) for row in rows)
    states = {(wish.evening, wish.stopped) for wish in wishes}
    return DayStory(
        title=file.title,
        session=file.session,
        source=file.source,
        kinds=len(states) + len(found) + len(file.houses) + len(file.programmes),
        people=len(file.candidates),
        day=file.day,
        programmes={item.id: item.label or item.id for item in file.programmes},
        wanted={item.id: wanted(item) for item in file.programmes},
        scholarship={item.id: item.rates.scholarship for item in file.programmes},
        residence={item.id: item.rates.residence for item in file.programmes},
        houses={item.id: item.label or item.id for item in file.houses},
        beds={item.id: item.beds for item in file.houses},
        holders=frozenset(item.id for item in file.candidates if item.holder),
        responders=frozenset(item.id for item in file.candidates if item.responder),
        orders={
            item.id: tuple(sorted(ranks, key=ranks.__getitem__))
            for item, ranks in zip(file.programmes, run.after, strict=True)
        },
        rankings={item.id: item.ranking for item in file.programmes},
        wishes=wishes,
        rounds=tuple(_rounds(run, rows, found)),
    )


def cutoffs(file: DayRunFile | DayFiguresFile) -> tuple[CutoffRow, ...]:
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


def _of_run(file: DayRunFile) -> Iterator[CutoffRow]:
    run = run_of(file)
    outcome = evening(run.day)
    for index, item in enumerate(file.programmes):
        last = max(int(outcome.called[index]), item.last_called)
        offers, waiting = counts(run, outcome, index)
        yield CutoffRow(
            title=file.title,
            session=file.session,
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


def _wish(run: Run, row: int, name: tuple[int, int], last: Turn) -> DayPlace:
    candidate, number = name
    wish = next(item for item in run.file.candidates if item.id == candidate).wishes[number]
    columns = run.day.wishes
    house, rank = int(columns.house[row]), int(columns.house_rank[row])
    evening_state = STATES[int(last.answered[row])]
    behind = house != NO_HOUSE and rank > int(last.bars[house])
    return DayPlace(
        candidate=candidate,
        programme=wish.programme,
        house=wish.house,
        rank=int(columns.call_rank[row]),
        house_rank=None if house == NO_HOUSE else rank,
        preference=wish.preference,
        morning=STATES[int(columns.status[row])],
        evening=evening_state,
        stopped=evening_state == "waiting" and behind,
    )


def _rounds(run: Run, rows: list[int], found: list[Turn]) -> Iterator[DayRound]:
    before = run.day.wishes.status
    houses = [house.id for house in run.file.houses]
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
        for index, item in enumerate(run.file.programmes)
    }
