"""Records of each family, and what replaying one tells: for the tests of replaying."""

import copy
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from explain.canonical import canonical
from explain.errors import ExplainError
from explain.record import Made, write_record
from explain.sources import Source
from register.cli import root as commands
from register.errors import RegisterError
from register.explaining import Question, answer
from register.replaying import replay
from register.shelf import Shelf, open_shelf

ENTRIES = Path(__file__).resolve().parents[2] / "entries"
CASES = {
    "rules": ENTRIES / "tarification-solidaire-eau" / "cases" / "ressources-inconnues-2023.yaml",
    "matching": ENTRIES / "parcoursup" / "cases" / "2018-ex1-b7.yaml",
    "score": ENTRIES / "aide-renovation-energetique" / "cases" / "classe-d-trois-enfants.yaml",
}
MADE = Made(datetime(2026, 11, 23, 8, tzinfo=UTC), {"grandjour": "0.1.0", "python": "3.11.2"})
INPUTS = "provenance.inputs"
Leaf = tuple[tuple[str | int, ...], Any]
each_family = pytest.mark.parametrize("family", CASES)


@cache
def shelf() -> Shelf:
    return open_shelf(ENTRIES, drafts=True)


@cache
def kept(family: str) -> bytes:
    """Return the file of a record of each family."""
    path = CASES[family]
    question = Question(slug=path.parts[-3], case=Source(path.name, path.read_bytes()))
    return write_record(answer(shelf(), question).explanation, MADE)


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[Leaf]:
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for step, part in parts:
        if isinstance(part, dict | list) and part:
            yield from leaves(part, (*path, step))
        else:
            yield (*path, step), part


def another(value: Any) -> Any:
    """Return a value of the same kind that is not `value`."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value[:-1] + ("1" if value[-1:] != "1" else "2")
    return "x" if value is None else ["x"]


def put(plain: Any, path: tuple[str | int, ...], value: Any) -> Any:
    changed = copy.deepcopy(plain)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return changed


def told(content: Any) -> tuple[set[str], set[str]]:
    """Replay a record; return the codes of issues, and the places of differences."""
    try:
        found = replay(shelf(), Source("kept.json", canonical(content)))
    except (ExplainError, RegisterError) as error:
        return {issue.code.id for issue in error.issues}, set()
    assert found.same == (not found.altered and not found.differences)
    return {issue.code.id for issue in found.altered}, {item.path for item in found.differences}


TOGETHER = ENTRIES / "aide-renovation-energetique" / "cases" / "deux-changements-version-3.yaml"


def run(*arguments: object, register: Path = ENTRIES, lang: str = "fr") -> Result:
    options = ["--lang", lang, *map(str, arguments), "--register", str(register)]
    return CliRunner().invoke(commands, options, prog_name="grandjour")


def keep(folder: Path, family: str = "score", *more: object) -> Path:
    path = folder / "kept.json"
    done = run("explain", CASES[family].parts[-3], "--case", CASES[family], "--record", path, *more)
    assert done.exit_code == 0, done.output
    return path
