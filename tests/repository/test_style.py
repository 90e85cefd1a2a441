"""House rules that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = sorted([*ROOT.glob("explain/**/*.py"), *ROOT.glob("register/**/*.py")])
TESTS = sorted(ROOT.glob("tests/**/*.py"))
OTHERS = sorted([*ROOT.glob("tools/*.py"), *ROOT.glob("benchmarks/*.py")])
MODULES = [*SHIPPED, *TESTS, *OTHERS]
# Sample data are long lists, not logic. The verifier is one file so that it can be read alone.
LOGIC = [
    path for path in MODULES if not path.name.endswith("samples.py") and path.name != "verifier.py"
]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def place(path: Path, node: ast.expr | ast.stmt) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(parse(path)):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    lines = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        lines -= (first.end_lineno or 0) - first.lineno + 1
    return lines


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in LOGIC}
    assert [str(path.relative_to(ROOT)) for path, lines in lengths.items() if lines > 400] == []


def test_no_function_is_longer_than_50_lines() -> None:
    long = [place(path, f) for path in LOGIC for f in functions(path) if length(f) > 50]
    assert long == []


def test_every_suppression_gives_its_reason() -> None:
    bare = re.compile(
        r"# (?:noqa(?!: [A-Z]+\d+(?:, [A-Z]+\d+)* - \S)|type: ignore(?!\[[\w, -]+\] +# \S))"
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in MODULES
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if bare.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "shortcut", ["monkeypatch", "mocker", "skip", "skipif", "xfail", "importorskip", "sleep"]
)
def test_no_test_takes_a_shortcut(shortcut: str) -> None:
    found = [
        place(path, node)
        for path in TESTS
        for node in ast.walk(parse(path))
        if (isinstance(node, ast.Attribute) and node.attr == shortcut)
        or (isinstance(node, ast.Name) and node.id == shortcut)
    ]
    assert found == []


def test_test_files_have_unique_names() -> None:
    names = [path.name for path in TESTS if path.name.startswith("test_")]
    assert sorted(names) == sorted(set(names))


def test_annotations_stay_readable_at_run_time() -> None:
    postponed = [
        place(path, node)
        for path in MODULES
        for node in parse(path).body
        if isinstance(node, ast.ImportFrom) and node.module == "__future__"
    ]
    assert postponed == []
