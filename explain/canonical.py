"""A record as bytes: canonical JSON, and the digests of what it is about.

Numbers are decimal strings at 12 significant digits; what a person gave is written in full.
The same values give the same bytes on any machine.
"""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from typing import Any

from explain.case import Case, Given
from explain.explanation import Datum
from explain.sources import Source
from explain.spec import Reference

SIGNIFICANT_DIGITS = 12
_CONTEXT = Context(prec=SIGNIFICANT_DIGITS, rounding=ROUND_HALF_EVEN)


def inputs_digest(case: Case) -> str:
    """Return the digest of what was given: the day, each value in full, sources of its own."""
    values = {name: _given(value) for name, value in case.values.items()}
    given = {"decided_on": case.decided_on, "values": values, "sources": dict(case.sources)}
    return digest(canonical(_plain(given)))


def number_text(value: Decimal | float) -> str:
    """Write a number plainly at 12 significant digits, without exponent or end zeros."""
    text = format(significant(value), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def significant(value: Decimal | float) -> Decimal:
    """Round a number to the 12 significant digits that a record keeps."""
    return _CONTEXT.plus(value if isinstance(value, Decimal) else Decimal(repr(value)))


def source_digest(source: Source) -> str:
    """Return the digest of a file, or of a file together with those beside it that it names."""
    if not source.beside:
        return digest(source.data)
    files = {source.name: source.data, **source.beside}
    return digest(canonical({name: digest(data) for name, data in files.items()}))


def to_record(record: Any) -> bytes:
    """Return the canonical JSON of an explanation, or of another frozen value."""
    return canonical(_plain(record))


def canonical(plain: Any) -> bytes:
    """Return plain values as canonical JSON: sorted keys, UTF-8, no spaces."""
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest(data: bytes) -> str:
    """Return the digest of `data` as `sha256:` and 64 hexadecimal digits."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal | float):
        return number_text(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Reference):
        return value.model_dump(mode="json")
    if dataclasses.is_dataclass(value):
        kind: Any = type(value)
        fields = {name: _plain(getattr(value, name)) for name in _names(kind)}
        return fields | {"value": _given(value.value)} if isinstance(value, Datum) else fields
    return _rest(value)


def _given(value: Given | None) -> Any:
    """Write a value that a person gave in full, whatever its number of digits."""
    if isinstance(value, tuple):
        return [{name: _given(one) for name, one in person.items()} for person in value]
    if not isinstance(value, Decimal):
        return _plain(value)
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


@lru_cache(maxsize=64)
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def _rest(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value
