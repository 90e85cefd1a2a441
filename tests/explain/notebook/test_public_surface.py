"""The public names of `explain`: few, guarded, and free until they are used."""

import subprocess
import sys
from pathlib import Path

import pytest

import explain

ROOT = Path(__file__).parents[3]
NAMES = {
    "CannotExplain",
    "ExplainError",
    "Explainer",
    "InvalidCase",
    "InvalidFile",
    "View",
    "from_estimator",
    "from_function",
    "load",
}


def test_the_public_names_are_these() -> None:
    assert set(explain.__all__) == NAMES
    assert set(dir(explain)) >= NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_public_name_is_what_it_says(name: str) -> None:
    assert getattr(explain, name).__name__ == name
    assert getattr(explain, name).__doc__


def test_another_name_is_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = explain.nothing


def loaded(program: str) -> set[str]:
    """Return the packages that a new process has loaded after `program`."""
    ending = "import sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\n{ending}"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_else() -> None:
    new = loaded("import explain") - loaded("")
    assert new <= {
        "explain",
        "typing",
        "re",
        "functools",
        "collections",
        "contextlib",
        "copyreg",
    } | (set(sys.stdlib_module_names))


def test_rules_are_shown_without_the_register_and_without_heavy_libraries() -> None:
    rules = str(ROOT / "entries/tarification-solidaire-eau/2/rules.yaml")
    program = (
        f"from explain import load; water = load({rules!r});"
        "case = {'personnes': 4, 'ressources': 12000};"
        "assert '42,00' in water.explain(case, on='2016-11-01')._repr_html_()"
    )
    heavy = {"register", "litestar", "sklearn", "shap", "weasyprint", "ortools", "pandas"}
    assert not loaded(program) & heavy
