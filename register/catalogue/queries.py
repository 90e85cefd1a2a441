"""What lists and searches ask of the catalogue."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal, TypeVar

from sqlalchemy import ColumnElement, Float, Integer, Select, column, func, select, text
from sqlalchemy.sql import FromClause
from sqlmodel import Session, col

from explain.i18n import LanguageCode
from register.catalogue.store import Catalogue
from register.catalogue.tables import Body, Release, Responsible, Sheet
from register.catalogue.words import query_terms

Facet = Literal["family", "administration", "status"]
FACETS: tuple[Facet, ...] = ("family", "administration", "status")
MAXIMUM_TERMS = 12
_WEIGHTS = "10.0, 4.0, 8.0, 1.0"
_CORRECTIONS = 3

Chosen = TypeVar("Chosen", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody looks for. `filters` holds one value for some of the facets."""

    language: LanguageCode
    words: str = ""
    filters: Mapping[Facet, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One page of what was found.

    `terms` are those that were searched for, corrections included. `counts` gives, for
    each facet, the number of results behind each value if the other filters stay.
    """

    total: int
    sheets: tuple[Sheet, ...]
    terms: tuple[str, ...]
    counts: Mapping[Facet, Mapping[str, int]]


def find(catalogue: Catalogue, question: Question, *, start: int = 0, size: int = 20) -> Answer:
    """Find the entries that match, best first; without words, by title.

    An entry matches when it has every term, or the beginning of it. Where none has them
    all, those that have one of them are found.
    """
    with Session(catalogue.engine) as session:
        groups = _groups(session, question)
        total, hits = _count(session, question, groups, " AND ")
        if not total and len(groups) > 1:
            total, hits = _count(session, question, groups, " OR ")
        sheets = session.scalars(_ranked(question, hits).offset(start).limit(size)).all()
        counts = {facet: _facet(session, question, hits, facet) for facet in FACETS}
    terms = tuple(term for group in groups for term in group)
    return Answer(total=total, sheets=tuple(sheets), terms=terms, counts=counts)


def sheet(catalogue: Catalogue, language: LanguageCode, slug: str) -> Sheet | None:
    """Return the sheet of one entry."""
    chosen = select(Sheet).where(col(Sheet.language) == language, col(Sheet.slug) == slug)
    with Session(catalogue.engine) as session:
        return session.scalars(chosen).one_or_none()


def bodies(catalogue: Catalogue, language: LanguageCode) -> tuple[tuple[Body, int], ...]:
    """Return the administrations with their number of entries, by name."""
    counted = (
        select(Body, func.count(col(Responsible.slug)))
        .join(Responsible, col(Responsible.administration) == col(Body.administration))
        .where(col(Body.language) == language)
        .group_by(col(Body.administration))
        .order_by(col(Body.name))
    )
    with Session(catalogue.engine) as session:
        return tuple((body, count) for body, count in session.execute(counted).all())


def owners(
    catalogue: Catalogue, language: LanguageCode, slugs: Collection[str]
) -> dict[str, tuple[Body, ...]]:
    """Return the administrations of each of the entries `slugs`, by name."""
    chosen = (
        select(col(Responsible.slug), Body)
        .join(Responsible, col(Responsible.administration) == col(Body.administration))
        .where(col(Body.language) == language, col(Responsible.slug).in_(slugs))
        .order_by(col(Body.name))
    )
    found: dict[str, tuple[Body, ...]] = dict.fromkeys(slugs, ())
    with Session(catalogue.engine) as session:
        for slug, body in session.execute(chosen).all():
            found[slug] = (*found[slug], body)
    return found


def releases(
    catalogue: Catalogue,
    language: LanguageCode,
    *,
    administration: str | None = None,
    limit: int = 10,
) -> tuple[Release, ...]:
    """Return the latest publications, newest first."""
    chosen = select(Release).where(col(Release.language) == language)
    if administration is not None:
        owned = select(col(Responsible.slug)).where(
            col(Responsible.administration) == administration
        )
        chosen = chosen.where(col(Release.slug).in_(owned))
    newest = (col(Release.published_at).desc(), col(Release.slug), col(Release.number).desc())
    with Session(catalogue.engine) as session:
        return tuple(session.scalars(chosen.order_by(*newest).limit(limit)).all())


def _groups(session: Session, question: Question) -> list[list[str]]:
    """Return, for each term of the question, the terms to look for in its place."""
    asked = query_terms(question.words, question.language)[:MAXIMUM_TERMS]
    return [_known(session, question.language, term) for term in asked]


def _known(session: Session, language: LanguageCode, term: str) -> list[str]:
    """Return `term` if the vocabulary has it or a longer one, else its nearest neighbours."""
    table = f"terms_{language}"
    begins = text(f"SELECT 1 FROM {table} WHERE term >= :low AND term < :high LIMIT 1")  # noqa: S608 - a code of ours
    run = session.connection().execute
    if run(begins, {"low": term, "high": term + "~"}).first():
        return [term]
    near = text(f"SELECT term FROM {table} WHERE term >= :low AND term < :high")  # noqa: S608 - the same
    rows = run(near, {"low": term[:1], "high": term[:1] + "~"}).scalars()
    candidates = [found for found in rows if abs(len(found) - len(term)) <= 2]  # noqa: PLR2004 - two slips
    return get_close_matches(term, candidates, n=_CORRECTIONS, cutoff=0.75) or [term]


def _either(group: Sequence[str]) -> str:
    return "(" + " OR ".join(f'"{term}" *' for term in group) + ")"


def _hits(language: LanguageCode, match: str) -> FromClause | None:
    if not match:
        return None
    table = f"search_{language}"
    found = text(
        f"SELECT rowid AS row, bm25({table}, {_WEIGHTS}) AS rank FROM {table} "  # noqa: S608 - a code of ours
        f"WHERE {table} MATCH :match"
    )
    columns = (column("row", Integer), column("rank", Float))
    return found.bindparams(match=match).columns(*columns).subquery("hits")


def _chosen(statement: Chosen, question: Question, hits: FromClause | None) -> Chosen:
    statement = statement.where(col(Sheet.language) == question.language)
    if hits is not None:
        statement = statement.join(hits, hits.c.row == col(Sheet.row))
    for facet, value in question.filters.items():
        statement = statement.where(_holds(facet, value))
    return statement


def _holds(facet: Facet, value: str) -> ColumnElement[bool]:
    if facet == "administration":
        owned = select(col(Responsible.slug)).where(col(Responsible.administration) == value)
        return col(Sheet.slug).in_(owned)
    return col(Sheet.family if facet == "family" else Sheet.status) == value


def _count(
    session: Session, question: Question, groups: Sequence[Sequence[str]], joint: str
) -> tuple[int, FromClause | None]:
    hits = _hits(question.language, joint.join(_either(group) for group in groups))
    statement = _chosen(select(func.count()).select_from(Sheet), question, hits)
    return session.execute(statement).scalar_one(), hits


def _ranked(question: Question, hits: FromClause | None) -> Select[Any]:
    best = [col(Sheet.title), col(Sheet.slug)]
    order = best if hits is None else [hits.c.rank, *best]
    return _chosen(select(Sheet), question, hits).order_by(*order)


def _facet(
    session: Session, question: Question, hits: FromClause | None, facet: Facet
) -> dict[str, int]:
    others = {name: value for name, value in question.filters.items() if name != facet}
    wider = Question(language=question.language, words=question.words, filters=others)
    if facet == "administration":
        value = col(Responsible.administration)
        statement = select(value, func.count()).select_from(Sheet)
        statement = statement.join(Responsible, col(Responsible.slug) == col(Sheet.slug))
    else:
        value = col(Sheet.family if facet == "family" else Sheet.status)
        statement = select(value, func.count()).select_from(Sheet)
    rows = session.execute(_chosen(statement, wider, hits).group_by(value))
    return {name: count for name, count in rows.all()}  # noqa: C416 - rows are not pairs to types
