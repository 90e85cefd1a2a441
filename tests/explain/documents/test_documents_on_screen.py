"""The same HTML on a screen: accessible, narrow enough, and silent."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from explain.documents.rendering import letter_html, sheet_html
from explain.i18n import LANGUAGES, LanguageCode
from tests.explain.documents.test_letter_page import hostile, sheet
from tests.explain.notice.letter_samples import notice

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", ["letter", "sheet"])
def test_axe_finds_nothing(page: Page, code: LanguageCode, kind: str) -> None:
    made = notice(fidelity="illustrative", code=code)
    page.set_content(letter_html(made) if kind == "letter" else sheet_html(sheet(code)))
    report = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in report["violations"]] == []


@pytest.mark.parametrize("kind", ["letter", "sheet"])
def test_nothing_overflows_at_320_pixels(page: Page, kind: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.set_content(letter_html(notice()) if kind == "letter" else sheet_html(sheet("fr")))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_hostile_letter_runs_nothing_and_asks_for_nothing(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.set_content(letter_html(hostile()))
    assert [url for url in asked if not url.startswith("data:")] == []
