"""The register as plain tables: what CSV files, the SQLite file and their description share.

Tables are a projection of the published entries. Texts that exist in several languages have
a column for each. Columns are named after the members of the JSON (docs/reference/http.md):
who knows one knows the other.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple, cast

from explain.i18n import LanguageCode
from register.entry.identity import Administration
from register.entry.known import Unknown
from register.exchange import contents
from register.exchange.subject import SLUG, VERSION, Subject, every_version
from register.exchange.table import Column, Table, Type, Value, in_each, table
from register.presenting import paths
from register.shelf import Shelf


def tables(shelf: Shelf) -> tuple[Table, ...]:
    """Return every table, each after those that it refers to."""
    return (
        administrations(shelf),
        entries(shelf),
        responsible(shelf),
        versions(shelf),
        contents.facts(shelf),
        contents.legal_bases(shelf),
        contents.sources(shelf),
        contents.sections(shelf),
        contents.files(shelf),
    )


def entries(shelf: Shelf) -> Table:
    """Return one row per entry, as its version in force describes it."""
    codes = shelf.register.languages
    columns = (
        Column("slug", "string", "Name of the entry in addresses.", lambda it: it.holding.slug),
        Column("id", "string", "Permanent identifier of the entry.", _id),
        Column("version", "integer", "Number of the version in force.", lambda it: it.number),
        *in_each(codes, "title", "Title, with a verb", lambda it, code: it.entry(code).title),
        *in_each(
            codes,
            "summary",
            "What it does, for whom, who decides",
            lambda it, code: it.entry(code).summary,
        ),
        *_codes(),
        Column(
            "administrations",
            "string",
            "Who answers for it, separated by spaces.",
            lambda it: " ".join(it.fields.administrations),
        ),
        Column(
            "last_checked",
            "date",
            "Day of the last check against the sources.",
            lambda it: it.fields.last_checked,
        ),
        Column(
            "review_due",
            "date",
            "Day by which it is to be checked again.",
            lambda it: it.fields.review_due,
        ),
        *in_each(
            codes,
            "page",
            "Address of the page",
            lambda it, code: it.address(paths.entry(code, it.holding.slug)),
        ),
        Column(
            "data",
            "string",
            "Address of the entry as JSON.",
            lambda it: it.address(paths.data(it.holding.slug)),
        ),
    )
    items = (Subject(shelf, holding, holding.shown) for holding in shelf.entries.values())
    return table("entries", "Algorithms", "slug", columns, items)


def versions(shelf: Shelf) -> Table:
    """Return one row per version of each entry, from the first."""
    codes = shelf.register.languages
    columns = (
        SLUG,
        VERSION,
        Column("id", "string", "Permanent identifier of the entry.", _id),
        Column("kind", "string", "What kind of change it was.", lambda it: it.fields.kind),
        *in_each(codes, "title", "Title in that version", lambda it, code: it.entry(code).title),
        *in_each(
            codes,
            "note",
            "What changed, in plain words",
            lambda it, code: it.entry(code).change_note,
        ),
        *_codes(),
        *_STANDING,
        Column(
            "digest",
            "string",
            "sha256 of its French text, the one that counts.",
            lambda it: it.version.digest,
        ),
        *in_each(
            codes,
            "page",
            "Address of the page",
            lambda it, code: it.address(paths.version(code, it.holding.slug, it.number)),
        ),
        Column(
            "data",
            "string",
            "Address of the version as JSON.",
            lambda it: it.address(paths.data(it.holding.slug, it.number)),
        ),
    )
    return table("versions", "Versions", "slug version", columns, every_version(shelf))


_STANDING: tuple[Column[Subject], ...] = (
    Column(
        "standing",
        "string",
        "Where the version stands today.",
        lambda it: it.holding.standing(it.number),
    ),
    Column(
        "applies_from",
        "date",
        "First day on which it applies.",
        lambda it: it.fields.applies_from,
    ),
    Column(
        "applies_to",
        "date",
        "Last day on which it applies; empty where none is set.",
        lambda it: it.fields.applies_to,
    ),
    Column(
        "published_at",
        "datetime",
        "When it was published, in UTC; empty for a draft.",
        lambda it: it.published_at,
    ),
)
"""Where a version stands, and from when to when."""


class _Body(NamedTuple):
    """One administration and its name in addresses."""

    name: str
    body: Administration


def administrations(shelf: Shelf) -> Table:
    """Return one row per administration."""
    codes = shelf.register.languages
    columns: tuple[Column[_Body], ...] = (
        Column(
            "administration",
            "string",
            "Name of the administration in addresses.",
            lambda it: it.name,
        ),
        Column("kind", "string", "What sort of administration it is.", lambda it: it.body.kind),
        *in_each(codes, "name", "Full name", lambda it, code: _in(it.body.name, code)),
        *in_each(codes, "summary", "What it does", lambda it, code: _in(it.body.summary, code)),
        Column(
            "siren",
            "string",
            "Number in the French directory; empty where it is not known.",
            lambda it: None if isinstance(it.body.siren, Unknown) else it.body.siren,
        ),
        Column("site", "string", "Address of its site.", lambda it: it.body.url),
        Column(
            "fictional",
            "boolean",
            "Whether it was made up for a demonstration.",
            lambda it: it.body.fictional,
        ),
    )
    items = (_Body(name, body) for name, body in shelf.administrations.items())
    return table("administrations", "Administrations", "administration", columns, items)


def responsible(shelf: Shelf) -> Table:
    """Return one row per administration that answers for an entry."""
    columns: tuple[Column[tuple[str, str]], ...] = (
        Column("slug", "string", SLUG.description, lambda it: it[0], SLUG.refers),
        Column(
            "administration",
            "string",
            "Name of the administration in addresses.",
            lambda it: it[1],
            ("administrations", "administration"),
        ),
    )
    items = (
        (holding.slug, name)
        for holding in shelf.entries.values()
        for name in holding.current.entry.administrations
    )
    return table(
        "entry_administrations", "Who answers for what", "slug administration", columns, items
    )


_CODES: tuple[tuple[str, Type, str], ...] = (
    ("family", "string", "How it works: rules, matching or prediction."),
    ("status", "string", "Where it stands in its life: planned, trial, in_use, ..."),
    ("fidelity", "string", "How close the published calculation is to the real one."),
    ("automation", "string", "How much it decides: full, partial, aid or none."),
    ("individual_decision", "boolean", "Whether a decision about one person rests on it."),
    ("solely_automated", "boolean", "Whether decisions are taken with no human."),
    ("score_is_decisive", "boolean", "Whether those who decide draw strongly on it."),
    ("self_revising", "boolean", "Whether it changes its own rules while in use."),
    ("sensitive_data", "boolean", "Whether it uses data of article 9 of the GDPR."),
)


def _codes() -> Iterator[Column[Subject]]:
    """Return the columns of the fields that have few values."""
    for name, kind, description in _CODES:
        yield Column(name, kind, description, _field(name))


def _field(name: str) -> Callable[[Subject], Value]:
    return lambda it: cast("Value", getattr(it.fields, name))


def _id(item: Subject) -> str:
    return item.fields.id


def _in(texts: object, code: LanguageCode) -> str:
    return str(getattr(texts, code))
