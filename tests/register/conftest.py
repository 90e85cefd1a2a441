"""A small, valid register to copy and change."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from register.cli import root as commands

SAMPLE = Path(__file__).parent / "sample"

Run = Callable[..., Result]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Return a fresh copy of the sample register."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "register"))


@pytest.fixture
def run(sample: Path) -> Run:
    """Run a command on the sample register, in English unless told otherwise."""

    def call(command: str, *arguments: str, lang: str = "en") -> Result:
        options = ["--lang", lang, command, *arguments, "--register", str(sample)]
        return CliRunner().invoke(commands, options, prog_name="grandjour")

    return call
