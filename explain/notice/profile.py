"""Legal profiles: what a letter must hold, article by article, as data.

A profile is reviewed by lawyers, not by programmers: articles, conditions, delays and the
sentences that the law demands stand in `explain/profiles/<id>.yaml`.
"""

from functools import cache
from pathlib import Path
from string import Template
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from explain.case import Bilingual
from explain.fields import Day, Declared, Distinct, Flag, Id, Line, Url
from explain.issues import N_
from explain.reading import read_yaml
from explain.validation import validate

FOLDER = Path(__file__).parents[1] / "profiles"

Condition = Literal[
    "solely_automated",
    "human_decision",
    "sensitive_data",
    "self_revising",
    "score_is_decisive",
    "unfavourable",
]
Block = Literal["decision", "mention", "rights", "data", "letter", "annex"]
ValuePath = Annotated[Line, StringConstraints(pattern=r"^[a-z_]+(\.[a-z_]+)*$")]


def _fillable(value: Line) -> Line:
    if not Template(value).is_valid():
        raise PydanticCustomError("template", N_("a lone “$”"))
    return value


Sentence = Annotated[Line, AfterValidator(_fillable)]


class Sentences(Declared):
    """A sentence of the law's, in each language; `$name` stands for a value of the letter."""

    fr: Sentence
    en: Sentence


class Delay(Declared):
    """A delay, in the very words of the law: “two months” is not “60 days”."""

    id: Id
    label: Bilingual
    article: Line
    source: Literal["read", "to_verify"]


class Element(Declared):
    """One thing that a letter must hold.

    `when` lists facts that must all hold for it to be demanded; `needs` lists values of
    the notice that must be filled in; `texts` are printed in `block`. `source` says
    whether the article was read or is known and to be verified.
    """

    id: Id
    label: Bilingual
    article: Line
    url: Url | None = None
    when: Annotated[tuple[Condition, ...], Distinct] = ()
    needs: tuple[ValuePath, ...] = ()
    block: Block
    texts: tuple[Sentences, ...] = ()
    source: Literal["read", "to_verify"]
    nullity: Flag = False


class Refusal(Declared):
    """A decision that the law forbids, when all of `when` holds."""

    id: Id
    label: Bilingual
    article: Line
    when: Annotated[tuple[Condition, ...], Field(min_length=1), Distinct]
    source: Literal["read", "to_verify"]


class Profile(Declared):
    """What one legal order demands.

    `language` is the one in which a letter counts. `checked_on` is the day on which the
    articles were last compared with their sources, `reviewed_on` that of a lawyer's review.
    """

    format: Literal[1]
    id: Id
    label: Bilingual
    language: Literal["fr", "en"]
    checked_on: Day
    reviewed_on: Day | None = None
    delays: Annotated[tuple[Delay, ...], Distinct]
    elements: Annotated[tuple[Element, ...], Field(min_length=1), Distinct]
    refusals: Annotated[tuple[Refusal, ...], Distinct] = ()


def read_profile(data: bytes, file: str) -> Profile:
    """Read a profile. Raises `InvalidFile` with every issue."""
    return validate(Profile, read_yaml(data, file))


@cache
def profile(name: str = "fr") -> Profile:
    """Return the profile that this library ships under `name`."""
    path = FOLDER / f"{name}.yaml"
    return read_profile(path.read_bytes(), path.name)
