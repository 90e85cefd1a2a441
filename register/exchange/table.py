"""A table: columns that say what they hold and how it is found, and the rows."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

from explain.i18n import LanguageCode

Type = Literal["string", "integer", "boolean", "date", "datetime"]
Value = str | int | bool | date | datetime | None
Item = TypeVar("Item")

_LANGUAGES = {"fr": "French", "en": "English"}


@dataclass(frozen=True, slots=True)
class Column(Generic[Item]):
    """One column.

    `description` says in a sentence what its values are, `value` finds the value of one item.
    `refers` names the table and the column that hold each of its values.
    """

    name: str
    type: Type
    description: str
    value: Callable[[Item], Value] = field(repr=False)
    refers: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `key` names the columns that together differ in each row."""

    name: str
    title: str
    key: tuple[str, ...]
    columns: tuple[Column[Any], ...]
    rows: tuple[tuple[Value, ...], ...]


def table(
    name: str, title: str, key: str, columns: Iterable[Column[Item]], items: Iterable[Item]
) -> Table:
    """Make a table of `items`. `key` names its columns, separated by spaces."""
    listed = tuple(columns)
    rows = tuple(tuple(column.value(item) for column in listed) for item in items)
    return Table(name, title, tuple(key.split()), listed, rows)


def in_each(
    languages: Iterable[LanguageCode],
    name: str,
    description: str,
    value: Callable[[Item, LanguageCode], str],
) -> Iterator[Column[Item]]:
    """Return one column of texts for each language."""
    for code in languages:
        found = _bound(value, code)
        yield Column(f"{name}_{code}", "string", f"{description}, in {_LANGUAGES[code]}.", found)


def _bound(
    value: Callable[[Item, LanguageCode], str], code: LanguageCode
) -> Callable[[Item], Value]:
    return lambda item: value(item, code)
