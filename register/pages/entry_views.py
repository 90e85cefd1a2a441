"""The small frozen values of an entry's pages: facts and sources, tables, versions.

Same conventions as in `register.pages.views`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from register.entry.known import Gap
from register.entry.parts import AuthorRole, ChangeKind, Fidelity
from register.pages.views import Link

Standing = Literal["in_force", "upcoming", "superseded", "draft", "retired", "merged", "retracted"]
SourceStatus = Literal["read", "secondary", "not_verified"]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One answer, with its sources, or the honest reason why there is none."""

    text: str | None = None
    """The answer, or None when `gap` says why it is missing."""
    gap: Gap | None = None
    """Why there is no answer."""
    ground: str | None = None
    """For a secret: the legal ground invoked."""
    note: str | None = None
    """A remark: what was looked for, what was counted."""
    sources: tuple[int, ...] = ()
    """Numbers of the sources (`Source.number`) that support the answer."""
    href: str | None = None
    """Where the answer can be read in full."""


@dataclass(frozen=True, kw_only=True)
class LabelledFact:
    """A fact with its question or label."""

    label: str
    """The question or label."""
    fact: Fact
    """The answer."""


@dataclass(frozen=True, kw_only=True)
class FactGroup:
    """Facts under one title, such as risks or evaluations."""

    title: str
    """Title of the group."""
    facts: tuple[LabelledFact, ...] = ()
    """The facts, in order."""
    whole: Fact | None = None
    """One answer for the whole group, where there is no list: a gap, or *none*."""


@dataclass(frozen=True, kw_only=True)
class StepFidelity:
    """How close one step of the calculation is to the real one."""

    label: str
    """Which step, and what differs."""
    fidelity: Fidelity
    """How close it is."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A numbered document on which the entry rests."""

    number: int
    """Number used in the citations, from 1."""
    title: str
    """Title of the document."""
    publisher: str | None = None
    """Who published it."""
    href: str | None = None
    """Where it can be read."""
    dated: Fact | None = None
    """Its own date, as precisely as it is known."""
    status: SourceStatus = "read"
    """Whether we have read it ourselves."""
    seen_on: date | None = None
    """The day on which it was last looked for."""
    note: str | None = None
    """What it was used for, or a doubt about it."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something a person can do: ask, correct, appeal."""

    title: str
    """A verb and its object."""
    text: str
    """How to do it, in one or two sentences."""
    delay: str | None = None
    """The delay and from when it is counted, exactly as the law says."""
    links: tuple[Link, ...] = ()
    """Addresses, forms or pages to use."""
    sources: tuple[int, ...] = ()
    """Numbers of the sources."""


@dataclass(frozen=True, kw_only=True)
class DataRow:
    """One piece of data that the algorithm uses."""

    label: str
    """Its name."""
    source: Fact
    """Where it comes from."""
    purpose: str | None = None
    """What it is used for."""
    unit: str | None = None
    """Its unit, in words."""
    judged: str | None = None
    """For a judgement: who makes it, and within what range."""
    personal: bool = False
    """True when it is about a person."""
    sensitive: bool = False
    """True for data of article 9 of the GDPR."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell of a table."""

    text: str
    """What it says."""
    numeric: bool = False
    """True for numbers, which are aligned on their end."""
    sources: tuple[int, ...] = ()
    """Numbers of the sources."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A simple table: one header row, each row headed by its first cell."""

    caption: str
    """What the table shows."""
    columns: tuple[Cell, ...]
    """Headings, one for each column."""
    rows: tuple[tuple[Cell, ...], ...]
    """Rows of as many cells as there are columns."""
    note: str | None = None
    """A remark below the table."""


@dataclass(frozen=True, kw_only=True)
class EvaluationView:
    """How often a score is right on known cases; empty where no evaluation was given."""

    summary: tuple[str, ...] = ()
    """Sentences with the rates, in natural frequencies."""
    tables: tuple[Table, ...] = ()
    """Counts, prediction and observation, errors by group."""
    notes: tuple[str, ...] = ()
    """What holds for all the numbers."""


@dataclass(frozen=True, kw_only=True)
class InfluencePart:
    """The examples with one value, or within a band of values."""

    label: str
    """The value or the band."""
    effect: str
    """Mean effect with its sign, or a dash where it is withheld."""
    count: str
    """Number of examples, or a dash where it is withheld."""
    share: int
    """Length and side of its bar: -100 to 100 of the longest of this input."""


@dataclass(frozen=True, kw_only=True)
class InfluenceRow:
    """How much one piece of information counts over the whole reference population."""

    label: str
    """Its name."""
    size: str
    """Mean effect without its sign, with the unit."""
    share: int
    """Length of its bar: 0 to 100 of the longest."""
    low: int = 0
    """Left end of the bars of its parts, -100 to 0."""
    high: int = 0
    """Right end of the bars of its parts, 0 to 100."""
    parts: tuple[InfluencePart, ...] = ()
    """How its value counts; empty for several pieces of information that count as one."""


@dataclass(frozen=True, kw_only=True)
class Influences:
    """What counts over the whole reference population of a score."""

    group: str
    """Name of the reference population."""
    rows: str
    """How many examples it has."""
    unit: str | None
    """Unit of the effects."""
    definition: str
    """What a point of the score is."""
    inputs: tuple[InfluenceRow, ...] = ()
    """The largest first; empty where nothing may be told."""


@dataclass(frozen=True, kw_only=True)
class LegalBasis:
    """A text of law on which the decision or the use of data rests."""

    title: str
    """Name of the text and article."""
    purpose: str
    """What it allows or demands."""
    href: str | None = None
    """Where it can be read."""
    sources: tuple[int, ...] = ()
    """Numbers of the sources."""


@dataclass(frozen=True, kw_only=True)
class Artefact:
    """A file that a version executes."""

    name: str
    """File name."""
    role: str
    """What it holds."""
    sha256: str
    """Its digest, 64 hexadecimal digits."""
    href: str | None = None
    """Where to download it; None when it is not public."""


@dataclass(frozen=True, kw_only=True)
class LogView:
    """The state of a transparency log."""

    name: str
    """Its name: the address that its signatures bear."""
    lines: int
    """Number of publications that are signed."""
    root: str
    """The number that sums them all up, in base64."""
    key: str
    """Public key that signs now, in the form that verifiers read."""
    demonstration: bool
    """True where everybody knows the private key."""
    checkpoint_href: str
    """Path of the signed state of now."""
    keys_href: str
    """Path of all public keys."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What proves that one version was published, fixed for ever."""

    line: int
    """Place of its line in the log, from 1."""
    lines: int
    """Number of lines of the state that was signed with it."""
    root: str
    """The number that sums these lines up, in base64."""
    checkpoint_href: str
    """Path of that signed state."""
    proof_href: str
    """Path of the proof file."""
    line_href: str
    """Path of the line itself."""


@dataclass(frozen=True, kw_only=True)
class VersionRef:
    """One version, named."""

    number: int
    """Version number, from 1."""
    href: str
    """Path of its page."""
    standing: Standing
    """Whether it applies."""
    applies_from: date
    """First day on which it applies."""
    applies_to: date | None = None
    """Last day on which it applies, if there is one."""
    published_on: date | None = None
    """Day of publication; None for a draft."""


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """One line of the history of an entry."""

    version: VersionRef
    """Which version."""
    kind: ChangeKind
    """What sort of change it was."""
    note: str
    """What changed, in plain words."""
    author: AuthorRole | None = None
    """In what role its author wrote, where that is said."""
    compare_href: str | None = None
    """Path of the comparison with the version before."""


@dataclass(frozen=True, kw_only=True)
class Tombstone:
    """Says how an entry ended. Its page stays."""

    standing: Standing
    """`retired`, `merged` or `retracted`."""
    day: date
    """Last day of use, or the first day of the version that ends the entry."""
    reason: str
    """Why, in plain words."""
    successor: Link | None = None
    """The entry that describes the algorithm from now on."""
    last: VersionRef | None = None
    """The last version before the end."""


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file to download."""

    label: str
    """What it is."""
    href: str
    """Path of the file."""
    format: str
    """Name of the format (JSON, Markdown, ...)."""
    size: str | None = None
    """Its size, with the unit."""


@dataclass(frozen=True, kw_only=True)
class Translation:
    """Says that the text is a courtesy translation."""

    original: Link
    """The text that counts, in its own language."""
    outdated: bool
    """True when the original has changed since it was translated."""
