"""The catalogue's tables. They are a projection: nothing is known here and nowhere else.

Table models do not validate what they are given; rows are made from models that do.
"""

from datetime import date, datetime

from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Cached(SQLModel, registry=registry()):
    """Base of these tables: their metadata is theirs alone."""


class Key(Cached, table=True):
    """What the catalogue was made from: one row."""

    key: str = Field(primary_key=True)
    """Digest of everything that went in."""


class Sheet(Cached, table=True):
    """One entry in one language, as its version in force describes it."""

    row: int = Field(primary_key=True)
    """Also the row of its words in the search index."""
    language: str = Field(index=True)
    """Two-letter code."""
    slug: str
    """Name of the entry in addresses."""
    reference: str
    """Permanent identifier of the entry."""
    number: int
    """Number of the version shown."""
    title: str
    """Title, with a verb."""
    summary: str
    """Three short sentences."""
    keywords: str
    """Words that people search for."""
    family: str
    """Code of the family."""
    status: str
    """Code of the status."""
    fidelity: str
    """Code of the fidelity."""
    automation: str
    """Code of the degree of automation."""
    administration: str
    """Name, in addresses, of the first administration that answers for it."""
    updated_on: date | None = None
    """Publication day of the version shown."""
    text: str
    """The words of its page, one passage to a line."""


class Responsible(Cached, table=True):
    """One administration that answers for one entry."""

    slug: str = Field(primary_key=True)
    """The entry."""
    administration: str = Field(primary_key=True)
    """The administration."""


class Body(Cached, table=True):
    """One administration in one language."""

    administration: str = Field(primary_key=True)
    """Its name in addresses."""
    language: str = Field(primary_key=True)
    """Two-letter code."""
    name: str
    """Full name."""
    kind: str
    """Code of what sort of administration it is."""


class Release(Cached, table=True):
    """One publication in one language."""

    slug: str = Field(primary_key=True)
    """The entry."""
    number: int = Field(primary_key=True)
    """The version."""
    language: str = Field(primary_key=True)
    """Two-letter code."""
    published_at: datetime = Field(index=True)
    """When it was published."""
    kind: str
    """Code of what kind of publication it was."""
    title: str
    """Title of the entry in that version."""
    note: str
    """What changed."""
    administration: str
    """The first administration that answers for it."""
    compares: bool = False
    """Whether there is a version before to compare with."""


def search_table(language: str) -> str:
    """Return the SQL that makes the search index of one language.

    It keeps no text: `Sheet` has it. Terms come from `register.catalogue.words`, so that
    the tokenizer only has to split at spaces.
    """
    return (
        f"CREATE VIRTUAL TABLE search_{language} USING "
        "fts5(title, summary, keywords, body, content='', tokenize='ascii', prefix='3 4 5')"
    )


def vocabulary_table(language: str) -> str:
    """Return the SQL that makes the list of the terms of one language."""
    return f"CREATE VIRTUAL TABLE terms_{language} USING fts5vocab(search_{language}, 'row')"
