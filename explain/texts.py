"""The texts of a declared model, by key: what a translation replaces.

The key of a text is the path of identifiers that leads to it. An item with an `id` adds
its id and hides the name of the list that holds it; the field `label` adds nothing. So
the label of the input `revenu` has the key `revenu`, its help `revenu.help`, and the
label of its category `bas` has `revenu.bas`.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from explain.fields import Declared, Prose

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
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        key = prefix if name == "label" and prefix else _join(prefix, name)
        if any(isinstance(mark, Prose) for mark in info.metadata):
            updates[name] = None if value is None else change(key, value)
        else:
            updates[name] = _inside(value, key, prefix, change)
    changed = {name: new for name, new in updates.items() if new is not getattr(model, name)}
    return model.model_copy(update=changed) if changed else model


def _inside(value: Any, key: str, parent: str, change: Change) -> Any:  # noqa: ANN401
    if isinstance(value, Declared):
        return _rewrite(value, _item_key(value, key, parent), change)
    if isinstance(value, tuple) and any(isinstance(item, Declared) for item in value):
        return tuple(
            _rewrite(item, _item_key(item, f"{key}.{index}", parent), change)
            for index, item in enumerate(value, start=1)
        )
    return value


def _item_key(item: Declared, key: str, parent: str) -> str:
    identifier = getattr(item, "id", None)
    return _join(parent, identifier) if isinstance(identifier, str) else key


def _join(*parts: str) -> str:
    return ".".join(part for part in parts if part)
