"""Every text marked for translation has its French."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

from tools import translations

ROOT = Path(__file__).parents[3]
MARKS = {"N_": None, "gettext": None, "ngettext": (1, 2)}
SOURCES = sorted(path for name in ("explain", "register") for path in ROOT.glob(f"{name}/**/*.py"))


@pytest.fixture(scope="module")
def french() -> set[str]:
    """Return every English text that a catalogue translates."""
    messages = (
        message for path in translations.catalogues() for message in translations.read(path)
    )
    ids = (message.id if isinstance(message.id, tuple) else (message.id,) for message in messages)
    return {str(text) for group in ids for text in group}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_marked_text_is_translated(path: Path, french: set[str]) -> None:
    found = extract_from_file("python", path, keywords=MARKS)
    marked = {
        text for _, texts, *_ in found for text in ((texts,) if isinstance(texts, str) else texts)
    }
    assert sorted(marked - french) == []
