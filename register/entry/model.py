"""What one version of an entry says: the front matter of its texts.

The canonical text (`fr.md`) holds every structured fact. A translation (`en.md`) holds
the same texts by key (see `explain.texts`) and the digest of the text it translates.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from explain.fields import Day, Digest, Distinct, Flag, Id, Line, Text
from explain.spec import Artefact, Contribution
from register.entry.identity import Slug
from register.entry.known import Known, Unknown
from register.entry.parts import (
    AiAct,
    AuthorRole,
    Automation,
    ChangeKind,
    Contact,
    Crpa,
    DataNotUsed,
    DataUsed,
    Deployment,
    Family,
    Fidelity,
    Gdpr,
    LegalBasis,
    Part,
    Redress,
    Reference,
    Risk,
    SourceCode,
    Status,
    StepFidelity,
    Study,
    Supplier,
    Theme,
    When,
    Yearly,
)

EntryId = Annotated[Line, StringConstraints(pattern=r"^[a-z]{2,8}-[0-9]{4,8}$")]

TO_WRITE = {"fr": "À compléter", "en": "To be completed"}
"""How a text that is still to be written starts, in each language."""


class Entry(Part):
    """The front matter of a canonical text."""

    # Identity
    format: Literal[1]
    """Version of this format."""
    id: EntryId = Field(examples=["gj-0001"])
    """Permanent identifier of the entry, never used again for another."""
    lang: Literal["fr"]
    """Language of this text, the one that counts."""
    title: Text = Field(examples=["Calculer l’aide à la facture d’eau"], max_length=120)
    """What the algorithm does, starting with a verb."""
    summary: Text = Field(max_length=400)
    """Three short sentences: what it does, for whom, who decides."""
    family: Family
    """How it works: written rules, matching of people and places, or prediction."""
    fidelity: Fidelity
    """How close the calculation published here is to the real one. `exact`: the real rule.
    `partial`: the real rule, not whole. `illustrative`: our own model in the real one's shape.
    `documented`: described only."""
    fidelity_note: Text = Field(max_length=600)
    """What differs from the real algorithm, in one or two sentences."""
    step_fidelity: Annotated[tuple[StepFidelity, ...], Distinct] = ()
    """Steps whose fidelity is not that of the whole."""
    themes: Annotated[tuple[Theme, ...], Distinct] = Field(min_length=1, examples=[["water"]])
    """Subjects."""
    keywords: Text = Field(examples=["eau, facture, aide, quotient familial"])
    """Words that people search for, separated by commas."""
    territory: Text = Field(examples=["Nantes Métropole (24 communes)"])
    """Where it is used."""

    # This version
    kind: ChangeKind
    """What sort of change this version is. `substance`: something said about the algorithm
    changed. `correction`: we had made a mistake. `translation`: only wording or language.
    `review`: checked, nothing to change. `status`: planned, in use, suspended. `renaming`: another
    name in addresses. `merger`: another entry describes it from now on. `retirement`: no longer
    used. `retraction`: the entry itself is withdrawn."""
    change_note: Text = Field(max_length=600)
    """What this version changes and why, in plain words. It says so when only our entry changed."""
    author_role: AuthorRole | None = None
    """In what role its author writes. `administration`: uses the algorithm. `registrar`: keeps this
    register. `supplier`: provides part of it. `oversight`: an authority that controls. `outsider`:
    somebody else. Never a person's name."""
    address: Slug | None = None
    """Name in addresses, where a renaming has given another one than the folder's. Every later
    version repeats it; the names before lead here for ever."""
    merged_into: EntryId | None = Field(None, examples=["gj-0002"])
    """For a merger: id of the entry that describes the algorithm from now on."""
    applies_from: Day = Field(examples=["2026-11-01"])
    """First day on which this version applies."""
    applies_to: Day | None = None
    """Last day on which it applies; a retirement has one."""
    last_checked: Day
    """The day on which the facts were last checked against their sources."""
    review_due: Day
    """The day by which they are to be checked again."""

    # Who
    administrations: Annotated[tuple[Slug, ...], Field(min_length=1), Distinct]
    """Who answers for the algorithm: names of files in `administrations/`."""
    department: Known[Text]
    """The service in charge."""
    contact: Known[Contact]
    """How to reach it."""
    suppliers: Known[Annotated[tuple[Supplier, ...], Distinct]]
    """Companies or bodies that provide part of it; `[]` when there are none."""
    deployments: Annotated[tuple[Deployment, ...], Distinct] = ()
    """Other administrations that use the same system."""

    # Life
    status: Status
    """Where it stands in its life."""
    started_on: Known[When]
    """When it was first used."""
    ended_on: Known[When] | None = None
    """When it was last used; only for what is no longer used."""
    end_reason: Known[Text] | None = None
    """Why it is no longer used."""

    # Purpose and decision
    purpose: Known[Text]
    """What it is meant to achieve."""
    justification: Known[Text]
    """Why an algorithm was chosen, and what else was considered."""
    process_context: Known[Text]
    """The procedure of which it is one step."""
    affected_public: Text
    """Whom it concerns: what a person needs in order to say “this is about me”."""
    outputs: Known[Text]
    """What the calculation gives, and to whom."""
    decisions_per_year: Known[Yearly]
    """How many decisions it takes part in."""
    individual_decision: Flag
    """Whether a decision about one person or body is founded on it."""
    automation: Automation
    """How much it decides: `full` (no human), `partial`, `aid` (a human decides), `none`."""
    automation_note: Text
    """Its part in the decision, in words."""
    solely_automated: Flag
    """Whether decisions are taken with no human intervention."""
    score_is_decisive: Flag
    """Whether those who decide draw strongly on its result."""
    self_revising: Flag
    """Whether it changes its own rules while in use."""
    sensitive_data: Flag
    """Whether it uses data of article 9 of the GDPR (health, opinions, origin, ...)."""
    human_intervention: Known[Text]
    """Who may depart from the result, when and how; how they are trained."""
    contribution: Contribution | None = None
    """Degree and mode of its part in the decision, where no algorithm file says it."""

    # Law and redress
    legal_basis: Known[Annotated[tuple[LegalBasis, ...], Distinct]]
    """Texts of law on which it rests."""
    crpa: Crpa
    """French code on relations between the public and the administration."""
    ai_act: AiAct
    """European regulation on artificial intelligence."""
    gdpr: Gdpr
    """General data protection regulation."""
    redress: Annotated[tuple[Redress, ...], Field(min_length=1), Distinct]
    """What a person can do."""

    # Working
    algorithm: Literal["rules.yaml", "matching.yaml", "score.yaml"] | None = None
    """Name of the algorithm file; none when the fidelity is `documented`."""
    artefacts: tuple[Artefact, ...] = ()
    """Every file that this version executes, the algorithm file included, with its digest. A path
    may lead to an older version: `../1/rules.yaml`."""
    algorithm_type: Known[Text] = Field(examples=["Formule fixée par délibération"])
    """What sort of calculation it is, in everyday words."""
    data_used: Annotated[tuple[DataUsed, ...], Distinct] = ()
    """Data it uses, where no algorithm file declares them."""
    data_not_used: Annotated[tuple[DataNotUsed, ...], Distinct] = ()
    """Data that people may think it uses, and it does not."""
    training_data: Known[Text]
    """For a model that learnt from data: which data, and where they can be read."""
    source_code: Known[Annotated[tuple[SourceCode, ...], Distinct]]
    """Published source code of the real system."""

    # Risk and proof
    risks: Known[Annotated[tuple[Risk, ...], Distinct]]
    """Harms that may happen."""
    assessments: Known[Annotated[tuple[Study, ...], Distinct]]
    """Impact assessments: data protection, fundamental rights, ..."""
    evaluations: Known[Annotated[tuple[Study, ...], Distinct]]
    """Evaluations of performance and fairness, audits."""
    litigation: Known[Annotated[tuple[Study, ...], Distinct]]
    """Court decisions and opinions of authorities."""
    cost: Known[Text]
    """What it costs."""

    # Sources
    references: Annotated[tuple[Reference, ...], Field(min_length=1), Distinct]
    """Documents on which the entry rests."""
    provenance: dict[Line, Annotated[tuple[Id, ...], Field(min_length=1)]]
    """For each field (or item id): the ids of the references it comes from."""


class Translation(Part):
    """The front matter of a translation."""

    format: Literal[1]
    """Version of this format."""
    lang: Literal["en"]
    """Language of this text."""
    translates: Digest
    """Digest of the canonical text's bytes: `grandjour check` prints it when it differs."""
    texts: dict[Line, Line]
    """Every text of the canonical front matter, by key."""
    labels: dict[Line, Line] = Field(default_factory=dict)
    """Every text of the algorithm file, by key."""


def known(value: object) -> bool:
    """Tell whether a fact is given."""
    return not isinstance(value, Unknown)
