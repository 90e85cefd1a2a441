"""A log as a folder of static files, made from its leaves and only ever added to.

    checkpoint               the signed state of now: written last, so that it is never ahead
    checkpoints/<size>       each state that was ever signed; never changed
    states                   their sizes, one a line, in order
    keys                     public keys, oldest first, one a line
    tile/...                 see `register.log.tiles`

Everything but the signatures follows from the leaves: an interrupted writing is finished by
the next one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from explain.issues import Issue
from register.errors import BrokenLog, CannotWrite, reason
from register.log import issues
from register.log.checkpoints import Checkpoint, read_checkpoint
from register.log.files import put, sweep
from register.log.merkle import Nodes, leaf_hash, root
from register.log.notes import Malformed, Signer, Verifier, sign
from register.log.tiles import WIDTH, Tile, bundle_of, grown, hashes_of

CHECKPOINT = "checkpoint"
CHECKPOINTS = "checkpoints"
STATES = "states"
KEYS = "keys"
VERIFIER = Path(__file__).with_name("verifier.py")
"""The program, one file, with which anybody verifies a register."""

_SIZE = re.compile(rb"[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True)
class Head:
    """The state that a log has signed last: as read, and byte for byte."""

    checkpoint: Checkpoint
    signed: bytes


def past(size: int) -> str:
    """Return the path of the checkpoint of one size."""
    return f"{CHECKPOINTS}/{size}"


def read_states(data: bytes) -> tuple[int, ...]:
    """Return the sizes in a list of states, in order; what is not a size is passed over."""
    return tuple(sorted({int(line) for line in data.split(b"\n") if _SIZE.fullmatch(line)}))


def write_states(sizes: Iterable[int]) -> bytes:
    """Return the list of the sizes of states."""
    return "".join(f"{size}\n" for size in sorted(set(sizes))).encode()


def read_head(folder: Path) -> Head | None:
    """Return the present state of the log in `folder`; None where nothing was signed yet.

    Raises `BrokenLog`. Signatures are not checked.
    """
    path = folder / CHECKPOINT
    if not path.is_file():
        return None
    data = path.read_bytes()
    try:
        return Head(read_checkpoint(data)[0], data)
    except Malformed as error:
        values = {"problem": error.problem}
        raise BrokenLog([Issue(issues.NOTE_UNREADABLE, str(path), values=values)]) from None


def extend(
    folder: Path, leaves: Sequence[bytes], signers: Sequence[Signer], keys: Sequence[Verifier]
) -> Head:
    """Make the log hold `leaves`, of which it holds the first ones already; sign that.

    `signers` sign the new checkpoint under one name, the log's origin; `keys` are all public
    keys so far. One writer at a time. Raises `BrokenLog` where the leaves do not continue what
    was signed, and `CannotWrite`, after which the old checkpoint still stands.
    """
    nodes = Nodes(map(leaf_hash, leaves))
    head = read_head(folder)
    if head is not None:
        check_head(folder / CHECKPOINT, head.checkpoint, nodes)
        if head.checkpoint.size == len(leaves):
            return head
    checkpoint = Checkpoint(signers[0].name, len(leaves), root(len(leaves), nodes))
    signed = sign(checkpoint.text(), signers)
    _check_past(folder / past(len(leaves)), checkpoint)
    path = folder
    try:
        sweep(folder)
        listed = folder / STATES
        states = read_states(listed.read_bytes() if listed.is_file() else b"")
        before = head.checkpoint.size if head else 0
        for name, data in additions(Growth(before, leaves, nodes), states, keys, signed):
            path = folder / name
            put(path, data)
    except OSError as error:
        values = {"name": str(path), "problem": reason(error)}
        raise CannotWrite([Issue(issues.LOG_WRITE_FAILED, values=values)]) from None
    return Head(checkpoint, signed)


@dataclass(frozen=True, slots=True)
class Growth:
    """A log that grows from its first `before` leaves to all `leaves`, whose nodes are given."""

    before: int
    leaves: Sequence[bytes]
    nodes: Nodes


def additions(
    growth: Growth, states: Sequence[int], keys: Sequence[Verifier], signed: bytes
) -> Iterator[tuple[str, bytes]]:
    """Return the files to write, by path, in the order of writing: the checkpoint is the last.

    `states` are the sizes that were signed before, `signed` is the new checkpoint.
    """
    size = len(growth.leaves)
    for tile in grown(growth.before, size):
        yield tile.path, content(tile, growth.leaves, growth.nodes)
    yield KEYS, "".join(f"{key}\n" for key in keys).encode()
    yield past(size), signed
    yield STATES, write_states([*states, size])
    yield CHECKPOINT, signed


def content(tile: Tile, leaves: Sequence[bytes], nodes: Nodes) -> bytes:
    """Return what a tile or a bundle must hold."""
    if tile.level >= 0:
        return hashes_of(tile, nodes)
    start = tile.index * WIDTH
    return bundle_of(leaves[start : start + tile.width])


def check_head(path: Path, checkpoint: Checkpoint, nodes: Nodes) -> None:
    """Check that leaves continue what a checkpoint signs. Raises `BrokenLog`."""
    lines, size = len(nodes), checkpoint.size
    if lines < size:
        values = {"lines": lines, "size": size}
        raise BrokenLog([Issue(issues.LEDGER_SHORT, str(path), values=values)])
    if root(size, nodes) != checkpoint.root:
        raise BrokenLog([Issue(issues.ROOT_DIFFERS, str(path), values={"size": size})])


def _check_past(path: Path, checkpoint: Checkpoint) -> None:
    """Never sign two histories of one size. Raises `BrokenLog`."""
    if not path.is_file():
        return
    try:
        known, _ = read_checkpoint(path.read_bytes())
    except Malformed:
        return
    if known != checkpoint:
        values = {"size": checkpoint.size}
        raise BrokenLog([Issue(issues.TWO_VIEWS, str(path), values=values)])
