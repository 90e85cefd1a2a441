"""The fields that differ between two front matters, or two algorithm files."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal

from explain.i18n import Language, LanguageCode
from explain.units import UNITS
from register.diff.words import Segment, compare_words
from register.entry.labels import PARTS, field_label, value_text

Change = Literal["added", "removed", "changed"]
Plain = Mapping[str, Any]
Key = tuple[str, ...]

_PART_OF = {field: part for part, fields in PARTS.items() for field in fields}
_NAMES = ("label", "title", "name")
_MEASURED = frozenset({"value", "minimum", "maximum", "threshold"})
_DAYS = frozenset({"valid_from", "valid_to"})
_BETWEEN: Mapping[LanguageCode, str] = {"fr": "\u00a0; ", "en": "; "}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that differs.

    `key` leads to it: field, id of the item, field of the item. `part` is the part of the
    entry in words, `label` names the value in words, `name` the item of a list that it belongs
    to. `before` and `after` keep their types
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
    name: str = ""

    @property
    def text_before(self) -> str:
        """Return the value before, as people read it."""
        return "".join(part.text for part in self.segments if part.kind != "inserted")

    @property
    def text_after(self) -> str:
        """Return the value after, as people read it."""
        return "".join(part.text for part in self.segments if part.kind != "deleted")


NO_UNITS: Mapping[Key, str] = MappingProxyType({})
NO_NAMES: Mapping[str, str] = MappingProxyType({})


def compare_fields(
    before: Plain,
    after: Plain,
    language: Language,
    units: Mapping[Key, str] = NO_UNITS,
    names: Mapping[str, str] = NO_NAMES,
) -> tuple[FieldChange, ...]:
    """Return every value that differs, in the order of the file.

    `units` gives the unit of the numbers below a key, `names` the name in words of each id that
    a list may hold.
    """
    sides = _Sides()
    sides.walk(before, after, ())
    old, new = (_gathered(values, sides.alone) for values in (sides.old, sides.new))
    keys = [*new, *(key for key in old if key not in new)]
    order = {name: index for index, name in enumerate([*after, *before])}
    keys.sort(key=lambda key: order[key[0]])
    writer = _Writer(language, sides.labels, units, names)
    return tuple(
        writer.change(key, old.get(key), new.get(key))
        for key in keys
        if old.get(key) != new.get(key)
    )


def leaves(value: Plain) -> dict[Key, Any]:
    """Return every single value by its key; a missing one is left out."""
    sides = _Sides()
    sides.walk(None, value, ())
    return sides.new


class _Sides:
    """The single values of two documents by key, but for the parts in which they agree.

    `labels` names each item of a list in words; `alone` holds the keys of the items that only
    one side has.
    """

    def __init__(self) -> None:
        self.old: dict[Key, Any] = {}
        self.new: dict[Key, Any] = {}
        self.labels: dict[Key, str] = {}
        self.alone: set[Key] = set()

    def walk(self, before: Any, after: Any, key: Key) -> None:
        """Take two values apart, side by side."""
        if before is after or before == after:
            return
        old, new = _parts(before, key), _parts(after, key)
        if old is None:
            _keep(self.old, key, before)
        if new is None:
            _keep(self.new, key, after)
        items = _is_items(before) or _is_items(after)
        old, new = old or {}, new or {}
        for name in (*new, *(name for name in old if name not in new)):
            place = (*key, name)
            if items:
                self._name(place, old.get(name), new.get(name))
            self.walk(old.get(name), new.get(name), place)

    def _name(self, key: Key, before: Any, after: Any) -> None:
        for item in (before, after):
            if isinstance(item, dict):
                words = (item[field] for field in _NAMES if isinstance(item.get(field), str))
                self.labels[key] = next(words, key[-1])
        if before is None or after is None:
            self.alone.add(key)


def _parts(value: Any, key: Key) -> dict[str, Any] | None:
    """Return the named parts of a value; None where it is single."""
    if isinstance(value, dict) and "unknown" not in value:
        return {str(name): part for name, part in value.items() if not (name == "id" and key)}
    return dict(_named(value)) if _is_items(value) else None


def _keep(values: dict[Key, Any], key: Key, value: Any) -> None:
    if value is not None and value not in ((), []):
        values[key] = tuple(value) if isinstance(value, list) else value


def _is_items(value: Any) -> bool:
    return isinstance(value, list | tuple) and any(isinstance(item, dict) for item in value)


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


def _named(items: list[Any] | tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """Name each item of a list: by its id, its file, the day it starts, else its number."""
    for number, item in enumerate(items, start=1):
        name = str(number)
        if isinstance(item, dict):
            path = str(item.get("path") or "")
            name = str(
                item.get("id") or path.rpartition("/")[2] or item.get("valid_from") or number
            )
        yield name, item


class _Writer:
    """Writes what differs in one language."""

    def __init__(
        self,
        language: Language,
        labels: Mapping[Key, str],
        units: Mapping[Key, str],
        names: Mapping[str, str],
    ) -> None:
        self.language, self.labels, self.units, self.names = language, labels, units, names

    def change(self, key: Key, before: Any, after: Any) -> FieldChange:
        kind: Change = "changed"
        if before is None or after is None:
            kind = "added" if before is None else "removed"
        texts = (self.text(key, before), self.text(key, after))
        says_its_name = _says_its_name(before, after)
        return FieldChange(
            key=key,
            part=self.language.text(_PART_OF[key[0]]) if key[0] in _PART_OF else "",
            label=self.label(key[:-1] if says_its_name else key),
            name=self.labels.get(key) or self.labels.get(key[:-1], ""),
            change=kind,
            before=before,
            after=after,
            segments=_segments(before, after, texts),
        )

    def text(self, key: Key, value: Any) -> str:
        """Write one value; of a whole item, each value after its name, but for its own."""
        if not isinstance(value, dict) or "unknown" in value:
            return self.value(key, key[-1], value)
        parts = []
        for name, inner in value.items():
            last = name.rpartition(".")[2]
            text = self.value(key, last, inner)
            if name not in _NAMES:
                label = field_label(last, self.language)
                text = self.language.text("%(label)s: %(value)s", label=label, value=text)
            parts.append(text)
        return _BETWEEN[self.language.code].join(parts)

    def value(self, key: Key, name: str, value: Any) -> str:
        """Write one value, with its unit where it is a number that has one."""
        unit = self.units.get(key[:2]) or self.units.get(key[:1])
        if unit in UNITS and name in _MEASURED and isinstance(value, int | Decimal):
            return self.language.quantity(value, unit)
        if isinstance(value, str) and name in _DAYS:
            value = _day(value)
        if name == "unit" and value in UNITS:
            return self.language.plural(UNITS[value].one, UNITS[value].many, 2, number="").strip()
        if self.names and isinstance(value, tuple):
            value = tuple(self.names.get(str(item), item) for item in value)
        return value_text(f"{key[0]}.{name}", value, self.language)

    def label(self, key: Key) -> str:
        parts = []
        for index in range(1, len(key) + 1):
            name = self.labels.get(key[:index])
            if name is None:
                parts.append(field_label(key[index - 1], self.language))
            else:
                parts.append(value_text("", _day(name), self.language))
        if key[:-1] in self.labels and key[-1] in _NAMES:
            parts = parts[:-2]
        return " – ".join(parts)


def _day(text: str) -> Any:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _says_its_name(*sides: Any) -> bool:
    """Tell whether a change is of a whole item, whose values hold its name already."""
    return any(isinstance(side, dict) and any(name in side for name in _NAMES) for side in sides)


def _segments(before: Any, after: Any, texts: tuple[str, str]) -> tuple[Segment, ...]:
    """Compare prose word by word; any other value is replaced as a whole."""
    if isinstance(before, str) and isinstance(after, str) and " " in before + after:
        return compare_words(*texts)
    pairs = zip(("deleted", "inserted"), texts, strict=True)
    return tuple(Segment(kind, text) for kind, text in pairs if text)  # type: ignore[arg-type] # the two kinds above
