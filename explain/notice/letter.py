"""The letter file: what a human adds to an explanation to make it a decision.

What the law demands may be absent here, so that `explain.notice.completeness` can name
the article; what is written must be well formed.
"""

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from explain.fields import Day, Declared, Flag, Line, Url
from explain.issues import N_
from explain.reading import read_yaml
from explain.sources import Document
from explain.validation import validate

Lines = tuple[Line, ...]


class Recipient(Declared):
    """To whom the letter goes. `salutation` opens it, as in “Madame,”."""

    name: Line | None = None
    address: Lines = ()
    salutation: Line | None = None


class Decision(Declared):
    """What was decided, by people: never what was computed.

    `subject` completes “Subject:”; `sentences` say the decision in two or three sentences.
    `favourable` tells whether it grants the whole request; `applied_on` is the day of the
    request.
    """

    subject: Line | None = None
    sentences: Lines = ()
    favourable: Flag
    applied_on: Day | None = None


class Human(Declared):
    """Who looked at the file, and whether they followed the calculation.

    `sentences` say what they did, in their own words.
    """

    name: Line | None = None
    quality: Line | None = None
    followed: Flag
    sentences: Lines = ()


class Reasons(Declared):
    """Why, in law and in fact: written by people for this one decision."""

    law: Lines = ()
    facts: Lines = ()


class Signatory(Declared):
    """The author of the decision: first name, name, quality, and the service."""

    name: Line | None = None
    quality: Line | None = None


class Body(Declared):
    """Somebody to write to: a service, a court, a mediator."""

    name: Line
    role: Line | None = None
    address: Lines = ()
    email: Line | None = None
    phone: Line | None = None
    url: Url | None = None

    @property
    def reach(self) -> str:
        """The name and every way to reach it, on one line."""
        parts = (self.name, *self.address, self.email, self.phone, self.url)
        return ", ".join(part for part in parts if part)


class Remedies(Declared):
    """Where the decision can be contested, and who helps for free."""

    review: Body | None = None
    hierarchical: Body | None = None
    court: Body | None = None
    help: tuple[Body, ...] = ()


class Letter(Declared):
    """A whole letter file."""

    format: Literal[1]
    language: Literal["fr", "en"] = "fr"
    reference: Line | None = None
    place: Line | None = None
    date: Day | None = None
    recipient: Recipient = Field(default_factory=Recipient)
    decision: Decision
    human: Human | None = None
    reasons: Reasons = Field(default_factory=Reasons)
    signatory: Signatory = Field(default_factory=Signatory)
    remedies: Remedies = Field(default_factory=Remedies)
    contact: Body | None = None
    delivery: Literal["post", "registered", "hand", "electronic"] = "post"

    @property
    def own_sentences(self) -> Lines:
        """What people wrote for this one letter."""
        human = self.human.sentences if self.human else ()
        return (*self.decision.sentences, *human, *self.reasons.law, *self.reasons.facts)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        applied = self.decision.applied_on
        if applied is not None and self.date is not None and applied > self.date:
            raise PydanticCustomError("dates", N_("the request is later than the letter"))
        return self


def read_letter(data: bytes, file: str) -> tuple[Letter, Document]:
    """Read a letter file. Raises `InvalidFile` with every issue."""
    document = read_yaml(data, file)
    return validate(Letter, document), document
