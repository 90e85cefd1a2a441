"""An explanation under the cell of a notebook, light or dark, wide or narrow."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from explain import load

WATER = Path(__file__).parents[2] / "entries/tarification-solidaire-eau/2/rules.yaml"
COLOURS = "e => (s => [s.color, s.backgroundColor])(getComputedStyle(e))"
INK = {"light": "rgb(17, 17, 17)", "dark": "rgb(238, 238, 238)"}
PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 17, 17)"}


@pytest.mark.parametrize("scheme", INK)
def test_the_ink_is_that_of_the_notebook_and_nothing_overflows(page: Page, scheme: str) -> None:
    view = load(WATER).explain({"personnes": 4, "ressources": 12000}, on="2016-11-01")
    page.set_viewport_size({"width": 320, "height": 640})
    body = f"margin: 8px; color: {INK[scheme]}; background: {PAPER[scheme]}"
    page.set_content(f'<!doctype html><body style="{body}">{view._repr_html_()}')
    for summary in page.locator("summary").all():
        summary.click()
    for part in (".outcome-sentence", ".reasons li", ".rows td", ".rows tbody th", "details p"):
        style = page.locator(part).first.evaluate(COLOURS)
        assert style == [INK[scheme], "rgba(0, 0, 0, 0)"], part
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
