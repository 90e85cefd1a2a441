"""What is read from a file: its text, and its values with the line of each.

`explain.reading` reads them from YAML. A process that reads none need not load its parser.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from explain import issues
from explain.errors import InvalidFile
from explain.issues import Issue

MAXIMUM_BYTES = 256 * 1024
MAXIMUM_DEPTH = 32

Path = tuple[str | int, ...]

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,24})(?:\.[0-9]{1,25})?")
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
_NUMERIC = frozenset("-0123456789")
"""What a number starts with."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufeff]")


@dataclass(frozen=True, slots=True)
class Document:
    """A file's content as plain values, and the line (from 1) of each of them."""

    value: dict[str, Any]
    lines: Mapping[Path, int]
    file: str

    def line(self, path: Path) -> int | None:
        """Return the line of `path`, or of its nearest ancestor that has one.

        Steps that name no value of the file (a variant's name in a validator's report)
        are passed over.
        """
        known: Path = ()
        for step in path:
            if (*known, step) in self.lines:
                known = (*known, step)
        return self.lines.get(known)


@dataclass(frozen=True, slots=True)
class Source:
    """A file's bytes and the name that messages give it; `beside` holds files that it names."""

    name: str
    data: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)


def read_text(data: bytes, file: str, limit: int = MAXIMUM_BYTES) -> str:
    """Decode a small UTF-8 text without control characters.

    Raises `InvalidFile` where it is larger than `limit` bytes (with the line that passes it), or
    is not such a text.
    """
    if len(data) > limit:
        sizes = {"size": len(data), "limit": limit}
        line = data.count(b"\n", 0, limit) + 1
        raise InvalidFile([Issue(issues.TOO_LARGE, file, line, values=sizes)])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidFile([Issue(issues.NOT_UTF8, file, line)]) from None
    if found := CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise InvalidFile([Issue(issues.NOT_UTF8, file, line)])
    return text


def resolve(text: str) -> Any:
    """Resolve an unquoted scalar; `None` means that it says nothing."""
    if text in _EMPTY:
        return None
    if text in {"true", "false"}:
        return text == "true"
    if text[0] not in _NUMERIC:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    return text
