"""An invented campaign as large as Parcoursup: nobody in it exists."""

import dataclasses

import numpy as np

from explain.matching.daily_proposals.day import (
    ACCEPTED,
    CLOSED,
    HOLDS,
    NO_HOUSE,
    OFFERED,
    WAITING,
    Day,
    Houses,
    Programmes,
    Small,
    Whole,
    sorted_wishes,
)

SHARE_WITH_BOARDING = 9
"""One programme in so many has a boarding house, shared by three programmes of one school."""
ASK_FOR_BOARDING, ALSO_WITHOUT, USE_RESPONDER, ANSWER = 0.5, 0.6, 0.1, 0.8
"""The shares of candidates who do so."""


def first_day(candidates: int, wishes: int, programmes: int) -> Day:
    """Invent a first day: everybody waits; one candidate in ten has the responder on.

    Some programmes are asked for much more often than others.
    """
    dice = np.random.default_rng(2026)
    candidate = np.repeat(np.arange(candidates, dtype=np.int32), wishes)
    asked = (programmes * dice.random((candidates, wishes), np.float32) ** 1.5).astype(np.int32)
    asked.sort(axis=1)
    # Who drew a programme twice has one wish fewer.
    once = np.ones(asked.shape, bool)
    once[:, 1:] = asked[:, 1:] != asked[:, :-1]
    rows = np.flatnonzero(once.ravel())
    candidate, programme = candidate[rows], asked.ravel()[rows]
    del asked, once
    call_rank = _ranks(programme, dice)
    asked_for = dice.random(len(rows)) < ASK_FOR_BOARDING
    boards = np.flatnonzero((programme % SHARE_WITH_BOARDING == 0) & asked_for)
    houses = programmes // (3 * SHARE_WITH_BOARDING) + 1
    house = programme[boards] // (3 * SHARE_WITH_BOARDING)
    keys = house.astype(np.int64) << 32 | candidate[boards]
    asks, at = np.unique(keys, return_inverse=True)
    place = _ranks((asks >> 32).astype(np.int32), dice)[at]
    alone = np.ones(len(rows), bool)
    alone[boards] = dice.random(len(boards)) < ALSO_WITHOUT
    plain = np.flatnonzero(alone)
    both = np.concatenate((plain, boards))
    made, _ = sorted_wishes(
        {
            "candidate": candidate[both],
            "programme": programme[both],
            "call_rank": call_rank[both],
            "house": np.concatenate((np.full(len(plain), NO_HOUSE, np.int32), house)),
            "house_rank": np.concatenate((np.zeros(len(plain), np.int32), place)),
            "status": np.zeros(len(both), np.uint8),
            "preference": _ranks(candidate[both], dice),
            "archived": np.zeros(len(both), bool),
        }
    )
    wanted = dice.integers(20, 120, programmes).astype(np.int32)
    nobody = np.zeros(programmes, np.int32)
    return Day(
        number=1,
        pivot=30,
        programmes=Programmes(
            wanted=wanted, limit_rank=wanted // 2, last_called=nobody, last_called_before=nobody
        ),
        houses=Houses(
            capacity=dice.integers(20, 80, houses).astype(np.int32),
            released=np.zeros(houses, bool),
        ),
        wishes=made,
        responders=dice.random(candidates) < USE_RESPONDER,
    )


def next_day(day: Day, evening: Small, called: Whole, number: int) -> Day:
    """Invent the answers of a night: each candidate keeps at random one offer, and what waits."""
    dice = np.random.default_rng(2027)
    status = evening.copy()
    held = np.flatnonzero(HOLDS[status])
    held = held[np.argsort(dice.random(len(held)))]
    _, kept = np.unique(day.wishes.candidate[held], return_index=True)
    answered = dice.random(len(status)) < ANSWER
    status[held] = np.where(answered[held], CLOSED, OFFERED)
    status[held[kept]] = ACCEPTED
    status[(status != WAITING) & ~HOLDS[status]] = CLOSED
    seen = np.maximum(day.programmes.last_called, called)
    programmes = dataclasses.replace(day.programmes, last_called=seen)
    return dataclasses.replace(day, number=number, programmes=programmes).with_status(status)


def _ranks(group: Whole, dice: np.random.Generator) -> Whole:
    """Rank the members of each group at random, from 1."""
    order = np.argsort(group + dice.random(len(group)))
    sizes = np.bincount(group)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    ranks = np.empty(len(group), np.int32)
    ranks[order] = np.arange(1, len(group) + 1) - np.repeat(starts, sizes)
    return ranks
