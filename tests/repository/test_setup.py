"""The set-up script, on systems that lack something. The script is real, so is its shell."""

import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

TOOLS = ["awk", "cat", "cut", "dirname", "env", "id", "rm", "sh", "sha256sum"]


@pytest.fixture
def checkout(root: Path, tmp_path: Path) -> Path:
    """Make a checkout that holds nothing but what the script reads."""
    folder = tmp_path / "checkout"
    (folder / "tools").mkdir(parents=True)
    shutil.copy(root / "tools" / "setup.sh", folder / "tools")
    (folder / "requirements.lock").write_text("")
    (folder / "pyproject.toml").write_text("")
    return folder


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """Make a system with Python and the shell's own tools: no apt-get, no sudo, no Chromium."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in TOOLS:
        (programs / tool).symlink_to(str(shutil.which(tool)))
    (programs / "python3").symlink_to(Path(sys.executable).resolve())
    return programs


def set_up(checkout: Path, system: Path, purpose: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "tools" / "setup.sh", purpose],
        env={"PATH": str(system)},
        capture_output=True,
        text=True,
        check=False,
    )


def environment(checkout: Path, made_in: Path) -> None:
    """Make the environment that an earlier set-up in `made_in` left behind."""
    folder = checkout / ".venv"
    venv.create(folder)
    done = {"folder": str(made_in)}
    for name, source in {"lock": "requirements.lock", "project": "pyproject.toml"}.items():
        done[name] = hashlib.sha256((checkout / source).read_bytes()).hexdigest()
    for name, text in done.items():
        (folder / f".done-{name}").write_text(text + "\n")


def test_one_message_names_all_missing_packages_and_the_command(
    checkout: Path, system: Path
) -> None:
    ended = set_up(checkout, system, "test")
    assert ended.returncode == 1
    command = "sudo apt-get install --no-install-recommends chromium poppler-utils"
    assert ended.stderr.count(command) == 1
    assert not (checkout / ".venv").exists()


def test_serving_needs_no_browser_and_a_second_set_up_does_nothing(
    checkout: Path, system: Path
) -> None:
    environment(checkout, made_in=checkout)
    ended = set_up(checkout, system, "run")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_a_moved_checkout_gets_a_new_environment(checkout: Path, system: Path) -> None:
    environment(checkout, made_in=checkout.parent)
    ended = set_up(checkout, system, "run")
    assert ended.stderr.startswith("Creating .venv with Python 3.")


def test_an_old_python_is_named_with_the_version_that_is_needed(
    checkout: Path, system: Path
) -> None:
    (system / "python3").unlink()
    old = system / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" || exit 1\n')
    old.chmod(0o755)
    ended = set_up(checkout, system, "run")
    assert ended.returncode == 1
    assert "needs Python 3.11 or later; found here: Python 3.9.2." in ended.stderr
    assert "PYTHON=" in ended.stderr
