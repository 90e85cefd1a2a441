"""The kinds of value that declarative files are made of.

Pydantic alone would read `1` as a date and `"yes"` as a boolean; these kinds accept one
spelling each, so that a file means what its author reads.
"""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StrictBool, StrictStr
from pydantic_core import PydanticCustomError

from explain.units import UNITS

_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHA256 = re.compile(r"sha256:[0-9a-f]{64}")


class Declared(BaseModel):
    """Base of everything read from a file: frozen, and no field unknown to us."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )


class Prose:
    """Marks a text that people read, and that a translation therefore replaces."""


class Inlined:
    """Marks a model whose texts count as those of the model that holds it."""


def _identifier(value: Any) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise PydanticCustomError("bad_id", "not an identifier")
    return value


def _day(value: Any) -> date:
    if type(value) is date:
        return value
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("bad_date", "not a date")


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("not_a_number", "not a number")
    return Decimal(value)


def _digest(value: str) -> str:
    if not _SHA256.fullmatch(value):
        raise PydanticCustomError("bad_digest", "not a digest")
    return value


def _filled(value: str) -> str:
    text = value.strip()
    if not text:
        raise PydanticCustomError("string_too_short", "empty")
    return text


def _url(value: str) -> str:
    if not re.fullmatch(r"(https?://|mailto:)[^\s<>\"'`\\]+", value):
        raise PydanticCustomError("bad_url", "not a web address")
    return value


def _unit(value: str) -> str:
    if value not in UNITS:
        raise PydanticCustomError("unknown_unit", "unknown unit")
    return value


Id = Annotated[str, BeforeValidator(_identifier)]
Day = Annotated[date, BeforeValidator(_day)]
Number = Annotated[Decimal, BeforeValidator(_number)]
Flag = StrictBool
Line = Annotated[StrictStr, AfterValidator(_filled)]
Text = Annotated[StrictStr, AfterValidator(_filled), Prose()]
Digest = Annotated[StrictStr, AfterValidator(_digest)]
Url = Annotated[StrictStr, AfterValidator(_url)]
Unit = Annotated[StrictStr, AfterValidator(_unit)]

Item = TypeVar("Item")


def _distinct(items: tuple[Item, ...]) -> tuple[Item, ...]:
    ids = [getattr(item, "id", item) for item in items]
    if len(set(ids)) < len(ids):
        repeated = next(name for name, count in Counter(ids).items() if count > 1)
        raise PydanticCustomError("duplicate_id", "duplicate", {"id": repeated})
    return items


Distinct = AfterValidator(_distinct)
"""Annotates a tuple whose items, or their ids, must all differ."""
