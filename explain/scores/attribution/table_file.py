"""Tables in one file of a cache: arrays without code, that vouch for themselves.

The file holds a SHA-256 digest of the rest; then the length of a header and the header, as
JSON: what the tables belong to, and for each array its name, type and shape; then the arrays.
All of them start at multiples of 64 bytes, so that a row of a table is one line of a
processor's cache. A file that is not exactly what was written is as good as none.
"""

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]
Bytes = NDArray[np.uint8]

FORMAT = 1
"""A new number for any change of what a file holds or how."""

_ALIGNED = 64
_DIGEST = 32
_LENGTH = 8
_LEFT_BEHIND = 3600
"""Seconds after which a half-written file belongs to nobody any more."""


def write_tables(path: Path, about: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write the file whole or not at all; leave none behind where the folder cannot hold it."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear(path.parent)
        _write(path, about, arrays)


def read_tables(path: Path, about: str) -> Arrays | None:
    """Return the arrays, read-only; `None` where the file is missing, damaged or another's."""
    try:
        whole = _read(path)
    except OSError:
        return None
    if len(whole) < _ALIGNED or _digest(whole) != whole[:_DIGEST].tobytes():
        return None
    length = int.from_bytes(whole[_DIGEST : _DIGEST + _LENGTH].tobytes(), "little")
    start = _DIGEST + _LENGTH
    header = json.loads(whole[start : start + length].tobytes())
    if header["about"] != about:
        return None
    return _views(whole, _padded(start + length), header["arrays"])


def _write(path: Path, about: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    shapes = [[name, array.dtype.str, list(array.shape)] for name, array in arrays.items()]
    header = json.dumps({"about": about, "arrays": shapes}).encode()
    start = len(header).to_bytes(_LENGTH, "little") + header
    room = _padded(_DIGEST + len(start)) - _DIGEST
    parts: list[bytes | memoryview] = [start.ljust(room, b" ")]
    for array in arrays.values():
        data = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
        parts += [data.data, bytes(_padded(len(data)) - len(data))]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    handle, name = tempfile.mkstemp(".part", path.stem, path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(digest.digest())
            file.writelines(parts)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise


def _clear(folder: Path) -> None:
    """Remove what writers that were killed have left."""
    for path in folder.glob("*.part"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _LEFT_BEHIND:
                path.unlink()


def _read(path: Path) -> Bytes:
    """Return the bytes of the file, their first one aligned."""
    with path.open("rb", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        room = np.empty(size + _ALIGNED, dtype=np.uint8)
        start = -room.ctypes.data % _ALIGNED
        whole = room[start : start + size]
        done = 0
        while done < size and (read := file.readinto(whole.data[done:])):
            done += read
    return whole[:done]


def _digest(whole: Bytes) -> bytes:
    return hashlib.sha256(whole.data[_DIGEST:]).digest()


def _views(whole: Bytes, start: int, shapes: list[tuple[str, str, list[int]]]) -> Arrays:
    whole.flags.writeable = False
    found: Arrays = {}
    for name, kind, shape in shapes:
        dtype = np.dtype(kind)
        size = prod(shape) * dtype.itemsize
        found[name] = whole[start : start + size].view(dtype).reshape(shape)
        start += _padded(size)
    return found


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
