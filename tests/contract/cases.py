"""Every worked case of the sample register, and how one is explained."""

from functools import cache
from pathlib import Path

import pytest

from explain.i18n import LANGUAGES
from explain.sources import Source
from register.explaining import Answer, Question, answer
from register.shelf import Shelf, open_shelf

ENTRIES = Path(__file__).resolve().parents[2] / "entries"
CASES = sorted(ENTRIES.glob("*/cases/*.yaml"))

each_case = pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
each_language = pytest.mark.parametrize("code", LANGUAGES)


@cache
def shelf() -> Shelf:
    """Read the sample register once, with what is still to be published."""
    return open_shelf(ENTRIES, drafts=True)


def explained(path: Path) -> Answer:
    """Explain the case in the file `path`."""
    question = Question(slug=path.parts[-3], case=Source(path.name, path.read_bytes()))
    return answer(shelf(), question)
