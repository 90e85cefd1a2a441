"""One day as the specification words it: person by person, bar by bar, in plain Python.

It shares nothing with the arrays of `explain.matching.daily_proposals`.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product


def dice_of(seed: int) -> random.Random:
    """Return dice that fall the same way each time."""
    return random.Random(seed)  # noqa: S311 - no secret is made here


NO_LIMIT = 2**31 - 1
HOLDS = {"offered", "accepted", "proposed", "taken"}


@dataclass(frozen=True)
class Wish:
    """One wish. `house` is None without boarding."""

    candidate: int
    programme: int
    call_rank: int
    house: int | None = None
    house_rank: int = 0
    status: str = "waiting"
    preference: int = 0
    archived: bool = False


@dataclass(frozen=True)
class Programme:
    """One programme."""

    wanted: int
    limit: int = 0
    last_called: int = 0
    last_called_before: int = 0


@dataclass(frozen=True)
class House:
    """One boarding house."""

    capacity: int
    released: bool = False


@dataclass(frozen=True)
class Morning:
    """One morning."""

    number: int
    pivot: int
    programmes: tuple[Programme, ...]
    houses: tuple[House, ...]
    wishes: tuple[Wish, ...]
    responders: frozenset[int] = frozenset()
    late: bool = False

    def admitted(self, programme: int) -> set[int]:
        """Who holds a place of `programme`."""
        return {w.candidate for w in self.wishes if w.programme == programme and w.status in HOLDS}

    def lodged(self, house: int) -> set[int]:
        """Who holds a bed of `house`."""
        return {w.candidate for w in self.wishes if w.house == house and w.status in HOLDS}


def offers(day: Morning, bars: Sequence[int]) -> set[int]:
    """Go down the call order of each programme; return the numbers of the wishes offered."""
    found = set[int]()
    for number, programme in enumerate(day.programmes):
        inside = day.admitted(number)
        places = programme.wanted - len(inside)
        mine = {i: w for i, w in enumerate(day.wishes) if w.programme == number}
        for rank in sorted({w.call_rank for w in mine.values()}):
            eligible = [
                i
                for i, w in mine.items()
                if w.call_rank == rank and w.status == "waiting" and _open(day, w, bars)
            ]
            if not eligible:
                continue
            if day.wishes[eligible[0]].candidate in inside:
                found.update(eligible)
            elif places > 0 or rank <= programme.limit:
                found.update(eligible)
                places -= 1
    return found


def _open(day: Morning, wish: Wish, bars: Sequence[int]) -> bool:
    if wish.house is None:
        return True
    return wish.house_rank <= bars[wish.house] or wish.candidate in day.lodged(wish.house)


def too_full(day: Morning, offered: Iterable[int]) -> list[int]:
    """List the houses that take in somebody and then hold more people than beds."""
    rows = [day.wishes[i] for i in offered]
    full = []
    for number, house in enumerate(day.houses):
        before = day.lodged(number)
        new = {w.candidate for w in rows if w.house == number} - before
        if new and len(before | new) > house.capacity:
            full.append(number)
    return full


def expected(day: Morning, programme: Programme) -> int:
    """Estimate the last rank called on the pivot day."""
    rank, limit = programme.last_called, programme.limit
    if day.number >= day.pivot:
        return max(rank, limit)
    if day.number <= 1 or rank <= 0:
        return NO_LIMIT
    if programme.last_called_before <= 0:
        found = rank * (day.pivot - 1) // (day.number - 1)
    else:
        found = rank + (day.pivot - day.number) * (rank - programme.last_called_before) // 4
    return max(found, rank, limit)


def highest(day: Morning) -> list[int]:
    """Return how high each bar may be, and not beyond the last one who waits."""
    found = []
    for number, house in enumerate(day.houses):
        waiting = [w for w in day.wishes if w.house == number and w.status == "waiting"]
        last = max((w.house_rank for w in waiting), default=0)
        if house.released or day.number >= day.pivot:
            found.append(last)
            continue
        inside, bar, counted = day.lodged(number), 0, set[int]()
        for wish in sorted(waiting, key=lambda w: w.house_rank):
            if len(counted) >= house.capacity - len(inside) and wish.candidate not in counted:
                break
            in_reach = wish.call_rank <= expected(day, day.programmes[wish.programme])
            if in_reach and wish.candidate not in inside:
                counted.add(wish.candidate)
                bar = wish.house_rank
        found.append(min(bar, last))
    return found


def lowered(day: Morning, start: Sequence[int], choice: random.Random) -> list[int]:
    """Lower the bar of one house that is too full, chosen at random, by one; and again."""
    bars = list(start)
    while full := too_full(day, offers(day, bars)):
        bars[choice.choice(full)] -= 1
    return bars


def feasible(day: Morning, start: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Try every bar of every house up to `start`; yield those at which no house is too full."""
    for bars in product(*(range(bar + 1) for bar in start)):
        if not too_full(day, offers(day, bars)):
            yield bars


def answered(day: Morning) -> Morning:
    """Answer and give up for responders and, late, for those who ranked their wishes."""
    wishes = list(day.wishes)
    for candidate in {w.candidate for w in wishes}:
        mine = [i for i, w in enumerate(wishes) if w.candidate == candidate]
        if candidate in day.responders:
            _respond(wishes, mine)
        elif day.late:
            _give_up(wishes, mine)
    return replace(day, wishes=tuple(wishes))


def _respond(wishes: list[Wish], mine: Sequence[int]) -> None:
    new = [i for i in mine if wishes[i].status == "proposed"]
    if not new:
        return
    best = min(new, key=lambda i: wishes[i].preference)
    for i in mine:
        wish = wishes[i]
        if i == best:
            wishes[i] = replace(wish, status="taken")
        elif wish.status in HOLDS:
            wishes[i] = replace(wish, status="returned")
        elif wish.status == "waiting" and wish.preference > wishes[best].preference:
            wishes[i] = replace(wish, status="withdrawn")


def _give_up(wishes: list[Wish], mine: Sequence[int]) -> None:
    new = [
        i
        for i in mine
        if wishes[i].status == "proposed" and wishes[i].archived and wishes[i].preference
    ]
    if not new:
        return
    best = min(new, key=lambda i: wishes[i].preference)
    for i in mine:
        wish = wishes[i]
        if wish.status in {"offered", "proposed"} and i != best:
            wishes[i] = replace(wish, status="returned")
        elif wish.status == "waiting" and wish.preference > wishes[best].preference:
            wishes[i] = replace(wish, status="withdrawn")


def whole_day(day: Morning) -> Morning:
    """Offer and answer until nothing moves, always looking at everything."""
    while True:
        made = offers(day, lowered(day, highest(day), dice_of(0)))
        wishes = [
            replace(w, status="proposed") if i in made else w for i, w in enumerate(day.wishes)
        ]
        after = answered(replace(day, wishes=tuple(wishes)))
        if after == day:
            return day
        day = after


def some_day(seed: int, *, answers: bool = False, held: bool = True) -> Morning:
    """Invent a small day: up to three programmes, two houses and eight candidates."""
    dice = dice_of(seed)
    programmes = tuple(_programme(dice) for _ in range(dice.randint(1, 3)))
    houses = tuple(
        House(dice.randint(0, 3), dice.random() < 0.2) for _ in range(dice.randint(0, 2))
    )
    wishes = _wishes(dice, len(programmes), len(houses), held=held)
    responders = frozenset(c for c in range(8) if answers and dice.random() < 0.5)
    pivot = dice.choice([1, 10, 10, 30])
    late = answers and dice.random() < 0.4
    number = dice.choice([1, 2, 4, 5, 8, 12])
    return Morning(number, pivot, programmes, houses, tuple(wishes), responders, late)


def _programme(dice: random.Random) -> Programme:
    last = dice.choice([0, dice.randint(1, 6)])
    before = dice.choice([0, dice.randint(0, last)])
    return Programme(dice.randint(0, 4), dice.choice([0, 0, dice.randint(1, 8)]), last, before)


def _wishes(dice: random.Random, programmes: int, houses: int, *, held: bool) -> list[Wish]:
    candidates = range(dice.randint(1, 8))
    # A programme has at most one house for a given candidate, as for houses of boys and girls.
    house_of = {
        (c, p): dice.randrange(houses) if houses else None
        for p in range(programmes)
        for c in candidates
    }
    rankings: Mapping[int, list[int]] = {
        h: dice.sample(candidates, len(candidates)) for h in range(houses)
    }
    wishes = []
    for programme in range(programmes):
        for rank, candidate in enumerate(dice.sample(candidates, len(candidates)), start=1):
            house = house_of[candidate, programme]
            kinds = dice.choice(["plain", "plain", "boarding", "both", "none"])
            if kinds in {"plain", "both"} or (kinds == "boarding" and house is None):
                wishes.append(Wish(candidate, programme, rank))
            if kinds in {"boarding", "both"} and house is not None:
                place = rankings[house].index(candidate) + 1
                wishes.append(Wish(candidate, programme, rank, house, place))
    order = dice.sample(range(1, len(wishes) + 1), len(wishes))
    archived = dice.random() < 0.8
    made = []
    for wish, preference in zip(wishes, order, strict=True):
        status = dice.choice(["waiting"] * 5 + ["offered", "accepted", "closed"] * held)
        made.append(replace(wish, status=status, preference=preference, archived=archived))
    return dice.sample(made, len(made))
