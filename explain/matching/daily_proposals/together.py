"""What the rows of the wishes say together and cannot be, found by sorting columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explain.issues import Code, Issue
from explain.matching.columns import Found, Rows, Whole, rows_of
from explain.matching.daily_proposals import issues
from explain.matching.daily_proposals.day import Flags, Small, paired
from explain.matching.daily_proposals.rows import NOTHING
from explain.matching.issues import NOT_IN_TABLE, VALUE_REPEATED
from explain.matching.tables import bad

WAITING = 0
"""The number of the state of a wish that waits."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class WishTable:
    """The wishes in the order of their `file`; `line` is the row of each.

    `programmes` and `houses` are the names that the columns number. A number that is not there, or
    cannot be read, is 0; a name `NOTHING`.
    """

    file: str
    programmes: Sequence[str]
    houses: Sequence[str]
    line: Whole
    candidate: Whole
    programme: Whole
    rank: Whole
    resident: Flags
    house: Whole
    house_rank: Whole
    state: Small
    preference: Whole
    archived: Flags

    def at(self, row: int) -> tuple[str, int]:
        """Return where a wish stands."""
        return self.file, int(self.line[row])

    def issue(self, code: Code, column: str, name: Sequence[str]) -> Callable[[int], Issue]:
        """Return what names a mistake of a wish: its candidate and its group."""
        groups = getattr(self, column)

        def make(row: int) -> Issue:
            values = {"candidate": int(self.candidate[row]), "name": name[groups[row]]}
            return Issue(code, *self.at(row), column, values)

        return make


def about_programme_ranks(wishes: WishTable, found: Found, *, complete: bool) -> None:
    """Report what is wrong with the ranks of the programmes."""
    told = ("rank", "resident")
    _about_ranking(wishes, wishes.programme, wishes.programmes, told, found, complete=complete)


def about_house_ranks(wishes: WishTable, found: Found, *, complete: bool) -> None:
    """Report what is wrong with the ranks of the houses."""
    told = ("house_rank",)
    _about_ranking(wishes, wishes.house, wishes.houses, told, found, complete=complete)


def about_strangers(wishes: WishTable, numbers: Whole, found: Found) -> None:
    """Report wishes of candidates who are not among `numbers`, which increase."""

    def make(row: int) -> Issue:
        return bad(NOT_IN_TABLE, wishes.at(row), "candidate", value=int(wishes.candidate[row]))

    known = places(numbers, wishes.candidate) >= 0
    found.at(rows_of(~known & (wishes.candidate > 0)), make)


def about_names(
    wishes: WishTable, programmes: frozenset[str], houses: frozenset[str], found: Found
) -> None:
    """Report wishes for a group that is not described."""
    for column, names, known in (
        ("programme", wishes.programmes, programmes),
        ("house", wishes.houses, houses),
    ):
        groups = getattr(wishes, column)
        described = np.array([*(name in known for name in names), True])
        rows = rows_of(~described[groups] & (wishes.candidate > 0))
        found.at(rows, wishes.issue(issues.NAME_UNKNOWN, column, names))


def about_repeated_wishes(wishes: WishTable, found: Found) -> None:
    """Report the same wish twice, and two houses of one programme."""
    asks = rows_of((wishes.programme != NOTHING) & (wishes.candidate > 0))
    keys = paired(wishes.programme[asks], wishes.candidate[asks])
    rows, keys = _sorted(asks, keys)
    same = _after_equal(keys)
    # Almost everybody asks for a programme once: the others alone are looked at more closely.
    several = rows_of(same | np.append(same, False)[1:])
    rows, keys = rows[several], keys[several]
    houses = wishes.house[rows]
    closer = np.lexsort((houses, keys))
    again = _after_equal(keys[closer]) & _after_equal(houses[closer])
    make = wishes.issue(issues.WISH_TWICE, "programme", wishes.programmes)
    found.at(rows[closer[again]], make)
    boards = houses != NOTHING
    rows, houses = rows[boards], houses[boards]
    first = _first_of(keys[boards])
    make = wishes.issue(issues.TWO_RANKINGS, "programme", wishes.programmes)
    found.at(rows[houses != houses[first]], make)


def about_preferences(wishes: WishTable, answering: Whole, found: Found, *, complete: bool) -> None:
    """Report preferences that repeat or skip, or that somebody of `answering` does not give."""

    def make(code: Code, step: int) -> Callable[[int], Issue]:
        def issue(row: int) -> Issue:
            values = {"candidate": int(wishes.candidate[row])}
            values["rank"] = int(wishes.preference[row]) - step
            return Issue(code, *wishes.at(row), "preference", values)

        return issue

    def missing(row: int) -> Issue:
        values = {"candidate": int(wishes.candidate[row])}
        return Issue(issues.PREFERENCE_MISSING, *wishes.at(row), "preference", values)

    if complete:
        silent = rows_of((wishes.preference == 0) & (wishes.state == WAITING))
        waits = places(answering, wishes.candidate[silent]) >= 0
        found.at(silent[waits], missing)
    given = rows_of((wishes.preference > 0) & (wishes.candidate > 0))
    keys = paired(wishes.candidate[given], wishes.preference[given])
    rows, keys = _sorted(given, keys)
    again = _after_equal(keys)
    found.at(rows[again], make(issues.PREFERENCE_REPEATED, 0))
    if complete:
        follows = np.zeros(len(keys), bool)
        follows[1:] = keys[1:] == keys[:-1] + 1
        skipped = ~again & ~follows & (wishes.preference[rows] > 1)
        found.at(rows[skipped], make(issues.PREFERENCE_SKIPPED, 1))


def places(numbers: Whole, wanted: Whole) -> NDArray[np.int32]:
    """Return where each of `wanted` is among `numbers`, which increase; -1 where it is not."""
    if not len(numbers):
        return np.full(len(wanted), -1, np.int32)
    at = np.minimum(np.searchsorted(numbers, wanted), len(numbers) - 1).astype(np.int32)
    at[numbers[at] != wanted] = -1
    return at


def _about_ranking(
    wishes: WishTable,
    groups: Whole,
    names: Sequence[str],
    told: Sequence[str],
    found: Found,
    *,
    complete: bool,
) -> None:
    """Report rows of one candidate in one group that differ, ranks that repeat, or are skipped.

    The first row of a candidate counts. A rank is said to be skipped where no wish is lost.
    """
    column = told[0]
    ranks = getattr(wishes, column)
    rows = rows_of((groups != NOTHING) & (wishes.candidate > 0) & (ranks > 0))
    keys = paired(groups[rows], wishes.candidate[rows])
    rows, keys = _sorted(rows, keys)
    known = rows[_first_of(keys)]
    for name in told:
        _about_differences(wishes, getattr(wishes, name), name, (rows, known), names, found)
    rows = np.sort(rows[rows == known])
    del keys, known
    keys = paired(groups[rows], ranks[rows])
    rows, keys = _sorted(rows, keys)
    again = _after_equal(keys)

    def repeated(row: int, before: int) -> Issue:
        first = int(wishes.line[before])
        return bad(VALUE_REPEATED, wishes.at(row), column, value=int(ranks[row]), first=first)

    found.at(rows[again], repeated, rows[rows_of(again) - 1])
    if complete:
        previous = np.zeros(len(rows), np.int32)
        ranked, same = ranks[rows], groups[rows[1:]] == groups[rows[:-1]]
        previous[1:] = np.where(same, ranked[:-1], 0)
        skips = rows_of(ranked > previous + 1)

        def missing(row: int, due: int) -> Issue:
            values = {"name": names[groups[row]], "rank": due}
            return bad(issues.RANK_MISSING, wishes.at(row), column, **values)

        found.at(rows[skips], missing, previous[skips] + 1)


def _about_differences(
    wishes: WishTable,
    values: NDArray[Any],
    column: str,
    pairs: tuple[Rows, Rows],
    names: Sequence[str],
    found: Found,
) -> None:
    """Report each row that says another value than the first one of its candidate."""
    rows, known = pairs
    differ = rows_of(values[rows] != values[known])
    groups = wishes.house if column == "house_rank" else wishes.programme

    def make(row: int, first: int) -> Issue:
        told: dict[str, Any] = {
            "candidate": int(wishes.candidate[row]),
            "name": names[groups[row]],
            "first": int(wishes.line[first]),
            "value": int(values[row]),
            "other": int(values[first]),
        }
        return bad(issues.RANKS_DIFFER, wishes.at(row), column, **told)

    found.at(rows[differ], make, known[differ])


def _after_equal(keys: NDArray[Any]) -> Flags:
    """Tell which keys are the same as the one before."""
    found = np.zeros(len(keys), bool)
    found[1:] = keys[1:] == keys[:-1]
    return found


def _first_of(keys: NDArray[Any]) -> Rows:
    """Return, for each of keys that are sorted, the place of the first that is equal."""
    found = np.arange(len(keys), dtype=np.int32)
    found[_after_equal(keys)] = 0
    np.maximum.accumulate(found, out=found)
    return found


def _sorted(rows: Rows, keys: NDArray[np.int64]) -> tuple[Rows, NDArray[np.int64]]:
    """Return rows and their keys in the order of the keys, then of the rows."""
    order = np.argsort(keys, kind="stable").astype(np.int32)
    return rows[order], keys[order]
