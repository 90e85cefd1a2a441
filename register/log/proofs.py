"""Proof files (https://c2sp.org/tlog-proof): one leaf, its place, the checkpoint above it.

Whoever holds the leaf, this file and the log's public key needs nobody else.
"""

import re
from dataclasses import dataclass

from explain.issues import N_
from register.log.checkpoints import Checkpoint, read_checkpoint
from register.log.merkle import HASH_BYTES, Proof, includes, leaf_hash
from register.log.notes import Malformed, Note, decode, encode

MAXIMUM_BYTES = 131_072
_FIRST = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,15})")
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class LeafProof:
    """A proof that a leaf is in a log, as it was read: nothing is checked yet."""

    index: int
    path: Proof
    checkpoint: Checkpoint
    note: Note

    def proves(self, leaf: bytes) -> bool:
        """Check that `leaf` is at its place under the checkpoint; signatures are not checked."""
        checkpoint = self.checkpoint
        return includes(self.index, checkpoint.size, leaf_hash(leaf), self.path, checkpoint.root)


def write_proof(index: int, path: Proof, checkpoint: bytes) -> bytes:
    """Return a proof file; `checkpoint` is the signed one, byte for byte."""
    lines = [_FIRST, f"index {index}", *map(encode, path), "", ""]
    return "\n".join(lines).encode() + checkpoint


def read_proof(data: bytes) -> LeafProof:
    """Read a proof file; `extra` data, which nothing authenticates, are passed over.

    Raises `Malformed`.
    """
    if len(data) > MAXIMUM_BYTES:
        raise Malformed(N_("it is too long"))
    head, found, below = data.partition(b"\n\n")
    lines = head.decode("utf-8", "replace").split("\n")
    if not found or lines.pop(0) != _FIRST:
        raise Malformed(N_("its first line is not that of a proof"))
    if lines and lines[0].startswith("extra "):
        decode(lines.pop(0).removeprefix("extra "))
    index = _INDEX.fullmatch(lines.pop(0)) if lines else None
    if index is None:
        raise Malformed(N_("it does not say the place of the line"))
    path = tuple(decode(line) for line in lines)
    if len(path) > _LONGEST or any(len(item) != HASH_BYTES for item in path):
        raise Malformed(N_("it holds something else than hashes"))
    return LeafProof(int(index[1]), path, *read_checkpoint(below))
