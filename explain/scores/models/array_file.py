"""Arrays in one file that holds no code: an uncompressed zip of `.npy` members.

The same arrays always give the same bytes. Nothing is unpacked or allocated before the
zip's directory and each member's header say what was expected; numpy's own loader, which
allocates whatever a header claims, is not used.
"""

import io
import struct
import tokenize
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from explain.errors import InvalidFile
from explain.issues import N_, Issue
from explain.scores import issues

MAXIMUM_BYTES = 256 * 1024 * 1024
"""The most that all arrays of one file may take."""

_DAMAGED = (
    *(zipfile.BadZipFile, struct.error, tokenize.TokenError),
    *(EOFError, MemoryError, OSError, OverflowError, RuntimeError, TypeError, ValueError),
)
"""What a file that is cut or forged makes the readers of zips and of headers raise."""

_EPOCH = (1980, 1, 1, 0, 0, 0)

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """What an array must be: `dtype` as numpy writes it (`<f8`), number of dimensions."""

    dtype: str
    dimensions: int = 1


def write_arrays(arrays: Mapping[str, Array]) -> bytes:
    """Return the file of `arrays`, in the order given."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            member = io.BytesIO()
            npy.write_array(member, np.ascontiguousarray(array), (1, 0), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", _EPOCH), member.getvalue())
    return made.getvalue()


def read_arrays(data: bytes, file: str, expected: Mapping[str, Shape]) -> dict[str, Array]:
    """Return the arrays that `expected` names, and that `file` must hold in that order.

    They are read-only views of `data`'s members. Raises `InvalidFile` for anything else.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive, [f"{name}.npy" for name in expected])
            return {
                name: _array(archive.read(f"{name}.npy"), shape) for name, shape in expected.items()
            }
    except _Wrong as wrong:
        values = {"name": file, "problem": wrong.problem}
    except _DAMAGED:
        values = {"name": file, "problem": N_("it is damaged")}
    raise InvalidFile([Issue(issues.ARRAYS_UNREADABLE, file, values=values)])


class _Wrong(Exception):
    """The file is not what was expected."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def _check(archive: zipfile.ZipFile, expected: list[str]) -> None:
    members = archive.infolist()
    if [member.filename for member in members] != expected:
        raise _Wrong(N_("it holds other arrays than those of a model"))
    if any(member.compress_type != zipfile.ZIP_STORED for member in members):
        raise _Wrong(N_("its arrays are compressed"))
    if sum(member.file_size for member in members) > MAXIMUM_BYTES:
        raise _Wrong(N_("it is too large"))


def _array(data: bytes, expected: Shape) -> Array:
    member = io.BytesIO(data)
    if npy.read_magic(member) != (1, 0):
        raise _Wrong(N_("it is damaged"))
    shape, fortran, dtype = npy.read_array_header_1_0(member)
    if fortran or dtype.str != expected.dtype or len(shape) != expected.dimensions:
        raise _Wrong(N_("it holds other arrays than those of a model"))
    body = memoryview(data)[member.tell() :]
    size = 1
    for length in shape:
        size *= length
    if size * dtype.itemsize != len(body):
        raise _Wrong(N_("it is damaged"))
    if dtype == np.bool_ and len(body) and np.frombuffer(body, np.uint8).max() > 1:
        raise _Wrong(N_("it is damaged"))
    return np.frombuffer(body, dtype).reshape(shape)
