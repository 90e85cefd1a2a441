"""Read and check one day: every mistake at once, with its line."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from explain import issues as common
from explain.errors import InvalidFile
from explain.issues import Code, Issue
from explain.matching.call_order.allocation import MINIMUM_SALT
from explain.matching.daily_proposals import issues
from explain.matching.daily_proposals.files import (
    DayCandidate,
    DayFiguresFile,
    DayRunFile,
    RankedHouse,
    RankedProgramme,
)
from explain.matching.issues import SALT_MISSING
from explain.reading import Document, Source, read_yaml
from explain.validation import dotted, validate

Path = tuple[str | int, ...]


def read_day(source: Source) -> DayRunFile | DayFiguresFile:
    """Read one day, or its figures, by the field `kind`. Raises `InvalidFile` with every issue."""
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
    run = validate(DayRunFile, document)
    found = list(_about_run(run, document))
    if found:
        raise InvalidFile(found)
    return run


def _about_figures(figures: DayFiguresFile, document: Document) -> Iterator[Issue]:
    house = figures.house
    if house and house.highest is not None and house.bar > house.highest:
        values = {"name": house.id, "bar": house.bar, "highest": house.highest}
        yield _issue(issues.BAR_TOO_HIGH, document, ("house", "bar"), values)


def _about_run(run: DayRunFile, document: Document) -> Iterator[Issue]:
    if not run.synthetic and len(run.salt or "") < MINIMUM_SALT:
        line = document.line(("salt",)) or document.line(("synthetic",))
        yield Issue(SALT_MISSING, document.file, line, "salt")
    asked = _asked(run)
    for index, programme in enumerate(run.programmes):
        yield from _about_programme(programme, asked, document, ("programmes", index))
    for index, house in enumerate(run.houses):
        yield from _about_ranking(house, asked, document, ("houses", index))
    groups: list[RankedProgramme | RankedHouse] = [*run.programmes, *run.houses]
    ranked = {group.id: frozenset(group.ranking) for group in groups}
    seen = set[int]()
    for index, candidate in enumerate(run.candidates):
        place: Path = ("candidates", index)
        if candidate.id in seen:
            yield _issue(issues.CANDIDATE_TWICE, document, place, {"candidate": candidate.id})
        seen.add(candidate.id)
        yield from _about_wishes(candidate, ranked, document, place)
        yield from _about_preferences(candidate, document, place)


def _asked(run: DayRunFile) -> set[tuple[str, int]]:
    """Return who asks for what, programme or house."""
    return {
        (name, candidate.id)
        for candidate in run.candidates
        for wish in candidate.wishes
        for name in (wish.programme, wish.house)
        if name is not None
    }


def _about_programme(
    programme: RankedProgramme, asked: set[tuple[str, int]], document: Document, place: Path
) -> Iterator[Issue]:
    yield from _about_ranking(programme, asked, document, place)
    ranked = frozenset(programme.ranking)
    for candidate in programme.residents:
        if candidate not in ranked:
            values = {"candidate": candidate, "name": programme.id}
            yield _issue(issues.RESIDENT_NOT_RANKED, document, (*place, "residents"), values)
    if programme.last_called_before > programme.last_called:
        before, rank = programme.last_called_before, programme.last_called
        where = (*place, "last_called_before")
        values = {"name": programme.id, "before": before, "rank": rank}
        yield _issue(issues.LAST_CALLED_FALLS, document, where, values)


def _about_ranking(
    ranking: RankedProgramme | RankedHouse,
    asked: set[tuple[str, int]],
    document: Document,
    place: Path,
) -> Iterator[Issue]:
    if not any(name == ranking.id for name, _ in asked):
        yield _issue(issues.NOBODY_ASKED, document, place, {"name": ranking.id})
    for candidate in _repeated(ranking.ranking):
        values = {"candidate": candidate, "name": ranking.id}
        yield _issue(issues.RANKED_TWICE, document, (*place, "ranking"), values)
    for candidate in ranking.ranking:
        if (ranking.id, candidate) not in asked:
            values = {"candidate": candidate, "name": ranking.id}
            yield _issue(issues.DID_NOT_ASK, document, (*place, "ranking"), values)


def _about_wishes(
    candidate: DayCandidate, ranked: dict[str, frozenset[int]], document: Document, place: Path
) -> Iterator[Issue]:
    seen = set[tuple[str, str | None]]()
    house_of: dict[str, str] = {}
    for number, wish in enumerate(candidate.wishes):
        where = (*place, "wishes", number)
        for name in (wish.programme, wish.house):
            if name is not None and name not in ranked:
                yield _about(issues.NAME_UNKNOWN, candidate, name, document, where)
            elif name is not None and candidate.id not in ranked[name]:
                yield _about(issues.NOT_RANKED, candidate, name, document, where)
        if (wish.programme, wish.house) in seen:
            yield _about(issues.WISH_TWICE, candidate, wish.programme, document, where)
        seen.add((wish.programme, wish.house))
        if wish.house and house_of.setdefault(wish.programme, wish.house) != wish.house:
            yield _about(issues.TWO_RANKINGS, candidate, wish.programme, document, where)


def _about_preferences(candidate: DayCandidate, document: Document, place: Path) -> Iterator[Issue]:
    ranks = [wish.preference for wish in candidate.wishes if wish.preference is not None]
    where = (*place, "wishes")
    for rank in _repeated(ranks):
        values = {"candidate": candidate.id, "rank": rank}
        yield _issue(issues.PREFERENCE_REPEATED, document, where, values)
    for rank in range(1, max(ranks, default=0)):
        if rank not in ranks:
            values = {"candidate": candidate.id, "rank": rank}
            yield _issue(issues.PREFERENCE_SKIPPED, document, where, values)
            break
    waits = [wish for wish in candidate.wishes if wish.state == "waiting"]
    if candidate.responder and any(wish.preference is None for wish in waits):
        yield _issue(issues.PREFERENCE_MISSING, document, where, {"candidate": candidate.id})


def _repeated(numbers: Sequence[int]) -> list[int]:
    return [number for number, count in Counter(numbers).items() if count > 1]


def _about(
    code: Code, candidate: DayCandidate, name: str, document: Document, place: Path
) -> Issue:
    return _issue(code, document, place, {"candidate": candidate.id, "name": name})


def _issue(code: Code, document: Document, path: Path, values: Mapping[str, object]) -> Issue:
    return Issue(code, document.file, document.line(path), dotted(path), values)
