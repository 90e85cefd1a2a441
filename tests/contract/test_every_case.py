"""What every entry of the sample register promises, whatever its engine.

Each worked case, on the version it runs on: the outcome that its author expects, an
explanation in both languages, a sheet or a letter, and the same bytes twice.
"""

import json
from pathlib import Path

import pytest

from explain.canonical import to_record
from explain.documents.printing import to_pdf
from explain.documents.rendering import letter_html, sheet_html
from explain.explanation import Explanation
from explain.i18n import LanguageCode
from explain.sources import Source
from explain.wording.plain import check_account
from register.entry.cases import differences
from register.explaining import notice
from register.i18n import language
from register.site.edition import Edition, open_edition
from tests.contract.cases import CASES, ENTRIES, each_case, each_language, explained, shelf

LETTERS = sorted(path for path in ENTRIES.glob("*/letters/*.yaml"))
ADDRESS = "https://registre.example/fr/algorithmes/exemple/1/"


@each_case
def test_a_case_gives_its_expected_outcome(path: Path) -> None:
    found = explained(path)
    case = shelf().entries[path.parts[-3]].cases[path.stem].case
    assert case.expect is not None
    assert list(differences(found.explanation, case.expect)) == []


@each_case
def test_a_case_gives_the_same_record_twice(path: Path) -> None:
    first, second = (to_record(explained(path).explanation) for _ in range(2))
    assert first == second
    assert json.loads(first)["format"] == 1


@each_case
def test_a_record_holds_the_four_parts_that_the_law_names(path: Path) -> None:
    explanation: Explanation = explained(path).explanation
    assert explanation.contribution.degree
    assert explanation.contribution.mode
    assert explanation.data
    assert all(item.source for item in explanation.data)
    assert explanation.parameters
    assert explanation.operations
    assert explanation.limits


@each_language
@each_case
def test_a_case_is_told_in_plain_words(path: Path, code: LanguageCode) -> None:
    account = explained(path).account(language(code))
    assert account.language == code
    assert account.outcome
    assert account.operations
    assert check_account(account) == ()


@each_language
@each_case
def test_a_sheet_is_the_same_bytes_twice(path: Path, code: LanguageCode) -> None:
    first, second = (sheet_html(explained(path).sheet(language(code), ADDRESS)) for _ in range(2))
    assert first == second
    assert f'lang="{code}"' in first


@pytest.mark.pdf
@pytest.mark.parametrize("slug", sorted({path.parts[-3] for path in CASES}))
def test_each_entry_gives_a_sheet_as_pdf(slug: str) -> None:
    path = next(path for path in CASES if path.parts[-3] == slug)
    html = sheet_html(explained(path).sheet(language("fr"), ADDRESS))
    first, second = to_pdf(html), to_pdf(html)
    assert first.startswith(b"%PDF-")
    assert first == second


@pytest.mark.pdf
@pytest.mark.parametrize("letter", LETTERS, ids=lambda path: path.stem)
def test_each_sample_letter_is_complete_and_printed(letter: Path) -> None:
    path = next(path for path in CASES if path.parts[-3] == letter.parts[-3])
    made = notice(explained(path), Source(letter.name, letter.read_bytes()), lambda _: ADDRESS)
    html = letter_html(made)
    assert html == letter_html(made)
    assert to_pdf(html) == to_pdf(html)


def test_each_entry_with_letters_decides_about_persons() -> None:
    for letter in LETTERS:
        assert shelf().entries[letter.parts[-3]].current.entry.individual_decision


def test_every_entry_has_two_versions_and_cases_where_it_is_executed() -> None:
    entries = shelf().entries
    assert len(entries) >= 5
    for holding in entries.values():
        documented = holding.current.entry.fidelity == "documented"
        assert len(holding.versions) >= 2
        assert bool(holding.cases) is not documented
        assert documented or len(holding.cases) >= 3
        for version in holding.versions.values():
            assert version.languages == ("fr", "en")


def test_every_version_that_has_cases_still_runs_them() -> None:
    """A case pinned to an old version runs there for ever; each version has one at least."""
    edition: Edition = open_edition(ENTRIES, drafts=True)
    try:
        for slug, holding in shelf().entries.items():
            ran = {told.worked.number for told in edition.told("fr", slug)}
            assert bool(ran) is bool(holding.cases), slug
            assert ran <= set(holding.versions)
            assert len(edition.told("fr", slug)) == len(holding.cases)
    finally:
        edition.close()
