"""The drawing of steps: every use is a line, nothing overlaps, and what is too much is folded."""

import re
from decimal import Decimal
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.account import Account, Dependence
from explain.documents.rendering import environment
from explain.i18n import LANGUAGES, LanguageCode, language
from explain.wording.dependence import dependence
from explain.wording.layout import MOST_HEIGHT, MOST_LANES, Node, place
from tests.explain.wording.test_rule_sentences import told as told_rules

SVG = "{http://www.w3.org/2000/svg}"
LABELS = st.text("abcdefghij klmnop", min_size=3, max_size=60).map(str.strip).filter(bool)


@st.composite
def graphs(draw: st.DrawFn, most: int = 30) -> list[Node]:
    """Steps of which each but the last is used by a later one, as the steps of a trace are."""
    count = draw(st.integers(2, most))
    uses: list[set[int]] = [set() for _ in range(count)]
    for row in range(count - 1):
        users = st.integers(row + 1, count - 1)
        for user in draw(st.sets(users, min_size=1, max_size=3)):
            uses[user].add(row)
    decisive = {count - 1}
    for row in range(count - 1, -1, -1):
        if row in decisive:
            decisive |= {used for used in uses[row] if draw(st.booleans())}
    return [
        Node(
            id=f"s{row}",
            label=draw(LABELS),
            value=f"{row} points",
            note="" if row in decisive else "Does not decide here.",
            decisive=row in decisive,
            uses=tuple(f"s{used}" for used in sorted(uses[row])),
        )
        for row in range(count)
    ]


def svg(drawing: Dependence, code: LanguageCode = "en") -> ET.Element:
    module: Any = environment(code).get_template("notices/components/dependence.html").module
    text = str(module.dependence(drawing))
    text = text[text.index("<svg ") :]
    return ET.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 - our own drawing


def words(lines: tuple[str, ...]) -> str:
    return " ".join(lines)


def connections(drawing: Dependence) -> set[tuple[int, int]]:
    """Follow the lines as an eye does: from a box to a dot, then down the lane to a head."""
    found = set()
    heads = [link for link in drawing.links if link.arrow]
    for link in heads:
        x, y = (int(part) for part in re.findall(r"-?\d+", link.arrow)[:2])
        target = next(
            row for row, box in enumerate(drawing.boxes) if box.y <= y < box.y + box.height
        )
        numbers = [int(part) for part in re.findall(r"-?\d+", link.path)]
        if "H" not in link.path:
            found.add((target - 1, target))
            continue
        lane = numbers[0]
        for tick in drawing.links:
            if tick.dot and tick.dot[0] == lane and tick.dot[1] < y and x:
                source = next(
                    row
                    for row, box in enumerate(drawing.boxes)
                    if box.y < tick.dot[1] < box.y + box.height
                )
                starts = [
                    other
                    for other in heads
                    if other is not link
                    and "H" in other.path
                    and int(re.findall(r"-?\d+", other.path)[0]) == lane
                    and tick.dot[1] < int(re.findall(r"-?\d+", other.arrow)[1]) < y
                ]
                if not starts:
                    found.add((source, target))
    return found


@given(graphs(12))
def test_each_use_is_a_line_that_can_be_followed_and_no_other_is(nodes: list[Node]) -> None:
    drawing = dependence(nodes, {}, language("en"))
    assert drawing is not None
    drawn = [next(n for n in nodes if words(b.value) == n.value) for b in drawing.boxes]
    rows = {node.id: row for row, node in enumerate(drawn)}
    expected = {(rows[name], rows[node.id]) for node in drawn for name in node.uses if name in rows}
    assert connections(drawing) == expected


@given(graphs(16))
def test_boxes_follow_one_another_inside_the_drawing_with_all_their_words(
    nodes: list[Node],
) -> None:
    layout = place(nodes)
    assert all(above.y + above.height < below.y for above, below in pairwise(layout.boxes))
    for box, node in zip(layout.boxes, nodes, strict=True):
        assert box.x >= 0
        assert "".join(box.lines).replace(" ", "") == node.label.replace(" ", "")
        assert words(box.value) == node.value
    last = layout.boxes[-1]
    assert last.y + last.height <= layout.height


@given(graphs(40))
def test_what_cannot_be_read_at_once_is_folded_from_the_far_end(nodes: list[Node]) -> None:
    drawing = dependence(nodes, {}, language("en"))
    assert drawing is not None
    assert drawing.height <= MOST_HEIGHT
    assert len({link.dot[0] for link in drawing.links if link.dot}) <= MOST_LANES
    drawn = {words(box.value) for box in drawing.boxes}
    assert nodes[-1].value in drawn
    left = [node for node in nodes if node.value not in drawn]
    folded = [word for word in drawing.words if "not drawn" in word]
    assert len(folded) == bool(left)
    if left:
        assert re.match(r"\d+", folded[0])[0] == str(len(left))  # type: ignore[index]  # asserted
    by_value = {node.value: node for node in nodes}
    for box in drawing.boxes[:-1]:
        users = [node for node in nodes if by_value[words(box.value)].id in node.uses]
        assert any(user.value in drawn for user in users)
    assert not any(node.decisive for node in left) or all(
        by_value[value].decisive for value in drawn
    )


@given(graphs(12))
def test_a_step_that_does_not_decide_says_so_in_words_and_by_its_frame(nodes: list[Node]) -> None:
    drawing = dependence(nodes, {}, language("en"))
    assert drawing is not None
    by_value = {node.value: node for node in nodes}
    frames = list(svg(drawing).iter(f"{SVG}rect"))
    for box, frame in zip(drawing.boxes, frames, strict=True):
        decides = by_value[words(box.value)].decisive
        assert (frame.get("stroke-dasharray") is None) == decides
        assert (Decimal(frame.get("stroke-width") or 0) > 1) == decides
        assert ("Does not decide here." in words(box.note)) == (not decides)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_case_is_drawn_with_its_data_and_parameters_and_said_without_seeing_it(
    code: LanguageCode,
) -> None:
    account: Account = told_rules({"income": 1000}, code)
    drawing = account.dependence
    assert drawing is not None
    assert [(box.kind, words(box.lines)) for box in drawing.boxes] == [
        ("given", "Income"),
        ("step", "Share of income"),
        ("given", "Price"),
        ("result", "Difference"),
    ]
    element = svg(drawing, code)
    assert element.get("role") == "img"
    names = (element.get("aria-labelledby") or "").split()
    found = {part.get("id"): part.text for part in element}
    assert [found[name] for name in names] == [drawing.title, drawing.description]
    for stage in account.operations:
        assert stage.result in drawing.description


def test_one_step_alone_without_data_is_not_drawn() -> None:
    assert dependence([Node(id="a", label="A")], {}, language("en")) is None
