"""A wheel built from this checkout, and an environment that has it installed."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    subprocess.run([*build, "--outdir", folder, root], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in a fresh environment; return its interpreter.

    The dependencies are those of this environment, added to the path, so that nothing is
    downloaded. The checkout is not among them: a path file is not read from an added path.
    """
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    install = [*pip, "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True, env=environment)
    (libraries,) = folder.glob("lib/python3*/site-packages")
    (libraries / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """Return an empty folder to work in."""
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder
