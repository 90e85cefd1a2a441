"""The rows of a run by points, and what they say together: see `explain.matching.tables`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from explain.issues import Issue
from explain.matching import issues
from explain.matching.admission.choice import within
from explain.matching.tables import Place, Row, Table, bad, read_table, twice


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme: `reserved` holds places by group; `at` is its place in the table."""

    id: str
    label: str
    capacity: int
    reserved: Mapping[str, int]
    at: tuple[str, int]


@dataclass(frozen=True, slots=True)
class Person:
    """One person: an identifier of the run, the number drawn, the groups."""

    id: str
    lottery: int
    groups: frozenset[str]
    at: tuple[str, int]


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish: whose, which rank from 1, where, with how many points."""

    person: str
    rank: int
    programme: str
    points: Decimal
    at: tuple[str, int]


def programmes_of(table: Table, groups: Sequence[str], place: Place) -> list[Programme]:
    """Read the programmes."""

    def read(row: Row) -> Programme:
        name = row.cell("programme")
        return Programme(
            id=name,
            label=str(row.cells.get("label") or name),
            capacity=row.whole("capacity"),
            reserved={group: row.whole(f"reserved.{group}", missing=0) for group in groups},
            at=row.at,
        )

    columns = ("programme", "capacity"), ("label", *(f"reserved.{group}" for group in groups))
    return read_table("programmes", table, columns, place, read)


def persons_of(table: Table, groups: Sequence[str], place: Place) -> list[Person]:
    """Read the persons."""

    def read(row: Row) -> Person:
        mine = frozenset(group for group in groups if row.flag(group))
        return Person(row.cell("person"), row.whole("lottery"), mine, row.at)

    return read_table("persons", table, (("person", "lottery", *groups), ()), place, read)


def wishes_of(table: Table, place: Place, *, ranked: bool) -> list[Wish]:
    """Read the wishes; where they are not `ranked` there is one for each person."""

    def read(row: Row) -> Wish:
        rank = row.whole("rank", 1) if ranked else 1
        return Wish(row.cell("person"), rank, row.cell("programme"), row.number("points"), row.at)

    needed = ("person", "programme", "points", *(("rank",) if ranked else ()))
    return read_table("wishes", table, (needed, ()), place, read)


def check_rows(
    tables: tuple[list[Programme], list[Person], list[Wish]], method: str, found: list[Issue]
) -> None:
    """Report what rows say together and cannot be: all of it."""
    programmes, persons, wishes = tables
    found += twice(programmes, "programme", lambda item: item.id)
    found += twice(persons, "person", lambda item: item.id)
    found += twice(persons, "lottery", lambda item: item.lottery)
    found += _strange(wishes, {item.id for item in programmes}, {item.id for item in persons})
    asked = {wish.programme for wish in wishes}
    for item in programmes:
        if item.id not in asked:
            found.append(bad(issues.NOBODY_ASKED, item.at, "programme", value=item.id))
        if sum(item.reserved.values()) > sum(within(item.capacity, [*item.reserved.values()])):
            reserved = sum(item.reserved.values())
            values = {"value": reserved, "capacity": item.capacity}
            found.append(bad(issues.RESERVED_TOO_MANY, item.at, "capacity", **values))
    found += _lists(wishes) if method == "deferred_acceptance" else _singles(wishes)


def _strange(wishes: Sequence[Wish], programmes: set[str], persons: set[str]) -> Iterator[Issue]:
    for wish in wishes:
        if wish.programme and wish.programme not in programmes:
            yield bad(issues.NOT_IN_TABLE, wish.at, "programme", value=wish.programme)
        if wish.person and wish.person not in persons:
            yield bad(issues.NOT_IN_TABLE, wish.at, "person", value=wish.person)


def _lists(wishes: Sequence[Wish]) -> Iterator[Issue]:
    """Report wish lists with a programme twice, and ranks that repeat or skip."""
    by_person: dict[str, list[Wish]] = defaultdict(list)
    for wish in wishes:
        by_person[wish.person].append(wish)
    for own in by_person.values():
        seen: dict[str, int] = {}
        ranks = {wish.rank for wish in own}
        taken: set[int] = set()
        for wish in own:
            if wish.programme in seen:
                values = {"value": wish.programme, "first": seen[wish.programme]}
                yield bad(issues.VALUE_REPEATED, wish.at, "programme", **values)
            seen.setdefault(wish.programme, wish.at[1])
            if wish.rank in taken:
                yield bad(issues.WISH_RANK_REPEATED, wish.at, "rank", value=wish.rank)
            elif wish.rank > 1 and wish.rank - 1 not in ranks:
                expected = wish.rank - 1
                yield bad(issues.WISH_RANK_SKIPPED, wish.at, "rank", value=expected)
            taken.add(wish.rank)


def _singles(wishes: Sequence[Wish]) -> Iterator[Issue]:
    """Report persons who stand in two rankings of one group."""
    yield from twice(wishes, "person", lambda wish: wish.person)
