"""Read and check one day: every mistake at once, with its line, or its row and column."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from explain import issues as common
from explain.errors import InvalidFile
from explain.issues import Code, Issue
from explain.matching.call_order.allocation import MINIMUM_SALT
from explain.matching.daily_proposals import issues
from explain.matching.daily_proposals.files import (
    DayCandidate,
    DayFiguresFile,
    DayHead,
    DayRunFile,
    DayTablesFile,
    RankedHouse,
    RankedProgramme,
)
from explain.matching.issues import SALT_MISSING
from explain.reading import read_yaml
from explain.sources import Document, Source
from explain.validation import dotted, validate

if TYPE_CHECKING:
    from explain.matching.daily_proposals.lists import DayLists

Path = tuple[str | int, ...]
Where = Callable[[Path], tuple[str, int | None, str]]
"""Tells the file, the line and the field of a part of a day."""

Asked = Mapping[str, set[int]]
"""Who asks for each programme, or for each house."""

TABLES = ("programmes", "houses", "candidates", "wishes")


def read_day(source: Source) -> "DayRunFile | DayLists | DayFiguresFile":
    """Read one day, or its figures, by the field `kind`. Raises `InvalidFile` with every issue.

    A day in tables is read into columns, and takes NumPy.
    """
    document = read_yaml(source.data, source.name)
    kind = document.value.get("kind")
    if kind == "figures":
        figures = validate(DayFiguresFile, document)
        found = list(_about_figures(figures, document))
        if found:
            raise InvalidFile(found)
        return figures
    if kind != "run":
        values = {"field": "kind", "value": str(kind), "allowed": "figures, run"}
        line = document.line(("kind",)) or 1
        raise InvalidFile([Issue(common.NOT_ALLOWED, document.file, line, "kind", values)])
    if "wishes" in document.value or any(isinstance(document.value.get(n), str) for n in TABLES):
        return _from_tables(source, document)
    run = validate(DayRunFile, document)
    where = _in_document(document)
    found = [*_about_salt(run, document), *_about_twice(run, where)]
    found += _about_run(run, where)
    if found:
        raise InvalidFile(found)
    return run


def _from_tables(source: Source, document: Document) -> "DayLists":
    """Read a day whose file names its tables."""
    from explain.matching.columns import Found  # noqa: PLC0415 - loads NumPy
    from explain.matching.daily_proposals.tables import read_tables  # noqa: PLC0415 - loads NumPy

    file = validate(DayTablesFile, document)
    found = Found([*_about_salt(file, document)])
    lists = read_tables(file, source, document, found)
    if lists is None or found:
        raise InvalidFile(found.listed())
    return lists


def _in_document(document: Document) -> Where:
    return lambda path: (document.file, document.line(path), dotted(path))


def _about_figures(figures: DayFiguresFile, document: Document) -> Iterator[Issue]:
    house = figures.house
    if house and house.highest is not None and house.bar > house.highest:
        values = {"name": house.id, "bar": house.bar, "highest": house.highest}
        where = _in_document(document)
        yield _issue(issues.BAR_TOO_HIGH, where, ("house", "bar"), values)


def _about_salt(run: DayHead, document: Document) -> Iterator[Issue]:
    if not run.synthetic and len(run.salt or "") < MINIMUM_SALT:
        line = document.line(("salt",)) or document.line(("synthetic",))
        yield Issue(SALT_MISSING, document.file, line, "salt")


def _about_twice(run: DayRunFile, where: Where) -> Iterator[Issue]:
    seen = set[int]()
    for index, candidate in enumerate(run.candidates):
        if candidate.id in seen:
            values = {"candidate": candidate.id}
            yield _issue(issues.CANDIDATE_TWICE, where, ("candidates", index), values)
        seen.add(candidate.id)


def _about_run(run: DayRunFile, where: Where) -> Iterator[Issue]:
    """Report what parts of a day say together and cannot be."""
    asked = _asked(run)
    for index, programme in enumerate(run.programmes):
        place: Path = ("programmes", index)
        yield from _about_ranking(programme, asked["programme"], where, place)
        yield from _about_programme(programme, where, place)
    for index, house in enumerate(run.houses):
        place = ("houses", index)
        yield from _about_ranking(house, asked["house"], where, place)
    ranked = {
        "programme": {item.id: frozenset(item.ranking) for item in run.programmes},
        "house": {item.id: frozenset(item.ranking) for item in run.houses},
    }
    for index, candidate in enumerate(run.candidates):
        place = ("candidates", index)
        yield from _about_wishes(candidate, ranked, where, place)
        yield from _about_preferences(candidate, where, place)


def _asked(run: DayRunFile) -> Mapping[str, Asked]:
    """Return who asks for which programme, and for which house."""
    asked: dict[str, dict[str, set[int]]] = {"programme": {}, "house": {}}
    for candidate in run.candidates:
        for wish in candidate.wishes:
            asked["programme"].setdefault(wish.programme, set()).add(candidate.id)
            if wish.house is not None:
                asked["house"].setdefault(wish.house, set()).add(candidate.id)
    return asked


def _about_programme(programme: RankedProgramme, where: Where, place: Path) -> Iterator[Issue]:
    ranked = frozenset(programme.ranking)
    for number, candidate in enumerate(programme.residents):
        if candidate not in ranked:
            values = {"candidate": candidate, "name": programme.id}
            yield _issue(issues.RESIDENT_NOT_RANKED, where, (*place, "residents", number), values)
    if programme.last_called_before > programme.last_called:
        before, rank = programme.last_called_before, programme.last_called
        values = {"name": programme.id, "before": before, "rank": rank}
        yield _issue(issues.LAST_CALLED_FALLS, where, (*place, "last_called_before"), values)


def _about_ranking(
    ranking: RankedProgramme | RankedHouse,
    asked: Asked,
    where: Where,
    place: Path,
) -> Iterator[Issue]:
    if ranking.id not in asked:
        yield _issue(issues.NOBODY_ASKED, where, place, {"name": ranking.id})
    seen = set[int]()
    for number, candidate in enumerate(ranking.ranking):
        values = {"candidate": candidate, "name": ranking.id}
        if candidate in seen:
            yield _issue(issues.RANKED_TWICE, where, (*place, "ranking", number), values)
        elif candidate not in asked.get(ranking.id, ()):
            yield _issue(issues.DID_NOT_ASK, where, (*place, "ranking", number), values)
        seen.add(candidate)


def _about_wishes(
    candidate: DayCandidate,
    ranked: Mapping[str, Mapping[str, frozenset[int]]],
    where: Where,
    place: Path,
) -> Iterator[Issue]:
    seen = set[tuple[str, str | None]]()
    house_of: dict[str, str] = {}
    for number, wish in enumerate(candidate.wishes):
        here: Path = (*place, "wishes", number)
        for kind, name in (("programme", wish.programme), ("house", wish.house)):
            values = {"candidate": candidate.id, "name": name}
            if name and name not in ranked[kind]:
                yield _issue(issues.NAME_UNKNOWN, where, (*here, kind), values)
            elif name and candidate.id not in ranked[kind][name]:
                yield _issue(issues.NOT_RANKED, where, (*here, kind), values)
        if not wish.programme:
            continue
        values = {"candidate": candidate.id, "name": wish.programme}
        if (wish.programme, wish.house) in seen:
            yield _issue(issues.WISH_TWICE, where, here, values)
        seen.add((wish.programme, wish.house))
        if wish.house and house_of.setdefault(wish.programme, wish.house) != wish.house:
            yield _issue(issues.TWO_RANKINGS, where, here, values)


def _about_preferences(candidate: DayCandidate, where: Where, place: Path) -> Iterator[Issue]:
    ranks = {wish.preference for wish in candidate.wishes}
    seen = set[int]()
    for number, wish in enumerate(candidate.wishes):
        here: Path = (*place, "wishes", number, "preference")
        rank = wish.preference
        if rank is None:
            if candidate.responder and wish.state == "waiting":
                values = {"candidate": candidate.id}
                yield _issue(issues.PREFERENCE_MISSING, where, here, values)
            continue
        if rank in seen:
            values = {"candidate": candidate.id, "rank": rank}
            yield _issue(issues.PREFERENCE_REPEATED, where, here, values)
        elif rank > 1 and rank - 1 not in ranks:
            values = {"candidate": candidate.id, "rank": rank - 1}
            yield _issue(issues.PREFERENCE_SKIPPED, where, here, values)
        seen.add(rank)


def _issue(code: Code, where: Where, path: Path, values: Mapping[str, object]) -> Issue:
    file, line, field = where(path)
    return Issue(code, file, line, field, values)
