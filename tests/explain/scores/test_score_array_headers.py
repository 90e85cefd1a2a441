"""Headers of arrays that nobody's program writes."""

import io
import struct
import zipfile

import pytest

from explain.errors import InvalidFile
from explain.scores.models.array_file import Shape, read_arrays

HEADERS = {
    "thousands of signs": "-" * 9000 + "1",
    "thousands of parentheses": "(" * 9000,
    "names that are numbers": "{1: 2, 'descr': 3}",
    "a list as a name": "{[]: 2}",
    "an enormous side": "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 1" + "0" * 30 + ")}",
}


@pytest.mark.filterwarnings("ignore:Reading .* file required additional header parsing")
@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS.keys())
def test_a_forged_header_is_a_damaged_file(header: str) -> None:
    text = f"{header}\n".encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("x.npy", b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text)
    with pytest.raises(InvalidFile):
        read_arrays(made.getvalue(), "model.npz", {"x": Shape("<f8", 2)})
