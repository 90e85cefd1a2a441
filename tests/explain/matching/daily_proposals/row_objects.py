"""The rows of a day as objects, for the oracle `row_by_row`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from explain.matching.daily_proposals.files import (
    LARGEST_NUMBER,
    LAST_DAY,
    MAXIMUM,
    DayRates,
    DayWishLine,
    WishState,
)
from explain.matching.issues import CELL_EMPTY
from explain.matching.tables import Place, Row, read_table

_STATES: tuple[WishState, ...] = get_args(WishState)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A programme or a house: its name, and its fields but the ranking."""

    id: str
    at: tuple[str, int]
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate; `None` is a number that cannot be read."""

    id: int | None
    at: tuple[str, int]
    holder: bool
    responder: bool


@dataclass(frozen=True, slots=True)
class WishRow:
    """A wish; `None` is a number that is not there, or cannot be read."""

    candidate: int | None
    at: tuple[str, int]
    rank: int | None
    resident: bool
    house_rank: int | None
    line: DayWishLine


def programmes_of(table: str, place: Place) -> list[GroupRow]:
    """Read the programmes."""

    def read(row: Row) -> GroupRow:
        rates = {name: _maybe(row, name, 0, 100) or 0 for name in ("scholarship", "residence")}
        fields = {
            "label": row.given("label"),
            "places": row.whole_or_none("places", 0, MAXIMUM) or 0,
            "wanted": _maybe(row, "wanted", 0, MAXIMUM),
            **{name: _maybe(row, name, 0, MAXIMUM) or 0 for name in counts},
            "moved_on": _maybe(row, "moved_on", 1, LAST_DAY),
            "rates": DayRates(**rates),
        }
        return GroupRow(row.cell("programme"), row.at, fields)

    counts = ("limit_rank", "last_called", "last_called_before")
    others = ("label", "wanted", *counts, "moved_on", "scholarship", "residence")
    return read_table("programmes", table, (("programme", "places"), others), place, read)


def houses_of(table: str, place: Place) -> list[GroupRow]:
    """Read the boarding houses."""

    def read(row: Row) -> GroupRow:
        fields = {
            "label": row.given("label"),
            "beds": row.whole_or_none("beds", 0, MAXIMUM) or 0,
            "released": row.flag("released", missing=False),
        }
        return GroupRow(row.cell("house"), row.at, fields)

    return read_table("houses", table, (("house", "beds"), ("label", "released")), place, read)


def candidates_of(table: str, place: Place) -> list[CandidateRow]:
    """Read the candidates."""

    def read(row: Row) -> CandidateRow:
        number = row.whole_or_none("candidate", 1, LARGEST_NUMBER)
        return CandidateRow(number, row.at, row.flag("holder"), row.flag("responder"))

    columns = ("candidate", "holder", "responder"), ()
    return read_table("candidates", table, columns, place, read)


def wishes_of(table: str, place: Place, *, residence: bool) -> list[WishRow]:
    """Read the wishes; with `residence` each says whether the candidate is of the area."""

    def read(row: Row) -> WishRow:
        house = row.given("house")
        if house is None and not row.empty("house_rank"):
            row.report(CELL_EMPTY, "house")
        line = DayWishLine.model_construct(
            programme=row.cell("programme"),
            house=house,
            state=row.one_of("state", _STATES),
            preference=_maybe(row, "preference", 1, MAXIMUM),
            archived=row.flag("archived", missing=False),
        )
        return WishRow(
            candidate=row.whole_or_none("candidate", 1, LARGEST_NUMBER),
            at=row.at,
            rank=row.whole_or_none("rank", 1, MAXIMUM),
            resident=row.flag("resident", missing=None if residence else False),
            house_rank=row.whole_or_none("house_rank", 1, MAXIMUM) if house else None,
            line=line,
        )

    needed = ("candidate", "programme", "rank", *(("resident",) if residence else ()))
    others = ("resident", "house", "house_rank", "state", "preference", "archived")
    return read_table("wishes", table, (needed, others), place, read)


def _maybe(row: Row, column: str, least: int, most: int) -> int | None:
    """Read a whole number that need not be there."""
    return None if row.empty(column) else row.whole_or_none(column, least, most)
