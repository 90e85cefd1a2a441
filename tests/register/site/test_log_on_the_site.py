"""The log on the site: every file of it, a proof for each version, and what pages say."""

import re
from collections.abc import Sequence
from functools import cache

import pytest

from register.evidence.auditing import audit
from register.evidence.sources import Source
from register.ledger import Publication, read_ledger
from register.log.checkpoints import read_checkpoint
from register.log.notes import read_verifier, signed_by
from register.log.proofs import read_proof
from register.log.storage import VERIFIER
from register.site.export import file_of
from tests.register.published import edition, site


@cache
def ledger() -> Sequence[Publication]:
    return read_ledger(edition().shelf.ledger)


def read(path: str) -> bytes | None:
    found = site().get(f"/{path}")
    return found.make() if found else None


def test_the_site_can_be_verified_as_it_is() -> None:
    report = audit(Source("site", read, "algorithmes/"))
    assert report.issues == []
    assert (report.lines, report.states, report.demonstration) == (len(ledger()), 2, True)


def test_every_publication_has_its_proof_under_the_state_of_its_day() -> None:
    key = read_verifier((read("log/entries/keys") or b"").decode().strip())
    for place, item in enumerate(ledger()):
        name = f"log/entries/proofs/{item.slug}/{item.version}"
        proof, line = read_proof(read(f"{name}.tlog-proof") or b""), read(f"{name}.json")
        assert line == item.line()[:-1]
        assert proof.index == place
        assert proof.proves(line)
        assert proof.checkpoint.size == (3 if place < 3 else len(ledger()))
        assert signed_by(proof.note, [key]) == (key,)
        assert site()[f"/{name}.tlog-proof"].asset


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_version_s_page_leads_to_its_state_and_its_proof(code: str) -> None:
    item = ledger()[0]
    page = (read(f"{code}/algorithmes/{item.slug}/{item.version}/") or b"").decode()
    links = re.findall(r'href="(/log/[^"]+)"', page)
    assert f"/log/entries/proofs/{item.slug}/{item.version}.tlog-proof" in links
    assert "/log/entries/checkpoints/3" in links
    assert all(link in site() for link in links)


def test_every_page_leads_to_the_present_state_and_to_how_it_is_verified() -> None:
    checkpoint, _ = read_checkpoint(read("log/entries/checkpoint") or b"")
    assert checkpoint.size == len(ledger())
    for path in ("/fr/", "/en/algorithmes/", "/fr/preuve/", "/en/mentions-legales/"):
        page = site()[path].make().decode()
        assert 'href="/log/entries/checkpoint"' in page
        assert f'href="{path[:3]}/preuve/"' in page


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("fr", ["Ce qui est prouvé", "Ce qui n’est pas prouvé", "démonstration"]),
        ("en", ["What is proved", "What is not proved", "demonstration"]),
    ],
)
def test_the_page_says_what_is_proved_and_what_is_not(code: str, words: list[str]) -> None:
    page = site()[f"/{code}/preuve/"].make().decode()
    assert [word for word in words if word not in page] == []
    assert 'href="/verifier.py"' in page


def test_the_program_is_handed_out_as_it_is() -> None:
    assert read("verifier.py") == VERIFIER.read_bytes()


def test_no_file_of_the_log_stands_in_the_way_of_another() -> None:
    names = [file_of(path) for path in site()]
    folders = {name.rpartition("/")[0] for name in names}
    assert not folders & set(names)
