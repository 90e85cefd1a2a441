"""The small frozen values of comparisons: what differs, and what each version would have given.

Same conventions as in `register.pages.views`.
"""

from dataclasses import dataclass
from typing import Literal

from register.pages.views import ChangeRow, Link

Change = Literal["added", "removed", "changed"]
PassageChange = Literal["same", "added", "removed", "changed"]
SegmentKind = Literal["same", "inserted", "deleted"]
Effect = Literal["same", "value", "decision", "not_comparable"]
EntryChangeKind = Literal["added", "changed", "announced", "retired", "merged", "retracted"]


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A run of text that stayed, came or went."""

    kind: SegmentKind
    """What happened to it."""
    text: str
    """The text."""
    blank: bool = False
    """True where it holds nothing that people see."""


@dataclass(frozen=True, kw_only=True)
class SummaryPart:
    """Changes of one sort, in sentences."""

    title: str
    """What they are about."""
    sentences: tuple[str, ...]
    """The changes, most important first."""


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One field that differs between two versions."""

    part: str
    """Part of the entry in which it stands."""
    label: str
    """Name of the field."""
    change: Change
    """What happened to it."""
    before: tuple[Segment, ...]
    """Its value before, empty if it is new."""
    after: tuple[Segment, ...]
    """Its value after, empty if it is gone."""


@dataclass(frozen=True, kw_only=True)
class BlockChange:
    """One paragraph, list item or table row of the text."""

    heading: str
    """Heading under which it stands."""
    change: PassageChange
    """What happened to it."""
    segments: tuple[Segment, ...]
    """Its words, old and new."""


@dataclass(frozen=True, kw_only=True)
class WholeSection:
    """A section of the text, whole, with its changes."""

    heading: str
    """Its title after, or before if it is gone."""
    blocks: tuple[BlockChange, ...]
    """Its passages, those that stayed included."""


@dataclass(frozen=True, kw_only=True)
class ContrastRow:
    """One case, and what each of two versions gives for it."""

    title: str
    """Who it is, in a few words; empty for answers just typed."""
    effect: Effect
    """What the newer version changes for this case."""
    before: str
    """What the older version gives, or why it gives nothing."""
    after: str
    """What the newer version gives, or why it gives nothing."""
    notes: tuple[str, ...] = ()
    """Data of the case that one of them does not look at."""
    href: str | None = None
    """Path of the worked example, if it is one."""


@dataclass(frozen=True, kw_only=True)
class Contrasts:
    """What the other version would have given, for every worked example."""

    sentences: tuple[str, ...]
    """How many examples get the same, another number, another decision."""
    changed: tuple[ContrastRow, ...]
    """Those whose result changes, another decision first, and those that cannot be compared."""
    same: tuple[ContrastRow, ...]
    """Those whose result stays."""
    form_href: str
    """Path of the form on which any case goes through both versions."""


@dataclass(frozen=True, kw_only=True)
class EntryChange:
    """What happened to one entry between two days."""

    kind: EntryChangeKind
    """What sort of change it is, all in all."""
    title: str
    """Title of the entry, after."""
    href: str
    """Path of the entry page."""
    sentences: tuple[str, ...]
    """The first differences in sentences, or why the entry ended."""
    releases: tuple[ChangeRow, ...]
    """Publications in between, newest first."""
    compare_href: str | None = None
    """Path of the comparison of the versions in force on the two days."""
    successor: Link | None = None
    """The entry that describes the algorithm from now on."""
