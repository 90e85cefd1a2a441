"""The oracle for a day in tables: read row by row into objects, and checked on these.

This is how days were read before columns: one object for each wish, one dictionary for each
question. It is slow, and shares with the columns the reading of a cell alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from explain import issues as common
from explain.issues import N_, Code, Issue
from explain.matching.call_order.allocation import MINIMUM_SALT
from explain.matching.daily_proposals import issues
from explain.matching.daily_proposals.files import (
    MOST_WISHES,
    DayCandidate,
    DayRunFile,
    DayTablesFile,
    RankedHouse,
    RankedProgramme,
)
from explain.matching.issues import NOT_IN_TABLE, SALT_MISSING, VALUE_REPEATED
from explain.matching.tables import bad, twice
from explain.reading import read_yaml
from explain.sources import Document, Source
from explain.validation import validate
from tests.explain.matching.daily_proposals.row_objects import (
    CandidateRow,
    GroupRow,
    WishRow,
    candidates_of,
    houses_of,
    programmes_of,
    wishes_of,
)

Path = tuple[str | int, ...]
Where = Callable[[Path], tuple[str, int | None, str]]
Asked = Mapping[str, set[int]]


def issues_of(source: Source) -> list[Issue]:
    """Return what is wrong with a day in tables, by file and row."""
    document = read_yaml(source.data, source.name)
    tables = read_tables(source, document)
    found = [*_about_salt(tables.run, document), *tables.found]
    found += _about_run(tables.run, tables.where, complete=tables.complete)
    return sorted(found, key=lambda issue: (issue.file, issue.line or 0))


At = tuple[str, int]
Own = Mapping[int, list[WishRow]]
Rankings = Mapping[str, list[WishRow]]
_TABLES = {"programmes": "programme", "houses": "house", "candidates": "candidate"}


@dataclass(frozen=True, slots=True)
class DayTables:
    """A day read from tables. It is fit to be run only where nothing wrong was `found`.

    `complete` says that every wish could be read, so that one that is missing is missing indeed.
    `rows` holds the rows of programmes, houses and candidates, `wish_rows` those of the wishes of
    each candidate.
    """

    run: DayRunFile
    found: list[Issue]
    complete: bool
    rows: Mapping[str, Sequence[At]]
    wish_rows: Sequence[Sequence[At]]

    def where(self, path: tuple[str | int, ...]) -> tuple[str, int, str]:
        """Return the file, the row and the column of a part of the day."""
        kind, index, *rest = path
        if rest[:1] == ["wishes"]:
            number, *column = rest[1:]
            return *self.wish_rows[int(index)][int(number)], str((*column, "programme")[0])
        return *self.rows[str(kind)][int(index)], str((*rest, _TABLES[str(kind)])[0])


def read_tables(source: Source, document: Document) -> DayTables:
    """Read a day whose file names its tables.

    Raises `InvalidFile` where that file, or one in Parquet, cannot be read at all.
    """
    file = validate(DayTablesFile, document)
    found: list[Issue] = []
    place = (document, source.beside, found)
    programmes = programmes_of(file.programmes, place)
    houses = houses_of(file.houses, place) if file.houses else []
    candidates = candidates_of(file.candidates, place)
    before = len(found)
    residence = any(item.fields["rates"].residence for item in programmes)
    wishes = wishes_of(file.wishes, place, residence=residence)
    complete = len(found) == before
    found += twice([item for item in programmes if item.id], "programme", attrgetter("id"))
    found += twice([item for item in houses if item.id], "house", attrgetter("id"))
    found += twice([item for item in candidates if item.id], "candidate", attrgetter("id"))
    ranked = _rankings(wishes, found, complete=complete)
    beds = _house_rankings(wishes, found, complete=complete)
    own = _by_candidate(wishes)
    people = [*_once(candidates), *_strangers(candidates, own, found)]
    if complete:
        found += _about_counts(candidates, own)
    if not found:
        found += _about_nothing({file.programmes: programmes, file.candidates: candidates})
    head = {name: getattr(file, name) for name in file.model_fields_set - {*_TABLES, "wishes"}}
    run = DayRunFile.model_construct(
        **head,
        programmes=tuple(_programme(item, ranked) for item in programmes),
        houses=tuple(_house(item, beds) for item in houses),
        candidates=tuple(_candidate(item, own) for item in people),
    )
    return DayTables(
        run=run,
        found=found,
        complete=complete,
        rows={
            "programmes": [item.at for item in programmes],
            "houses": [item.at for item in houses],
            "candidates": [item.at for item in people],
        },
        wish_rows=[[wish.at for wish in _own(item, own)] for item in people],
    )


def _programme(item: GroupRow, ranked: Rankings) -> RankedProgramme:
    ranking = ranked.get(item.id, [])
    return RankedProgramme.model_construct(
        id=item.id,
        **item.fields,
        ranking=_numbers(ranking),
        residents=_numbers([wish for wish in ranking if wish.resident]),
    )


def _house(item: GroupRow, ranked: Rankings) -> RankedHouse:
    ranking = _numbers(ranked.get(item.id, []))
    return RankedHouse.model_construct(id=item.id, **item.fields, ranking=ranking)


def _candidate(item: CandidateRow, own: Own) -> DayCandidate:
    return DayCandidate.model_construct(
        id=item.id or 0,
        holder=item.holder,
        responder=item.responder,
        wishes=tuple(wish.line for wish in _own(item, own)),
    )


def _own(item: CandidateRow, own: Own) -> list[WishRow]:
    return own.get(item.id or 0, [])


def _numbers(ranking: Sequence[WishRow]) -> tuple[int, ...]:
    return tuple(wish.candidate or 0 for wish in ranking)


def _by_candidate(wishes: Sequence[WishRow]) -> Own:
    """Sort the wishes by candidate; one whose number cannot be read is named already."""
    own = defaultdict[int, list[WishRow]](list)
    for wish in wishes:
        if wish.candidate is not None:
            own[wish.candidate].append(wish)
    return own


def _once(candidates: Sequence[CandidateRow]) -> list[CandidateRow]:
    """Leave out the rows that name nobody, or somebody again: they are named already."""
    first: dict[int, CandidateRow] = {}
    for item in candidates:
        if item.id is not None:
            first.setdefault(item.id, item)
    return [*first.values()]


def _strangers(
    candidates: Sequence[CandidateRow], own: Own, found: list[Issue]
) -> Iterator[CandidateRow]:
    """Report the wishes of candidates who are in no row; their other mistakes count too."""
    known = {item.id for item in candidates}
    for number, wishes in own.items():
        if number not in known:
            found += [bad(NOT_IN_TABLE, wish.at, "candidate", value=number) for wish in wishes]
            yield CandidateRow(number, wishes[0].at, holder=False, responder=False)


def _about_counts(candidates: Sequence[CandidateRow], own: Own) -> Iterator[Issue]:
    """Report candidates without a wish, and those with too many."""
    for item in candidates:
        count = len(_own(item, own))
        if item.id is not None and not count:
            least = {"problem": N_("at least %(min_length)s items"), "min_length": 1}
            yield bad(common.WRONG_LENGTH, item.at, "candidate", field="wishes", **least)
        elif count > MOST_WISHES:
            most = {"problem": N_("at most %(max_length)s items"), "max_length": MOST_WISHES}
            yield bad(common.WRONG_LENGTH, item.at, "candidate", field="wishes", **most)


def _about_nothing(tables: Mapping[str, Sequence[object]]) -> Iterator[Issue]:
    """Report tables without a row."""
    for name, rows in tables.items():
        if not rows:
            values = {"problem": N_("at least %(min_length)s items"), "min_length": 1}
            yield bad(common.WRONG_LENGTH, (name, 1), "", field=name, **values)


def _rankings(wishes: Sequence[WishRow], found: list[Issue], *, complete: bool) -> Rankings:
    """Rank the candidates of each programme."""
    ranked = _first_of_each(wishes, lambda wish: wish.line.programme, ("rank", "resident"), found)
    found += _about_ranks(ranked, "rank", complete=complete)
    return ranked


def _house_rankings(wishes: Sequence[WishRow], found: list[Issue], *, complete: bool) -> Rankings:
    """Rank the candidates of each house."""
    ranked = _first_of_each(wishes, lambda wish: wish.line.house, ("house_rank",), found)
    found += _about_ranks(ranked, "house_rank", complete=complete)
    return ranked


def _first_of_each(
    wishes: Sequence[WishRow],
    name_of: Callable[[WishRow], str | None],
    columns: Sequence[str],
    found: list[Issue],
) -> Rankings:
    """Return one wish a candidate in each ranking, by rank; report others that say otherwise."""
    rank = attrgetter(columns[0])
    first: dict[tuple[str, int], WishRow] = {}
    ranked = defaultdict[str, list[WishRow]](list)
    for wish in wishes:
        name = name_of(wish)
        if not name or wish.candidate is None or rank(wish) is None:
            continue
        known = first.setdefault((name, wish.candidate), wish)
        if known is wish:
            ranked[name].append(wish)
        else:
            found += _differences(known, wish, name, columns)
    return {name: sorted(items, key=rank) for name, items in ranked.items()}


def _differences(
    known: WishRow, wish: WishRow, name: str, columns: Sequence[str]
) -> Iterator[Issue]:
    for column in columns:
        here, there = getattr(wish, column), getattr(known, column)
        if here != there:
            values = {"candidate": wish.candidate, "name": name, "first": known.at[1]}
            values |= {"value": int(here), "other": int(there)}
            yield bad(issues.RANKS_DIFFER, wish.at, column, **values)


def _about_ranks(ranked: Rankings, column: str, *, complete: bool) -> Iterator[Issue]:
    """Report ranks that repeat, and, where no wish is lost, those that are skipped."""
    for name, ranking in ranked.items():
        before, row = 0, 0
        for wish in ranking:
            rank = getattr(wish, column)
            if rank == before:
                yield bad(VALUE_REPEATED, wish.at, column, value=rank, first=row)
            elif complete and rank > before + 1:
                values = {"name": name, "rank": before + 1}
                yield bad(issues.RANK_MISSING, wish.at, column, **values)
            before, row = rank, wish.at[1]


def _about_salt(run: DayRunFile, document: Document) -> Iterator[Issue]:
    if not run.synthetic and len(run.salt or "") < MINIMUM_SALT:
        line = document.line(("salt",)) or document.line(("synthetic",))
        yield Issue(SALT_MISSING, document.file, line, "salt")


def _about_run(run: DayRunFile, where: Where, *, complete: bool = True) -> Iterator[Issue]:
    """Report what parts of a day say together and cannot be.

    Where the wishes are not `complete`, nothing is said of what is missing among them.
    """
    asked = _asked(run)
    for index, programme in enumerate(run.programmes):
        place: Path = ("programmes", index)
        yield from _about_ranking(programme, asked["programme"], where, place, complete=complete)
        yield from _about_programme(programme, where, place)
    for index, house in enumerate(run.houses):
        place = ("houses", index)
        yield from _about_ranking(house, asked["house"], where, place, complete=complete)
    ranked = {
        "programme": {item.id: frozenset(item.ranking) for item in run.programmes},
        "house": {item.id: frozenset(item.ranking) for item in run.houses},
    }
    for index, candidate in enumerate(run.candidates):
        place = ("candidates", index)
        yield from _about_wishes(candidate, ranked, where, place, complete=complete)
        yield from _about_preferences(candidate, where, place, complete=complete)


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
    *,
    complete: bool,
) -> Iterator[Issue]:
    if complete and ranking.id and ranking.id not in asked:
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
    *,
    complete: bool,
) -> Iterator[Issue]:
    seen = set[tuple[str, str | None]]()
    house_of: dict[str, str] = {}
    for number, wish in enumerate(candidate.wishes):
        here: Path = (*place, "wishes", number)
        for kind, name in (("programme", wish.programme), ("house", wish.house)):
            values = {"candidate": candidate.id, "name": name}
            if name and name not in ranked[kind]:
                yield _issue(issues.NAME_UNKNOWN, where, (*here, kind), values)
            elif name and complete and candidate.id not in ranked[kind][name]:
                yield _issue(issues.NOT_RANKED, where, (*here, kind), values)
        if not wish.programme:
            continue
        values = {"candidate": candidate.id, "name": wish.programme}
        if (wish.programme, wish.house) in seen:
            yield _issue(issues.WISH_TWICE, where, here, values)
        seen.add((wish.programme, wish.house))
        if wish.house and house_of.setdefault(wish.programme, wish.house) != wish.house:
            yield _issue(issues.TWO_RANKINGS, where, here, values)


def _about_preferences(
    candidate: DayCandidate, where: Where, place: Path, *, complete: bool
) -> Iterator[Issue]:
    ranks = {wish.preference for wish in candidate.wishes}
    seen = set[int]()
    for number, wish in enumerate(candidate.wishes):
        here: Path = (*place, "wishes", number, "preference")
        rank = wish.preference
        if rank is None:
            if complete and candidate.responder and wish.state == "waiting":
                values = {"candidate": candidate.id}
                yield _issue(issues.PREFERENCE_MISSING, where, here, values)
            continue
        if rank in seen:
            values = {"candidate": candidate.id, "rank": rank}
            yield _issue(issues.PREFERENCE_REPEATED, where, here, values)
        elif complete and rank > 1 and rank - 1 not in ranks:
            values = {"candidate": candidate.id, "rank": rank - 1}
            yield _issue(issues.PREFERENCE_SKIPPED, where, here, values)
        seen.add(rank)


def _issue(code: Code, where: Where, path: Path, values: Mapping[str, object]) -> Issue:
    file, line, field = where(path)
    return Issue(code, file, line, field, values)
