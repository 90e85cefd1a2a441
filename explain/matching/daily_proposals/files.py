"""One day in a file: the run itself (`kind: run`), or its published figures (`kind: figures`).

Candidates are numbers; the file names nobody. A run of real people carries a `salt`.
"""

from typing import Annotated, Literal

from pydantic import Field

from explain.fields import Declared, Distinct, Flag, Id, Line

MAXIMUM = 1_000_000

Count = Annotated[int, Field(strict=True, ge=0, le=MAXIMUM)]
Rank = Annotated[int, Field(strict=True, ge=1, le=MAXIMUM)]
Number = Annotated[int, Field(strict=True, ge=1, le=2_000_000_000)]
DayNumber = Annotated[int, Field(strict=True, ge=1, le=366)]
Percent = Annotated[int, Field(strict=True, ge=0, le=100)]
Session = Annotated[int, Field(strict=True, ge=2018, le=9999)]


class DayRates(Declared):
    """The minimum rates of a programme, in whole percent; 0 where there is none."""

    scholarship: Percent = 0
    residence: Percent = 0


class RankedProgramme(Declared):
    """A programme of a run: places, rates, and the committee’s ranking of candidates.

    `wanted` people may hold an offer (the places, where it is not given); everybody up to
    `limit_rank` receives one. `residents` lists the candidates of its area.
    """

    id: Id
    label: Line | None = None
    places: Count
    wanted: Count | None = None
    limit_rank: Count = 0
    last_called: Count = 0
    last_called_before: Count = 0
    moved_on: DayNumber | None = None
    rates: DayRates = DayRates()
    ranking: Annotated[tuple[Number, ...], Field(max_length=MAXIMUM)]
    residents: tuple[Number, ...] = ()


class RankedHouse(Declared):
    """A boarding house of a run: beds, and its own ranking of candidates.

    A house that is `released` keeps no bed for anybody any more.
    """

    id: Id
    label: Line | None = None
    beds: Count
    released: Flag = False
    ranking: Annotated[tuple[Number, ...], Field(max_length=MAXIMUM)]


class DayWishLine(Declared):
    """A wish: for a programme, with boarding in `house` or without, and its state in the morning.

    `preference` is the candidate’s own rank of the wish, from 1.
    """

    programme: Id
    house: Id | None = None
    state: Literal["waiting", "offered", "accepted", "closed"] = "waiting"
    preference: Rank | None = None
    archived: Flag = False


class DayCandidate(Declared):
    """A candidate, by number: scholarship, automatic responder, wishes."""

    id: Number
    holder: Flag = False
    responder: Flag = False
    wishes: Annotated[tuple[DayWishLine, ...], Field(min_length=1, max_length=60)]


class DayRunFile(Declared):
    """One day of offers, as it is written in a file.

    `day` counts from 1; beds are kept until the day `pivot`. `late` says that the lists are
    archived.
    """

    format: Literal[1]
    method: Literal["daily_proposals"]
    kind: Literal["run"]
    synthetic: Flag
    title: Line
    session: Session
    source: Line | None = None
    salt: Line | None = None
    day: DayNumber
    pivot: DayNumber
    late: Flag = False
    programmes: Annotated[tuple[RankedProgramme, ...], Field(min_length=1), Distinct]
    houses: Annotated[tuple[RankedHouse, ...], Distinct] = ()
    candidates: Annotated[tuple[DayCandidate, ...], Field(min_length=1)]


class ProgrammeFigures(Declared):
    """The published figures of a programme.

    `waiting` is how many still wait, and `offers` how many received an offer today, where that is
    published. `full` is false where everybody was called.
    """

    id: Id
    label: Line | None = None
    wanted: Count
    limit_rank: Count = 0
    last_called: Count
    full: Flag = True
    moved_on: DayNumber | None = None
    offers: Count | None = None
    waiting: Count | None = None


class HouseFigures(Declared):
    """The published figures of a boarding house."""

    id: Id
    label: Line | None = None
    beds: Count
    bar: Count
    highest: Count | None = None


class DayFiguresFile(Declared):
    """The published figures of one programme on one day, and of its boarding house."""

    format: Literal[1]
    method: Literal["daily_proposals"]
    kind: Literal["figures"]
    synthetic: Flag
    title: Line
    session: Session
    source: Line | None = None
    day: DayNumber
    programme: ProgrammeFigures
    house: HouseFigures | None = None
