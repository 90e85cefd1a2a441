"""Cut-offs of a run: what everybody may know, and enough for each person to check a result.

A person gets a place in the first programme wished one of whose *ways* in is met: the open
places, or those reserved for a group of the person (E. Azevedo and J. Leshno, “A Supply and
Demand Framework for Two-Sided Matching Markets”, 2016). The file names nobody; numbers of one
to four people, and the cut-offs of so few, are withheld.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from explain.fields import Declared, Digest, Distinct, Flag, Id, Line, Number, Url
from explain.reading import read_yaml
from explain.sources import Document, Source, read_text
from explain.validation import validate

MAXIMUM_BYTES = 16 * 1024 * 1024
State = Literal["full", "free", "closed", "withheld"]
Count = Annotated[int, Field(strict=True, ge=0)]


class Way(Declared):
    """One way into a programme: `open`, or a group.

    `full`: somebody was refused, and `cutoff` (with `lottery` among equals) is that of the last
    one admitted. `free`: nobody was refused. `closed`: no place is left this way. `withheld`:
    it would speak of fewer than five people.
    """

    id: Id
    state: State
    places: Count | None = None
    admitted: Count | None = None
    cutoff: Number | None = None
    lottery: Count | None = None


class Programme(Declared):
    """One programme: what is not known, or withheld, is not there."""

    id: Line
    label: Line
    capacity: Count | None = None
    asked: Count | None = None
    admitted: Count | None = None
    refused: Count | None = None
    ways: Annotated[tuple[Way, ...], Field(min_length=1), Distinct]


class CutoffsFile(Declared):
    """Published cut-offs of one run. `run` is the digest of the private data behind them."""

    format: Literal[1]
    method: Literal["deferred_acceptance", "points_with_capacity"]
    kind: Literal["cutoffs"]
    synthetic: Flag
    title: Line
    session: Annotated[int, Field(strict=True, ge=1900, le=9999)]
    source: Line | None = None
    url: Url | None = None
    run: Digest | None = None
    programmes: Annotated[tuple[Programme, ...], Field(min_length=1), Distinct]


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """Cut-offs, by programme."""

    file: CutoffsFile
    programmes: Mapping[str, Programme]

    @property
    def synthetic(self) -> bool:
        """Tell whether the run is invented; then cut-offs may be tried, too. Published ones may."""
        return True


def read_cutoffs(source: Source) -> Cutoffs:
    """Read published cut-offs: YAML, or JSON. Raises `InvalidFile` with every issue."""
    return _read(source.name, source.data)


@lru_cache(maxsize=8)
def _read(name: str, data: bytes) -> Cutoffs:
    return cutoffs(validate(CutoffsFile, document(Source(name, data))))


def cutoffs(file: CutoffsFile) -> Cutoffs:
    """Return the cut-offs of `file`, ready to look up."""
    return Cutoffs(file, {item.id: item for item in file.programmes})


def document(source: Source) -> Document:
    """Read YAML, or JSON where the file starts as such: it may be large."""
    if not source.data.lstrip().startswith(b"{"):
        return read_yaml(source.data, source.name)
    text = read_text(source.data, source.name, MAXIMUM_BYTES)
    try:
        value = json.loads(text, parse_float=Decimal)
    except ValueError:
        return read_yaml(source.data, source.name)
    return Document(value, {}, source.name)


def write_cutoffs(file: CutoffsFile) -> bytes:
    """Write cut-offs as JSON, a programme a line, without what is not there."""
    head = file.model_dump(exclude_none=True, exclude={"programmes"})
    rows = (item.model_dump(exclude_none=True) for item in file.programmes)
    lines = [f"{_json(name)}: {_json(value)}" for name, value in head.items()]
    body = ",\n  ".join(_json(row) for row in rows)
    return ("{" + ",\n ".join(lines) + f',\n "programmes": [\n  {body}\n]}}\n').encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_number)


def _number(value: object) -> float | int:
    if not isinstance(value, Decimal):
        raise TypeError(value)
    return int(value) if value == value.to_integral_value() else float(value)
