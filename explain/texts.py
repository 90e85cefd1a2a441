"""The texts of a declared model, by key: what a translation replaces.

The key of a text is the path of identifiers that leads to it. An item with an `id` adds
its id and hides the name of the list that holds it; the field `label` adds nothing. So
the label of the input `revenu` has the key `revenu`, its help `revenu.help`, and the
label of its category `bas` has `revenu.bas`.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar, get_args

from explain.fields import Declared, Inlined, Prose

Model = TypeVar("Model", bound=Declared)
Change = Callable[[str, str], str]


def texts(model: Declared) -> dict[str, str]:
    """Return every text of `model` by key, in the order of the file."""
    found: dict[str, str] = {}

    def keep(key: str, text: str) -> str:
        found[key] = text
        return text

    _rewrite(model, "", keep)
    return found


def with_texts(model: Model, replacements: Mapping[str, str]) -> Model:
    """Return `model` with the texts that `replacements` holds; others stay."""
    return _rewrite(model, "", replacements.get)


def _rewrite(model: Model, prefix: str, change: Change) -> Model:
    updates: dict[str, Any] = {}
    for name in type(model).model_fields:
        value = getattr(model, name)
        same = (name == "label" and prefix) or name in _inlined_fields(type(model))
        key = prefix if same else _join(prefix, name)
        new = _value(value, key, prefix, change, prose=name in _prose_fields(type(model)))
        if new is not value:
            updates[name] = new
    return model.model_copy(update=updates) if updates else model


def _value(value: Any, key: str, parent: str, change: Change, *, prose: bool) -> Any:
    if isinstance(value, str):
        return change(key, value) if prose else value
    if isinstance(value, Declared):
        identifier = getattr(value, "id", None)
        named = _join(parent, identifier) if isinstance(identifier, str) else key
        return _rewrite(value, named, change)
    if isinstance(value, tuple):
        items = tuple(
            _value(item, f"{key}.{number}", parent, change, prose=prose)
            for number, item in enumerate(value, start=1)
        )
        changed = any(new is not old for new, old in zip(items, value, strict=True))
        return items if changed else value
    return value


def _join(*parts: str) -> str:
    return ".".join(part for part in parts if part)


@cache
def _prose_fields(model: type[Declared]) -> frozenset[str]:
    """Return the fields of `model` whose type holds a text that people read."""
    return frozenset(
        name
        for name, info in model.model_fields.items()
        if any(isinstance(mark, Prose) for mark in info.metadata) or _holds_prose(info.annotation)
    )


@cache
def _inlined_fields(model: type[Declared]) -> frozenset[str]:
    """Return the fields of `model` whose texts count as its own."""
    return frozenset(
        name
        for name, info in model.model_fields.items()
        if any(isinstance(mark, Inlined) for mark in info.metadata)
    )


def _holds_prose(annotation: Any) -> bool:
    if any(isinstance(mark, Prose) for mark in getattr(annotation, "__metadata__", ())):
        return True
    return any(_holds_prose(part) for part in get_args(annotation))
