"""A process that serves the site stays light: no library that trains, plots or lays out."""

import subprocess
import sys

from tests.register.published import sample

SCRIPT = """
import asyncio, sys
from pathlib import Path
from urllib.parse import urlencode

from register.presenting.trials import answers_of
from register.site.build import addresses
from register.web.app import create_app
from register.web.current import open_current

current = open_current(Path(sys.argv[1]))
edition = current.now.edition
app = create_app(current, lambda line: None)
statuses = []

def call(path, method="GET", body=b"", headers=()):
    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        if message["type"] == "http.response.start":
            statuses.append((path, message["status"]))

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
        "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": b"",
        "root_path": "", "headers": list(headers), "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000), "state": {},
    }

    async def exchange():
        await app(scope, receive, send)

    asyncio.run(exchange())

for address in addresses(edition):
    call(address.path)
form = [(b"content-type", b"application/x-www-form-urlencoded")]
for slug, holding in edition.shelf.entries.items():
    if not edition.algorithms[slug]:
        continue
    told = edition.told("fr", slug)[0]
    answers = answers_of(edition.shown("fr", holding, told.worked.number), told)
    call(f"/fr/algorithmes/{slug}/essayer/", "POST", urlencode(answers).encode(), form)
print(len(statuses), {status for _, status in statuses})
heavy = {
    "hypothesis", "joblib", "lightgbm", "numba", "ortools", "pandas", "scipy", "shap", "sklearn",
    "skops",
    "weasyprint", "xgboost",
}
print(sorted(heavy & {name.partition(".")[0] for name in sys.modules}))
"""


def test_after_every_page_and_every_trial_no_heavy_library_is_there() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(sample())], capture_output=True, text=True, check=True
    )
    pages, heavy = done.stdout.strip().splitlines()
    assert int(pages.split()[0]) > 100
    assert pages.endswith("{200}")
    assert heavy == "[]"
