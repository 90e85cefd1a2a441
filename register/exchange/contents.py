"""Tables of what versions hold: answers, texts of law, documents, passages, files."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from explain.canonical import digest
from explain.i18n import LanguageCode
from register.entry.body import Section
from register.entry.known import Unknown
from register.entry.model import Entry
from register.entry.parts import LegalBasis, Reference
from register.exchange.subject import SLUG, VERSION, Subject, every_version
from register.exchange.table import Column, Table, in_each, table
from register.presenting import data, paths
from register.shelf import Shelf


class _Fact(NamedTuple):
    subject: Subject
    field: str
    value: Any
    gap: Mapping[str, str]


class _Law(NamedTuple):
    subject: Subject
    law: LegalBasis


class _Document(NamedTuple):
    subject: Subject
    document: Reference


class _Passage(NamedTuple):
    subject: Subject
    language: LanguageCode
    section: Section


class _File(NamedTuple):
    subject: Subject
    name: str
    content: bytes
    public: bool


_OF: tuple[Column[Any], ...] = (
    Column("slug", "string", SLUG.description, lambda it: it.subject.holding.slug, SLUG.refers),
    Column("version", "integer", VERSION.description, lambda it: it.subject.number),
)
"""The columns that name the version an item belongs to."""


def facts(shelf: Shelf) -> Table:
    """Return each answer of each version, or the reason why there is none."""
    columns: tuple[Column[_Fact], ...] = (
        *_OF,
        Column("field", "string", "Name of the field in the version’s file.", lambda it: it.field),
        Column(
            "value",
            "string",
            "The French text, a code, or JSON where it has parts.",
            lambda it: None if it.gap else _plain(it.value),
        ),
        Column(
            "gap",
            "string",
            "Why there is no value: a code such as not_published.",
            lambda it: it.gap.get("unknown"),
        ),
        Column(
            "legal_ground",
            "string",
            "For a secret: the article of law that is invoked.",
            lambda it: it.gap.get("legal_ground"),
        ),
        Column(
            "note",
            "string",
            "What was looked for, or what is known all the same.",
            lambda it: it.gap.get("note"),
        ),
    )
    items = (item for subject in every_version(shelf) for item in _answers(subject))
    return table("facts", "Answers", "slug version field", columns, items)


def legal_bases(shelf: Shelf) -> Table:
    """Return the texts of law that each version names."""
    codes = shelf.register.languages
    columns: tuple[Column[_Law], ...] = (
        *_OF,
        Column("id", "string", "Identifier within the entry.", lambda it: it.law.id),
        *in_each(codes, "label", "The text and its article", lambda it, code: _in(it, code).label),
        *in_each(codes, "role", "What it allows or demands", lambda it, code: _in(it, code).role),
        Column(
            "covers", "string", "What it allows: decision, data, both.", lambda it: it.law.covers
        ),
        Column("url", "string", "Where it can be read.", lambda it: it.law.url),
    )
    items = (
        _Law(subject, law) for subject in every_version(shelf) for law in _laws(subject.fields)
    )
    return table("legal_bases", "Texts of law", "slug version id", columns, items)


def sources(shelf: Shelf) -> Table:
    """Return the documents on which each version rests."""
    columns: tuple[Column[_Document], ...] = (
        *_OF,
        Column("id", "string", "Identifier within the entry.", lambda it: it.document.id),
        Column("title", "string", "Title, in its own language.", lambda it: it.document.title),
        Column("publisher", "string", "Who published it.", lambda it: it.document.publisher),
        Column("url", "string", "Where it can be read.", lambda it: it.document.url),
        Column(
            "dated",
            "string",
            "Its own date, a year, a month or a day; empty where it is not known.",
            lambda it: None if isinstance(it.document.date, Unknown) else it.document.date,
        ),
        Column(
            "seen_on",
            "date",
            "Day on which it was last looked for.",
            lambda it: it.document.seen_on,
        ),
        Column(
            "status", "string", "read, secondary or not_verified.", lambda it: it.document.status
        ),
    )
    items = (
        _Document(subject, document)
        for subject in every_version(shelf)
        for document in subject.fields.references
    )
    return table("sources", "Documents", "slug version id", columns, items)


def sections(shelf: Shelf) -> Table:
    """Return every passage of every text."""
    columns: tuple[Column[_Passage], ...] = (
        *_OF,
        Column("language", "string", "Two-letter code of the language.", lambda it: it.language),
        Column("section", "string", "Identifier of the passage.", lambda it: it.section.id),
        Column("heading", "string", "Its heading.", lambda it: it.section.title),
        Column("markdown", "string", "Its text, in Markdown.", lambda it: it.section.text),
    )
    items = (
        _Passage(subject, code, section)
        for subject in every_version(shelf)
        for code in subject.version.languages
        for section in subject.version.body_in(code).sections
    )
    return table("sections", "Texts", "slug version language section", columns, items)


def files(shelf: Shelf) -> Table:
    """Return every file of every version, private ones by name and digest alone."""
    columns: tuple[Column[_File], ...] = (
        *_OF,
        Column("name", "string", "Name of the file.", lambda it: it.name),
        Column("size", "integer", "Size in bytes.", lambda it: len(it.content)),
        Column("sha256", "string", "Digest, as in the ledger.", lambda it: digest(it.content)),
        Column("public", "boolean", "Whether anybody may read it.", lambda it: it.public),
        Column("url", "string", "Where it can be read; empty for a private file.", _address),
    )
    items = (item for subject in every_version(shelf) for item in _each_file(subject))
    return table("files", "Files", "slug version name", columns, items)


def _answers(subject: Subject) -> Iterator[_Fact]:
    for name, value in subject.fields.model_dump(mode="json", exclude_none=True).items():
        gap = value if isinstance(value, dict) and "unknown" in value else {}
        yield _Fact(subject, name, value, gap)


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _laws(entry: Entry) -> tuple[LegalBasis, ...]:
    return () if isinstance(entry.legal_basis, Unknown) else entry.legal_basis


def _in(item: _Law, code: LanguageCode) -> LegalBasis:
    return {law.id: law for law in _laws(item.subject.entry(code))}[item.law.id]


def _each_file(subject: Subject) -> Iterator[_File]:
    hidden = data.private(subject.version)
    for name, content in sorted(subject.holding.files.versions[subject.number].items()):
        yield _File(subject, name, content, name not in hidden)


def _address(item: _File) -> str | None:
    subject = item.subject
    path = paths.file(subject.holding.slug, subject.number, item.name)
    return subject.address(path) if item.public else None
