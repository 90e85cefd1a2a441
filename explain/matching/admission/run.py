"""An allocation of places by points: the private data of one run, as tables, as arrays.

    programmes  programme, label, capacity, and reserved.<group> where places are reserved
    persons     person, lottery, and a column (0 or 1) for each group
    wishes      person, rank, programme, points

A table stands in the file itself, as a list of rows, or beside it as CSV or Parquet. A list of
real people carries a `salt`, random characters that keep its digest from confirming a guess.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from explain.errors import InvalidFile
from explain.issues import Issue
from explain.matching import issues
from explain.matching.admission.cutoffs import document
from explain.matching.admission.market import Market, Reserve
from explain.matching.admission.rows import (
    Person,
    Programme,
    Wish,
    check_rows,
    persons_of,
    programmes_of,
    wishes_of,
)
from explain.matching.admission.run_file import MINIMUM_SALT, RunFile
from explain.sources import Source
from explain.validation import validate


@dataclass(frozen=True, slots=True)
class Run:
    """A checked run. `unit` is the smallest step of points, `least` the fewest points of all.

    `persons` and `programmes` are in the order of the numbers in `market`.
    """

    file: RunFile
    programmes: tuple[Programme, ...]
    persons: tuple[Person, ...]
    market: Market
    unit: Decimal
    least: Decimal

    @property
    def synthetic(self) -> bool:
        """Tell whether the run holds nobody."""
        return self.file.synthetic

    def points(self, merit: int) -> Decimal:
        """Return the points that a merit stands for."""
        return self.least + merit * self.unit


def read_run(source: Source) -> Run:
    """Read a run and the tables beside it. Raises `InvalidFile` with every bad row."""
    written = document(source)
    file = validate(RunFile, written)
    if not file.synthetic and len(file.salt or "") < MINIMUM_SALT:
        line = written.line(("salt",)) or written.line(("synthetic",))
        raise InvalidFile([Issue(issues.SALT_MISSING, source.name, line, "salt")])
    found: list[Issue] = []
    place = (written, source.beside, found)
    programmes = programmes_of(file.programmes, file.groups, place)
    persons = persons_of(file.persons, file.groups, place)
    wishes = wishes_of(file.wishes, place, ranked=file.method == "deferred_acceptance")
    check_rows((programmes, persons, wishes), file.method, found)
    if found:
        raise InvalidFile(found)
    return build(file, programmes, persons, wishes)


def build(
    file: RunFile,
    programmes: Sequence[Programme],
    persons: Sequence[Person],
    wishes: Iterable[Wish],
) -> Run:
    """Number everything and put it into arrays."""
    number = {item.id: at for at, item in enumerate(persons)}
    where = {item.id: at for at, item in enumerate(programmes)}
    ordered = sorted(wishes, key=lambda wish: (number[wish.person], wish.rank))
    points = [wish.points for wish in ordered]
    unit, least, merits = scaled(points)
    counts = np.bincount([number[wish.person] for wish in ordered], minlength=len(persons))
    lots = np.empty(len(persons), np.int64)
    lots[np.argsort([item.lottery for item in persons], kind="stable")] = np.arange(len(persons))
    market = Market(
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        programmes=np.array([where[wish.programme] for wish in ordered], np.int64),
        merits=merits,
        lots=lots,
        capacities=np.array([item.capacity for item in programmes], np.int64),
        reserves=tuple(_reserve(group, programmes, persons) for group in file.groups),
    )
    kept = tuple(programmes), tuple(persons)
    return Run(file, *kept, market, unit, least)


def scaled(points: Sequence[Decimal]) -> tuple[Decimal, Decimal, np.ndarray]:
    """Return the step, the least, and the points as whole numbers of steps above it."""
    places = max((_decimals(one) for one in points), default=0)
    factor = 10**places
    whole = np.array([int(one * factor) for one in points], np.int64)
    low = int(whole.min(initial=0)) if len(whole) else 0
    return Decimal(1).scaleb(-places), Decimal(low).scaleb(-places), whole - low


def with_reserves(run: Run, reserves: tuple[Reserve, ...]) -> Run:
    """Return a hypothetical run with other reserves."""
    return replace(run, market=replace(run.market, reserves=reserves))


def with_answers(run: Run, at: int, points: Sequence[Decimal], groups: frozenset[str]) -> Run:
    """Return a hypothetical run in which the person `at` has other points and other groups.

    `points` are in the order of this person’s wishes. Everybody else stays, so that this costs no
    more than a copy of the arrays.
    """
    unit = min([run.unit, *(Decimal(1).scaleb(-_decimals(one)) for one in points)])
    own = np.array([int((one - run.least) / unit) for one in points], np.int64)
    low = int(own.min(initial=0))
    merits = run.market.merits * int(run.unit / unit) - low
    merits[int(run.market.starts[at]) : int(run.market.starts[at + 1])] = own - low
    reserves = tuple(
        _with_member(reserve, at, member=group in groups)
        for group, reserve in zip(run.file.groups, run.market.reserves, strict=True)
    )
    person = replace(run.persons[at], groups=groups)
    return replace(
        run,
        persons=(*run.persons[:at], person, *run.persons[at + 1 :]),
        market=replace(run.market, merits=merits, reserves=reserves),
        unit=unit,
        least=run.least + low * unit,
    )


def _with_member(reserve: Reserve, at: int, *, member: bool) -> Reserve:
    members = reserve.members.copy()
    members[at] = member
    return Reserve(members, reserve.places)


def _reserve(group: str, programmes: Sequence[Programme], persons: Sequence[Person]) -> Reserve:
    return Reserve(
        members=np.array([group in item.groups for item in persons], np.bool_),
        places=np.array([item.reserved.get(group, 0) for item in programmes], np.int64),
    )


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
