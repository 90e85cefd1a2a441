"""The groups of lines that an entry's front matter is made of.

Items of a list have an `id`. Ids are unique in the whole front matter, so that a
translation, a source and a difference can name any item by its id alone.
"""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from explain.fields import Day, Declared, Flag, Id, Line, Text, Url
from explain.issues import N_
from register.entry.known import Known

Family = Literal["rules", "matching", "prediction"]
Fidelity = Literal["exact", "partial", "illustrative", "documented"]
Status = Literal["planned", "trial", "in_use", "suspended", "retired"]
Automation = Literal["full", "partial", "aid", "none"]
ChangeKind = Literal[
    "substance",
    "correction",
    "translation",
    "review",
    "status",
    "renaming",
    "merger",
    "retirement",
    "retraction",
]
AuthorRole = Literal["administration", "registrar", "supplier", "oversight", "outsider"]
Theme = Literal[
    "agriculture",
    "business",
    "culture",
    "education",
    "employment",
    "energy",
    "environment",
    "health",
    "housing",
    "justice",
    "mobility",
    "public_safety",
    "social_benefits",
    "taxes",
    "water",
]

_WHEN = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")


def _when(value: Any) -> str:
    """Accept a year, which YAML reads as a number, a month or a day."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _WHEN.fullmatch(text):
        raise PydanticCustomError("bad_when", N_("write 2026, 2026-01 or 2026-01-31"))
    return text


When = Annotated[
    str,
    BeforeValidator(_when),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "pattern": f"^{_WHEN.pattern}$"}, {"type": "integer"}]}
    ),
    Field(examples=["2019-04"]),
]
"""A year, a month or a day, as precisely as the source says."""


Email = Annotated[Line, Field(pattern=r"^[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+$")]
"""An electronic address, of a service rather than of a named person."""


class Part(Declared):
    """Base of the groups: their fields are described by the text below each of them."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class Contact(Part):
    """How to reach the people in charge: a service, never a named person."""

    email: Email | None = Field(None, examples=["algorithmes@ville.example"])
    """Electronic address."""
    url: Url | None = Field(None, examples=["https://ville.example/contact"])
    """Page with a form or addresses."""
    post: Text | None = Field(None, examples=["Mairie, 1 place de la République, 00000 Ville"])
    """Postal address, on one line."""

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if not (self.email or self.url or self.post):
            raise PydanticCustomError("unreachable", N_("give an address: email, url or post"))
        return self

    @property
    def line(self) -> str:
        """Every way to reach them, on one line."""
        return ", ".join(part for part in (self.post, self.email, self.url) if part)


class Supplier(Part):
    """A company or body that provides part of the system."""

    id: Id
    """Identifier of the item."""
    name: Line
    """Name."""
    role: Text
    """What it provides."""


class Deployment(Part):
    """Another administration that uses the same system, described once here."""

    id: Id
    """Identifier of the item."""
    administration: Line
    """Name of the administration."""
    since: Known[When]
    """Since when."""
    note: Text | None = None
    """What differs there."""


class Yearly(Part):
    """A number of decisions, and the year it was counted in."""

    count: Annotated[int, Field(ge=0, strict=True)] = Field(examples=[7427])
    """How many."""
    year: Annotated[int, Field(ge=1900, le=2200, strict=True)] = Field(examples=[2022])
    """In which year."""
    note: Text | None = None
    """What was counted."""


class LegalBasis(Part):
    """A text of law on which the decision or the use of data rests."""

    id: Id
    """Identifier of the item."""
    label: Text = Field(examples=["Article L. 2224-12-1-1 du code général des collectivités"])
    """The text and its article."""
    covers: Literal["decision", "data", "both"]
    """What it allows: taking the decision, using the data, or both."""
    role: Text = Field(examples=["Permet un tarif social de l’eau."])
    """What it allows or demands, in a sentence."""
    url: Url | None = None
    """Where it can be read."""


class Crpa(Part):
    """The French code on relations between the public and the administration."""

    applies: Known[Flag]
    """Whether it gives rights here (articles L311-3-1 and L312-1-3)."""
    note: Text
    """Why it applies or not, and any secret that is invoked."""


class AiAct(Part):
    """The European regulation on artificial intelligence (2024/1689)."""

    category: Literal[
        "prohibited", "high_risk", "transparency", "minimal", "outside", "undetermined"
    ]
    """Its category: `outside` when it is not an AI system in the regulation's sense."""
    note: Text
    """Why, with the point of annex III where there is one."""


class Gdpr(Part):
    """The general data protection regulation (2016/679)."""

    personal_data: Flag
    """Whether data about living persons are used."""
    note: Text
    """Who is responsible and what for; how to use one's rights."""
    register_url: Url | None = None
    """The line of the public register of processing, if it is online."""


class Redress(Part):
    """Something a person can do: ask, correct, appeal."""

    id: Id
    """Identifier of the item."""
    kind: Literal["explanation", "rectification", "review", "appeal", "mediator", "dpo", "court"]
    """What sort of step it is."""
    label: Text = Field(examples=["Demander l’explication de votre décision"])
    """A verb and its object."""
    how: Text
    """How to do it, in one or two sentences."""
    delay: Text | None = Field(None, examples=["Deux mois à partir de la réception"])
    """The delay and from when it is counted, exactly as the law says."""
    email: Email | None = None
    """Electronic address to use."""
    url: Url | None = None
    """Form or page to use."""


class DataUsed(Part):
    """One piece of data that the algorithm uses, where no algorithm file declares it."""

    id: Id
    """Identifier of the item."""
    label: Text
    """Its name."""
    source: Known[Text]
    """Where it comes from."""
    purpose: Text | None = None
    """What it is used for."""
    personal: Flag
    """Whether it is about a person."""
    sensitive: Flag
    """Whether it belongs to the special categories of article 9 of the GDPR."""


class DataNotUsed(Part):
    """One piece of data that people may think is used, and is not."""

    id: Id
    """Identifier of the item."""
    label: Text = Field(examples=["La nationalité"])
    """Its name."""


class SourceCode(Part):
    """Published source code."""

    id: Id
    """Identifier of the item."""
    label: Text
    """What it is."""
    url: Url
    """Where it can be read."""
    licence: Known[Line] = Field(examples=["AGPL-3.0"])
    """Licence, by its usual short name."""
    covers: Text
    """Which part of the real system it is, and which it is not."""


class Risk(Part):
    """A harm that may happen, and what is done about it."""

    id: Id
    """Identifier of the item."""
    label: Text
    """What may go wrong, and for whom."""
    mitigation: Known[Text]
    """What is done about it."""


class Study(Part):
    """An impact assessment, an evaluation, an audit, or a dispute in court."""

    id: Id
    """Identifier of the item."""
    label: Text
    """What it is and who made it."""
    date: Known[When]
    """Its date."""
    result: Known[Text]
    """What it found or decided."""
    url: Url | None = None
    """Where it can be read."""


class StepFidelity(Part):
    """How close one step of the calculation is to the real one."""

    id: Id
    """Identifier of the step."""
    fidelity: Fidelity
    """How close it is."""
    label: Text
    """Which step, and what differs."""


class Reference(Part):
    """A document on which the entry rests."""

    id: Id = Field(examples=["arrete_2020"])
    """Identifier of the document, used in `provenance` and in citations `[@id]`."""
    title: Line
    """Its title, in its own language."""
    publisher: Line
    """Who published it."""
    url: Url | None = None
    """Where it can be read."""
    date: Known[When]
    """Its own date."""
    seen_on: Day
    """The day on which it was last looked for."""
    status: Literal["read", "secondary", "not_verified"]
    """`read`: we have read it. `secondary`: we have read what somebody says of it.
    `not_verified`: we have not been able to check it."""
    note: Text | None = None
    """What it was used for, or a doubt about it."""
