"""What the pages of an entry's history are given: versions, comparisons, what changed.

Same conventions as in `register.pages.contexts`.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from register.pages.compare_views import (
    BlockChange,
    ContrastRow,
    Contrasts,
    EntryChange,
    FieldChange,
    SummaryPart,
    WholeSection,
)
from register.pages.entry_views import VersionRef, VersionRow
from register.pages.frame import Page
from register.pages.views import Form, Link


@dataclass(frozen=True, kw_only=True)
class HistoryPage(Page):
    """Every version of an entry."""

    template: ClassVar[str] = "pages/history.html"

    title: str
    """Title of the entry."""
    href: str
    """Path of the entry page."""
    current: int
    """Number of the version that the entry page shows."""
    history: tuple[VersionRow, ...]
    """All versions, newest first."""


@dataclass(frozen=True, kw_only=True)
class ComparePage(Page):
    """Two versions of an entry, and what differs."""

    template: ClassVar[str] = "pages/compare.html"

    title: str
    """Title of the entry."""
    older: VersionRef
    """The version before."""
    newer: VersionRef
    """The version after."""
    note: str
    """What the newer version says it changed."""
    summary: tuple[SummaryPart, ...]
    """The changes in sentences; empty where nothing differs."""
    contrasts: Contrasts | None
    """What each version gives for the worked examples; None where one of them cannot calculate."""
    fields: tuple[FieldChange, ...]
    """Fields that differ."""
    blocks: tuple[BlockChange, ...]
    """Passages of the text that differ, in order."""
    whole: tuple[WholeSection, ...]
    """The whole text with its changes; empty where no passage differs."""
    pairs: tuple[Link, ...]
    """Other comparisons within this entry."""
    files: tuple[Link, ...]
    """The same comparison for programs."""


@dataclass(frozen=True, kw_only=True)
class ContrastPage(Page):
    """A form on which any case goes through two versions, and what each gives."""

    template: ClassVar[str] = "pages/contrast.html"

    title: str
    """Title of the entry."""
    older: VersionRef
    """The version before."""
    newer: VersionRef
    """The version after."""
    compare_href: str
    """Path of the comparison of the two versions."""
    form: Form
    """Questions of both versions, answers received and errors."""
    result: ContrastRow | None = None
    """What each version gives for the answers, once they were sent."""


@dataclass(frozen=True, kw_only=True)
class ChangesPage(Page):
    """What was added, changed and retired in the whole register between two days."""

    template: ClassVar[str] = "pages/changes.html"

    since: date
    """The day before."""
    until: date
    """The day after."""
    action: str
    """Path to which the form for other days is sent, by GET."""
    entries: tuple[EntryChange, ...]
    """Entries that changed, by what happened to them."""
    total: int
    """Number of publications in between."""


@dataclass(frozen=True, kw_only=True)
class MovedPage(Page):
    """Stands at the address that an entry had before it was renamed."""

    template: ClassVar[str] = "pages/moved.html"

    href: str
    """Path of the page that took its place."""
