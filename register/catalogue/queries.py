"""What lists and searches ask of the catalogue."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain

from sqlalchemy import func, select, text
from sqlmodel import Session, col

from explain.i18n import LanguageCode
from register.catalogue.store import Card, Catalogue, Facet
from register.catalogue.tables import Body, Release, Responsible, Sheet
from register.catalogue.words import query_terms

FACETS: tuple[Facet, ...] = ("family", "administration", "status")
MAXIMUM_TERMS = 12
_WEIGHTS = "10.0, 4.0, 8.0, 1.0"
_CORRECTIONS = 3


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
    cards: Sequence[Card] = catalogue.cards[question.language]
    with Session(catalogue.engine) as session:
        groups = _groups(session, question)
        if groups:
            ranks = _ranks(session, question.language, groups, " AND ")
            ranks = ranks or _ranks(session, question.language, groups, " OR ")
            cards = sorted((card for card in cards if card.row in ranks), key=_by(ranks))
        found = _fitting(cards, question.filters)
        sheets = _sheets(session, [card.row for card in found[start : start + size]])
    return Answer(
        total=len(found),
        sheets=sheets,
        terms=tuple(term for group in groups for term in group),
        counts={facet: _counts(cards, question, facet) for facet in FACETS},
    )


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


def _ranks(
    session: Session, language: LanguageCode, groups: Sequence[Sequence[str]], joint: str
) -> dict[int, float]:
    """Return the rows that match and their rank, less for better."""
    table = f"search_{language}"
    statement = text(
        f"SELECT rowid, bm25({table}, {_WEIGHTS}) FROM {table} "  # noqa: S608 - a code of ours
        f"WHERE {table} MATCH :match"
    )
    match = joint.join(_either(group) for group in groups)
    rows = session.connection().execute(statement, {"match": match})
    return {row: rank for row, rank in rows.all()}  # noqa: C416 - rows are not pairs to types


def _by(ranks: Mapping[int, float]) -> Callable[[Card], float]:
    return lambda card: ranks[card.row]


def _fitting(cards: Sequence[Card], filters: Mapping[Facet, str]) -> Sequence[Card]:
    if not filters:
        return cards
    wanted = filters.items()
    return [card for card in cards if all(value in card.values[name] for name, value in wanted)]


def _counts(cards: Sequence[Card], question: Question, facet: Facet) -> Mapping[str, int]:
    """Count the results behind each value of a facet, if the other filters stay."""
    others = {name: value for name, value in question.filters.items() if name != facet}
    fitting = _fitting(cards, others)
    return Counter(chain.from_iterable(card.values[facet] for card in fitting))


def _sheets(session: Session, rows: Sequence[int]) -> tuple[Sheet, ...]:
    """Return the sheets of `rows`, in that order."""
    chosen = select(Sheet).where(col(Sheet.row).in_(rows))
    by_row = {sheet.row: sheet for sheet in session.scalars(chosen)}
    return tuple(by_row[row] for row in rows)
