"""A run as it is written: the file that names the tables of an allocation, or holds them."""

from typing import Annotated, Any, Literal

from pydantic import Field

from explain.fields import Declared, Flag, Id, Line

MINIMUM_SALT = 32
Rows = tuple[dict[str, Any], ...]


class RunFile(Declared):
    """A run as it is written: what it is, its groups, and its three tables.

    Each table is a list of rows, or the name of a CSV or Parquet file beside this one.
    """

    format: Literal[1]
    method: Literal["deferred_acceptance", "points_with_capacity"]
    kind: Literal["run"]
    synthetic: Flag
    title: Line
    session: Annotated[int, Field(strict=True, ge=1900, le=9999)]
    source: Line | None = None
    salt: Line | None = None
    groups: tuple[Id, ...] = ()
    programmes: Rows | Line
    persons: Rows | Line
    wishes: Rows | Line
