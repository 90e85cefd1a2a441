"""Tables in Parquet, read with pyarrow (the extra `data`)."""

from collections.abc import Iterator, Sequence
from typing import Any

from explain.errors import InvalidFile
from explain.issues import Issue
from explain.matching import issues


def parquet_rows(name: str, data: bytes) -> Iterator[Sequence[Any]]:
    """Yield the header, then each row. Raises `InvalidFile` where the file cannot be read."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra that most installations lack
        from pyarrow import parquet  # noqa: PLC0415 - the same
    except ImportError:
        raise InvalidFile([Issue(issues.NO_PARQUET, name)]) from None
    try:
        table = parquet.read_table(pa.BufferReader(data))
    except (pa.ArrowException, OSError):
        raise InvalidFile([Issue(issues.TABLE_UNREADABLE, name)]) from None
    yield table.column_names
    for batch in table.to_batches():
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
