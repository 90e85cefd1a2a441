"""The lock file: everything, at one version, with hashes, from nowhere in particular."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PINNED = re.compile(
    r"^([\w.-]+)==([\w.+!-]+)((?: \\\n +--hash=sha256:[0-9a-f]{64})+)\n", re.MULTILINE
)


@pytest.fixture(scope="module")
def lock(root: Path) -> str:
    return (root / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def versions(lock: str) -> dict[str, str]:
    return {canonicalize_name(found[1]): found[2] for found in PINNED.finditer(lock)}


def test_nothing_but_pinned_versions_with_hashes_stands_in_the_lock(lock: str) -> None:
    rest = PINNED.sub("", lock).splitlines()
    assert [line for line in rest if line and not line.startswith("#")] == []


def test_the_lock_satisfies_each_declared_dependency(root: Path, versions: dict[str, str]) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    for text in chain(project["dependencies"], *extras):
        requirement = Requirement(text)
        locked = versions.get(canonicalize_name(requirement.name))
        assert locked is not None, f"{text} is not locked: run `make lock`"
        assert requirement.specifier.contains(locked, prereleases=True), f"{text}: {locked}"


def test_the_build_backend_is_locked_too(root: Path, versions: dict[str, str]) -> None:
    build = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]
    assert {Requirement(text).name for text in build["requires"]} <= set(versions)
