"""The reference cases of the ministry's documents, and two independent implementations.

Candidates are written as the documents do: `B` holds a scholarship, `R` lives in the area,
`D` does both, `C` and `N` neither. `C4..C12` stands for C4, C5, ... C12.
"""

import os
import re
from collections.abc import Sequence
from fractions import Fraction

from hypothesis import settings
from hypothesis import strategies as st

CAMPAIGN = settings(max_examples=10_000 if os.environ.get("GRANDJOUR_DEEP") == "1" else 100)
"""Each property: 10,000 lists in the deep run."""

PERCENTS = st.integers(0, 100)
KINDS = st.lists(st.integers(0, 3), min_size=1, max_size=60).map(bytes)
ONE_GROUP = st.lists(st.integers(0, 1), min_size=1, max_size=60).map(bytes)

KIND = {"C": 0, "N": 0, "B": 1, "R": 2, "D": 3}

PUBLISHED = {
    # name: (commission's ranking, scholarship rate, residence rate, call order)
    "2023 4.1": (
        "C1 C2 B1 C3 C4 C5 B2 C6..C14 B3 C15 C16 C17",
        (25, 0),
        "B1 C1 C2 C3 B2 C4 C5 C6 B3 C7..C17",
    ),
    "2023 4.2": (
        "R1 R2 N1 R3..R11 B1 R12 B2 R13 R14 D1 R15 R16",
        (20, 90),
        "D1 R1 R2 R3 R4 B1 R5 R6 R7 R8 B2 R9..R16 N1",
    ),
    "2018 Ex1": (
        "B1 C2 C3 C4 C5 C6 B7 C8..C12",
        (20, 0),
        "B1 C2 C3 C4 C5 B7 C6 C8..C12",
    ),
    "2018 Ex2": ("C1..C5 B6 C7..C11", (2, 0), "B6 C1..C5 C7..C11"),
    "2018 Ex4": ("C1 B2 B3 C4..C7 B8 C9 C10", (20, 0), "B2 C1 B3 C4..C7 B8 C9 C10"),
}

EXAMPLE_3 = "C1..C900 B901..B1000"
"""2018 Ex3, rate 10 %: holders are called at 1, 11, 21, ...; 25 of the first 250."""

EXAMPLE_5 = (
    "D1 R1 D2 R2..R17 N1 D3 R18 D4 R19..R34 N2 D5 R35..R43 "
    "B1 R44..R52 B2 R53..R61 B3 R62..R70 B4 R71..R79 B5 R80..R88"
)
"""2018 Ex5 (2023 Ex1): one list with the properties that the document states for 10 / 95 %."""


def names(text: str) -> list[str]:
    """Write out a list of candidates."""
    found: list[str] = []
    for word in text.split():
        span = re.fullmatch(r"([A-Z])(\d+)\.\.[A-Z](\d+)", word)
        if span:
            letter, first, last = span[1], int(span[2]), int(span[3])
            found += [f"{letter}{number}" for number in range(first, last + 1)]
        else:
            found.append(word)
    return found


def kinds(candidates: Sequence[str]) -> bytes:
    """Return the kinds of the candidates named."""
    return bytes(KIND[name[0]] for name in candidates)


def literal(ranking: Sequence[int], scholarship: int, residence: int) -> list[int]:
    """Follow the document's words, candidate by candidate, in fractions."""
    left = list(range(len(ranking)))
    called: list[int] = []
    while left:
        k = len(called) + 1
        holders = sum(1 for position in called if ranking[position] in {1, 3})
        residents = sum(1 for position in called if ranking[position] in {2, 3})
        left_holders = [position for position in left if ranking[position] in {1, 3}]
        left_residents = [position for position in left if ranking[position] in {2, 3}]
        left_both = [position for position in left if ranking[position] == 3]
        wants_holder = Fraction(holders, k) < Fraction(scholarship, 100) and left_holders
        wants_resident = Fraction(residents, k) < Fraction(residence, 100) and left_residents
        if wants_holder and wants_resident and left_both:
            chosen = left_both[0]
        elif wants_holder:
            chosen = left_holders[0]
        elif wants_resident:
            chosen = left_residents[0]
        else:
            chosen = left[0]
        left.remove(chosen)
        called.append(chosen)
    return called


def closed_form(ranking: Sequence[int], scholarship: int) -> list[int]:
    """Place the i-th holder, of rank r from 0, at min(r, floor(100 i / rate)); fill the gaps."""
    if scholarship == 0:
        return list(range(len(ranking)))
    holders = [position for position, kind in enumerate(ranking) if kind & 1]
    others = iter(position for position, kind in enumerate(ranking) if not kind & 1)
    seats = {min(r, 100 * i // scholarship): r for i, r in enumerate(holders)}
    return [seats[k] if k in seats else next(others) for k in range(len(ranking))]
