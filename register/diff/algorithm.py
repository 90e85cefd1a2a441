"""Two algorithm files, compared: as plain values, with their texts in one language."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from explain.errors import ExplainError
from explain.i18n import Language
from explain.reading import read_yaml
from register.diff.fields import FieldChange, Key, Plain, compare_fields
from register.entry.version import Version

WORDING = frozenset(
    {
        "actionable",
        "definition",
        "degree",
        "direction",
        "help",
        "label",
        "mode",
        "note",
        "role",
        "sentence",
        "source",
        "threshold_label",
        "title",
        "url",
    }
)
"""Fields of an algorithm file that only say something: no result depends on them."""

SAYING = frozenset({"contribution", "evaluation", "groups", "limits"})
"""Parts of an algorithm file of which the same holds."""


def compare_algorithms(
    before: Version, after: Version, language: Language
) -> tuple[FieldChange, ...]:
    """Return what differs between the algorithm files of two versions."""
    old, new = (_file(version) for version in (before, after))
    if old == new:
        return ()
    plain = [_plain(*old), _plain(*new)]
    units: dict[Key, str] = {}
    for document in plain:
        units |= dict(_units(document))
    told = [
        _translated(document, _labels(version, language))
        for document, version in zip(plain, (before, after), strict=True)
    ]
    names = {name: label for document in told for name, label in _names(document)}
    return compare_fields(told[0], told[1], language, units, names)


def calculates(change: FieldChange) -> bool:
    """Tell whether a result may depend on what differs: it is not wording alone."""
    key = change.key
    if key[0] in SAYING or "reference" in key:
        return False
    return key[-1] not in WORDING


def _file(version: Version) -> tuple[str, bytes]:
    name = version.entry.algorithm or ""
    return name, version.artefacts.get(name, b"")


@lru_cache(maxsize=64)
def _plain(name: str, data: bytes) -> Plain:
    """Return an algorithm file as plain values; nothing where there is none to read."""
    try:
        found: Plain = read_yaml(data, name).value if data else {}
    except ExplainError:
        return {}
    return found


def _labels(version: Version, language: Language) -> Mapping[str, str]:
    courtesy = version.translations.get(language.code)
    return courtesy.translation.labels if courtesy else {}


def _translated(document: Plain, labels: Mapping[str, str]) -> Plain:
    """Return a file with the texts of a translation; keys are those of `explain.texts`."""
    return _value(document, "", labels) if labels else document


def _value(value: Any, key: str, labels: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return labels.get(key, value)
    if isinstance(value, dict):
        return {name: _value(part, _under(key, name), labels) for name, part in value.items()}
    if isinstance(value, list):
        parent = key.rpartition(".")[0]
        return [
            _value(item, _named(item, number, key, parent), labels)
            for number, item in enumerate(value, start=1)
        ]
    return value


def _under(key: str, name: str) -> str:
    if name == "label" and key:
        return key
    return f"{key}.{name}" if key else name


def _named(item: Any, number: int, key: str, parent: str) -> str:
    name = item.get("id") if isinstance(item, dict) else None
    return _under(parent, name) if isinstance(name, str) else f"{key}.{number}"


def _units(document: Plain) -> Iterator[tuple[Key, str]]:
    """Return the unit of each item that has one, and that of the printed points."""
    for name, part in document.items():
        for item in part if isinstance(part, list) else ():
            if isinstance(item, dict) and isinstance(item.get("unit"), str) and "id" in item:
                yield (name, str(item["id"])), item["unit"]
        if isinstance(part, dict) and isinstance(part.get("unit"), str):
            yield (name,), part["unit"]


def _names(document: Plain) -> Iterator[tuple[str, str]]:
    """Return the name in words of each input, by its id."""
    for item in document.get("inputs") or ():
        if isinstance(item, dict) and isinstance(item.get("label"), str):
            yield str(item.get("id")), item["label"]
