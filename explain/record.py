"""A record in a file: one explanation as canonical JSON, its digest, and what made it.

    {"format": 1, "record": {...}, "digest": "sha256:...",
     "made": {"at": "2026-11-23T08:00:00Z", "with": {"grandjour": "0.1.0", "python": "3.11.2"}}}

`made` also says `known_at` where the version was chosen as it was known at another time.
What made it stands beside the digest, not in it: another version of the software must give
the same record. A *bare* record, without what stands around it, can be read as well.
"""

import json
import platform
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictStr,
    ValidationError,
)

from explain import issues
from explain.canonical import canonical, digest, to_record
from explain.errors import InvalidFile
from explain.explanation import Explanation
from explain.fields import Day, Declared, Digest
from explain.issues import Issue
from explain.sources import MAXIMUM_DEPTH, Source, read_text
from explain.strict_json import distinct, refuse
from explain.validation import dotted

MAXIMUM_BYTES = 8 * 1024 * 1024
FORMAT = 1
_LIBRARIES = ("numpy",)
_TIME = "%Y-%m-%dT%H:%M:%SZ"

Plain = Mapping[str, Any]
Simple = StrictBool | StrictStr | None


@dataclass(frozen=True, slots=True)
class Made:
    """When a record was made (in UTC), and with which versions of which software.

    `known_at` is there where the version was chosen as it was known at another time.
    """

    at: datetime
    software: Mapping[str, str]
    known_at: datetime | None = None


class About(BaseModel):
    """Which version of which entry the record is about."""

    model_config = ConfigDict(frozen=True)

    slug: Annotated[StrictStr, Field(min_length=1)]
    version: Annotated[int, Field(ge=1, strict=True)]
    digest: StrictStr


UNPROVED = frozenset({"out_of_time", "no_solver", "busy"})
"""The results of a search that stopped before its end."""


class Datum(BaseModel):
    """One piece of data that was given."""

    model_config = ConfigDict(frozen=True)

    id: StrictStr
    value: Simple | list[dict[StrictStr, Simple]]
    source: StrictStr
    own_source: StrictBool


class Altered(BaseModel):
    """One of several data that a search changed together."""

    model_config = ConfigDict(frozen=True)

    id: StrictStr
    low: Simple
    high: Simple
    at: StrictBool | StrictStr


class Combination(BaseModel):
    """What a search found, and whether it proved that nothing better exists."""

    model_config = ConfigDict(frozen=True)

    changes: tuple[Altered, ...]
    reached: StrictBool | None
    proof: StrictStr


class Search(BaseModel):
    """A search for several data that would have to change together."""

    model_config = ConfigDict(frozen=True)

    result: StrictStr
    found: Combination | None

    @property
    def proved(self) -> bool:
        """Tell whether any machine must find the same."""
        if self.found is None:
            return self.result not in UNPROVED
        return self.found.proof != "best_found"


class Provenance(BaseModel):
    """The files that calculated, each with its digest."""

    model_config = ConfigDict(frozen=True)

    files: tuple[tuple[StrictStr, StrictStr], ...]
    allocation: StrictStr | None
    inputs: StrictStr


class Case(BaseModel):
    """What a record must say for its case to be calculated again."""

    model_config = ConfigDict(frozen=True)

    about: About
    decided_on: Day
    data: tuple[Datum, ...]
    together: Search | None = None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Record:
    """A record that was read. `noted` and `made` are missing from a bare one.

    `content` is the record as plain JSON values, `noted` the digest that stands beside it.
    """

    file: str
    content: Plain
    case: Case
    noted: str | None = None
    made: Made | None = None

    @property
    def digest(self) -> str:
        """Return the digest of the canonical bytes of the record as it stands."""
        return digest(canonical(self.content))


def software() -> dict[str, str]:
    """Return the versions of this software and of what a calculation of this process used."""
    loaded = [name for name in _LIBRARIES if name in sys.modules]
    found = {name: version(name) for name in ("grandjour", *loaded)}
    return found | {"python": platform.python_version()}


def write_record(explanation: Explanation, made: Made) -> bytes:
    """Return the file of a record: one line of canonical JSON."""
    data = to_record(explanation)
    about: dict[str, Any] = {"at": _text(made.at), "with": dict(made.software)}
    if made.known_at is not None:
        about["known_at"] = _text(made.known_at)
    envelope = {
        "format": FORMAT,
        "record": json.loads(data),
        "digest": digest(data),
        "made": about,
    }
    return canonical(envelope) + b"\n"


def read_record(source: Source) -> Record:
    """Read a record, bare or not; its digest is not compared yet.

    Raises `InvalidFile` where this is not a record of a format that is known.
    """
    content = _json(source)
    if not isinstance(content, dict) or not {"record", "about"} & set(content):
        raise InvalidFile([Issue(issues.NOT_A_RECORD, source.name)])
    _require_format(content, source.name)
    if "about" in content:
        return Record(source.name, content, _validated(Case, content, source.name))
    envelope = _validated(_Envelope, content, source.name)
    _require_format(envelope.record, source.name)
    case = _validated(Case, envelope.record, source.name, "record")
    about, known = envelope.made, envelope.made.known_at
    known_at = datetime.fromisoformat(known) if known else None
    made = Made(datetime.fromisoformat(about.at), about.software, known_at)
    return Record(source.name, envelope.record, case, envelope.digest, made)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(_TIME)


def _time(value: str) -> str:
    datetime.strptime(value, _TIME)  # noqa: DTZ007 - the text itself says UTC
    return value


class _Made(Declared):
    at: Annotated[StrictStr, AfterValidator(_time)]
    known_at: Annotated[StrictStr, AfterValidator(_time)] | None = None
    software: Annotated[dict[StrictStr, StrictStr], Field(alias="with")]


class _Envelope(Declared):
    format: Literal[1]
    record: dict[str, Any]
    digest: Digest
    made: _Made


def _json(source: Source) -> Any:
    text = read_text(source.data, source.name, MAXIMUM_BYTES)
    try:
        content = json.loads(text, object_pairs_hook=distinct, parse_constant=refuse)
        canonical(content)
        _require_shallow(content)
    except json.JSONDecodeError as error:
        values = {"line": error.lineno, "column": error.colno}
        issue = Issue(issues.BROKEN_JSON, source.name, error.lineno, values=values)
        raise InvalidFile([issue]) from None
    except (ValueError, RecursionError):
        raise InvalidFile([Issue(issues.NOT_A_RECORD, source.name)]) from None
    return content


def _require_shallow(content: Any) -> None:
    """Refuse what is nested deeper than any record. Raises `ValueError`."""
    level = [content]
    for _ in range(MAXIMUM_DEPTH):
        level = [
            part
            for value in level
            if isinstance(value, dict | list)
            for part in (value.values() if isinstance(value, dict) else value)
        ]
    if level:
        raise ValueError


def _require_format(content: Plain, file: str) -> None:
    found = content.get("format")
    if type(found) is not int or found != FORMAT:
        values = {"format": "—" if found is None else str(found)[:40], "allowed": FORMAT}
        raise InvalidFile([Issue(issues.RECORD_FORMAT, file, field="format", values=values)])


def _validated(model: Any, content: Plain, file: str, *above: str) -> Any:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        fields = [(*above, *detail["loc"]) for detail in error.errors(include_url=False)]
    raise InvalidFile(list(_issues(fields, file)))


def _issues(fields: list[tuple[str | int, ...]], file: str) -> Iterator[Issue]:
    for path in dict.fromkeys(fields):
        field = dotted(path)
        yield Issue(issues.RECORD_FIELD, file, field=field, values={"field": field})
