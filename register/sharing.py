"""Work on many items, shared among copies of this process: nothing is loaded twice.

A copy only reads. It answers an item with bytes, or with nothing where the caller is to see for
itself; a copy that is stopped answers nothing more. Answers come in the order of the items.
"""

import gc
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

LEAST = 32
"""Items that are worth a copy of the process."""

_LENGTH = 4
"""Bytes that hold the length of an answer."""

Work = Callable[[str], bytes]


def answers(items: Sequence[str], work: Work) -> Iterator[bytes]:
    """Return what `work` makes of each item; empty where there is no answer.

    `work` runs in as many copies as there are processors, and not at all where one process is
    enough, or where this one has threads, which a copy would lose.
    """
    copies = min(len(items) // LEAST, _processors())
    if copies < 2 or threading.active_count() > 1:  # noqa: PLR2004 - one is this process
        yield from (b"" for _ in items)
        return
    gc.freeze()  # a collection would write to what the copies share
    try:
        with ExitStack() as stack:
            shares = (items[place::copies] for place in range(copies))
            pipes = [stack.enter_context(_copy(share, work)) for share in shares]
            for place in range(len(items)):
                yield _read(pipes[place % copies])
    finally:
        gc.unfreeze()


def _processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


@contextmanager
def _copy(items: Sequence[str], work: Work) -> Iterator[BinaryIO]:
    """Let a copy of this process do its share."""
    receiving, sending = os.pipe()
    copy = os.fork()
    if not copy:
        try:
            _close_all_but(sending)
            _serve(items, work, sending)
        finally:
            os._exit(0)  # whatever happened: the caller sees for itself
    os.close(sending)
    try:
        with os.fdopen(receiving, "rb") as pipe:
            yield pipe
    finally:
        os.waitpid(copy, 0)


def _close_all_but(kept: int) -> None:
    """Close what this process had open: its locks go with it, whatever its copies still do."""
    for handle in [int(file.name) for file in Path("/dev/fd").iterdir()]:
        if handle > 2 and handle != kept:  # noqa: PLR2004 - after the standard three
            with suppress(OSError):  # that of the list itself is gone
                os.close(handle)


def _serve(items: Sequence[str], work: Work, sending: int) -> None:
    """Answer each item, until the last or until nobody reads any more."""
    with suppress(BrokenPipeError), os.fdopen(sending, "wb") as pipe:
        for item in items:
            answer = work(item)
            pipe.write(len(answer).to_bytes(_LENGTH, "big") + answer)
            pipe.flush()


def _read(pipe: BinaryIO) -> bytes:
    """Return the next answer; empty where there is none, or where it is cut."""
    length = pipe.read(_LENGTH)
    size = int.from_bytes(length, "big")
    answer = pipe.read(size) if len(length) == _LENGTH else b""
    return answer if len(answer) == size else b""
