"""Every sample page in Chromium: axe finds nothing, nothing overflows, print shows all.

The quick run crosses language, colour scheme and width; the deep run tries them all.
"""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from explain.i18n import LANGUAGES
from register.pages.assets import assets
from register.pages.rendering import render
from tests.register.templates.samples import every

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'"
NARROW, WIDE = 320, 1280


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    """Serve the sample pages and what they load, and return the address."""
    files = {file.path: (file.content, file.media_type) for file in assets().all()}
    for code in LANGUAGES:
        for name, page in every(code).items():
            # A page that leads on at once stands still here, to be looked at.
            text = render(page).replace('http-equiv="refresh"', 'name="refresh"')
            files[f"/{code}/{name}"] = (text.encode(), "text/html; charset=utf-8")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content, media_type = files.get(self.path, (b"", "text/plain"))
            self.send_response(200 if content else 404)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Say nothing: the tests do."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def _addresses(code: str) -> list[str]:
    return [f"/{code}/{name}" for name in every("fr")]


@pytest.mark.parametrize(
    ("code", "scheme", "width"),
    [
        ("fr", "light", WIDE),
        ("en", "dark", NARROW),
        *(
            pytest.param(code, scheme, width, marks=pytest.mark.deep)
            for code in LANGUAGES
            for scheme in ("light", "dark")
            for width in (NARROW, WIDE)
            if (code, scheme, width) not in {("fr", "light", WIDE), ("en", "dark", NARROW)}
        ),
    ],
)
def test_axe_finds_nothing_on_any_page(
    browser: Browser, origin: str, code: str, scheme: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    found = []
    for address in _addresses(code):
        page.goto(origin + address)
        report = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response
        found += [(address, fault["id"]) for fault in report["violations"]]
    context.close()
    assert found == []


def test_no_page_overflows_a_narrow_screen_or_breaks_its_policy(
    browser: Browser, origin: str
) -> None:
    """320 px is also what a screen of 1280 px shows enlarged four times."""
    context = browser.new_context(viewport={"width": NARROW, "height": 640})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    wide = []
    for address in _addresses("fr"):
        page.goto(origin + address)
        width = page.evaluate("document.documentElement.scrollWidth")
        wide += [address] if width > NARROW else []
    context.close()
    assert wide == []
    assert complaints == []


def test_print_opens_what_is_folded_and_leaves_out_what_is_for_screens(
    browser: Browser, origin: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(origin + "/fr/entry")
    assert not page.get_by_text("rules.yaml").is_visible()
    assert page.locator(".menu").is_visible()
    page.emulate_media(media="print")
    assert page.get_by_text("rules.yaml").is_visible()
    assert not page.locator(".menu").is_visible()
    context.close()


def test_the_first_key_press_leads_to_the_content(browser: Browser, origin: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(origin + "/fr/home")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    context.close()


def test_long_headings_of_columns_wrap_so_that_the_numbers_are_seen(page: Page) -> None:
    """On a phone, what happened stands in the headings, and the counts are below them."""
    heading = "“Agreement of the committee after the whole file was read”: yes"
    style = next(file for file in assets().all() if file.path.endswith(".css"))
    page.set_viewport_size({"width": 390, "height": 640})
    page.set_content(
        f"<style>{style.content.decode()}</style><div class='wide'><table><thead><tr><th>Score</th>"
        f"<th class='number'>{heading}</th><th class='number'>{heading}</th></tr></thead>"
        "<tr><th>Reached</th><td class='number'>588</td><td class='number'>234</td></tr></table>"
    )
    hidden = "const box = document.querySelector('.wide'); box.scrollWidth - box.clientWidth"
    assert page.evaluate(hidden) == 0
