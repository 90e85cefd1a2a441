"""Merkle trees: published roots, a second implementation, and every proof up to 257 leaves."""

import random
from collections.abc import Iterator, Sequence

import pymerkle
import pytest
from pymerkle import InmemoryTree

from register.log.merkle import (
    EMPTY_ROOT,
    Nodes,
    Proof,
    consistency,
    continues,
    includes,
    inclusion,
    leaf_hash,
    node_hash,
    root,
)

LARGEST = 257
# The leaves and roots by which implementations of RFC 6962 check one another.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
LEAVES += ["606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

HASHES = [leaf_hash(b"leaf %d" % number) for number in range(LARGEST + 3)]
NODES = Nodes(HASHES)
TOPS = [root(size, NODES) for size in range(LARGEST + 3)]


def test_the_published_roots_are_found() -> None:
    nodes = Nodes(leaf_hash(bytes.fromhex(text)) for text in LEAVES)
    assert [root(size, nodes).hex() for size in range(1, 9)] == ROOTS
    assert root(0, nodes) == EMPTY_ROOT
    assert EMPTY_ROOT.hex().startswith("e3b0c44298fc1c149afbf4c8996fb924")


def included(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> bytes | None:
    """Return the root that a proof gives, read backwards from RFC 6962, section 2.1.1."""
    if size == 1:
        return None if path else leaf
    if not path:
        return None
    left = 1
    while left * 2 < size:
        left *= 2
    if index < left:
        below = included(index, left, leaf, path[:-1])
        return below and node_hash(below, path[-1])
    below = included(index - left, size - left, leaf, path[:-1])
    return below and node_hash(path[-1], below)


def continued(
    old: int, new: int, path: Sequence[bytes], whole: bytes | None
) -> tuple[bytes, bytes] | None:
    """Return both roots that a proof gives, read backwards from RFC 6962, section 2.1.2.

    `whole` is the old root while the old tree may still be a complete subtree, else None.
    """
    if old == new:
        if whole is not None:
            return None if path else (whole, whole)
        return (path[0], path[0]) if len(path) == 1 else None
    if not path:
        return None
    left = 1
    while left * 2 < new:
        left *= 2
    last = path[-1]
    if old <= left:
        found = continued(old, left, path[:-1], whole)
        return found and (found[0], node_hash(found[1], last))
    found = continued(old - left, new - left, path[:-1], None)
    return found and (node_hash(last, found[0]), node_hash(last, found[1]))


def spoiled(path: Proof, chance: random.Random) -> Iterator[Proof]:
    """Return a proof with one hash changed, or another order, or another length."""
    yield (*path, HASHES[0])
    yield (HASHES[0], *path)
    for place, item in enumerate(path):
        flipped = bytearray(item)
        flipped[chance.randrange(32)] ^= 1 << chance.randrange(8)
        yield (*path[:place], bytes(flipped), *path[place + 1 :])
        yield (*path[:place], item[:-1], *path[place + 1 :])
        yield (*path[:place], *path[place + 1 :])
        yield (*path[:place], item, *path[place:])
    for place in range(len(path) - 1):
        yield (*path[:place], path[place + 1], path[place], *path[place + 2 :])


def check_inclusion(index: int, size: int, chance: random.Random) -> None:
    path, leaf, top = inclusion(index, size, NODES), HASHES[index], TOPS[size]
    assert includes(index, size, leaf, path, top)
    assert included(index, size, leaf, path) == top
    for wrong in spoiled(path, chance):
        assert not includes(index, size, leaf, wrong, top)
    for other in (index - 1, index + 1, size, -1):
        if other != index:
            assert not includes(other, size, leaf, path, top), (index, other, size)
            assert not includes(index, size, HASHES[other], path, top)
    for other in (size - 1, size + 1, 2 * size, 0, -1):
        # A path does not say the size: where both trees have the same shape above the leaf, it
        # proves for both, by the RFC. The signed checkpoint binds size and root.
        inside = 0 <= index < other
        expected = inside and included(index, other, leaf, path) == top
        assert includes(index, other, leaf, path, top) == expected
        if 0 <= other < len(TOPS):
            assert not includes(index, size, leaf, path, TOPS[other])


def check_consistency(old: int, new: int, chance: random.Random) -> None:
    path, tops = consistency(old, new, NODES), (TOPS[old], TOPS[new])
    assert continues((old, new), path, tops)
    assert continued(old, new, path, TOPS[old]) == tops
    for wrong in spoiled(path, chance):
        assert not continues((old, new), wrong, tops)
    assert not continues((new, old), path, tops[::-1]) or old == new
    for other in {old - 1, old + 1} - {new}:
        assert not continues((old, new), path, (TOPS[other], TOPS[new]))
        assert not continues((old, new), path, (HASHES[1], TOPS[new]))
        assert not continues((old, new), path, (TOPS[old], TOPS[other]))
    for sizes in ((old - 1, new), (old + 1, new), (old, new - 1), (old, new + 1)):
        found = continued(*sizes, path, tops[0]) if 0 < sizes[0] <= sizes[1] else None
        assert continues(sizes, path, tops) == (found == tops), sizes


def test_every_inclusion_and_its_spoiled_forms(deep: bool) -> None:  # noqa: FBT001 - a fixture
    chance = random.Random(1)  # noqa: S311 - which bits to change, no secret
    for size in range(1, LARGEST + 1):
        indexes = range(size)
        for index in indexes if deep or size < 20 else chance.sample(indexes, 4):
            check_inclusion(index, size, chance)


def test_every_consistency_and_its_spoiled_forms(deep: bool) -> None:  # noqa: FBT001 - a fixture
    chance = random.Random(2)  # noqa: S311 - which bits to change, no secret
    for new in range(1, LARGEST + 1):
        olds = range(1, new + 1)
        for old in olds if deep or new < 20 else chance.sample(olds, 4):
            check_consistency(old, new, chance)


def test_nothing_is_proved_about_an_empty_tree() -> None:
    assert not includes(0, 0, HASHES[0], (), EMPTY_ROOT)
    assert not continues((0, 0), (), (EMPTY_ROOT, EMPTY_ROOT))
    assert not continues((0, 3), (), (EMPTY_ROOT, TOPS[3]))
    for sizes in ((0, 3), (4, 3), (-1, 3)):
        with pytest.raises(ValueError, match="no such trees"):
            consistency(*sizes, NODES)
    for index in (-1, 3):
        with pytest.raises(ValueError, match="no such leaf"):
            inclusion(index, 3, NODES)


def other(size: int) -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for number in range(size):
        tree.append_entry(b"leaf %d" % number)
    return tree


def test_a_second_implementation_finds_the_same_roots_and_proofs(deep: bool) -> None:  # noqa: FBT001 - a fixture
    chance = random.Random(3)  # noqa: S311 - which trees, no secret
    largest = 1100 if deep else 150
    tree = other(largest)
    nodes = Nodes(leaf_hash(b"leaf %d" % number) for number in range(largest))
    for size in range(1, largest + 1):
        top, index = root(size, nodes), chance.randrange(size)
        assert tree.get_root(size) == top
        theirs = tree.prove_inclusion(index + 1, size)
        assert tuple(theirs.path[1:]) == inclusion(index, size, nodes)
        pymerkle.verify_inclusion(nodes(0, index), top, theirs, index + 1, size)
        between = tree.prove_consistency(index + 1, size)
        pymerkle.verify_consistency(root(index + 1, nodes), top, between)
