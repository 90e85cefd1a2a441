"""What every test may use.

`make test` runs seeded samples; `make test-deep` sets GRANDJOUR_DEEP=1, which widens each
Hypothesis campaign and adds the tests marked `deep`.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, Request, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
DEEP = os.environ.get("GRANDJOUR_DEEP") == "1"
# Tables that tests build are theirs alone; the commands that they start find them as well.
os.environ["GRANDJOUR_CACHE"] = str(ROOT / ".state" / "test-cache")
# The same for keys: no test writes into the folder of whoever runs it.
os.environ["GRANDJOUR_KEYS"] = str(ROOT / ".state" / "test-keys")

QUIET_CHROMIUM = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]

settings.register_profile("quick", max_examples=50, deadline=None, derandomize=True)
settings.register_profile(
    "deep", max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("deep" if DEEP else "quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests marked `deep` to `make test-deep`."""
    if DEEP:
        return
    left = [item for item in items if item.get_closest_marker("deep")]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of this checkout."""
    return ROOT


@pytest.fixture(scope="session")
def deep() -> bool:
    """Tell whether the full counts of the long campaigns are asked for."""
    return DEEP


@pytest.fixture(scope="session")
def served_register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a copy of the sample register in a process of its own; give its address.

    The process ends without a complaint, or the test run does not end well.
    """
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(ROOT / "entries", folder / "entries")
    command = [sys.executable, "-m", "register", "serve", "--port", "0"]
    log = folder / "log"
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as server,
    ):
        said = server.stdout.readline() if server.stdout else ""
        address = re.search(r"http://127\.0\.0\.1:\d+", said)
        try:
            assert address is not None, said + log.read_text(encoding="utf-8")
            yield address[0]
        finally:
            server.terminate()
    assert "Traceback" not in log.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium; nothing is downloaded.

    One for each module: while Playwright runs, its thread cannot run another event loop.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.fail("Chromium is missing. `make setup` installs it or says how.", pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=QUIET_CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open an empty page in a fresh profile; no request may leave this machine."""
    context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris")
    strangers: list[str] = []

    def watch(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.hostname != "127.0.0.1":
            strangers.append(request.url)

    context.on("request", watch)
    yield context.new_page()
    context.close()
    assert strangers == []
