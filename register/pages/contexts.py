"""What each page of the site is given: one frozen context class per page.

A template prints its context and computes nothing. `template` names the file under
`templates/`. Texts are in the page's language and ready to print; see `register.pages.views`
for the values that pages are made of.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from explain.account import Account
from explain.account import Fact as Row
from explain.wording.doubt import Question
from register.entry.parts import AuthorRole, Automation, ChangeKind, Family, Fidelity, Status
from register.pages.entry_views import (
    Action,
    Artefact,
    DataRow,
    Download,
    EvaluationView,
    Evidence,
    Fact,
    FactGroup,
    Influences,
    LabelledFact,
    LegalBasis,
    LogView,
    Source,
    StepFidelity,
    Table,
    Tombstone,
    Translation,
    VersionRef,
    VersionRow,
)
from register.pages.frame import Page
from register.pages.rule_views import RulesView
from register.pages.views import (
    AdministrationKind,
    AdministrationRow,
    ChangeRow,
    EntryRow,
    Example,
    FamilyRow,
    Form,
    Link,
    Option,
    Pagination,
    UpkeepRow,
    WholeDownload,
)


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """The front door: what a register is, and the ways in."""

    template: ClassVar[str] = "pages/home.html"

    total: int
    """Number of published entries."""
    families: tuple[FamilyRow, ...]
    """The three families."""
    changes: tuple[ChangeRow, ...]
    """Latest publications, newest first."""
    administrations: tuple[AdministrationRow, ...]
    """Administrations that have entries."""


@dataclass(frozen=True, kw_only=True)
class ListPage(Page):
    """All algorithms, or those that a search and filters leave."""

    template: ClassVar[str] = "pages/list.html"

    query: str
    """Words searched for, exactly as received; empty for none."""
    families: tuple[Option, ...]
    """Filter by family: values are family codes, labels may stay empty."""
    administrations: tuple[Option, ...]
    """Filter by administration."""
    statuses: tuple[Option, ...]
    """Filter by status: values are status codes, labels may stay empty."""
    total: int
    """Number of results over all pages."""
    results: tuple[EntryRow, ...]
    """Results of this page."""
    pagination: Pagination | None = None
    """Present when there is more than one page."""


@dataclass(frozen=True, kw_only=True)
class AdministrationPage(Page):
    """One administration and the algorithms it answers for."""

    template: ClassVar[str] = "pages/administration.html"

    name: str
    """Full name."""
    kind: AdministrationKind
    """What sort of administration it is."""
    fictional: bool
    """True when it was made up for the demonstration."""
    summary: str
    """What it does, in a sentence."""
    facts: tuple[LabelledFact, ...]
    """Identifier, kind, site, contact and data protection officer."""
    entries: tuple[EntryRow, ...]
    """Its algorithms."""
    changes: tuple[ChangeRow, ...]
    """Its latest publications, newest first."""


@dataclass(frozen=True, kw_only=True)
class EntryPage(Page):
    """One algorithm, as described by its version in force."""

    template: ClassVar[str] = "pages/entry.html"

    title: str
    """(1) Title, with a verb."""
    href: str
    """Path of the entry page, the one that always shows the version in force."""
    reference: str
    """Permanent identifier of the entry."""
    administrations: tuple[Link, ...]
    """Who answers for the algorithm."""
    fictional: bool
    """True when these administrations were made up for the demonstration."""
    family: Family
    """How it works."""
    status: Status
    """Where it stands in its life."""
    status_fact: Fact | None
    """Since when, and from which source."""
    checked: Fact
    """Day of the last check by its administration."""
    review: Fact | None
    """Day by which the entry is to be checked again."""
    review_late: bool
    """True when that day has passed."""
    fidelity: Fidelity
    """How close the published calculation is to the real one."""
    fidelity_note: str
    """What differs from the real algorithm, in one or two sentences."""
    translation: Translation | None
    """Present when the text is a courtesy translation."""
    version: VersionRef
    """The version shown."""
    summary: str
    """(2) Three sentences: what it does, for whom, who decides."""
    concerns: str
    """(3) Does it concern me?"""
    actions: tuple[Action, ...]
    """(4) What can I do?"""
    context: Markup
    """Why this calculation exists, in prose."""
    context_facts: tuple[LabelledFact, ...]
    """Purpose, justification, procedure, results."""
    automation: Automation
    """(5) How much the calculation decides."""
    automation_note: str
    """(5) Its part in the decision, in words."""
    automation_facts: tuple[LabelledFact, ...]
    """(5) The yes-or-no answers on which the law branches."""
    data_used: tuple[DataRow, ...]
    """(6) Data that the algorithm uses."""
    data_unused: tuple[str, ...]
    """(6) Data that it does not use."""
    data_note: Markup
    """(6) Remarks on the data; may be empty."""
    method: Markup
    """(7) How it counts, in prose."""
    step_fidelity: tuple[StepFidelity, ...]
    """(7) Steps whose fidelity is not that of the whole."""
    tables: tuple[Table, ...]
    """(7) Weights of a score, steps of a matching."""
    rules: RulesView | None
    """(7) The rules as text, step by step, those of a point grid too; None where there are none."""
    influences: Influences | None
    """(7) What counts over the whole reference population; None where there is no score."""
    procedure_href: str | None
    """(7) Path of the page that tells how places are given; None when it is no matching."""
    try_href: str | None
    """(7) Path of the form on which the algorithm is tried; None when it cannot be executed."""
    examples: tuple[Example, ...]
    """(7) Worked examples."""
    limits: Markup
    """(8) Known limits and error rates, in prose."""
    unresolved: Markup
    """(8) What is not settled yet; may be empty."""
    evaluation: EvaluationView | None
    """(8) How often a score is right; None when the algorithm is not an executable score."""
    limit_groups: tuple[FactGroup, ...]
    """(8) Risks, impact assessments, evaluations, disputes."""
    legal_bases: tuple[LegalBasis, ...]
    """(9) Texts of law."""
    legal_gap: Fact | None
    """(9) Why no text of law is given, where there is none."""
    legal_note: Markup
    """(9) Remarks on the law; may be empty."""
    legal_facts: tuple[LabelledFact, ...]
    """(9) What the CRPA, the GDPR and the AI act demand here."""
    annex: Markup
    """(10) Technical annex, in prose; may be empty."""
    annex_groups: tuple[FactGroup, ...]
    """(10) Technical and administrative facts."""
    artefacts: tuple[Artefact, ...]
    """(10) Files that the version executes."""
    history: tuple[VersionRow, ...]
    """(11) Latest versions, newest first."""
    history_href: str
    """(11) Path of the page of all versions."""
    versions: int
    """(11) Number of all versions."""
    downloads: tuple[Download, ...]
    """(12) Files to download."""
    citation: str
    """(12) How to cite the version shown."""
    permalink: str
    """(12) Full address of the version shown."""
    report: Link
    """(12) Where to report an error."""
    sources: tuple[Source, ...]
    """Documents on which the entry rests, in the order of their numbers."""
    tombstone: Tombstone | None = None
    """Present when the algorithm is no longer used, or no longer described here."""


@dataclass(frozen=True, kw_only=True)
class VersionPage(EntryPage):
    """One version of an entry, at its permanent address."""

    template: ClassVar[str] = "pages/version.html"

    kind: ChangeKind
    """What sort of change it was."""
    note: str
    """What it changed, in plain words."""
    author: AuthorRole | None
    """In what role its author wrote, where that is said."""
    digest: str
    """sha256 of its canonical text."""
    evidence: Evidence | None
    """What proves its publication; None for a draft, or for a register that signs nothing."""
    successor: VersionRef | None
    """The version that replaced it, or the one in force."""
    compare_href: str | None
    """Path of the comparison with the version before."""


@dataclass(frozen=True, kw_only=True)
class TryPage(Page):
    """The form on which an algorithm is tried on an example."""

    template: ClassVar[str] = "pages/try.html"

    title: str
    """Title of the entry."""
    version: VersionRef
    """The version that computes."""
    fidelity: Fidelity
    """How close the published calculation is to the real one."""
    fidelity_note: str
    """What differs from the real algorithm."""
    form: Form
    """Questions, answers received and errors."""


@dataclass(frozen=True, kw_only=True)
class ResultPage(TryPage):
    """What the algorithm gives on the answers, explained."""

    template: ClassVar[str] = "pages/result.html"

    account: Account
    """The explanation in plain words."""
    doubts: tuple[Question, ...] = ()
    """How sure a score is of this case, for agents; empty for another family."""
    administration: str = ""
    """Name of who answers for the calculation."""
    contact: str = ""
    """How to reach them."""
    recourse: tuple[Row, ...] = ()
    """What a person can do about a real decision: a verb and its object, how, the delay, where."""


@dataclass(frozen=True, kw_only=True)
class OpenDataPage(Page):
    """Everything to download at once, for those who count, compare and check."""

    template: ClassVar[str] = "pages/open_data.html"

    downloads: tuple[WholeDownload, ...]
    """The files that hold the whole register."""
    example: str
    """Full address of the list as JSON, to try the data in a terminal."""


@dataclass(frozen=True, kw_only=True)
class UpkeepPage(Page):
    """What is late, broken, stale or incomplete in the register, in public."""

    template: ClassVar[str] = "pages/upkeep.html"

    day: date
    """The day on which everything was judged."""
    links_tried_on: date | None
    """Day of the oldest result of trying links; None when none was ever tried."""
    late: int
    """Number of entries whose review is late."""
    broken: int
    """Number of entries with a link that leads nowhere."""
    stale: int
    """Number of entries with a translation that is missing or out of date."""
    criteria: tuple[str, ...]
    """Everything that is asked of an entry."""
    entries: tuple[UpkeepRow, ...]
    """The entries, the latest first, then those that lack most."""


@dataclass(frozen=True, kw_only=True)
class LetterPage(Page):
    """For people who received a letter that mentions an algorithm."""

    template: ClassVar[str] = "pages/letter.html"


@dataclass(frozen=True, kw_only=True)
class AboutPage(Page):
    """What this register is, what it promises and what it does not do."""

    template: ClassVar[str] = "pages/about.html"


@dataclass(frozen=True, kw_only=True)
class GlossaryPage(Page):
    """The words that the register uses, explained."""

    template: ClassVar[str] = "pages/glossary.html"


@dataclass(frozen=True, kw_only=True)
class AccessibilityPage(Page):
    """The accessibility statement."""

    template: ClassVar[str] = "pages/accessibility.html"


@dataclass(frozen=True, kw_only=True)
class ProofPage(Page):
    """How anybody verifies that the past was not rewritten, and what that proves."""

    template: ClassVar[str] = "pages/proof.html"

    log: LogView | None
    """The state of the log now; None for a register that signs nothing."""
    verifier: str
    """Path of the program that verifies, one file."""
    ledger: str
    """Path of the ledger."""
    address: str
    """Address of the site, as the program is given it."""


@dataclass(frozen=True, kw_only=True)
class LegalPage(Page):
    """Legal notice and personal data."""

    template: ClassVar[str] = "pages/legal.html"


@dataclass(frozen=True, kw_only=True)
class ErrorPage(Page):
    """The one error shape: what is wrong and what to do."""

    template: ClassVar[str] = "pages/error.html"

    status: int
    """HTTP status."""
    code: str | None
    """Code of the issue, if it has one."""
    problem: str
    """What is wrong, and where."""
    hint: str
    """What to do."""
