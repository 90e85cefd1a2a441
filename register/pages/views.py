"""The small frozen values that pages are made of: links, rows of lists, forms.

Texts are in the page's language and ready to print; codes (`family`, `status`, ...) get
their words from the templates. `Markup` fields hold HTML that is already safe.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from markupsafe import Markup

from explain.i18n import LanguageCode
from register.entry.parts import Automation, ChangeKind, Family, Fidelity, Status

AdministrationKind = Literal[
    "ministry", "region", "department", "intercommunality", "commune", "agency"
]
Verdict = Literal["met", "unmet", "unknown", "not_applicable"]
Control = Literal["number", "text", "date", "select", "radio"]


@dataclass(frozen=True, kw_only=True)
class Link:
    """A text that leads somewhere."""

    label: str
    """What the reader sees."""
    href: str
    """Absolute path on the site, or an `https:` or `mailto:` address."""


@dataclass(frozen=True, kw_only=True)
class Alternate:
    """The same page in another language."""

    language: LanguageCode
    """Code of the other language."""
    href: str
    """Path of the page in that language."""


@dataclass(frozen=True, kw_only=True)
class EntryRow:
    """One algorithm in a list."""

    title: str
    """Title, with a verb."""
    href: str
    """Path of the entry page."""
    summary: str
    """One or two sentences."""
    administrations: tuple[Link, ...]
    """Who answers for it."""
    family: Family
    """How it works."""
    status: Status
    """Where it stands in its life."""
    fidelity: Fidelity
    """How close the published calculation is to the real one."""
    automation: Automation
    """How much the calculation decides."""
    updated_on: date | None = None
    """Publication day of the version in force."""
    excerpt: Markup | None = None
    """Passage that matches the search, with the words found in `<mark>`."""


@dataclass(frozen=True, kw_only=True)
class ChangeRow:
    """One publication in the list of latest changes."""

    published_on: date
    """Day of publication."""
    title: str
    """Title of the entry."""
    href: str
    """Path of the version page."""
    number: int
    """Version number, from 1."""
    kind: ChangeKind
    """What sort of change it was."""
    note: str
    """What changed, in one sentence."""
    administration: str
    """Names of the administrations."""
    compare_href: str | None = None
    """Path of the comparison with the version before, if there is one."""


@dataclass(frozen=True, kw_only=True)
class AdministrationRow:
    """One administration in a list."""

    name: str
    """Full name."""
    href: str
    """Path of its page."""
    count: int
    """Number of entries it answers for."""
    kind: AdministrationKind
    """What sort of administration it is."""


@dataclass(frozen=True, kw_only=True)
class FamilyRow:
    """One of the three families, with its number of entries."""

    family: Family
    """Which one."""
    href: str
    """Path of the list filtered on it."""
    count: int
    """Number of entries."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One choice of a list, a group of radio buttons or a filter."""

    value: str
    """What the form sends."""
    label: str
    """What the reader sees."""
    selected: bool = False
    """True for the present choice."""
    count: int | None = None
    """Number of results behind it, where that is known."""


@dataclass(frozen=True, kw_only=True)
class Pagination:
    """Where a page of results stands among the others."""

    page: int
    """This page, from 1."""
    pages: int
    """Number of pages, at least 2."""
    previous_href: str | None = None
    """Path of the page before."""
    next_href: str | None = None
    """Path of the page after."""


@dataclass(frozen=True, kw_only=True)
class Example:
    """A synthetic person on whom the algorithm is worked out."""

    title: str
    """Who it is, in a few words."""
    outcome: str
    """What the calculation gives."""
    href: str
    """Path of the filled-in form, or of its result."""
    summary: str | None = None
    """The situation, in a sentence."""
    current: bool = False
    """True when the form shows this example now."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One question of the form."""

    id: str
    """Name of the input; also its identifier in the page."""
    label: str
    """The question."""
    control: Control
    """How it is answered."""
    value: str = ""
    """What was typed or chosen, exactly as received."""
    help: str | None = None
    """How to answer."""
    unit: str | None = None
    """Unit of the answer, in words or as a sign."""
    options: tuple[Option, ...] = ()
    """Choices of a list or of radio buttons."""
    error: str | None = None
    """What is wrong with the answer and what to do."""
    required: bool = True
    """False where leaving it empty means *I do not know*."""


@dataclass(frozen=True, kw_only=True)
class FieldGroup:
    """Questions that belong together."""

    legend: str | None
    """Their common title."""
    fields: tuple[Field, ...]
    """The questions, in order."""
    help: str | None = None
    """What they are about."""
    error: str | None = None
    """What is wrong with all of them together."""
    folded: bool = False
    """True for one more person of a list, of whom nothing is said yet."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """The form on which an algorithm is tried."""

    action: str
    """Path to which the answers are sent, by POST."""
    groups: tuple[FieldGroup, ...]
    """All questions."""
    examples: tuple[Example, ...]
    """Synthetic persons that fill the form in."""
    error: str | None = None
    """An error that concerns the answers together."""


@dataclass(frozen=True, kw_only=True)
class WholeDownload:
    """One file that holds the whole register."""

    label: str
    """What it is."""
    description: str
    """What it holds, in a sentence."""
    href: str
    """Path of the file."""
    format: str
    """Name of the format (ZIP, SQLite, CSV, ...)."""
    size: str
    """Its size, with the unit."""
    digest: str
    """sha256 of its bytes."""


@dataclass(frozen=True, kw_only=True)
class CriterionRow:
    """One thing that is asked of an entry, and whether it holds."""

    label: str
    """What is asked."""
    verdict: Verdict
    """Whether it holds."""
    items: tuple[str, ...]
    """What fails it, one by one: facts, documents, languages, links."""


@dataclass(frozen=True, kw_only=True)
class UpkeepRow:
    """How one entry is kept."""

    entry: Link
    """The entry."""
    review_due: date
    """Day by which it is to be checked again."""
    days_late: int
    """Days since that day; 0 when it is not late."""
    met: int
    """Number of criteria that hold."""
    total: int
    """Number of criteria that count for this entry."""
    criteria: tuple[CriterionRow, ...]
    """Every criterion."""
