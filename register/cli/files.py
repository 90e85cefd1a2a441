"""Writing files whole or not at all."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from explain.issues import Issue
from register.errors import CannotWrite, reason
from register.issues import ALREADY_THERE, WRITE_FAILED


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

    They are written to a folder beside it, which takes its name at the end. Raises
    `CannotWrite` where that is not possible, or `folder` is there already.
    """
    require_new(folder)
    try:
        with tempfile.TemporaryDirectory(
            dir=folder.parent, prefix=f".{folder.name}.", ignore_cleanup_errors=True
        ) as name:
            made = Path(name) / folder.name
            made.mkdir()
            for file, data in files.items():
                _write(made / file, data)
            made.rename(folder)
    except OSError as error:
        values = {"name": str(folder), "problem": reason(error)}
        raise CannotWrite([Issue(WRITE_FAILED, values=values)]) from None
