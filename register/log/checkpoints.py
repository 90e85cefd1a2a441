"""Checkpoints (https://c2sp.org/tlog-checkpoint): the signed state of a log.

Three lines under a signature: the log's origin, its number of leaves, its root.
"""

import re
from dataclasses import dataclass

from explain.issues import N_
from register.log.merkle import HASH_BYTES
from register.log.notes import Malformed, Note, decode, encode, read_note

MAXIMUM_SIZE = 2**53
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself at one size: 0 or more leaves, a root of 32 bytes."""

    origin: str
    size: int
    root: bytes

    def text(self) -> bytes:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{encode(self.root)}\n".encode()


def read_checkpoint(data: bytes) -> tuple[Checkpoint, Note]:
    """Read a checkpoint; its signatures are not checked yet. Raises `Malformed`.

    Lines below the root (extensions, which nobody can audit) are refused: our logs have none.
    """
    note = read_note(data)
    lines = note.text.decode().removesuffix("\n").split("\n")
    if len(lines) != 3 or not lines[0]:  # noqa: PLR2004 - origin, size, root
        raise Malformed(N_("it does not have three lines: origin, size, root"))
    origin, size, root = lines
    if not _SIZE.fullmatch(size) or int(size) > MAXIMUM_SIZE:
        raise Malformed(N_("its size is not a whole number"))
    digest = decode(root)
    if len(digest) != HASH_BYTES:
        raise Malformed(N_("its root is not a hash of 32 bytes"))
    return Checkpoint(origin, int(size), digest), note
