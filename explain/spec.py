"""What an algorithm declares about itself: the head that every engine's file shares.

An algorithm file (`rules.yaml`, `matching.yaml`, `score.yaml`) starts with these fields;
each engine's own model extends `Spec` with what it calculates.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from explain.fields import Declared, Digest, Distinct, Flag, Id, Line, Number, Text, Unit, Url
from explain.issues import N_

Engine = Literal["rules/1", "matching/1", "score/1"]
SimpleType = Literal["number", "integer", "amount", "boolean", "category", "date", "duration"]
InputType = Literal[SimpleType, "persons", "wishes"]

LISTS = frozenset({"persons", "wishes"})
"""The types of lists, of which something is said of each item."""

_NUMBERS = {"number", "integer", "amount"}


class Category(Declared):
    """One of the values that an input or an outcome may take."""

    id: Id
    label: Text


class Question(Declared):
    """One thing to know: what it is called, which values it may have.

    `minimum` and `maximum` are inclusive and in `unit`. A duration is a whole number of its
    unit: days, months or years.
    """

    id: Id
    label: Text
    help: Text | None = None
    type: InputType
    unit: Unit | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    categories: Annotated[tuple[Category, ...], Distinct] = ()

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if (self.type == "category") != bool(self.categories):
            raise PydanticCustomError("categories", N_("categories go with the type “category”"))
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise PydanticCustomError("range", N_("minimum is greater than maximum"))
        if self.type == "duration" and self.unit not in {"days", "months", "years"}:
            raise PydanticCustomError("duration", N_("a duration is in days, months or years"))
        return self


class PersonField(Question):
    """What is said of each person of a list."""

    type: SimpleType


class Input(Question):
    """One thing the algorithm needs to know about a person or a file.

    `actionable` says whether the person can change it: `yes`, `no`, or `over_time` (age,
    years of residence). `direction` says which way a number may be asked to go: `up` or
    `down`, for a boolean to true or to false; without it, both. `personal` tells whether it
    is about the person (a rate set for everybody is not); `sensitive` marks the special
    categories of article 9 of the GDPR. `decided_by` names who judges it, where it is a
    judgement and not a fact. An input of the type `persons` is a list, `minimum` to `maximum`
    persons long; `fields` is what is said of each. One of the type `wishes` is a list of wishes,
    the preferred one first.
    """

    fields: Annotated[tuple[PersonField, ...], Field(max_length=20), Distinct] = ()
    source: Text
    legal_basis: Line | None = None
    decided_by: Text | None = None
    actionable: Literal["yes", "no", "over_time"]
    direction: Literal["up", "down"] | None = None
    personal: Flag = True
    sensitive: Flag = False

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.type in LISTS and not self.fields:
            raise PydanticCustomError(
                "no_fields", N_("a list needs “fields”: what is said of each person or wish")
            )
        if self.fields and self.type not in LISTS:
            raise PydanticCustomError(
                "fields", N_("“fields” goes with the types “persons” and “wishes” alone")
            )
        ends = None in {self.minimum, self.maximum}
        if self.decided_by and self.type in {"number", "integer", "amount"} and ends:
            raise PydanticCustomError("judgement", N_("a judgement has a minimum and a maximum"))
        if self.direction and not self._goes(self.direction):
            raise PydanticCustomError(
                "direction",
                N_("a direction goes with a number or a boolean that a person can change"),
            )
        return self

    def _goes(self, direction: str) -> bool:
        if self.type == "boolean" or direction == "down":
            return self.type in {"boolean", *_NUMBERS} and self.actionable == "yes"
        return self.type in _NUMBERS and self.actionable != "no"


class Outcome(Declared):
    """What the algorithm computes: never the decision, which a person takes."""

    id: Id
    label: Text
    type: InputType
    unit: Unit | None = None
    categories: Annotated[tuple[Category, ...], Distinct] = ()


class Contribution(Declared):
    """How far and in what way the calculation counts in the decision (R311-3-1-2, 1°)."""

    degree: Text
    mode: Text


class Limit(Declared):
    """One thing that an explanation of this algorithm does not say."""

    id: Id
    label: Text


class Reference(Declared):
    """Where a rule or a parameter is written."""

    title: Line
    url: Url | None = None


class Spec(Declared):
    """The head of an algorithm file."""

    format: Literal[1]
    engine: Engine
    contribution: Contribution
    inputs: Annotated[tuple[Input, ...], Field(min_length=1), Distinct]
    outcome: Outcome
    limits: Annotated[tuple[Limit, ...], Field(min_length=1), Distinct]

    def input(self, name: str) -> Input:
        """Return the declared input `name`. Raises `KeyError` where there is none."""
        return {item.id: item for item in self.inputs}[name]


class Artefact(Declared):
    """A file that the algorithm executes, with its digest."""

    path: Line
    sha256: Digest
    visibility: Literal["public", "private"] = "public"
