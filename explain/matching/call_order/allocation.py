"""An allocation: the private data set of one run of a matching.

The file holds no name and no identifier: a candidate is a rank in the commission's ranking
and a kind. A list of real people carries a `salt`, random characters that keep its
digest from confirming a guess. A list that declares itself `synthetic` holds nobody: a
case may then describe any person at any of its ranks.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from explain.errors import InvalidFile
from explain.fields import Declared, Flag, Line
from explain.issues import Code, Issue
from explain.matching import issues
from explain.matching.call_order.order import BOTH, HOLDER, NEITHER, RESIDENT, Rates
from explain.reading import read_yaml
from explain.sources import Document, Source
from explain.validation import dotted, validate

KINDS: Mapping[str, int] = {
    "neither": NEITHER,
    "holder": HOLDER,
    "resident": RESIDENT,
    "both": BOTH,
}
MAXIMUM_CANDIDATES = 1_000_000
MINIMUM_SALT = 32

Percent = Annotated[int, Field(strict=True, ge=0, le=100)]
Position = Annotated[int, Field(strict=True, ge=1, le=MAXIMUM_CANDIDATES)]


class RatesApplied(Declared):
    """The minimum rates of the run, in whole percent; 0 where there is none."""

    scholarship: Percent
    residence: Percent


class Group(Declared):
    """Neighbours of one kind in the ranking, from rank `first` to `last` (or `first` alone)."""

    first: Position
    last: Position | None = None
    type: Literal["neither", "holder", "resident", "both"]


class AllocationFile(Declared):
    """An allocation as it is written in a file."""

    format: Literal[1]
    synthetic: Flag
    programme: Line
    session: Annotated[int, Field(strict=True, ge=2018, le=9999)]
    source: Line | None = None
    salt: Line | None = None
    rates: RatesApplied
    candidates: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Allocation:
    """A checked run. `kinds[r - 1]` is the kind of the candidate of rank r."""

    kinds: bytes
    rates: Rates
    synthetic: bool


def read_allocation(source: Source) -> Allocation:
    """Read an allocation file. Raises `InvalidFile` with every issue."""
    return allocation_of(read_file(source))


def read_file(source: Source) -> AllocationFile:
    """Read an allocation as it is written. Raises `InvalidFile` with every issue."""
    document = read_yaml(source.data, source.name)
    file = validate(AllocationFile, document)
    found = [*_about_salt(file, document), *_about_ranks(file, document)]
    if found:
        raise InvalidFile(found)
    return file


def allocation_of(file: AllocationFile) -> Allocation:
    """Return the run that a checked file describes."""
    rates = Rates(file.rates.scholarship, file.rates.residence)
    kinds = b"".join(bytes([KINDS[group.type]]) * _size(group) for group in file.candidates)
    return Allocation(kinds, rates, file.synthetic)


def with_candidate(allocation: Allocation, rank: int, kind: int) -> Allocation:
    """Return a hypothetical run: the candidate of `rank` (from 1) is of `kind`."""
    kinds = bytearray(allocation.kinds)
    kinds[rank - 1] = kind
    return dataclasses.replace(allocation, kinds=bytes(kinds))


def with_rates(allocation: Allocation, rates: Rates) -> Allocation:
    """Return a hypothetical run under other minimum rates."""
    return dataclasses.replace(allocation, rates=rates)


def _size(group: Group) -> int:
    return (group.last or group.first) - group.first + 1


def _about_salt(file: AllocationFile, document: Document) -> list[Issue]:
    if file.synthetic or (file.salt and len(file.salt) >= MINIMUM_SALT):
        return []
    line = document.line(("salt",)) or document.line(("synthetic",))
    return [Issue(issues.SALT_MISSING, document.file, line, "salt")]


def _about_ranks(file: AllocationFile, document: Document) -> list[Issue]:
    if not file.candidates:
        return [_issue(issues.NO_CANDIDATE, document, "candidates")]
    found, expected = [], 1
    for index, group in enumerate(file.candidates):
        last = group.last or group.first
        place = ("candidates", index)
        if last < group.first:
            found.append(
                _issue(issues.RANKS_REVERSED, document, *place, first=group.first, last=last)
            )
        elif group.first != expected:
            code = issues.RANK_REPEATED if group.first < expected else issues.RANK_SKIPPED
            found.append(_issue(code, document, *place, rank=group.first, expected=expected))
        expected = max(expected, last + 1)
    return found


def _issue(code: Code, document: Document, *path: str | int, **values: int) -> Issue:
    return Issue(code, document.file, document.line(path), dotted(path), values)
