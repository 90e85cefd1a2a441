"""Tables as people have them at a keyboard, as rows of plain Python values, and back again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain values: `None` is missing. `again` makes the kind of table that was given."""

    names: tuple[str, ...]
    rows: tuple[Values, ...]
    again: Callable[[Sequence[Sequence[Any]]], Any]

    def column(self, name: str) -> Values:
        """Return the values of one column."""
        place = self.names.index(name)
        return tuple(row[place] for row in self.rows)


def table_of(data: Any) -> Table:
    """Read a pandas data frame, or a list with one dictionary for each row.

    The columns of a list are those of its first row. Raises `TypeError` for anything else,
    `ValueError` where there is no row, or where a row has other columns.
    """
    if hasattr(data, "dtypes") and hasattr(data, "to_dict"):
        return _of_frame(data)
    if isinstance(data, Sequence) and all(isinstance(row, Mapping) for row in data):
        return _of_list(data)
    raise TypeError("Give a pandas data frame, or a list with one dictionary for each row.")


def plain(value: Any) -> Any:
    """Return a value as plain Python has it; what stands for a missing value as `None`."""
    if type(value).__name__ in {"NAType", "NaTType"}:
        return None
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124 - NaN


def _of_frame(data: Any) -> Table:
    records = data.to_dict("records")
    kinds = data.dtypes.to_dict()

    def again(rows: Sequence[Sequence[Any]]) -> Any:
        return type(data)(rows, columns=list(data.columns)).astype(kinds)

    return _table([str(name) for name in data.columns], [list(r.values()) for r in records], again)


def _of_list(data: Sequence[Mapping[str, Any]]) -> Table:
    names = list(data[0]) if data else []
    for place, row in enumerate(data, start=1):
        if set(row) != set(names):
            raise ValueError(f"Row {place} has other columns than the first: {', '.join(row)}.")

    def again(rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
        return [dict(zip(names, row, strict=True)) for row in rows]

    return _table(names, [[row[name] for name in names] for row in data], again)


def _table(
    names: list[str], rows: list[list[Any]], again: Callable[[Sequence[Sequence[Any]]], Any]
) -> Table:
    if not rows or not names:
        raise ValueError("The table has no row, or no column. Give the examples to compare with.")
    return Table(tuple(names), tuple(tuple(map(plain, row)) for row in rows), again)
