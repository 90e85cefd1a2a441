"""What is imported is declared, and what people must install is used."""

import ast
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OURS = {"benchmarks", "explain", "register", "tests", "tools"} | {
    path.stem for path in (ROOT / "benchmarks").glob("_*.py")
}
# pydantic pins its core to one version, and re-exports only a part of it.
OURS_BY_PROXY = {"pydantic_core": "pydantic"}


def declared(requirements: Iterable[str]) -> set[str]:
    return {canonicalize_name(Requirement(text).name) for text in requirements}


def imported(*folders: str) -> set[str]:
    """Return the distributions that the modules of these folders import."""
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    modules: set[str] = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module.partition(".")[0])
    outside = {OURS_BY_PROXY.get(name, name) for name in modules} - OURS - sys.stdlib_module_names
    distributions = packages_distributions()
    return {canonicalize_name(distributions.get(name, [name])[0]) for name in outside}


def test_the_packages_import_only_what_their_installation_brings() -> None:
    extras = PROJECT["optional-dependencies"]
    brought = declared(
        [
            *PROJECT["dependencies"],
            *extras["build"],
            *extras["data"],
            *extras["pdf"],
            *extras["solver"],
        ]
    )
    assert imported("explain", "register") <= brought


def test_everybody_installs_only_what_the_packages_import() -> None:
    assert declared(PROJECT["dependencies"]) <= imported("explain", "register")


def test_tests_and_tools_import_only_what_is_declared() -> None:
    extras = PROJECT["optional-dependencies"].values()
    everything = declared([*PROJECT["dependencies"], *(text for extra in extras for text in extra)])
    assert imported("tests", "tools", "benchmarks", "entries") <= everything
