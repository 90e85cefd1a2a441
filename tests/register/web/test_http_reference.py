"""docs/reference/http.md names every kind of address, member and status, and its example runs."""

import json
import re
from pathlib import Path

from tests.register.published import call, edition, site

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "http.md").read_text(encoding="utf-8")
SHAPES = (
    (r"^/(fr|en)/", "/{lang}/"),
    (r"/assets/.*", "/assets/…"),
    (r"/algorithmes/[^/]+/[0-9]+/[^/]+$", "/algorithmes/{slug}/{n}/{file}"),
    (r"/algorithmes/(?!$)[^/]+?(/|\.json)", r"/algorithmes/{slug}\1"),
    (r"/administrations/[^/]+?(/(?:feed\.[a-z]+)?|\.json)$", r"/administrations/{name}\1"),
    (r"^/log/entries/proofs/.*", "/log/entries/proofs/{slug}/{n}.tlog-proof"),
    (r"^/log/entries/(?!proofs).*", "/log/entries/checkpoint"),
    (r"/familles/[^/]+/", "/familles/{family}/"),
    (r"/exemples/[^/]+/$", "/exemples/{name}/"),
    (r"/[0-9]+-[0-9]+", "/{a}-{b}"),
    (r"\{slug\}/[0-9]+", "{slug}/{n}"),
)


def shape(path: str) -> str:
    """Write an address as the page does."""
    for pattern, replacement in SHAPES:
        path = re.sub(pattern, replacement, path)
    return path


def test_every_kind_of_address_is_documented() -> None:
    documented = set(re.findall(r"`(/[^`]*)`", PAGE))
    unknown = {shape(path) for path in site()} - documented - {"/favicon.ico"}
    assert unknown == set()


def test_every_member_of_the_data_is_documented() -> None:
    named = set(re.findall(r"`([a-z0-9_]+)`", PAGE))
    listing = json.loads(site()["/algorithmes.json"].make())
    slug = listing["entries"][0]["slug"]
    entry = json.loads(site()[f"/algorithmes/{slug}.json"].make())
    version = json.loads(site()[f"/algorithmes/{slug}/1.json"].make())
    compared = json.loads(site()[f"/algorithmes/{slug}/1-2.json"].make())
    documents = [listing["entries"][0], entry, entry["versions"][0], version, compared]
    for members in [*documents, version["files"][0], version["body"]["fr"][0]]:
        assert set(members) <= named


def test_every_status_is_documented() -> None:
    from register.web.codes import CODES

    statuses = set(re.findall(r"\b[45][0-9]{2}\b", PAGE))
    numbers = {found[1] for code in CODES if (found := re.match(r"W([0-9]{3})", code.id))}
    assert numbers - {"501"} <= statuses


def test_the_example_gives_a_record() -> None:
    block = re.search(r"curl .*?\n\n", PAGE, re.DOTALL)
    assert block
    body = "&".join(re.findall(r"-d '([^']*)'", block[0])).encode()
    path = re.search(r"http://127\.0\.0\.1:8000(/\S*)", block[0])
    assert path
    assert path[1] in site()
    answer = call(
        path[1],
        "POST",
        body=body,
        accept="application/json",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status == 200
    record = json.loads(answer.body)
    assert (
        record["about"]["id"]
        == edition().shelf.entry("tarification-solidaire-eau").current.entry.id
    )
    assert record["outcome"]["value"] == "42"
