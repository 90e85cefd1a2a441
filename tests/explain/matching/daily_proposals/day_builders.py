"""Plain mornings as columns, and back."""

from collections.abc import Sequence

import numpy as np

from explain.matching.daily_proposals.day import (
    NO_HOUSE,
    Day,
    Houses,
    Programmes,
    sorted_wishes,
)
from tests.explain.matching.daily_proposals.literal_day import Morning

STATES = (
    "waiting",
    "offered",
    "accepted",
    "closed",
    "proposed",
    "taken",
    "returned",
    "withdrawn",
)


def as_columns(morning: Morning) -> tuple[Day, np.ndarray]:
    """Return the day in columns, and the number of the wish that each row holds."""
    columns = {
        "candidate": [w.candidate for w in morning.wishes],
        "programme": [w.programme for w in morning.wishes],
        "call_rank": [w.call_rank for w in morning.wishes],
        "house": [NO_HOUSE if w.house is None else w.house for w in morning.wishes],
        "house_rank": [w.house_rank for w in morning.wishes],
        "status": [STATES.index(w.status) for w in morning.wishes],
        "preference": [w.preference for w in morning.wishes],
        "archived": [w.archived for w in morning.wishes],
    }
    wishes, rows = sorted_wishes(
        {name: np.array(column, np.int64) for name, column in columns.items()}
    )
    programmes = Programmes(
        wanted=whole([p.wanted for p in morning.programmes]),
        limit_rank=whole([p.limit for p in morning.programmes]),
        last_called=whole([p.last_called for p in morning.programmes]),
        last_called_before=whole([p.last_called_before for p in morning.programmes]),
    )
    houses = Houses(
        capacity=whole([h.capacity for h in morning.houses]),
        released=np.array([h.released for h in morning.houses], bool),
    )
    responders = np.zeros(max((w.candidate for w in morning.wishes), default=0) + 1, bool)
    for candidate in morning.responders:
        if candidate < len(responders):
            responders[candidate] = True
    day = Day(
        number=morning.number,
        pivot=morning.pivot,
        programmes=programmes,
        houses=houses,
        wishes=wishes,
        responders=responders,
        late=morning.late,
    )
    return day, rows


def whole(values: Sequence[int]) -> np.ndarray:
    """Return whole numbers as a column."""
    return np.array(values, np.int32)


def states(status: np.ndarray, rows: np.ndarray) -> list[str]:
    """Return the states of the wishes in the order in which they were given."""
    found = [""] * len(rows)
    for state, number in zip(status.tolist(), rows.tolist(), strict=True):
        found[number] = STATES[state]
    return found
