"""The guide for notebooks, cell by cell: what it tells people to type works, in its order."""

import ast
import re
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from explain import View

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs/notebooks.md").read_text(encoding="utf-8")
CELLS = re.findall(r"^```python\n(.+?)^```", GUIDE, re.MULTILINE | re.DOTALL)
PRINTED = re.findall(r"^```text\n(.+?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def run(cell: str, names: dict[str, Any]) -> Any:
    """Run a cell as a notebook does: the value of its last line is what it shows."""
    body = ast.parse(cell).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), names)  # noqa: S102 - our own guide
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307 - as above


@pytest.fixture(scope="module")
def shown() -> list[Any]:
    names: dict[str, Any] = {}
    with chdir(ROOT):
        return [run(cell, names) for cell in CELLS]


def test_the_guide_shows_an_explanation_of_each_kind(shown: list[Any]) -> None:
    views = [view for view in shown if view is not None]
    assert [type(view) for view in views] == [View] * 4
    assert [view.explanation.provenance.engine for view in views] == ["rules/1"] + ["score/1"] * 3


def test_the_sentences_are_those_of_the_guide(shown: list[Any]) -> None:
    (printed,) = PRINTED
    assert str(shown[0]).startswith(printed)


def test_the_change_that_the_guide_promises_is_found(shown: list[Any]) -> None:
    """Housing is the only thing that may change: the model itself says that it turns the score."""
    view = [view for view in shown if view is not None][2]
    assert [(change.id, change.at) for change in view.explanation.changes] == [
        ("housing", "tenant")
    ]


def test_the_rent_is_explained_as_its_formula_says(shown: list[Any]) -> None:
    """Two inputs that do not meet: each adds its own part less the mean of that part."""
    surfaces, rooms = (41.5, 60.0, 112.0), (2, 3, 5)
    view = shown[-2]
    surface = 9.5 * (80 - sum(surfaces) / 3)
    room = 20 * (16 - sum(count**2 for count in rooms) / 3)
    assert view.explanation.detail.shares[1].value == pytest.approx(surface, abs=1e-9)
    assert view.explanation.detail.shares[0].value == pytest.approx(room, abs=1e-9)
