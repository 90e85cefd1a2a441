"""The rule of one programme: whom it takes among those who want a place there.

Plain Python, written as the rule reads. The certificate and the explanations of one person
use it; the calculation of a whole run does not.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who wants a place: a number, merit and lot, and the groups by number."""

    person: int
    merit: int
    lot: int
    groups: frozenset[int] = frozenset()

    @property
    def order(self) -> tuple[int, int]:
        """Return what candidates are sorted by: the greater merit, then the smaller lot."""
        return -self.merit, self.lot


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who gets a place, and which: `reserved[g]` by group, `opened` for all others."""

    reserved: tuple[tuple[Candidate, ...], ...]
    opened: tuple[Candidate, ...]

    @property
    def persons(self) -> frozenset[int]:
        """Return the numbers of those who get a place."""
        every: Iterable[Candidate] = (*self.opened, *(one for row in self.reserved for one in row))
        return frozenset(one.person for one in every)


def choose(candidates: Collection[Candidate], capacity: int, reserves: Sequence[int]) -> Chosen:
    """Choose at most `capacity`; `reserves[g]` places are for members of group g first.

    Each reserve in its order goes to the best of its members who are left; then all other
    places, with those that members left, to the best of everybody left. A reserve beyond the
    capacity, those before it deducted, reserves nothing.
    """
    left = sorted(candidates, key=lambda one: one.order)
    reserved = []
    for group, room in enumerate(within(capacity, reserves)):
        members = tuple(one for one in left if group in one.groups)[:room]
        taken = {one.person for one in members}
        left = [one for one in left if one.person not in taken]
        reserved.append(members)
    room = capacity - sum(len(row) for row in reserved)
    return Chosen(tuple(reserved), tuple(left[:room]))


def within(capacity: int, reserves: Sequence[int]) -> tuple[int, ...]:
    """Return the places of each reserve that the capacity allows, in their order."""
    found: list[int] = []
    for places in reserves:
        found.append(max(0, min(places, capacity - sum(found))))
    return tuple(found)
