"""How often a choice between several classes is right: each class against all others.

Everything is counted from one table: which class it really was, and which one was given. Rates
of the classes are bound to each other by it, so what is withheld is decided for all of them
together (`audit`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from explain.scores.evaluation.audit import Figure, withheld
from explain.scores.evaluation.rates import Wrong
from explain.scores.evaluation.record import Bounds, ClassRates, Comparison, Given, Member, Rate
from explain.scores.evaluation.withholding import closed
from explain.scores.models.columns import Floats
from explain.scores.models.forest import Booleans
from explain.scores.tallies import LEAST

Places = NDArray[np.intp]
Kind = Literal["missed", "alarms"]
Key = tuple[int, int, Kind]
"""A rate: the place of a group (or `WHOLE`), that of a class, and which way it is wrong."""

WHOLE = -1
KINDS: tuple[Kind, ...] = ("missed", "alarms")

Rates = dict[Key, tuple[Rate, Bounds | None]]


def by_class(names: Sequence[str], observed: Places, given: Places) -> tuple[ClassRates, ...]:
    """Return the rates of each class over all cases, and what was given instead.

    `observed` and `given` hold places of `names`, one for each case.
    """
    table = _Table.of(len(names), observed, given, [np.ones(len(given), np.bool_)])
    rates: Rates = {
        (WHOLE, place, kind): (_wrong(kind, place, observed, given).whole(), None)
        for place in range(len(names))
        for kind in KINDS
    }
    cells = table.counts[0]
    places = np.arange(cells.size).reshape(cells.shape)
    lines = [range(cells.size), *places.tolist(), *places.T.tolist()]
    small = (cells < LEAST).ravel().tolist()
    hidden = np.array(closed([(int(count),) for count in cells.flat], small, lines))
    audited = _Audit(table, rates, hidden.reshape(cells.shape))
    rates, hidden = audited.done()
    return tuple(
        ClassRates(
            id=name,
            missed=rates[WHOLE, place, "missed"][0],
            alarms=rates[WHOLE, place, "alarms"][0],
            given=tuple(
                Given(id=other, count=None if lost else int(count))
                for other, count, lost in zip(names, cells[place], hidden[place], strict=True)
            ),
        )
        for place, name in enumerate(names)
    )


def by_group(
    names: Sequence[str],
    observed: Places,
    given: Places,
    members: Mapping[str, Mapping[str, Booleans]],
    whole: Sequence[ClassRates],
) -> tuple[Comparison, ...]:
    """Return the rates of each class for each group; `whole` is what `by_class` has told."""
    return tuple(
        Comparison(id=name, members=_members(names, observed, given, rows, whole))
        for name, rows in members.items()
    )


def _members(
    names: Sequence[str],
    observed: Places,
    given: Places,
    rows: Mapping[str, Booleans],
    whole: Sequence[ClassRates],
) -> tuple[Member, ...]:
    table = _Table.of(len(names), observed, given, list(rows.values()))
    rates: Rates = {}
    for place, told in enumerate(whole):
        for kind in KINDS:
            found = _wrong(kind, place, observed, given).by_group(rows)
            rates |= {(at, place, kind): found[one] for at, one in enumerate(rows)}
            rates[WHOLE, place, kind] = (getattr(told, kind), None)
    hidden = np.array([[cell.count is None for cell in told.given or ()] for told in whole])
    rates, _ = _Audit(table, rates, hidden, fixed=True).done()
    return tuple(
        Member(
            id=one,
            classes=tuple(
                ClassRates(
                    id=name,
                    missed=rates[at, place, "missed"][0],
                    missed_difference=rates[at, place, "missed"][1],
                    alarms=rates[at, place, "alarms"][0],
                    alarms_difference=rates[at, place, "alarms"][1],
                )
                for place, name in enumerate(names)
            ),
        )
        for at, one in enumerate(rows)
    )


def _wrong(kind: Kind, place: int, observed: Places, given: Places) -> Wrong:
    """Return the cases of one class that got another one, or others that got this one."""
    if kind == "missed":
        return Wrong(observed == place, given != place)
    return Wrong(observed != place, given == place)


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """How many cases of each group really were of each class, and were given each class."""

    counts: NDArray[np.int64]

    @classmethod
    def of(
        cls, classes: int, observed: Places, given: Places, groups: Sequence[Booleans]
    ) -> "_Table":
        counts = np.zeros((len(groups), classes, classes), np.int64)
        for at, rows in enumerate(groups):
            np.add.at(counts[at], (observed[rows], given[rows]), 1)
        return cls(counts)

    def among(self, key: Key) -> Booleans:
        """Mark what a rate is among."""
        at, place, kind = key
        mask = self._group(at)
        rows = np.arange(self.counts.shape[1]) == place
        mask &= (rows if kind == "missed" else ~rows)[np.newaxis, :, np.newaxis]
        return mask

    def counted(self, key: Key) -> Booleans:
        """Mark what a rate counts."""
        _, place, kind = key
        columns = np.arange(self.counts.shape[1]) == place
        mask = self.among(key)
        mask &= ~columns if kind == "missed" else columns
        return mask

    def cell(self, observed: int, given: int) -> Booleans:
        """Mark one cell of the table over all groups."""
        mask = np.zeros(self.counts.shape, np.bool_)
        mask[:, observed, given] = True
        return mask

    def total(self, mask: Booleans) -> int:
        return int(self.counts[mask].sum())

    def figure(self, mask: Booleans, rank: int, *, fixed: bool) -> Figure:
        return Figure(mask.ravel().astype(np.float64), self.total(mask), rank, fixed)

    def _group(self, at: int) -> Booleans:
        mask = np.zeros(self.counts.shape, np.bool_)
        mask[slice(None) if at == WHOLE else at] = True
        return mask


@dataclass(frozen=True, slots=True, eq=False)
class _Audit:
    """Rates and cells that would be told; with `fixed`, those of the whole are told already."""

    table: _Table
    rates: Rates
    hidden: Booleans
    fixed: bool = False

    def done(self) -> tuple[Rates, Booleans]:
        """Withhold more of them until nothing small follows from what is left."""
        names: list[tuple[Key, bool] | tuple[int, int]] = []
        figures: list[Figure] = []
        for key, (rate, _) in self.rates.items():
            known = self.fixed and key[0] == WHOLE
            for counts, told in ((False, rate.of), (True, rate.count)):
                if told is not None:
                    mask = self.table.counted(key) if counts else self.table.among(key)
                    names.append((key, counts))
                    figures.append(self.table.figure(mask, 1, fixed=known))
        for observed, given in np.argwhere(~self.hidden).tolist():
            names.append((observed, given))
            mask = self.table.cell(observed, given)
            figures.append(self.table.figure(mask, 0, fixed=self.fixed))
        everybody = np.ones(self.table.counts.shape, np.bool_)
        figures.append(self.table.figure(everybody, 0, fixed=True))
        lost = {names[place] for place in withheld(figures, list(self._secrets()))}
        rates = {key: _kept(key, pair, lost) for key, pair in self.rates.items()}
        hidden = self.hidden.copy()
        for observed, given in np.argwhere(~hidden).tolist():
            hidden[observed, given] = (observed, given) in lost
        return rates, hidden

    def _secrets(self) -> "list[Floats]":
        """Return what speaks of fewer than five people, on one side or the other of a rate."""
        masks = []
        for key in self.rates:
            among, counted = self.table.among(key), self.table.counted(key)
            masks += [among, counted, among & ~counted]
        classes = range(self.table.counts.shape[1])
        masks += [self.table.cell(row, column) for row in classes for column in classes]
        small = [mask for mask in masks if self.table.total(mask) < LEAST]
        return [mask.ravel().astype(np.float64) for mask in small]


def _kept(
    key: Key, pair: tuple[Rate, Bounds | None], lost: "set[tuple[Key, bool] | tuple[int, int]]"
) -> tuple[Rate, Bounds | None]:
    rate, gap = pair
    if (key, False) in lost:
        return Rate(), None
    if (key, True) in lost:
        return Rate(of=rate.of), None
    return rate, gap
