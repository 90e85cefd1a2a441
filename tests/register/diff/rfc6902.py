"""JSON Patch applied, written from the text of RFC 6902 alone, to check ours."""

import copy
from typing import Any


def apply(document: Any, patch: list[dict[str, Any]]) -> Any:
    """Return the document after every operation; fails where one does not fit."""
    document = copy.deepcopy(document)
    for operation in patch:
        document = _apply(document, operation)
    return document


def _apply(document: Any, operation: dict[str, Any]) -> Any:
    tokens = _tokens(operation["path"])
    op = operation["op"]
    if not tokens:
        assert op in {"add", "replace"}
        return operation["value"]
    target = document
    for token in tokens[:-1]:
        target = target[_index(token, target)] if isinstance(target, list) else target[token]
    last = tokens[-1]
    if isinstance(target, list):
        _on_array(target, last, operation)
    else:
        _on_object(target, last, operation)
    return document


def _on_array(target: list[Any], token: str, operation: dict[str, Any]) -> None:
    if operation["op"] == "add":
        place = len(target) if token.startswith("-") else int(token)
        assert 0 <= place <= len(target)
        target.insert(place, operation["value"])
        return
    place = _index(token, target)
    if operation["op"] == "remove":
        del target[place]
    else:
        target[place] = operation["value"]


def _on_object(target: dict[str, Any], token: str, operation: dict[str, Any]) -> None:
    if operation["op"] == "add":
        target[token] = operation["value"]
        return
    assert token in target
    if operation["op"] == "remove":
        del target[token]
    else:
        target[token] = operation["value"]


def _index(token: str, target: list[Any]) -> int:
    place = int(token)
    assert str(place) == token
    assert 0 <= place < len(target)
    return place


def _tokens(pointer: str) -> list[str]:
    """Read a JSON Pointer (RFC 6901, section 4)."""
    if pointer == "":
        return []
    assert pointer.startswith("/")
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer[1:].split("/")]
