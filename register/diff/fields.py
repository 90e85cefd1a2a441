"""The fields that differ between two front matters, or two algorithm files."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Literal

from explain.i18n import Language, LanguageCode
from register.diff.words import Segment, compare_words
from register.entry.labels import PARTS, field_label, value_text

Change = Literal["added", "removed", "changed"]
Plain = Mapping[str, Any]
Key = tuple[str, ...]

_PART_OF = {field: part for part, fields in PARTS.items() for field in fields}
_NAMES = ("label", "title", "name")
_BETWEEN: Mapping[LanguageCode, str] = {"fr": "\u00a0; ", "en": "; "}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that differs.

    `key` leads to it: field, id of the item, field of the item. `part` is the part of the
    entry in words, `label` names the value in words. `before` and `after` keep their types
    (`None` where there is no value); an item that came or went as a whole is one change,
    its values by key. `segments` show them as people read them.
    """

    key: Key
    part: str
    label: str
    change: Change
    before: Any
    after: Any
    segments: tuple[Segment, ...]


def compare_fields(before: Plain, after: Plain, language: Language) -> tuple[FieldChange, ...]:
    """Return every value that differs, in the order of the file."""
    items = _labels(before, ()), _labels(after, ())
    one_sided = items[0].keys() ^ items[1].keys()
    old, new = (_gathered(leaves(side), one_sided) for side in (before, after))
    keys = [*new, *(key for key in old if key not in new)]
    order = {name: index for index, name in enumerate([*after, *before])}
    keys.sort(key=lambda key: order[key[0]])
    labels = items[0] | items[1]
    return tuple(
        _change(key, old.get(key), new.get(key), labels, language)
        for key in keys
        if old.get(key) != new.get(key)
    )


def leaves(value: Plain) -> dict[Key, Any]:
    """Return every single value by its key; a missing one is left out."""
    return dict(_leaves(value, ()))


def _gathered(values: Mapping[Key, Any], items: AbstractSet[Key]) -> dict[Key, Any]:
    """Gather the values of each of `items` together, by the outermost."""
    found: dict[Key, Any] = {}
    for key, value in values.items():
        lengths = (length for length in range(2, len(key)) if key[:length] in items)
        length = next(lengths, None)
        if length is None:
            found[key] = value
        else:
            found.setdefault(key[:length], {})[".".join(key[length:])] = value
    return found


def _leaves(value: Any, key: Key) -> Iterator[tuple[Key, Any]]:
    if isinstance(value, Mapping) and "unknown" not in value:
        for name, inner in value.items():
            if not (name == "id" and key):
                yield from _leaves(inner, (*key, str(name)))
    elif isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value):
        for name, item in _named(value):
            yield from _leaves(item, (*key, name))
    elif value is not None and value not in ((), []):
        yield key, tuple(value) if isinstance(value, list) else value


def _named(items: list[Any] | tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """Name each item of a list: by its id, its file, the day it starts, else its number."""
    for number, item in enumerate(items, start=1):
        name = str(number)
        if isinstance(item, Mapping):
            path = str(item.get("path") or "")
            name = str(
                item.get("id") or path.rpartition("/")[2] or item.get("valid_from") or number
            )
        yield name, item


def _labels(value: Any, key: Key) -> dict[Key, str]:
    """Return the name in words of each item of a list, by its key."""
    found: dict[Key, str] = {}
    if isinstance(value, Mapping):
        for name, inner in value.items():
            found |= _labels(inner, (*key, str(name)))
    elif isinstance(value, list | tuple):
        for name, item in _named(value):
            if isinstance(item, Mapping):
                words = (item[field] for field in _NAMES if isinstance(item.get(field), str))
                found[*key, name] = next(words, name)
                found |= _labels(item, (*key, name))
    return found


def _change(
    key: Key, before: Any, after: Any, labels: Mapping[Key, str], language: Language
) -> FieldChange:
    change: Change = "changed"
    if before is None or after is None:
        change = "added" if before is None else "removed"
    texts = (_text(key, before, language), _text(key, after, language))
    return FieldChange(
        key=key,
        part=language.text(_PART_OF[key[0]]) if key[0] in _PART_OF else "",
        label=_label(key[:-1] if _says_its_name(before, after) else key, labels, language),
        change=change,
        before=before,
        after=after,
        segments=_segments(before, after, texts),
    )


def _says_its_name(*sides: Any) -> bool:
    """Tell whether a change is of a whole item, whose values hold its name already."""
    return any(isinstance(side, Mapping) and any(name in side for name in _NAMES) for side in sides)


def _text(key: Key, value: Any, language: Language) -> str:
    """Write one value; of a whole item, each value after its name, but for the item's own."""
    if not isinstance(value, Mapping) or "unknown" in value:
        return value_text(f"{key[0]}.{key[-1]}", value, language)
    parts = []
    for name, inner in value.items():
        last = name.rpartition(".")[2]
        text = value_text(f"{key[0]}.{last}", inner, language)
        if name not in _NAMES:
            text = language.text(
                "%(label)s: %(value)s", label=field_label(last, language), value=text
            )
        parts.append(text)
    return _BETWEEN[language.code].join(parts)


def _segments(before: Any, after: Any, texts: tuple[str, str]) -> tuple[Segment, ...]:
    """Compare prose word by word; any other value is replaced as a whole."""
    if isinstance(before, str) and isinstance(after, str) and " " in before + after:
        return compare_words(*texts)
    pairs = zip(("deleted", "inserted"), texts, strict=True)
    return tuple(Segment(kind, text) for kind, text in pairs if text)  # type: ignore[arg-type] # the two kinds above


def _label(key: Key, labels: Mapping[Key, str], language: Language) -> str:
    parts = []
    for index in range(1, len(key) + 1):
        name = labels.get(key[:index])
        parts.append(name if name is not None else field_label(key[index - 1], language))
    if key[:-1] in labels and key[-1] in _NAMES:
        parts = parts[:-2]
    return " – ".join(parts)
