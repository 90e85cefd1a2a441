"""An entry's whole life in real small registers: corrected, renamed, merged, retired, withdrawn."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result

from register.ledger import addresses as names_of
from register.ledger import by_slug, read_ledger
from register.shelf import Shelf, open_shelf
from register.site.build import Address, addresses
from register.site.edition import open_edition
from register.site.export import write_site
from tests.register.conftest import Run
from tests.register.small import SLUG, next_version, publish_at

FIRST = datetime(2025, 9, 1, 8, tzinfo=UTC)
SECOND = datetime(2026, 2, 1, 8, tzinfo=UTC)
NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
CASE = "cases/deux-enfants.yaml"
CORRECTED = {
    "kind": "correction",
    "change_note": "Nous avions recopié un mauvais montant.",
    "author_role": "registrar",
}
RETIRED = {
    "kind": "retirement",
    "status": "retired",
    "applies_to": "2026-01-31",
    "ended_on": "2026-01-31",
    "end_reason": "Les repas sont gratuits depuis février 2026.",
}


@pytest.fixture
def corrected(sample: Path) -> Path:
    """Return a register whose amount was wrong from September to February."""
    publish_at(sample, FIRST)
    change = {"rules.yaml": {"value: 2.50": "value: 3.00"}}
    next_version(sample, CORRECTED, changes=change)
    (sample / SLUG / CASE).write_text(
        (sample / SLUG / CASE).read_text().replace("300", "360").replace("2.50", "3.00")
    )
    publish_at(sample, SECOND)
    return sample


def shelf(register: Path) -> Shelf:
    return open_shelf(register, now=NOW)


def site(register: Path) -> dict[str, Address]:
    return {item.path: item for item in addresses(open_edition(register, now=NOW))}


def text(site: dict[str, Address], path: str) -> str:
    return " ".join(site[path].make().decode().split())


def explained(run: Run, register: Path, *options: str) -> Result:
    case = str(register / SLUG / CASE)
    return run("explain", SLUG, "--case", case, "--format", "json", *options)


def test_a_case_is_explained_as_it_was_known_at_the_time(corrected: Path, run: Run) -> None:
    for known, version, amount in [("2026-01-15", 1, "300"), ("2026-02-15", 2, "360")]:
        record = json.loads(explained(run, corrected, "--known-at", known).output)
        assert (record["about"]["version"], record["outcome"]["value"]) == (version, amount)


def test_the_record_says_as_known_at_which_time(corrected: Path, run: Run, tmp_path: Path) -> None:
    kept = tmp_path / "record.json"
    explained(run, corrected, "--known-at", "2026-01-15T12:00:00+01:00", "--record", str(kept))
    assert json.loads(kept.read_bytes())["made"]["known_at"] == "2026-01-15T11:00:00Z"
    replayed = run("replay", str(kept))
    assert replayed.exit_code == 0, replayed.output


def test_a_time_before_everything_is_named(corrected: Path, run: Run) -> None:
    result = explained(run, corrected, "--known-at", "2020-01-01")
    assert (result.exit_code, "R315" in result.output) == (1, True)
    result = explained(run, corrected, "--known-at", "hier")
    assert (result.exit_code, "R317" in result.output) == (1, True)


@pytest.mark.usefixtures("corrected")
def test_versions_are_listed_as_they_were_known(run: Run) -> None:
    now = run("versions", SLUG, "--date", "2025-12-01").output
    assert "Version 2 counts for 1 December 2025." in now
    assert "Role of its author: the people who keep this register" in now
    then = run("versions", SLUG, "--date", "2025-12-01", "--known-at", "2025-12-31").output
    assert "Version 1 counts for 1 December 2025, as it was known on 2025-12-31 22:59 UTC." in then
    assert "recopié" not in then


def test_the_ledger_and_the_pages_say_in_what_role_the_author_wrote(corrected: Path) -> None:
    lines = read_ledger((corrected / "ledger.jsonl").read_bytes())
    assert [line.author_role for line in lines] == [None, "registrar"]
    page = text(site(corrected), f"/en/algorithmes/{SLUG}/2/")
    assert "Written by the people who keep this register." in page
    data = json.loads(site(corrected)[f"/algorithmes/{SLUG}/2.json"].make())
    assert data["author_role"] == "registrar"


# ------------------------------------------------------------------------------------- renaming


@pytest.fixture
def renamed(sample: Path) -> Path:
    """Return a register whose entry has a new name."""
    publish_at(sample, FIRST)
    next_version(sample, {"kind": "renaming", "address": "aide-repas"})
    publish_at(sample, SECOND)
    return sample


def test_a_renamed_entry_answers_to_both_names(renamed: Path) -> None:
    found = shelf(renamed)
    assert list(found.entries) == ["aide-repas"]
    assert found.entry(SLUG) is found.entry("aide-repas")
    assert found.entry(SLUG).former == (SLUG,)


def test_every_old_address_leads_to_the_new_one(renamed: Path) -> None:
    pages = site(renamed)
    old = {path: page for path, page in pages.items() if page.moved}
    new = {path for path in pages if "aide-repas" in path}
    assert {page.moved for page in old.values()} == new
    assert all(SLUG in path for path in old)
    for path, page in old.items():
        if page.media_type.startswith("text/html"):
            assert f'href="{page.moved}"' in page.make().decode()
        else:
            assert page.make() == pages[page.moved].make(), path
    assert pages[f"/fr/algorithmes/{SLUG}/1/"].moved == "/fr/algorithmes/aide-repas/1/"


def test_the_export_keeps_the_old_addresses(renamed: Path, tmp_path: Path) -> None:
    write_site(site(renamed).values(), tmp_path / "site")
    page = (tmp_path / f"site/fr/algorithmes/{SLUG}/1/index.html").read_text()
    assert 'content="0; url=/fr/algorithmes/aide-repas/1/"' in page
    assert (tmp_path / f"site/algorithmes/{SLUG}/1/fr.md").is_file()


def test_the_files_stay_where_the_ledger_says(renamed: Path, run: Run) -> None:
    lines = read_ledger((renamed / "ledger.jsonl").read_bytes())
    assert [(line.slug, line.address) for line in lines] == [(SLUG, None), (SLUG, "aide-repas")]
    assert names_of(by_slug(lines)[SLUG]) == (SLUG, "aide-repas")
    assert run("check").exit_code == 0


def test_commands_take_the_new_name(renamed: Path, run: Run) -> None:
    case = str(renamed / SLUG / CASE)
    for command in (
        ("versions", "aide-repas"),
        ("explain", "aide-repas", "--case", case),
        ("diff", "aide-repas"),
    ):
        result = run(*command)
        assert result.exit_code == 0, result.output


def test_a_name_that_was_once_another_s_is_refused(renamed: Path, run: Run) -> None:
    shutil.copytree(renamed / SLUG, renamed / "aide-repas")
    result = run("check")
    assert (result.exit_code, "R217" in result.output) == (1, True)


def test_a_ledger_that_gives_a_name_twice_is_refused(renamed: Path) -> None:
    data = (renamed / "ledger.jsonl").read_bytes()
    first = read_ledger(data)[0]
    thief = first.model_copy(update={"entry": "gj-0002", "slug": "aide-repas", "published_at": NOW})
    (renamed / "ledger.jsonl").write_bytes(data + thief.line())
    with pytest.raises(Exception, match="R303"):
        open_shelf(renamed, now=NOW)


def test_a_name_can_come_back(renamed: Path) -> None:
    next_version(renamed, {"kind": "renaming", "address": SLUG})
    publish_at(renamed, NOW)
    found = shelf(renamed).entry("aide-repas")
    assert (found.slug, found.former) == (SLUG, ("aide-repas",))


# ----------------------------------------------------------------------------------- tombstones


def test_a_retired_algorithm_keeps_its_page_and_says_why(sample: Path, run: Run) -> None:
    publish_at(sample, FIRST)
    next_version(sample, RETIRED, english={"end_reason": "School meals are free now."})
    publish_at(sample, SECOND)
    pages = site(sample)
    page = text(pages, f"/en/algorithmes/{SLUG}/")
    assert "This algorithm is no longer used. Its last day was 31 January 2026." in page
    assert "School meals are free now." in page
    assert "Read version 1, the last before the end" in page
    assert f"/fr/algorithmes/{SLUG}/1/" in pages
    late = explained(run, sample, "--date", "2026-03-01")
    assert (late.exit_code, "R316" in late.output) == (1, True)
    assert explained(run, sample, "--date", "2026-01-31").exit_code == 0
    assert explained(run, sample, "--date", "2026-03-01", "--known-at", "2026-01-01").exit_code == 0


def test_a_withdrawn_entry_keeps_its_page_and_calculates_nothing(sample: Path, run: Run) -> None:
    publish_at(sample, FIRST)
    next_version(
        sample,
        {
            "kind": "retraction",
            "change_note": "Cette aide n’a jamais été votée.",
            "applies_from": "2026-02-01",
        },
    )
    publish_at(sample, SECOND)
    page = text(site(sample), f"/en/algorithmes/{SLUG}/")
    assert "This entry was withdrawn on 1 February 2026. Do not rely on it." in page
    assert "Read version 1, the last before the end" in page
    result = explained(run, sample, "--date", "2026-03-01")
    assert (result.exit_code, "R316" in result.output) == (1, True)


def test_a_merged_entry_leads_to_the_one_that_describes_it(sample: Path, run: Run) -> None:
    shutil.copytree(sample / SLUG, sample / "aide-repas")
    for path in (sample / "aide-repas/1").glob("*.md"):
        text_ = path.read_text().replace("id: gj-0001", "id: gj-0002")
        path.write_text(text_.replace("Calculer l’aide à la cantine", "Calculer l’aide aux repas"))
    publish_ready(sample)
    publish_at(sample, FIRST)
    next_version(
        sample,
        {"kind": "merger", "merged_into": "gj-0002", "applies_from": "2026-02-01"},
    )
    publish_at(sample, SECOND)
    page = text(site(sample), f"/fr/algorithmes/{SLUG}/")
    assert "Une autre fiche décrit cet algorithme depuis le 1er février 2026." in page
    assert (
        '<a href="/fr/algorithmes/aide-repas/">Lire : Calculer l’aide aux repas</a>'
        in page.replace("\xa0", " ")
    )
    assert "merged" in run("versions", SLUG).output


def publish_ready(sample: Path) -> None:
    """Let the translation of the second entry follow its text."""
    from explain.canonical import digest

    folder = sample / "aide-repas/1"
    path = folder / "en.md"
    old = digest((sample / SLUG / "1/fr.md").read_bytes())
    path.write_text(path.read_text().replace(old, digest((folder / "fr.md").read_bytes())))
