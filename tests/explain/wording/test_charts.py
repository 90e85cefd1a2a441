"""Drawings: the numbers of the table, on axes that hold them, said without seeing them."""

import re
from decimal import Decimal
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explain.account import Account, Bar, Chart, Stair, Waterfall
from explain.documents.rendering import environment
from explain.i18n import LANGUAGES, LanguageCode, language
from explain.wording import account
from explain.wording.charts import MOST_STAIRS
from tests.explain.wording.score_samples import START, scored, spec

SVG = "{http://www.w3.org/2000/svg}"
WIDTH = 288
POINTS = st.lists(st.integers(-30, 30).map(Decimal), min_size=1, max_size=40)


def told(points: list[Decimal], code: LanguageCode = "en", **more: Any) -> Account:
    return account(scored(points, **more), spec(), language(code))


def drawn(name: str, item: Chart | Waterfall, code: LanguageCode = "en") -> ET.Element:
    """Draw with the template, and read the drawing as XML."""
    module: Any = environment(code).get_template(f"notices/components/{name}.html").module
    text = str(getattr(module, name)(item))
    return ET.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 - our own drawing


def number(text: str) -> Decimal:
    found = re.search(r"[-+−]?[\d,]+(\.\d+)?", text)
    assert found is not None
    return Decimal(found[0].replace("−", "-").replace(",", ""))


def texts(drawing: ET.Element, kind: str) -> list[str]:
    return [
        "".join(item.itertext())
        for item in drawing.iter(f"{SVG}text")
        if item.get("class", "") == kind
    ]


def require_readable(drawing: ET.Element, item: Chart | Waterfall) -> None:
    """Title and description are there, and everything lies inside the drawing."""
    assert drawing.get("role") == "img"
    names = (drawing.get("aria-labelledby") or "").split()
    found = {part.get("id"): part.text for part in drawing}
    assert [found[name] for name in names] == [item.title, item.description]
    _, _, width, height = (float(part) for part in (drawing.get("viewBox") or "").split())
    assert width == WIDTH
    for path in drawing.iter(f"{SVG}path"):
        left, right = reach(path.get("d") or "")
        assert -0.5 <= left <= right <= WIDTH + 0.5
    for text in drawing.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x") or 0) <= WIDTH
        assert 0 <= float(text.get("y") or 0) <= height


def reach(path: str) -> tuple[float, float]:
    """Return the least and the greatest x of a path of our three letters."""
    x, seen = 0.0, []
    for letter, rest in re.findall(r"([MhlvVz])([^MhlvVz]*)", path):
        values = [float(part) for part in re.findall(r"-?\d+(?:\.\d+)?", rest)]
        if letter == "M":
            x = values[0]
        elif letter == "h":
            x += values[0]
        elif letter == "l":
            for step in values[::2]:
                x += step
                seen.append(x)
        seen.append(x)
    return min(seen), max(seen)


@given(POINTS)
def test_bars_are_the_reasons_and_the_rest_and_add_up(points: list[Decimal]) -> None:
    found = told(points)
    assert found.chart is not None
    total = sum((number(bar.text) for bar in found.chart.bars), Decimal(0))
    assert total == sum(points, Decimal(0))
    drawing = drawn("chart", found.chart)
    require_readable(drawing, found.chart)
    assert texts(drawing, "chart-number") == [bar.text for bar in found.chart.bars]
    assert [text.split() for text in texts(drawing, "")] == [
        bar.label.split() for bar in found.chart.bars
    ]


@given(POINTS)
def test_a_bar_is_as_long_as_its_number_and_on_its_side(points: list[Decimal]) -> None:
    chart = told(points).chart
    assert chart is not None
    longest = max(abs(number(bar.text)) for bar in chart.bars) or Decimal(1)
    for bar in chart.bars:
        assert bar.share == pytest.approx(float(number(bar.text) / longest))
    assert all(-1 <= bar.share <= 1 for bar in chart.bars)


@given(POINTS, st.one_of(st.none(), st.integers(-900, 900).map(Decimal)))
def test_stairs_lead_from_the_start_to_the_total_by_the_rows_of_the_table(
    points: list[Decimal], threshold: Decimal | None
) -> None:
    found = told(points, threshold=threshold)
    stairs = [stair for part in found.waterfall for stair in part.stairs]
    assert [(s.label, s.text) for s in stairs] == [(row.label, row.value) for row in found.table]
    between = stairs[1:-1]
    assert all(s.since == before.at for before, s in pairwise(stairs[:-1]))
    assert stairs[-1].at == pytest.approx(between[-1].at)
    assert number(stairs[0].text) + sum(points) == number(stairs[-1].text)
    assert all(0 <= place <= 1 for s in stairs for place in (s.at, s.since or 0))
    assert all(len(part.stairs) <= MOST_STAIRS for part in found.waterfall)
    for part in found.waterfall:
        require_readable(drawn("waterfall", part), part)
        assert texts(drawn("waterfall", part), "chart-number") == [s.text for s in part.stairs]


@given(POINTS, st.integers(-900, 900).map(Decimal))
def test_the_threshold_lies_between_the_sums_below_and_above_it(
    points: list[Decimal], threshold: Decimal
) -> None:
    part = told(points, threshold=threshold).waterfall[0]
    assert part.threshold is not None
    assert (threshold > START) == (part.stairs[0].at < part.threshold)
    assert str(threshold).lstrip("-") in part.threshold_text.replace(",", "")


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_side_is_named_in_words(code: LanguageCode) -> None:
    chart = told([Decimal(5), Decimal(-4)], code).chart
    assert chart is not None
    said = texts(drawn("chart", chart, code), "chart-side")
    assert said == {"fr": ["← retire", "ajoute →"], "en": ["← removes", "adds →"]}[code]


def test_a_drawing_of_many_steps_comes_in_parts_that_are_counted() -> None:
    parts = told([Decimal(1)] * 30).waterfall
    assert [len(part.stairs) for part in parts] == [11, 11, 10]
    assert [part.title.rpartition(": ")[2] for part in parts] == [
        f"part {at} of 3" for at in (1, 2, 3)
    ]
    assert ":" not in told([Decimal(1)]).waterfall[0].title


def test_long_labels_and_numbers_keep_their_room() -> None:
    """A label is broken into lines; a bar ends before the longest number starts."""
    label = "Une information dont le nom est bien plus long que la largeur du dessin entier"
    bars = tuple(
        Bar(label=label, text=text, share=share)
        for text, share in (("+12\u202f345\u202f678,90 €", 1.0), ("−1 €", -0.5))
    )
    chart = Chart(title="Titre", description="Description", bars=bars, less="retire", more="ajoute")
    drawing = drawn("chart", chart)
    require_readable(drawing, chart)
    assert max(len(line.text or "") for line in drawing.iter(f"{SVG}tspan")) <= 37
    ends = [reach(path.get("d") or "")[1] for path in drawing.iter(f"{SVG}path")]
    assert max(ends) <= WIDTH - 16 * 8


def test_hostile_labels_stay_texts() -> None:
    stair = Stair(label="<script>&\"'", text="<b>", at=0.5)
    item = Waterfall(title="<i>", description="&", stairs=(stair,))
    drawing = drawn("waterfall", item)
    assert texts(drawing, "") == ["<script>&\"'"]
    assert [part.tag for part in drawing.iter() if "script" in str(part.tag)] == []
