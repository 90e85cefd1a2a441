"""Every text of the templates exists in French, and the catalogue holds nothing else."""

import re
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract

from explain import i18n
from register.pages.rendering import CATALOGUES, folder
from tools import translations

KEYWORDS = {"_": None, "ngettext": (1, 2)}
OPTIONS = {"newstyle_gettext": "true", "silent": "false"}
FRENCH = "fr/LC_MESSAGES"


def texts(paths: Iterable[Path]) -> set[str]:
    """Return the texts of templates; of a plural, the singular."""
    found: set[str] = set()
    for path in paths:
        with path.open("rb") as file:
            for _, message, _, _ in extract("jinja2", file, KEYWORDS, options=OPTIONS):
                found.add(message if isinstance(message, str) else message[0])
    return found


def catalogue(path: Path) -> Catalog:
    return translations.read(path)


def identifiers(found: Catalog) -> set[str]:
    return {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in found
        if message.id
    }


def test_the_site_is_whole_in_french() -> None:
    paths = [path for path in folder().rglob("*.html") if "notices" not in path.parts]
    assert identifiers(catalogue(CATALOGUES / FRENCH / "site.po")) == texts(paths)


def test_what_letters_and_pages_share_is_whole_in_french() -> None:
    rooms = sorted((i18n.CATALOGUES / FRENCH).glob("*.po"))
    known = set().union(*(identifiers(catalogue(room)) for room in rooms))
    notices = folder() / "notices"
    paths = [notices / "explanation.html", *(notices / "components").glob("*.html")]
    assert texts(paths) <= known
    assert identifiers(catalogue(i18n.CATALOGUES / FRENCH / "explanation.po")) <= texts(paths)


def test_french_typography_keeps_its_no_break_spaces() -> None:
    found = catalogue(CATALOGUES / FRENCH / "site.po")
    plain = [
        text
        for message in found
        if message.id
        for text in ([message.string] if isinstance(message.string, str) else message.string or [])
        if re.search(r"[ \w][:;?!»](\s|$)|« |'", text)
    ]
    assert plain == []
