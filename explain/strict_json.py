"""What a strict reader of JSON hands to the json module, which accepts more than RFC 8259 does."""

from typing import Any


def distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object whose names all differ. Raises `ValueError`."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def refuse(name: str) -> Any:
    """Refuse what is no number of JSON: NaN, Infinity. Raises `ValueError`."""
    raise ValueError(name)
