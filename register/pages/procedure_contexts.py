"""What the page of a procedure is given: the method, an example step by step, the cut-offs.

Same conventions as in `register.pages.contexts`.
"""

from dataclasses import dataclass
from typing import ClassVar

from explain.account import Tale
from register.entry.parts import Fidelity
from register.pages.entry_views import Table, VersionRef
from register.pages.frame import Page
from register.pages.views import Example


@dataclass(frozen=True, kw_only=True)
class CutoffPoint:
    """One cut-off on its axis."""

    label: str
    """The programme and the year."""
    text: str
    """The cut-off with its unit, or why there is none."""
    place: float | None
    """Where it lies, in percent of the axis; None where there is no number."""


@dataclass(frozen=True, kw_only=True)
class CutoffChart:
    """Cut-offs as points on one axis; the table beside it holds the same numbers."""

    title: str
    """What it shows."""
    description: str
    """Every cut-off in words, for those who do not see it."""
    low: str
    """What stands at the left end of the axis."""
    high: str
    """What stands at the right end of the axis."""
    points: tuple[CutoffPoint, ...]
    """The cut-offs, in the order of the table."""


@dataclass(frozen=True, kw_only=True)
class CutoffGroup:
    """Cut-offs that may be compared: all published, or all invented."""

    title: str
    """Title of the group."""
    invented: bool
    """True where they come from people who do not exist."""
    scope: str
    """Which years and how many programmes, and what the axis says."""
    chart: CutoffChart | None
    """The drawing; None where there is no number to draw."""
    table: Table
    """Every cut-off with its counts."""


@dataclass(frozen=True, kw_only=True)
class ProcedurePage(Page):
    """How one version of a matching gives places."""

    template: ClassVar[str] = "pages/procedure.html"

    title: str
    """Title of the entry."""
    version: VersionRef
    """The version that is told."""
    fidelity: Fidelity
    """How close the published calculation is to the real one."""
    fidelity_note: str
    """What differs from the real algorithm."""
    contribution: tuple[str, ...]
    """How much the calculation decides, and how."""
    method: tuple[str, ...]
    """How it goes, in short steps."""
    tale: Tale | None
    """An invented run, step by step; None where there is none to tell."""
    examples: tuple[Example, ...]
    """Worked examples of people in that run, and in the others."""
    cutoffs: tuple[CutoffGroup, ...]
    """Cut-offs, published ones first."""
    no_cutoff: str | None
    """Why there is no cut-off, where there is none."""
    check: str
    """What somebody types to check a result, and with what it is compared."""
    try_href: str
    """Path of the form on which somebody checks a result."""
