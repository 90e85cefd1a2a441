"""Every text that pages are made of, beside the templates', exists in French."""

from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_file

from register.i18n import language

ROOT = Path(__file__).parents[3] / "register"
SOURCES = [
    *sorted((ROOT / "presenting").glob("*.py")),
    *sorted((ROOT / "web").glob("*.py")),
    *(ROOT / name for name in ("site/feeds.py", "site/export.py", "trials.py")),
]
KEYWORDS: dict[str, Any] = {"text": None, "say": None, "plural": (1, 2), "N_": None}


def known() -> set[str]:
    """Return the first form of every text of the French catalogues."""
    found: set[Any] = set()
    catalogue: Any = language("fr").catalogue
    while catalogue is not None:
        found |= set(getattr(catalogue, "_catalog", {}))
        catalogue = getattr(catalogue, "_fallback", None)
    return {key if isinstance(key, str) else key[0] for key in found}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_of_the_site_speaks_french(path: Path) -> None:
    found = extract_from_file("python", path, keywords=KEYWORDS)
    texts = [text if isinstance(text, str) else text[0] for _, text, _, _ in found]
    assert [text for text in texts if text not in known()] == []
