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
