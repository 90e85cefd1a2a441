"""Writing files whole or not at all."""

import fcntl
import glob
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from explain.issues import Issue
from register.errors import CannotWrite, reason
from register.issues import ALREADY_THERE, WRITE_FAILED

if TYPE_CHECKING:  # costs more than “--help” may
    from explain.sources import Source

RUN = "run.yaml"
TABLES = {".csv", ".parquet"}


def require_new(path: Path) -> None:
    """Refuse a file that is there already. Raises `CannotWrite`."""
    if path.exists() or path.is_symlink():
        raise CannotWrite([Issue(ALREADY_THERE, values={"name": str(path)})])


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path` through a file beside it: never half a file.

    Raises `CannotWrite` where the folder is missing or cannot be written.
    """
    try:
        _write(path, data)
    except OSError as error:
        values = {"name": str(path), "problem": reason(error)}
        raise CannotWrite([Issue(WRITE_FAILED, values=values)]) from None


def write_all(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write `files` into `folder`, by name, over those that are there: all of them, or none.

    Raises `CannotWrite`, the folder being as it was.
    """
    paths = {folder / name: data for name, data in files.items()}
    before = {path: path.read_bytes() for path in paths if path.is_file()}
    done: list[Path] = []
    try:
        for path, data in paths.items():
            write_whole(path, data)
            done.append(path)
    except BaseException:
        for path in done:
            if path in before:
                write_whole(path, before[path])
            else:
                path.unlink(missing_ok=True)
        raise
    return tuple(paths)


def _write(path: Path, data: bytes) -> None:
    mask = os.umask(0)
    os.umask(mask)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder with `files` by name: whole, or not at all.

    They are written to a folder beside it, which takes its name at the end. What a process that
    was killed left there is removed. Raises `CannotWrite` where that is not possible, or `folder`
    is there already.
    """
    require_new(folder)
    remove_leftovers(folder)
    try:
        with (
            tempfile.TemporaryDirectory(
                dir=folder.parent, prefix=_unfinished(folder), ignore_cleanup_errors=True
            ) as name,
            _held(Path(name)),
        ):
            made = Path(name) / folder.name
            made.mkdir()
            for file, data in files.items():
                _write(made / file, data)
            made.rename(folder)
    except OSError as error:
        values = {"name": str(folder), "problem": reason(error)}
        raise CannotWrite([Issue(WRITE_FAILED, values=values)]) from None


def _unfinished(folder: Path) -> str:
    """Return how the name of a folder starts in which `folder` is being written."""
    return f".{folder.name}.unfinished-"


def remove_leftovers(folder: Path) -> None:
    """Remove what was half-written for `folder` by a process that was killed.

    A folder that another process still writes is held by it, and stays.
    """
    for path in folder.parent.glob(f"{glob.escape(_unfinished(folder))}*"):
        if path.is_symlink() or not path.is_dir():
            continue
        with suppress(OSError), _held(path):
            shutil.rmtree(path)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a folder, until the process ends at the latest. Raises `OSError` where it is held."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def read_run_folder(folder: Path) -> "Source":
    """Read run.yaml and the tables of a folder. Raises `InvalidFile` where there is no run."""
    from explain.errors import InvalidFile
    from explain.matching.issues import RUN_MISSING
    from explain.sources import Source

    path = folder / RUN
    if not path.is_file():
        raise InvalidFile([Issue(RUN_MISSING, values={"name": str(folder)})])
    beside = {
        item.name: item.read_bytes()
        for item in sorted(folder.iterdir())
        if item.suffix in TABLES and item.is_file() and not item.is_symlink()
    }
    return Source(RUN, path.read_bytes(), beside)
