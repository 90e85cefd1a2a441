"""A comparison for programs: JSON Patch (RFC 6902), which turns one document into another.

Items of a list are matched by their ids, so that a patch names what changed and moves nothing.
"""

import json
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

Operation = dict[str, Any]

MAXIMUM_PRODUCT = 1_000_000
"""Largest product of two lengths of lists that are aligned; longer ones are replaced whole."""


def json_patch(before: Any, after: Any) -> list[Operation]:
    """Return the operations that lead from one JSON document to another, in order."""
    return list(_patch(before, after, ""))


def _patch(before: Any, after: Any, path: str) -> Iterator[Operation]:
    if _same(before, after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _object(before, after, path)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _array(before, after, path)
    else:
        yield {"op": "replace", "path": path, "value": after}


def _same(before: Any, after: Any) -> bool:
    """Tell whether two values are the same JSON: `true` is not `1`, and `1` is not `1.0`."""
    return type(before) is type(after) and _text(before) == _text(after)


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _object(before: dict[str, Any], after: dict[str, Any], path: str) -> Iterator[Operation]:
    for name in before:
        if name not in after:
            yield {"op": "remove", "path": _under(path, name)}
    for name, value in after.items():
        if name in before:
            yield from _patch(before[name], value, _under(path, name))
        else:
            yield {"op": "add", "path": _under(path, name), "value": value}


def _array(before: list[Any], after: list[Any], path: str) -> Iterator[Operation]:
    """Work from the end, so that the places before stay those of the older document."""
    if len(before) * len(after) > MAXIMUM_PRODUCT:
        yield {"op": "replace", "path": path, "value": after}
        return
    old, new = [_name(item) for item in before], [_name(item) for item in after]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, low, high, first, last in reversed(matcher.get_opcodes()):
        if tag == "equal":
            for place in reversed(range(high - low)):
                here = f"{path}/{low + place}"
                yield from _patch(before[low + place], after[first + place], here)
            continue
        both = min(high - low, last - first)
        for place in reversed(range(low + both, high)):
            yield {"op": "remove", "path": f"{path}/{place}"}
        for place in reversed(range(first + both, last)):
            yield {"op": "add", "path": f"{path}/{low + both}", "value": after[place]}
        for place in reversed(range(both)):
            yield from _patch(before[low + place], after[first + place], f"{path}/{low + place}")


def _name(item: Any) -> str:
    """Name an item of a list: by its id, file or day; else by all that it holds."""
    if isinstance(item, dict):
        for key in ("id", "path", "valid_from"):
            if isinstance(item.get(key), str):
                return f"{key}:{item[key]}"
    return _text(item)


def _under(path: str, name: str) -> str:
    escaped = name.replace("~", "~0").replace("/", "~1")
    return f"{path}/{escaped}"
