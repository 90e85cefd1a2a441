"""Every code is documented, translated, and met by a test."""

import re
from pathlib import Path

import pytest

from explain.issues import Code
from register.i18n import language
from tools.reference import FOLDER, PAGES, codes

ROOT = Path(__file__).parents[3]
CODES = codes()
_PLACEHOLDER = re.compile(r"%\(([a-z_]+)\)s")


def test_codes_are_unique_and_well_formed() -> None:
    assert len(CODES) > 100
    assert all(re.fullmatch(r"[ERW][0-9]{3}(-[a-z]+)?", name) for name in CODES)


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_current(name: str) -> None:
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run: python tools/reference.py"


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_a_code_speaks_french(code: Code) -> None:
    catalogue = language("fr").catalogue
    for text in (code.message, code.hint):
        french = catalogue.gettext(text)
        assert french != text
        assert set(_PLACEHOLDER.findall(french)) == set(_PLACEHOLDER.findall(text))


def test_every_code_is_met_by_a_test() -> None:
    tests = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "tests").rglob("*.yaml")]
    texts = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in tests)
    met = set(re.findall(r"\b[ERW][0-9]{3}(?:-[a-z]+)?\b", texts)) | set(
        re.findall(r"\b[A-Z][A-Z0-9_]+\b", texts)
    )
    names = _names()
    missing = [code for code in CODES if not {code, names[code]} & met]
    assert ", ".join(missing) == ""


def _names() -> dict[str, str]:
    """Return the constant that holds each code."""
    sources = [*ROOT.glob("explain/**/*.py"), *ROOT.glob("register/**/*.py")]
    texts = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    found = re.findall(
        r"^([A-Z0-9_]+) = Code\(\s*\"([ERW][0-9]{3}(?:-[a-z]+)?)\"", texts, re.MULTILINE
    )
    return {code: name for name, code in found}
