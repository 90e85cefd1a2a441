"""A CSV file as blocks of whole lines, and the columns of a block whose lines are all regular.

A block is regular where no cell is quoted, every line has as many cells as the header, and no cell
is long. Its cells are then told apart as numbers, eight bytes at a time, without a text for each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
Words = NDArray[np.uint64]

WORD, LONGEST = 8, 64
"""The bytes of a word, and those of the longest cell of a regular block."""
_MASKS = np.array([(1 << (8 * kept)) - 1 for kept in range(WORD + 1)], np.uint64)
_COMMA, _NEWLINE = b",\n"


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A regular block: where each cell starts and ends, by line and column.

    `words` are the eight bytes from each byte on, as a whole number.
    """

    data: bytes
    words: Words
    starts: Places
    ends: Places

    @property
    def height(self) -> int:
        """How many lines there are."""
        return len(self.starts)

    def line(self, index: int) -> Sequence[str]:
        """Return the cells of a line."""
        places = zip(self.starts[index].tolist(), self.ends[index].tolist(), strict=True)
        return [self.data[start:end].decode() for start, end in places]

    def distinct(self, column: int) -> tuple[Sequence[str], Places]:
        """Return the distinct cells of a column, and which of them each line has."""
        starts = np.ascontiguousarray(self.starts[:, column])
        sizes = self.ends[:, column] - starts
        _, first, places = _ranked(self.words[starts] & _MASKS[np.minimum(sizes, WORD)])
        for offset in range(WORD, int(sizes.max()), WORD):
            kept = _MASKS[np.clip(sizes - offset, 0, WORD)]
            # A cell that ends sooner has no byte to keep, wherever it is read.
            more = _ranked(self.words[np.where(kept, starts + offset, 0)] & kept)[2]
            _, first, places = _ranked(places * len(places) + more)
        own = zip(starts[first].tolist(), sizes[first].tolist(), strict=True)
        return [self.data[start : start + size].decode() for start, size in own], places


def _ranked(values: NDArray[Any]) -> tuple[NDArray[Any], Places, Places]:
    """Return distinct values, the first place of each, and which of them each value is."""
    found: tuple[NDArray[Any], Places, Places] = np.unique(
        values, return_index=True, return_inverse=True
    )
    return found


def blocks(data: bytes, start: int, size: int) -> Iterator[bytes]:
    """Cut a text from `start` on after its lines, into blocks of `size` bytes or a little more."""
    while start < len(data):
        end = data.find(b"\n", start + size) + 1 or len(data)
        yield data[start:end]
        start = end


def regular(block: bytes, width: int) -> Block | None:
    """Return a block by cells, `width` in each line; `None` where it is not regular."""
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n")
    if b'"' in block or b"\r" in block:
        return None
    data = block if block.endswith(b"\n") else block + b"\n"
    letters = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero((letters == _COMMA) | (letters == _NEWLINE))
    height = data.count(b"\n")
    if len(ends) != height * width or (letters[ends[width - 1 :: width]] != _NEWLINE).any():
        return None
    starts = np.append(0, ends[:-1] + 1)
    if int((ends - starts).max()) > LONGEST:
        return None
    words = np.ndarray(len(data), "<u8", data + bytes(WORD), strides=(1,))
    return Block(data, words, starts.reshape(height, width), ends.reshape(height, width))
