"""The real site in Chromium, from the real server: axe, widths, weight, journeys by keyboard.

The quick run looks at a page of each kind, the deep run at every page.
"""

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from register.site.build import HTML
from tests.register.published import Server, sample, serving, site

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = 320
HEAVIEST = 60_000
"""Bytes that an entry page may cost, everything included."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(sample(), tmp_path_factory.mktemp("log") / "log") as running:
        yield running


def pages(code: str, *, every: bool = True) -> list[str]:
    """Return the prebuilt pages of a language; of the worked examples, one for each entry.

    Without `every`, one page of each kind.
    """
    found: dict[str, str] = {}
    for path, address in site().items():
        if address.media_type == HTML and path.startswith(f"/{code}/"):
            shape = re.sub(r"/(exemples)/[^/]+/", r"/\1/", path)
            if not every:
                shape = re.sub(r"/(algorithmes|administrations)/[^/]+/", r"/\1/x/", shape)
                shape = re.sub(r"[0-9]+", "n", shape)
            found.setdefault(shape, path)
    return list(found.values())


def computed(code: str) -> list[str]:
    """Return addresses that are computed when asked, with results, without, and wrong."""
    start = f"/{code}/algorithmes/"
    example = next(path for path in site() if path.startswith(f"{start}parcoursup/exemples/"))
    name = example.rstrip("/").rpartition("/")[2]
    return [
        f"{start}?q=eau",
        f"{start}?q=xylophone&family=rules",
        f"{start}parcoursup/essayer/?exemple={name}",
        f"/{code}/absent/",
        f"{start}?page=0",
    ]


def send(page: Page, address: str, *, fill: bool) -> None:
    """Open a form, filled in by its first example or empty, and send it."""
    page.goto(address)
    if fill:
        page.locator("aside .examples a").first.click()
    page.locator("form.try button[type=submit]").click()


def slugs() -> list[str]:
    return sorted({path.split("/")[3] for path in pages("fr") if path.endswith("/essayer/")})


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(
    browser: Browser, server: Server, *, deep: bool, code: str, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    found: list[tuple[str, str]] = []

    def look(name: str) -> None:
        report = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response
        found.extend((name, fault["id"]) for fault in report["violations"])

    for path in [*pages(code, every=deep), *computed(code)]:
        page.goto(server.address + path)
        look(path)
    for slug in slugs() if deep else slugs()[:1]:
        address = f"{server.address}/{code}/algorithmes/{slug}/essayer/"
        send(page, address, fill=True)
        look(f"{slug}: result")
        send(page, address, fill=False)
        look(f"{slug}: errors")
    context.close()
    assert found == []


@pytest.mark.parametrize("code", ["fr", "en"])
def test_no_page_overflows_a_narrow_screen_or_breaks_its_policy(
    browser: Browser, server: Server, code: str
) -> None:
    context = browser.new_context(viewport={"width": NARROW, "height": 640})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{page.url} {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    wide = []
    for path in pages(code):
        page.goto(server.address + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        wide += [path] if width > NARROW else []
    context.close()
    assert wide == []
    assert complaints == []


def transferred(browser: Browser, address: str) -> tuple[int, list[str]]:
    """Load a page in an empty browser; return the bytes received and what was loaded."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    loaded: list[str] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.on("Network.responseReceived", lambda event: loaded.append(event["response"]["url"]))
    page.goto(address, wait_until="networkidle")
    context.close()
    return sum(sizes), loaded


@pytest.mark.parametrize("code", ["fr", "en"])
def test_an_entry_page_costs_at_most_sixty_kilobytes(
    browser: Browser, server: Server, code: str
) -> None:
    for slug in slugs():
        size, loaded = transferred(browser, f"{server.address}/{code}/algorithmes/{slug}/")
        kinds = {url.rpartition(".")[2] for url in loaded if "/assets/" in url}
        assert {"css", "woff2"} <= kinds
        assert size <= HEAVIEST, (slug, size)


def press(page: Page, wanted: str) -> None:
    """Press Tab until the wanted element has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", wanted):
            return
    pytest.fail(f"{wanted} cannot be reached with the keyboard")


def enter(page: Page) -> None:
    """Press Enter and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_an_algorithm_is_found_read_and_compared_with_the_keyboard_alone(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.address}/fr/")
    press(page, "#q")
    page.keyboard.type("eaux")
    enter(page)
    expect(page.locator("#q")).to_have_value("eaux")
    press(page, ".entry-rows a")
    enter(page)
    assert page.url.endswith("/fr/algorithmes/tarification-solidaire-eau/")
    press(page, ".contents a[href='#history']")
    enter(page)
    press(page, ".history a[href$='/1-2/']")
    enter(page)
    assert page.url.endswith("/fr/algorithmes/tarification-solidaire-eau/1-2/")
    expect(page.locator("ins").first).to_be_visible()


def test_a_wrong_answer_is_found_corrected_and_explained_with_the_keyboard_alone(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.address}/fr/algorithmes/tarification-solidaire-eau/essayer/")
    press(page, "aside .examples a")
    enter(page)
    press(page, "#ressources")
    page.keyboard.press("Control+A")
    page.keyboard.type("beaucoup")
    enter(page)
    expect(page.locator(".errors")).to_be_visible()
    expect(page.locator("#ressources")).to_have_value("beaucoup")
    press(page, ".errors a[href='#ressources']")
    enter(page)
    assert page.evaluate("document.activeElement.id") == "ressources"
    page.keyboard.press("Control+A")
    page.keyboard.type("13 200,50")
    enter(page)
    expect(page.locator("h1")).to_contain_text("expliqué")
    expect(page.locator("main")).to_contain_text("13\u202f200,50")


def test_a_form_changes_the_language_and_stays_on_the_same_page(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/fr/algorithmes/parcoursup/2/")
    page.locator(".languages a[lang=en]").click()
    assert page.url == f"{server.address}/en/algorithmes/parcoursup/2/"
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_everything_works_without_javascript(browser: Browser, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    send(page, f"{server.address}/fr/algorithmes/signaux-faibles/essayer/", fill=True)
    expect(page.locator("h1")).to_contain_text("expliqué")
    context.close()


def test_print_shows_the_technical_details_that_the_screen_folds(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.address}/fr/algorithmes/tarification-solidaire-eau/")
    file = page.get_by_role("link", name="rules.yaml", include_hidden=True)
    expect(file).not_to_be_visible()
    page.emulate_media(media="print")
    expect(file).to_be_visible()
