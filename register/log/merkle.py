"""Merkle trees as RFC 6962 and RFC 9162 (section 2.1) define them, with SHA-256.

A tree is known by its *nodes*: `node(level, index)` is the hash over the complete block of
leaves `index * 2**level` to `(index + 1) * 2**level - 1`. Whoever can look nodes up, in
memory or in tiles, can make every root and every proof.

Size 0: the empty tree has a root (`EMPTY_ROOT`) and no proofs. Nothing is proved from it or
about it: every tree continues the empty one, so such a proof would say nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

Node = Callable[[int, int], bytes]
Proof = tuple[bytes, ...]


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees."""
    return sha256(b"\x01" + left + right).digest()


class Nodes:
    """The nodes of a tree in memory; it grows one leaf at a time."""

    def __init__(self, hashes: Iterable[bytes] = ()) -> None:
        """Start from the hashes of the first leaves."""
        self._levels: list[list[bytes]] = [[]]
        for item in hashes:
            self.add(item)

    def __len__(self) -> int:
        """Return the number of leaves."""
        return len(self._levels[0])

    def add(self, leaf: bytes) -> None:
        """Add the hash of the next leaf, and every node that it completes."""
        level, found = 0, leaf
        while True:
            row = self._levels[level]
            row.append(found)
            if len(row) % 2:
                return
            found = node_hash(row[-2], row[-1])
            level += 1
            if level == len(self._levels):
                self._levels.append([])

    def __call__(self, level: int, index: int) -> bytes:
        """Return one node. Raises `IndexError` where the tree does not hold it."""
        return self._levels[level][index]


def root(size: int, node: Node) -> bytes:
    """Return the root over the first `size` leaves."""
    return _hash(0, size, node) if size else EMPTY_ROOT


def inclusion(index: int, size: int, node: Node) -> Proof:
    """Return the proof that leaf `index` is in the tree of `size` leaves.

    RFC 6962, section 2.1.1: from the leaf's sibling up to a child of the root. Raises
    `ValueError` unless `0 <= index < size`.
    """
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_hash(middle, high, node))
            high = middle
        else:
            path.append(_hash(low, middle, node))
            low = middle
    return tuple(reversed(path))


def consistency(old: int, new: int, node: Node) -> Proof:
    """Return the proof that the tree of `new` leaves begins with the tree of `old` leaves.

    RFC 6962, section 2.1.2; empty where both are equal. Raises `ValueError` unless
    `0 < old <= new`.
    """
    if not 0 < old <= new:
        raise ValueError("no such trees")
    path: list[bytes] = []
    low, high = 0, new
    while high != old:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(_hash(middle, high, node))
            high = middle
        else:
            path.append(_hash(low, middle, node))
            low = middle
    if low:
        path.append(_hash(low, high, node))
    return tuple(reversed(path))


def includes(index: int, size: int, leaf: bytes, proof: Sequence[bytes], top: bytes) -> bool:
    """Check that the leaf with hash `leaf` is at `index` in the tree with root `top`.

    RFC 9162, section 2.1.3.2. Never raises: whatever is not a proof proves nothing.
    """
    if not 0 <= index < size or not _are_hashes([leaf, top, *proof]):
        return False
    place, last, found = index, size - 1, leaf
    for item in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(item, found)
            place, last = _skip(place, last)
        else:
            found = node_hash(found, item)
        place, last = place >> 1, last >> 1
    return last == 0 and found == top


def continues(sizes: tuple[int, int], proof: Sequence[bytes], roots: tuple[bytes, bytes]) -> bool:
    """Check that a tree continues another; `sizes` and `roots` are the old and the new one's.

    RFC 9162, section 2.1.4.2; trees of one size need an empty proof and the same root. Never
    raises: whatever is not a proof proves nothing.
    """
    (old, new), (before, after) = sizes, roots
    if not 0 < old <= new or not _are_hashes([before, after, *proof]):
        return False
    if old == new:
        return not proof and before == after
    path = list(proof) if old & (old - 1) else [before, *proof]
    if not path:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = path[0]
    for item in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            older, newer = node_hash(item, older), node_hash(item, newer)
            place, last = _skip(place, last)
        else:
            newer = node_hash(newer, item)
        place, last = place >> 1, last >> 1
    return last == 0 and older == before and newer == after


def _hash(low: int, high: int, node: Node) -> bytes:
    """Return the hash over leaves `low` to `high - 1`; `low` starts a block of that size."""
    count = high - low
    if not count & (count - 1):
        level = count.bit_length() - 1
        return node(level, low >> level)
    middle = low + _split(count)
    return node_hash(_hash(low, middle, node), _hash(middle, high, node))


def _split(count: int) -> int:
    """Return the largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


def _skip(place: int, last: int) -> tuple[int, int]:
    """Pass over the levels on which the block at `place` has no sibling."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _are_hashes(values: Iterable[bytes]) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
