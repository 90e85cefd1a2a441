"""Static tiles (https://c2sp.org/tlog-tiles): a log as files that any web server hands out.

    tile/<level>/<n>[.p/<width>]     hashes, 256 in a full tile
    tile/entries/<n>[.p/<width>]     the leaves, 256 in a full bundle

A log only grows, so a full file never changes; a partial one stays for those who hold the
checkpoint that needed it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from explain.issues import N_
from register.log.merkle import HASH_BYTES, Node, node_hash
from register.log.notes import Malformed

WIDTH = 256
HEIGHT = 8
MAXIMUM_LEAF = 65_535
"""Largest leaf in bytes: a bundle writes its length as two bytes."""

_PREFIX = 2


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """One tile: `width` hashes from 1 to 256; level -1 is a bundle of leaves."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Return its path below the log's folder."""
        level = "entries" if self.level < 0 else str(self.level)
        groups = [f"{self.index % 1000:03}"]
        rest = self.index // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03}")
            rest //= 1000
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(groups)}{partial}"


def tiles(size: int) -> Iterator[Tile]:
    """Return the tiles of hashes of a tree of `size` leaves, lowest level first."""
    level = 0
    while size >> (HEIGHT * level):
        yield from _row(level, size >> (HEIGHT * level))
        level += 1


def bundles(size: int) -> Iterator[Tile]:
    """Return the bundles of leaves of a tree of `size` leaves."""
    return _row(-1, size)


def grown(old: int, new: int) -> Iterator[Tile]:
    """Return the tiles and bundles of a tree of `new` leaves that one of `old` lacks."""
    for tile in (*bundles(new), *tiles(new)):
        if tile.index * WIDTH + tile.width > old >> (HEIGHT * max(tile.level, 0)):
            yield tile


def ever(sizes: Iterable[int]) -> Iterator[Tile]:
    """Return all tiles and bundles of a log that was signed at these sizes, in order."""
    for before, size in pairwise((0, *sizes)):
        yield from grown(before, size)


def hashes_of(tile: Tile, node: Node) -> bytes:
    """Return the content of a tile of hashes."""
    start = tile.index * WIDTH
    level = HEIGHT * tile.level
    return b"".join(node(level, start + place) for place in range(tile.width))


def bundle_of(leaves: Sequence[bytes]) -> bytes:
    """Return the content of a bundle. Raises `ValueError` for a leaf over 65,535 bytes."""
    if any(len(leaf) > MAXIMUM_LEAF for leaf in leaves):
        raise ValueError("a leaf is too long")
    return b"".join(len(leaf).to_bytes(_PREFIX, "big") + leaf for leaf in leaves)


def read_bundle(data: bytes, width: int) -> tuple[bytes, ...]:
    """Read a bundle of `width` leaves. Raises `Malformed` where it holds more, or fewer."""
    leaves: list[bytes] = []
    place = 0
    while place < len(data):
        start = place + _PREFIX
        end = start + int.from_bytes(data[place:start], "big")
        if end > len(data):
            raise Malformed(N_("it is cut"))
        leaves.append(data[start:end])
        place = end
    if len(leaves) != width:
        raise Malformed(N_("it does not hold the number of leaves that its name says"))
    return tuple(leaves)


def nodes(size: int, fetch: Callable[[str], bytes]) -> Node:
    """Return the nodes of a tree of `size` leaves, read from its tiles.

    `fetch` returns the content at a path. The node function raises `Malformed` for a tile of
    another length. Hashes are not checked here: compare the root.
    """
    rows: dict[Tile, list[bytes]] = {}

    def hashes(tile: Tile) -> list[bytes]:
        if tile not in rows:
            data = fetch(tile.path)
            if len(data) != tile.width * HASH_BYTES:
                raise Malformed(N_("it is cut, or too long"))
            stream = iter(range(0, len(data), HASH_BYTES))
            rows[tile] = [data[at : at + HASH_BYTES] for at in islice(stream, tile.width)]
        return rows[tile]

    def node(level: int, index: int) -> bytes:
        floor, inside = divmod(level, HEIGHT)
        first = index << inside
        number, place = divmod(first, WIDTH)
        width = min(WIDTH, (size >> (HEIGHT * floor)) - number * WIDTH)
        row = hashes(Tile(floor, number, width))[place : place + (1 << inside)]
        while len(row) > 1:
            row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
        return row[0]

    return node


def _row(level: int, count: int) -> Iterator[Tile]:
    for index in range(count // WIDTH):
        yield Tile(level, index)
    if count % WIDTH:
        yield Tile(level, count // WIDTH, count % WIDTH)
