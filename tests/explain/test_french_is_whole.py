"""Every text that explanations and letters are made of exists in French."""

from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_file

from explain.i18n import language
from explain.units import UNITS

ROOT = Path(__file__).parents[2]
SOURCES = [
    *sorted(path for path in (ROOT / "explain").rglob("*.py") if path.name != "units.py"),
    *sorted((ROOT / "templates" / "notices").rglob("*.html")),
]
KEYWORDS: dict[str, Any] = {"text": None, "plural": (1, 2), "N_": None, "_": None}
WORDS_OF_THE_PROGRAM = {"%(list)s"}
"""Texts that are the same in every language."""


def known() -> set[str]:
    """Return the first form of every text that the catalogues of the library hold."""
    found: set[Any] = set()
    catalogue: Any = language("fr").catalogue
    while catalogue is not None:
        found |= set(getattr(catalogue, "_catalog", {}))
        catalogue = getattr(catalogue, "_fallback", None)
    return {key if isinstance(key, str) else key[0] for key in found}


def messages(path: Path) -> list[str]:
    method = "jinja2" if path.suffix == ".html" else "python"
    found = extract_from_file(method, path, keywords=KEYWORDS)
    return [text if isinstance(text, str) else text[0] for _, text, _, _ in found]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_speaks_french(path: Path) -> None:
    missing = [text for text in messages(path) if text not in known() | WORDS_OF_THE_PROGRAM]
    assert missing == []


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_is_written_in_french_for_one_and_for_several(unit: str) -> None:
    one, many = (language("fr").quantity(count, unit) for count in (1, 5))
    assert one != many
    assert not one.startswith("€")
    assert unit in {"number", "ratio", "rank"} or one.startswith("1")
