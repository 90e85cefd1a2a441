"""The wheel: the two packages with their templates, complete, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest


@pytest.fixture(scope="module")
def shipped(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def installed_path(name: str) -> str:
    """Say where a file of the checkout stands once installed."""
    path = PurePosixPath(name)
    if path.parts[:2] == ("templates", "notices"):
        return str(PurePosixPath("explain", "_templates", *path.parts[2:]))
    if path.parts[0] == "templates":
        return str(PurePosixPath("register", "_templates", *path.parts[1:]))
    return name


def test_the_wheel_holds_each_file_of_the_packages_and_templates_and_no_other(
    root: Path, shipped: set[str]
) -> None:
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listing = [*git, "--cached", "--others", "--exclude-standard", "--"]
    listed = subprocess.run(
        [*listing, "explain", "register", "templates"],
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    )
    names = [name for name in listed.stdout.split("\0") if name and (root / name).is_file()]
    assert shipped == {installed_path(name) for name in names}


def test_the_wheel_carries_its_licence_its_types_and_its_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (commands,) = [name for name in names if name.endswith("entry_points.txt")]
        assert "grandjour = register.cli:main" in archive.read(commands).decode()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {"explain/py.typed", "register/py.typed"} <= set(names)


def test_an_installed_copy_reads_its_own_templates_not_those_of_the_checkout(
    root: Path, installed: Path, empty: Path
) -> None:
    program = "import explain, register; print(explain.__file__, register.__file__)"
    ended = subprocess.run(
        [installed, "-c", program], cwd=empty, capture_output=True, check=True, text=True
    )
    assert str(root) not in ended.stdout.replace(sys.prefix, "")
    for package, folder in zip(ended.stdout.split(), ["notices", "pages"], strict=True):
        packed = Path(package).parent / "_templates"
        expected = root / "templates" / folder
        assert any(expected.iterdir())
        found = packed if folder == "notices" else packed / folder
        assert {path.name for path in found.iterdir()} == {path.name for path in expected.iterdir()}
