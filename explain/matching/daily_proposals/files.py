"""One day in a file: the run itself (`kind: run`), or its published figures (`kind: figures`).

The candidates of a run stand in the file itself, or in tables beside it (`tables`).

Candidates are numbers; the file names nobody. A run of real people carries a `salt`.
"""

from typing import Annotated, Literal

from pydantic import Field

from explain.fields import Declared, Distinct, Flag, Line

MAXIMUM = 1_000_000
LARGEST_NUMBER, LAST_DAY, MOST_WISHES = 2_000_000_000, 366, 60

Count = Annotated[int, Field(strict=True, ge=0, le=MAXIMUM)]
Rank = Annotated[int, Field(strict=True, ge=1, le=MAXIMUM)]
Number = Annotated[int, Field(strict=True, ge=1, le=LARGEST_NUMBER)]
DayNumber = Annotated[int, Field(strict=True, ge=1, le=LAST_DAY)]
Percent = Annotated[int, Field(strict=True, ge=0, le=100)]
Session = Annotated[int, Field(strict=True, ge=2018, le=9999)]
WishState = Literal["waiting", "offered", "accepted", "closed"]


class DayRates(Declared):
    """The minimum rates of a programme, in whole percent; 0 where there is none."""

    scholarship: Percent = 0
    residence: Percent = 0


class DayProgramme(Declared):
    """A programme of a run, without its ranking."""

    id: Line
    label: Line | None = None
    places: Count
    wanted: Count | None = None
    limit_rank: Count = 0
    last_called: Count = 0
    last_called_before: Count = 0
    moved_on: DayNumber | None = None
    rates: DayRates = DayRates()


class RankedProgramme(DayProgramme):
    """A programme of a run: places, rates, and the committee’s ranking of candidates.

    `wanted` people may hold an offer (the places, where it is not given); everybody up to
    `limit_rank` receives one. `residents` lists the candidates of its area.
    """

    ranking: Annotated[tuple[Number, ...], Field(max_length=MAXIMUM)]
    residents: tuple[Number, ...] = ()


class DayHouse(Declared):
    """A boarding house of a run, without its ranking."""

    id: Line
    label: Line | None = None
    beds: Count
    released: Flag = False


class RankedHouse(DayHouse):
    """A boarding house of a run: beds, and its own ranking of candidates.

    A house that is `released` keeps no bed for anybody any more.
    """

    ranking: Annotated[tuple[Number, ...], Field(max_length=MAXIMUM)]


class DayWishLine(Declared):
    """A wish: for a programme, with boarding in `house` or without, and its state in the morning.

    `preference` is the candidate’s own rank of the wish, from 1.
    """

    programme: Line
    house: Line | None = None
    state: WishState = "waiting"
    preference: Rank | None = None
    archived: Flag = False


class DayCandidate(Declared):
    """A candidate, by number: scholarship, automatic responder, wishes."""

    id: Number
    holder: Flag = False
    responder: Flag = False
    wishes: Annotated[tuple[DayWishLine, ...], Field(min_length=1, max_length=MOST_WISHES)]


class DayHead(Declared):
    """What a day is, wherever its tables stand."""

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


class DayRunFile(DayHead):
    """One day of offers, as it is written in a file.

    `day` counts from 1; beds are kept until the day `pivot`. `late` says that the lists are
    archived.
    """

    programmes: Annotated[tuple[RankedProgramme, ...], Field(min_length=1), Distinct]
    houses: Annotated[tuple[RankedHouse, ...], Distinct] = ()
    candidates: Annotated[tuple[DayCandidate, ...], Field(min_length=1)]


class DayTablesFile(DayHead):
    """One day of offers whose tables are CSV or Parquet files beside this one."""

    programmes: Line
    houses: Line | None = None
    candidates: Line
    wishes: Line


class ProgrammeFigures(Declared):
    """The published figures of a programme.

    `waiting` is how many still wait, and `offers` how many received an offer today, where that is
    published. `full` is false where everybody was called.
    """

    id: Line
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

    id: Line
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
