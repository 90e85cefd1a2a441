"""A model's JSON file read by the json module: many times as quick as YAML, which JSON is part of.

Only what both read alike is read here, and without lines. Whatever could be wrong, or read in two
ways, is left to `explain.reading`, which says what is wrong and on which line.
"""

import json
import re
from typing import Any

from explain.sources import Document, read_text, resolve
from explain.strict_json import distinct, refuse

_TWO_WAYS = re.compile("[\\\\\t\x85\u2028\u2029\ufffe\uffff]|null")
"""Escapes, tabs and foreign line ends, on which the two differ; `null`, which is refused."""


def read_json(data: bytes, file: str) -> Document | None:
    """Return what `read_yaml` would, with no lines, or `None` where that is not certain.

    Raises `InvalidFile` for a file that is too large or is not UTF-8 text.
    """
    text = read_text(data, file)
    if not text.startswith("{") or _TWO_WAYS.search(text):
        return None
    try:
        value: dict[str, Any] = _DECODER.decode(text)
    except (RecursionError, ValueError):
        return None
    return Document(value, {}, file)


_DECODER = json.JSONDecoder(
    object_pairs_hook=distinct,
    parse_float=resolve,
    parse_int=resolve,
    parse_constant=refuse,
)
