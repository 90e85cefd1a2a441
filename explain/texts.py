"""The texts of a declared model, by key: what a translation replaces.

The key of a text is the path of identifiers that leads to it. An item with an `id` adds
its id and hides the name of the list that holds it; the field `label` adds nothing. So
the label of the input `revenu` has the key `revenu`, its help `revenu.help`, and the
label of its category `bas` has `revenu.bas`.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeGuard, TypeVar, get_args

from pydantic.fields import FieldInfo

from explain.fields import Declared, Inlined, Prose

Model = TypeVar("Model", bound=Declared)
Change = Callable[[str, str], str]


def texts(model: Declared) -> dict[str, str]:
    """Return every text of `model` by key, in the order of the file."""
    found: dict[str, str] = {}
    _collect(model, "", found)
    return found


def with_texts(model: Model, replacements: Mapping[str, str]) -> Model:
    """Return `model` with the texts that `replacements` holds; others stay."""
    return _rewrite(model, "", replacements.get)


def _collect(model: Declared, prefix: str, found: dict[str, str]) -> None:
    """Add the texts of `model` to those found: those that `_rewrite` changes, in its order.

    It is walked for every version, and the copies that `_rewrite` makes would be for nothing.
    """
    values = vars(model)
    for field in _fields(type(model)):
        value = values[field.name]
        if isinstance(value, str):
            if field.prose:
                found[field.key(prefix)] = value
        elif isinstance(value, tuple):
            _collect_items(value, field, prefix, found)
        elif _is_declared(value):
            _collect(value, _named(value, prefix) or field.key(prefix), found)


def _collect_items(
    items: tuple[Any, ...], field: "_Field", prefix: str, found: dict[str, str]
) -> None:
    for number, item in enumerate(items, start=1):
        if _is_declared(item):
            named = _named(item, prefix) or f"{field.key(prefix)}.{number}"
            _collect(item, named, found)
        elif field.prose and isinstance(item, str):
            found[f"{field.key(prefix)}.{number}"] = item


def _rewrite(model: Model, prefix: str, change: Change) -> Model:
    updates: dict[str, Any] = {}
    for field in _fields(type(model)):
        value = getattr(model, field.name)
        if value is None:
            continue
        new = _value(value, field.key(prefix), prefix, change, prose=field.prose)
        if new is not value:
            updates[field.name] = new
    return model.model_copy(update=updates) if updates else model


def _value(value: Any, key: str, parent: str, change: Change, *, prose: bool) -> Any:
    if isinstance(value, str):
        return change(key, value) if prose else value
    if isinstance(value, tuple):
        items = [
            _value(item, f"{key}.{number}", parent, change, prose=prose)
            for number, item in enumerate(value, start=1)
        ]
        return value if all(map(operator.is_, items, value)) else tuple(items)
    if _is_declared(value):
        return _rewrite(value, _named(value, parent) or key, change)
    return value


def _named(model: Declared, parent: str) -> str:
    """Return the key that the id of `model` makes, or nothing where it has none."""
    identifier = vars(model).get("id")
    return _join(parent, identifier) if isinstance(identifier, str) else ""


def _join(first: str, second: str) -> str:
    return f"{first}.{second}" if first and second else first or second


@dataclass(frozen=True, slots=True)
class _Field:
    """A field in which texts may stand: `prose` are its own, `inlined` count as the model's."""

    name: str
    prose: bool
    inlined: bool

    def key(self, prefix: str) -> str:
        """Return the key of the field in a model whose own key is `prefix`."""
        if self.inlined or (prefix and self.name == "label"):
            return prefix
        return _join(prefix, self.name)


@cache
def _fields(model: type[Declared]) -> tuple[_Field, ...]:
    """Return the fields of `model` in which texts may stand, in the order of the file."""
    return tuple(
        _Field(name, prose, any(isinstance(mark, Inlined) for mark in info.metadata))
        for name, info in model.model_fields.items()
        if (prose := _is_prose(info)) or _holds(info.annotation, _is_model)
    )


def _is_prose(info: FieldInfo) -> bool:
    """Tell whether the type of a field holds a text that people read."""
    return _marked(info.metadata) or _holds(info.annotation, _is_marked)


def _holds(annotation: Any, wanted: Callable[[Any], bool]) -> bool:
    """Tell whether a type, or one inside it, is a `wanted` one."""
    return wanted(annotation) or any(_holds(part, wanted) for part in get_args(annotation))


def _is_marked(annotation: Any) -> bool:
    return _marked(getattr(annotation, "__metadata__", ()))


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Declared)


def _is_declared(value: Any) -> TypeGuard[Declared]:
    kind: Any = type(value)
    return _declares(kind)


@cache
def _declares(kind: Any) -> bool:
    """Kept for each type: a class of pydantic is slow to tell what belongs to it."""
    return _is_model(kind)


def _marked(marks: Iterable[Any]) -> bool:
    return any(isinstance(mark, Prose) for mark in marks)
