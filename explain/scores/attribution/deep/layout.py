"""Where in the tables of deep forests the numbers of a row stand."""

from dataclasses import dataclass

import numpy as np

from explain.scores.attribution.deep.blocks import Blocks
from explain.scores.attribution.deep.paths import NONE, Paths, Positions
from explain.scores.models.forest import Integers


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """What leads from a row to its numbers; `count` holds the number of players.

    `nodes` are the tests above all blocks, down which `bits`, `parents` and `ends` lead (see
    `Walk`), then those inside, block after block, each worth `turns` in the state of its block
    where the row goes left. `owning` names the tree of each node, `trees` of each block.
    For each block `places` says where the walk gives its code, `inside` how many tests it
    has, `widths` how many numbers a state has, `starts` where they begin, `sizes` how many
    players it has. For each of these players `owners` names them; their number stands at
    `(state with masks) * scales + offsets`.
    """

    count: Positions
    nodes: Integers
    owning: Positions
    bits: Integers
    parents: Positions
    ends: Positions
    turns: Integers
    trees: Positions
    places: Positions
    inside: Positions
    widths: Integers
    starts: Integers
    sizes: Positions
    owners: Positions
    masks: Integers
    scales: Integers
    offsets: Integers


def layout(paths: Paths, blocks: Blocks, count: int) -> Layout:
    """Return the layout of the tables that stand one after another."""
    walk = paths.walk.part(blocks.apart)
    tests = np.concatenate((np.flatnonzero(blocks.apart), blocks.tests))
    begins = np.cumsum(blocks.inside) - blocks.inside
    ranks = np.arange(len(blocks.tests)) - np.repeat(begins, blocks.inside)
    starts = np.cumsum(blocks.lengths) - blocks.lengths
    block, owners = np.nonzero((blocks.slots != NONE) | blocks.met)
    slots = blocks.slots[block, owners].astype(np.int32)
    columns = np.where(slots == NONE, 1 + np.cumsum(blocks.met, axis=1)[block, owners], 1)
    return Layout(
        count=np.array([count]),
        nodes=paths.nodes[tests],
        owning=paths.trees[tests],
        bits=walk.bits,
        parents=walk.parents,
        ends=np.array(walk.ends, dtype=np.intp),
        turns=np.int32(1) << (np.repeat(blocks.above, blocks.inside) + ranks).astype(np.int32),
        trees=blocks.trees,
        places=paths.walk.places(blocks.apart)[blocks.places],
        inside=blocks.inside,
        widths=blocks.widths.astype(np.int32),
        starts=starts.astype(np.int32),
        sizes=blocks.above + blocks.fresh,
        owners=owners,
        masks=np.where(slots == NONE, np.int32(0), np.int32(1) << np.maximum(slots, 0)),
        scales=blocks.widths[block].astype(np.int32),
        offsets=(starts[block] + columns).astype(np.int32),
    )
