"""Translations: complete, and compiled from what translators edited."""

from pathlib import Path

import pytest

from tools import translations

ROOT = Path(__file__).parents[2]
CATALOGUES = translations.catalogues()


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_catalogue_is_complete_and_compiled(path: Path) -> None:
    catalogue = translations.read(path)
    assert translations.faults(catalogue) == []
    stale = "run `make translations` and commit the result"
    assert path.with_suffix(".mo").read_bytes() == translations.compiled(catalogue), stale


def test_no_compiled_catalogue_outlives_its_source() -> None:
    compiled = ROOT.glob("*/locale/*/LC_MESSAGES/*.mo")
    assert [path for path in compiled if not path.with_suffix(".po").exists()] == []


@pytest.mark.parametrize("text", ["Le tour « %(title)s ».", "Une place : oui", "Pourquoi ?"])
def test_a_french_sign_that_may_stand_alone_on_a_line_is_found(text: str) -> None:
    assert translations.LOOSE.search(text)
    kept = text.replace("« ", "«\u00a0").replace(" »", "\u00a0»").replace(" :", "\u00a0:")
    assert not translations.LOOSE.search(kept.replace(" ?", "\u202f?"))


def test_an_address_has_no_sign_that_may_stand_alone() -> None:
    assert not translations.LOOSE.search("https://exemple.fr/?a")
