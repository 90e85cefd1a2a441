"""Files that are whole or absent, whatever happens while they are written."""

import os
from pathlib import Path

_NEW = ".new"


def put(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write a file beside its place, wait for the disk, move it in, wait for its folder.

    Raises `OSError`; then `path` is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}{_NEW}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    settle(path.parent)


def settle(path: Path) -> None:
    """Wait until a file or a folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what an interrupted `put` left below `folder`."""
    for path in folder.rglob(f".*{_NEW}"):
        path.unlink(missing_ok=True)
