"""Facts that may be missing, and why.

A register that leaves a blank hides whether nobody asked or nobody answered. Here a
missing fact is itself a statement: `{unknown: not_published}`.
"""

from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import ConfigDict, Discriminator, Tag, model_validator
from pydantic_core import PydanticCustomError

from explain.fields import Declared, Line, Text
from explain.issues import N_

Gap = Literal["not_published", "not_verified", "not_applicable", "secret"]


class Unknown(Declared):
    """The reason why a fact is not given."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    unknown: Gap
    """`not_published`: the administration has not made it public. `not_verified`: we have not
    found a source good enough to repeat. `not_applicable`: the question does not arise.
    `secret`: the law lets the administration withhold it."""
    legal_ground: Line | None = None
    """For a secret: the article of law that is invoked."""
    note: Text | None = None
    """What was looked for, or what is known all the same."""

    @model_validator(mode="after")
    def _secrets_have_a_ground(self) -> Self:
        if (self.unknown == "secret") != (self.legal_ground is not None):
            raise PydanticCustomError(
                "legal_ground", N_("a secret, and nothing else, has a “legal_ground”")
            )
        return self


def _variant(value: Any) -> str:
    if isinstance(value, Unknown) or (isinstance(value, dict) and "unknown" in value):
        return "gap"
    return "given"


Fact = TypeVar("Fact")

Known = Annotated[
    Annotated[Fact, Tag("given")] | Annotated[Unknown, Tag("gap")], Discriminator(_variant)
]
"""A fact, or the reason why it is not given."""
