"""Tables in Parquet, read with pyarrow (the extra `data`)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explain.errors import InvalidFile
from explain.issues import Issue
from explain.matching import issues

AT_ONCE = 1 << 16


def parquet_rows(name: str, data: bytes) -> Iterator[Sequence[Any]]:
    """Yield the header, then each row. Raises `InvalidFile` where the file cannot be read."""
    header, batches = _opened(name, data, AT_ONCE)
    yield header
    for batch in batches:
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a file: a chunk of a table, see `explain.matching.columns`."""

    lines: Sequence[int]
    batch: Any

    def said(self, column: int, cells: Mapping[Any, int]) -> NDArray[np.int64]:
        """Return what the cells of a column say, each distinct one being read once."""
        encoded = _encoded(self.batch.column(column))
        values = [_plain(value) for value in encoded.dictionary.to_pylist()]
        numbers = np.array([*map(cells.__getitem__, values), cells[None]], np.int64)
        indices = encoded.indices.cast("int32").fill_null(len(values))
        found: NDArray[np.int64] = numbers[indices.to_numpy(zero_copy_only=False)]
        return found

    def row(self, index: int) -> Sequence[Any]:
        """Return the cells of one row."""
        return [column[index].as_py() for column in self.batch.columns]


def parquet_chunks(name: str, data: bytes, size: int) -> tuple[Sequence[str], Iterator[Batch]]:
    """Return the header and the rows, `size` at a time; the first is row 2, as if under a header.

    Raises `InvalidFile` where the file cannot be read, while rows are taken too.
    """
    header, batches = _opened(name, data, size)
    return header, _numbered(batches)


def _numbered(batches: Iterator[Any]) -> Iterator[Batch]:
    start = 2
    for batch in batches:
        if batch.num_rows:
            yield Batch(range(start, start + batch.num_rows), batch)
        start += batch.num_rows


def _encoded(column: Any) -> Any:
    """Return a column by its distinct cells; those of lists are told apart as texts."""
    import pyarrow as pa  # noqa: PLC0415 - an extra that most installations lack

    if pa.types.is_nested(column.type):
        texts = [None if value is None else str(value) for value in column.to_pylist()]
        column = pa.array(texts, pa.string())
    return column.dictionary_encode()


def _plain(value: Any) -> Any:
    """Return a value that differs from all that read otherwise; `True` is no number here."""
    return value if value is None or isinstance(value, bool) else str(value)


def _opened(name: str, data: bytes, size: int) -> tuple[Sequence[str], Iterator[Any]]:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra that most installations lack
        from pyarrow import parquet  # noqa: PLC0415 - the same
    except ImportError:
        raise InvalidFile([Issue(issues.NO_PARQUET, name)]) from None

    def batches() -> Iterator[Any]:
        try:
            yield from file.iter_batches(size)
        except (pa.ArrowException, OSError):
            raise InvalidFile([Issue(issues.TABLE_UNREADABLE, name)]) from None

    try:
        file = parquet.ParquetFile(pa.BufferReader(data))
        header: Sequence[str] = file.schema_arrow.names
    except (pa.ArrowException, OSError):
        raise InvalidFile([Issue(issues.TABLE_UNREADABLE, name)]) from None
    return header, batches()
