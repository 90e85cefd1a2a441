"""Tiles: the layout of the specification, and trees read back from them."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.log.merkle import Nodes, consistency, inclusion, leaf_hash, root
from register.log.notes import Malformed
from register.log.tiles import (
    Tile,
    bundle_of,
    bundles,
    ever,
    grown,
    hashes_of,
    nodes,
    read_bundle,
    tiles,
)

LARGE = 70_000
TREE = Nodes(leaf_hash(b"%d" % number) for number in range(LARGE))


def stored(size: int) -> dict[str, bytes]:
    return {tile.path: hashes_of(tile, TREE) for tile in tiles(size)}


def test_the_example_of_the_specification_is_laid_out_as_it_says() -> None:
    found = Counter((tile.level, tile.width) for tile in tiles(70_000))
    assert found == {(0, 256): 273, (0, 112): 1, (1, 256): 1, (1, 17): 1, (2, 1): 1}
    paths = [tile.path for tile in tiles(70_000)]
    assert {"tile/0/000", "tile/0/272", "tile/0/273.p/112"} <= set(paths)
    assert {"tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"} <= set(paths)
    assert len(list(bundles(70_000))) == 274
    assert [(tile.level, tile.width) for tile in tiles(256)] == [(0, 256), (1, 1)]
    assert list(tiles(0)) == list(bundles(0)) == []


def test_a_large_index_is_written_in_groups_of_three_digits() -> None:
    assert Tile(0, 1234067).path == "tile/0/x001/x234/067"
    assert Tile(-1, 1000, 3).path == "tile/entries/x001/000.p/3"


@pytest.mark.parametrize("size", [1, 255, 256, 257, 65_536, LARGE])
def test_a_tree_read_from_its_tiles_is_the_tree(size: int) -> None:
    files = stored(size)
    read = nodes(size, files.__getitem__)
    assert root(size, read) == root(size, TREE)
    for index in {0, size // 3, size - 1}:
        assert inclusion(index, size, read) == inclusion(index, size, TREE)
        assert consistency(index + 1, size, read) == consistency(index + 1, size, TREE)


@given(st.integers(0, LARGE), st.integers(0, LARGE))
def test_what_is_grown_is_what_is_new(one: int, another: int) -> None:
    old, new = sorted((one, another))
    before = {*tiles(old), *bundles(old)}
    after = {*tiles(new), *bundles(new)}
    assert list(grown(old, new)) == sorted(after - before, key=list(grown(old, new)).index)
    assert set(grown(old, new)) == after - before


@given(st.sets(st.integers(1, 2000), min_size=1, max_size=20))
def test_every_tile_of_every_state_is_listed_once(sizes: set[int]) -> None:
    found = list(ever(sorted(sizes)))
    expected = {tile for size in sizes for tile in (*tiles(size), *bundles(size))}
    assert set(found) == expected
    assert len(found) == len(expected)


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_a_bundle_is_read_as_it_was_written(leaves: list[bytes]) -> None:
    data = bundle_of(leaves)
    assert read_bundle(data, len(leaves)) == tuple(leaves)
    for wrong in (data[:-1], data + b"\0", data + b"\0\1"):
        with pytest.raises(Malformed):
            read_bundle(wrong, len(leaves))


def test_the_longest_leaf_fits_and_a_longer_one_does_not() -> None:
    assert read_bundle(bundle_of([b"a" * 65_535]), 1) == (b"a" * 65_535,)
    with pytest.raises(ValueError, match="too long"):
        bundle_of([b"a" * 65_536])


@pytest.mark.parametrize("change", [-1, 1, 32])
def test_a_tile_of_another_length_is_refused(change: int) -> None:
    files = stored(300)
    data = files["tile/0/001.p/44"]
    files["tile/0/001.p/44"] = data[:change] if change < 0 else data + bytes(change)
    with pytest.raises(Malformed):
        root(300, nodes(300, files.__getitem__))
