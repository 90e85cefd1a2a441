"""What changed in a register between two times: added, changed, ended, announced."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from register.errors import NotFound
from register.ledger import Publication
from register.shelf import Holding, Shelf
from register.versions import day_of, in_force, published, standing

EntryChangeKind = Literal["added", "changed", "announced", "retired", "merged", "retracted"]


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What happened to one entry.

    `before` and `after` are the versions in force on each day as known then; None where there
    was none. `announced`: something was published that applies later. `publications` are
    those in between, in their order.
    """

    holding: Holding
    kind: EntryChangeKind
    before: int | None
    after: int | None
    publications: tuple[Publication, ...]

    @property
    def shown(self) -> int:
        """Return the version that describes the entry after."""
        return self.after or self.publications[-1].version


def changes_between(shelf: Shelf, since: datetime, until: datetime) -> tuple[EntryChange, ...]:
    """Return every entry that is not after `until` what it was at `since`, by its name.

    A day counts whole: the version of its last moment. An entry can change without a
    publication in between, where an earlier one starts to apply.
    """
    return tuple(_changes(shelf, since, until))


def _changes(shelf: Shelf, since: datetime, until: datetime) -> Iterator[EntryChange]:
    for holding in shelf.entries.values():
        between = tuple(
            item for item in published(holding.history, until) if item.published_at > since
        )
        old, new = (_state(holding, moment, shelf) for moment in (since, until))
        if not between and old == new:
            continue
        yield EntryChange(holding, _kind(old, new), old[0], new[0], between)


State = tuple[int | None, str]
"""The version in force at a time, and where it stands."""


def _state(holding: Holding, moment: datetime, shelf: Shelf) -> State:
    day = day_of(moment, shelf.register.time_zone)
    try:
        number = in_force(holding.history, holding.slug, day, moment).version
    except NotFound:
        return None, ""
    return number, standing(holding.history, number, day, moment)


def _kind(old: State, new: State) -> EntryChangeKind:
    if new[1] != old[1]:
        if new[1] == "retired":
            return "retired"
        if new[1] == "merged":
            return "merged"
        if new[1] == "retracted":
            return "retracted"
    if old[0] is None and new[0] is not None:
        return "added"
    return "announced" if old == new else "changed"
