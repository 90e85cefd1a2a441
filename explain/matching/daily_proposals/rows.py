"""The rows of a day whose programmes, houses, candidates and wishes are tables beside its file.

    programmes  programme, places; label, wanted, limit_rank, last_called, last_called_before,
                moved_on, scholarship, residence (the minimum rates, in percent)
    houses      house, beds; label, released
    candidates  candidate, holder, responder
    wishes      candidate, programme, rank; resident, house, house_rank, state, preference, archived

`rank` is the committee's rank of the candidate, `house_rank` that of the house. What stands after
a semicolon need not be there; `resident` must where a programme has a rate of residence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explain.matching.columns import BAD, Names, Numbers, Readers, Shape
from explain.matching.daily_proposals.day import NO_HOUSE
from explain.matching.daily_proposals.files import (
    LARGEST_NUMBER,
    LAST_DAY,
    MAXIMUM,
    DayHouse,
    DayProgramme,
    DayRates,
)
from explain.matching.daily_proposals.lists import STATES
from explain.matching.issues import CELL_EMPTY
from explain.matching.tables import Place, Row, read_table

NOTHING = NO_HOUSE
"""The number of a name that is not there."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A programme or a house, and where it stands."""

    id: str
    at: tuple[str, int]
    line: Any


def programmes_of(table: str, place: Place) -> list[GroupRow]:
    """Read the programmes."""

    def read(row: Row) -> GroupRow:
        rates = {name: _maybe(row, name, 0, 100) or 0 for name in ("scholarship", "residence")}
        fields: dict[str, Any] = {
            "label": row.given("label"),
            "places": row.whole_or_none("places", 0, MAXIMUM) or 0,
            "wanted": _maybe(row, "wanted", 0, MAXIMUM),
            **{name: _maybe(row, name, 0, MAXIMUM) or 0 for name in counts},
            "moved_on": _maybe(row, "moved_on", 1, LAST_DAY),
            "rates": DayRates(**rates),
        }
        name = row.cell("programme")
        return GroupRow(name, row.at, DayProgramme.model_construct(id=name, **fields))

    counts = ("limit_rank", "last_called", "last_called_before")
    others = ("label", "wanted", *counts, "moved_on", "scholarship", "residence")
    return read_table("programmes", table, (("programme", "places"), others), place, read)


def houses_of(table: str, place: Place) -> list[GroupRow]:
    """Read the boarding houses."""

    def read(row: Row) -> GroupRow:
        fields: dict[str, Any] = {
            "label": row.given("label"),
            "beds": row.whole_or_none("beds", 0, MAXIMUM) or 0,
            "released": row.flag("released", missing=False),
        }
        name = row.cell("house")
        return GroupRow(name, row.at, DayHouse.model_construct(id=name, **fields))

    return read_table("houses", table, (("house", "beds"), ("label", "released")), place, read)


CANDIDATES: Readers = {
    "candidate": lambda row: row.whole_or_none("candidate", 1, LARGEST_NUMBER) or 0,
    "holder": lambda row: row.flag("holder"),
    "responder": lambda row: row.flag("responder"),
}


def candidates_shape() -> Shape:
    """Return the columns of the candidates; 0 is a number that cannot be read."""
    types = {"holder": np.bool_, "responder": np.bool_}
    return Shape(tuple(CANDIDATES), (), CANDIDATES, types)


def wishes_shape(programmes: Names, houses: Names, *, residence: bool) -> Shape:
    """Return the columns of the wishes, with the names of groups by number.

    With `residence` each wish says whether the candidate is of the area. 0 is a number that is not
    there, or cannot be read; `NOTHING` is no house, or a name that is not there.
    """
    readers: Readers = {
        "programme": lambda row: _named(programmes, row.cell("programme")),
        "house": lambda row: _named(houses, row.given("house")),
        "state": lambda row: STATES.index(row.one_of("state", STATES)),
        "preference": lambda row: _maybe(row, "preference", 1, MAXIMUM) or 0,
        "archived": lambda row: row.flag("archived", missing=False),
        "candidate": lambda row: row.whole_or_none("candidate", 1, LARGEST_NUMBER) or 0,
        "rank": lambda row: row.whole_or_none("rank", 1, MAXIMUM) or 0,
        "resident": lambda row: row.flag("resident", missing=None if residence else False),
        "house_rank": lambda row: _maybe(row, "house_rank", 1, MAXIMUM) or 0,
    }
    needed = ("candidate", "programme", "rank", *(("resident",) if residence else ()))
    others = ("resident", "house", "house_rank", "state", "preference", "archived")
    types = {"state": np.uint8, "resident": np.bool_, "archived": np.bool_}
    return Shape(needed, others, readers, types, _wish, _half_a_bed)


def _wish(row: Row, readers: Readers) -> Mapping[str, int]:
    """Read a whole row, and report a rank without a house, or a house without a rank."""
    alone = row.empty("house")
    if alone and not row.empty("house_rank"):
        row.report(CELL_EMPTY, "house")
    said = {name: read(row) for name, read in readers.items() if name != "house_rank"}
    rank = None if alone else row.whole_or_none("house_rank", 1, MAXIMUM)
    return {**said, "house_rank": rank or 0}


def _half_a_bed(said: Mapping[str, Numbers]) -> NDArray[np.bool_]:
    """Tell which rows have a rank without a house, or a house without a rank."""
    alone = (said["house"] == NOTHING) != (said["house_rank"] == 0)
    found: NDArray[np.bool_] = alone & (said["house_rank"] != BAD)
    return found


def _named(names: Names, name: str | None) -> int:
    return names.number(name) if name else NOTHING


def _maybe(row: Row, column: str, least: int, most: int) -> int | None:
    """Read a whole number that need not be there."""
    return None if row.empty(column) else row.whole_or_none(column, least, most)
