"""Calculating a recorded case again with the very files that calculated it."""

from collections.abc import Iterator
from dataclasses import dataclass

from explain.canonical import digest, source_digest
from explain.engines import Algorithm
from explain.errors import ExplainError
from explain.issues import RECORD_ALTERED, Issue
from explain.notice.issues import NOT_EXECUTABLE
from explain.record import Record, read_record
from explain.replay import Difference, Replayed
from explain.replay import replay as calculate_again
from explain.sources import Source
from register.entry.cases import about
from register.entry.version import CANONICAL, Version, load_algorithm
from register.errors import CannotReplay, NotFound, RegisterError
from register.issues import RECORDED_FILE_CHANGED, RECORDED_FILE_MISSING
from register.shelf import Holding, Shelf


@dataclass(frozen=True, slots=True)
class Replay:
    """A recorded case, calculated again.

    `altered` says that the record is not the one that was written, where its own digest
    shows it; `differences` are the places where it is not what was calculated now. `unsearched`
    tells why a search could not be made again: see `explain.replay.Replayed`.
    """

    record: Record
    version: Version
    altered: tuple[Issue, ...]
    differences: tuple[Difference, ...]
    unsearched: str | None = None

    @property
    def same(self) -> bool:
        """Whether the record is whole, and nothing that was calculated again differs."""
        return not self.altered and not self.differences

    @property
    def exact(self) -> bool:
        """Whether it is the same, and every part of it was calculated again."""
        return self.same and self.unsearched is None


def replay(shelf: Shelf, source: Source, run: Source | None = None) -> Replay:
    """Calculate a record again.

    `run` holds the private data of the run that the record is about, where they do not stand
    beside the entry. Raises `InvalidFile` where it is no record, `NotFound` where its entry or
    version is not here, `CannotReplay` where a file is missing or not the one that calculated,
    `InvalidCase` where its data do not fit, and what the engine raises.
    """
    record = read_record(source)
    altered = tuple(_altered(record))
    try:
        version, again = _again(shelf, record, run)
    except (ExplainError, RegisterError) as error:
        raise type(error)((*altered, *error.issues)) from None
    return Replay(record, version, altered, again.differences, again.unsearched)


def _altered(record: Record) -> Iterator[Issue]:
    if record.noted not in {None, record.digest}:
        values = {"found": record.digest, "noted": record.noted}
        yield Issue(RECORD_ALTERED, record.file, field="digest", values=values)


def _again(shelf: Shelf, record: Record, run: Source | None) -> tuple[Version, Replayed]:
    holding = shelf.entry(record.case.about.slug)
    version = holding.version(record.case.about.version)
    run = run or _allocation(record, holding)
    if changed := [*_changed(record, version, holding, run)]:
        raise CannotReplay(changed)
    algorithm = _algorithm(version)
    return version, calculate_again(algorithm, record, run, about(version))


def _changed(
    record: Record, version: Version, holding: Holding, run: Source | None
) -> Iterator[Issue]:
    """Report each file of the record that is not here, or not as it was."""
    case, text = record.case, f"{CANONICAL}.md"
    yield from _file(record, text, case.about.digest, version.digest)
    for name, recorded in case.provenance.files:
        data = version.artefacts.get(name)
        if run and run.name == name:
            yield from _file(record, name, recorded, source_digest(run))
        elif data is None:
            place = "allocations" if name == case.provenance.allocation else str(version.number)
            values = {"name": name, "place": holding.files.name(place)}
            yield Issue(RECORDED_FILE_MISSING, record.file, values=values)
        else:
            yield from _file(record, name, recorded, digest(data))


def _file(record: Record, name: str, recorded: str, found: str) -> Iterator[Issue]:
    if recorded != found:
        values = {"name": name, "recorded": recorded, "found": found}
        yield Issue(RECORDED_FILE_CHANGED, record.file, values=values)


def _allocation(record: Record, holding: Holding) -> Source | None:
    name = record.case.provenance.allocation
    data = holding.files.beside.get("allocations", {}).get(name or "")
    return Source(name, data) if name and data is not None else None


def _algorithm(version: Version) -> Algorithm:
    algorithm = load_algorithm(version)
    if algorithm is None:
        raise NotFound([Issue(NOT_EXECUTABLE, values={"title": version.entry.title})])
    return algorithm
