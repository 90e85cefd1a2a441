"""Where boxes and lines of a drawing stand: one column of boxes, in the order of calculation.

A layered drawing puts boxes side by side, and their words do not fit a telephone. Here each
box has the width of the drawing, and lines run in lanes on its left, as the branches of a
version control system are drawn. All lines that lead to one box share one lane; a dot marks
where a line joins it, so that two lines that merely cross are not taken for one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Literal

from explain.account import Box, Link

WIDTH = 288
"""Units across, as in the other drawings: readable at 320 pixels."""
MOST_HEIGHT = 880
"""Units from top to bottom: what a sheet of paper holds at a size that can be read."""
MOST_LANES = 7
LANE, LINE, GAP, EDGE = 11, 18, 16, 8
LETTER = 7
"""Mean width of a letter at size 14, a little on the wide side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What a box says, and the ids of what it uses, which come before it."""

    id: str
    label: str
    value: str = ""
    note: str = ""
    given: bool = False
    decisive: bool = True
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes and lines of a drawing, and how high it is."""

    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    height: int
    lanes: int

    @property
    def readable(self) -> bool:
        """Say whether it fits a sheet of paper, and leaves its words the room that they need."""
        return self.height <= MOST_HEIGHT and self.lanes <= MOST_LANES


def place(nodes: Sequence[Node]) -> Layout:
    """Place the nodes, the last of which is the result; uses that are not there are left out."""
    rows = {node.id: row for row, node in enumerate(nodes)}
    users = {
        row: sorted(rows[name] for name in node.uses if rows.get(name, row) < row)
        for row, node in enumerate(nodes)
    }
    lanes = _lanes({row: used for row, used in users.items() if used and used != [row - 1]})
    count = max(lanes.values(), default=-1) + 1
    boxes = tuple(_boxes(nodes, EDGE + LANE * count if count else 1))
    drawing = _Lines(nodes, boxes, lanes)
    links = tuple(link for row, used in users.items() if used for link in drawing.to(row, used))
    last = boxes[-1]
    return Layout(boxes, links, last.y + last.height + 2, count)


def _lanes(users: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Give each box that is led to a lane of its own from its first source down to it.

    The shortest stand nearest to the boxes (lane 0), so that few lines cross.
    """
    taken: list[list[tuple[int, int]]] = []
    found = {}
    for row in sorted(users, key=lambda row: (row - users[row][0], row)):
        first = users[row][0]
        lane = 0
        while lane < len(taken) and any(first < end and start < row for start, end in taken[lane]):
            lane += 1
        if lane == len(taken):
            taken.append([])
        taken[lane].append((first, row))
        found[row] = lane
    return found


def _boxes(nodes: Sequence[Node], x: int) -> Iterator[Box]:
    y, width = 2, WIDTH - x - 1
    for row, node in enumerate(nodes):
        letters = max(int((width - 2 * EDGE) / LETTER), 1)
        lines, value, note = (
            tuple(wrap(text, letters)) for text in (node.label, node.value, node.note)
        )
        height = LINE * (len(lines) + len(value) + len(note)) + 12
        kind = _kind(node, last=row == len(nodes) - 1)
        yield Box(
            kind=kind, x=x, y=y, width=width, height=height, lines=lines, value=value, note=note
        )
        y += height + GAP


def _kind(node: Node, *, last: bool) -> Literal["result", "step", "aside", "given"]:
    if node.given:
        return "given"
    if last:
        return "result"
    return "step" if node.decisive else "aside"


@dataclass(frozen=True, slots=True)
class _Lines:
    """Writes the lines that lead to one box. A line leaves a box low and reaches it high."""

    nodes: Sequence[Node]
    boxes: Sequence[Box]
    lanes: Mapping[int, int]

    def to(self, row: int, used: Sequence[int]) -> Iterator[Link]:
        box, aside = self.boxes[row], not self.nodes[row].decisive
        if row not in self.lanes:
            yield self._down(self.boxes[row - 1], box, aside=aside or self._aside(used[0]))
            return
        x, top = box.x - EDGE - LANE * self.lanes[row], box.y + EDGE + 2
        first = self._out(used[0])
        solid = [source for source in used if not self._aside(source)]
        start = self._out(solid[0]) if solid and not aside else top
        if start > first:
            yield Link(path=f"M{x} {first}V{start}", aside=True)
        yield Link(
            path=f"M{x} {start}V{top}H{box.x - 6}",
            aside=start == top,
            arrow=f"M{box.x} {top}l-7 -4v8z",
        )
        for source in used:
            y = self._out(source)
            yield Link(
                path=f"M{self.boxes[source].x} {y}H{x}",
                aside=aside or self._aside(source),
                dot=(x, y),
            )

    def _aside(self, row: int) -> bool:
        return not self.nodes[row].decisive

    def _out(self, row: int) -> int:
        box = self.boxes[row]
        return box.y + box.height - EDGE

    def _down(self, above: Box, box: Box, *, aside: bool) -> Link:
        x = box.x + 24
        return Link(
            path=f"M{x} {above.y + above.height}V{box.y - 6}",
            aside=aside,
            arrow=f"M{x} {box.y}l-4 -7h8z",
        )
