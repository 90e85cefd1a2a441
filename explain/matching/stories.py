"""A run told step by step, and the cut-offs that it gives, for pages that show the procedure.

A story names everybody in a run, so that only a run that holds nobody (`synthetic`) has one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from explain.details import DayState

MOST_PEOPLE = 30
"""People in a run that can still be followed step by step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What every story has: the title of its run, its year, where it comes from.

    `kinds` counts the different things that happen in it, `people` those who take part.
    """

    title: str
    session: int
    source: str | None
    kinds: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call: the committee’s `rank` of whoever is called, the groups, the rule that decides.

    `holders` and `residents` count those of each group among the calls before.
    """

    rank: int
    holder: bool
    resident: bool
    rule: str
    holders: int
    residents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStory(Told):
    """A call order, call by call. The rates are in percent; 0 demands nothing."""

    scholarship: int
    residence: int
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Somebody who asks for a place, with the points for it and the number drawn."""

    person: str
    points: Decimal
    lottery: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What one programme does in one round.

    `asking` are those who ask now. `kept` holds everybody who has a place for now, the first one
    first, with the way in (`open`, or a group); `refused` those who ask or were kept, and are
    not any more.
    """

    programme: str
    asking: tuple[Asking, ...]
    kept: tuple[tuple[Asking, str], ...]
    refused: tuple[Asking, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One programme of a story: its label, its places, and those reserved for groups."""

    id: str
    label: str
    capacity: int
    reserved: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wisher:
    """Somebody’s wishes in order, as (programme, points), and the number of the wish obtained."""

    person: str
    groups: tuple[str, ...]
    lottery: int
    wishes: tuple[tuple[str, Decimal], ...]
    obtained: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionStory(Told):
    """Places by points, round by round. `drawn` tells that a lottery separates somebody."""

    method: str
    programmes: tuple[Offer, ...]
    persons: tuple[Wisher, ...]
    rounds: tuple[tuple[Choice, ...], ...]
    drawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlace:
    """One wish of a candidate in a story of a day; `rank` is the call rank.

    `stopped` tells that the bar of the boarding house stops it in the evening.
    """

    candidate: int
    programme: str
    house: str | None
    rank: int
    house_rank: int | None
    preference: int | None
    morning: DayState
    evening: DayState
    stopped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRound:
    """One round: who holds an offer before it, the offers by wish number, the bars, the answers.

    Numbers of wishes count from 0 in `DayStory.wishes`. `bars` holds those of the houses that took
    part; `answers` the states given without the candidate.
    """

    held: Mapping[str, int]
    offers: tuple[int, ...]
    bars: Mapping[str, int]
    answers: tuple[tuple[int, DayState], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayStory(Told):
    """One day of offers, round by round. `responders` and `holders` are candidates by number.

    `wanted` people may hold an offer of each programme. `moved` tells, by programme, who was
    called before somebody whom the committee ranked better.
    """

    day: int
    programmes: Mapping[str, str]
    wanted: Mapping[str, int]
    scholarship: Mapping[str, int]
    residence: Mapping[str, int]
    houses: Mapping[str, str]
    beds: Mapping[str, int]
    holders: frozenset[int]
    responders: frozenset[int]
    orders: Mapping[str, tuple[int, ...]]
    rankings: Mapping[str, tuple[int, ...]]
    wishes: tuple[DayPlace, ...]
    rounds: tuple[DayRound, ...]


Story = CallStory | AdmissionStory | DayStory


@dataclass(frozen=True, slots=True, kw_only=True)
class CutoffRow:
    """The cut-off of one way into one programme in one run.

    `way` is `open` or a group. `value` is the points of the last one admitted, or the last call
    rank with an offer (`unit`). `free`: nobody was refused; `closed`: nobody got in this way;
    `withheld`: it would speak of fewer than five people. `places` there are, `taken` by so many,
    `left` without one; `None` where not known or withheld. `run` is the digest of the private
    data behind published cut-offs, where they say it.
    """

    title: str
    session: int
    synthetic: bool
    programme: str
    label: str
    way: str
    state: Literal["full", "free", "closed", "withheld"]
    value: Decimal | int | None
    unit: Literal["points", "rank"]
    places: int | None
    taken: int | None
    left: int | None
    run: str | None = None
