"""The addresses of the site. They are permanent: letters and other sites print them.

Paths use the French words in every language; data have no language.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from register.i18n import LanguageCode

ARCHIVE = "/registre.zip"
DATABASE = "/registre.sqlite"
ENTRIES_TABLE = "/algorithmes.csv"
VERSIONS_TABLE = "/versions.csv"
ADMINISTRATIONS_TABLE = "/administrations.csv"
ENTRIES_LINES = "/algorithmes.jsonl"
VERSIONS_LINES = "/versions.jsonl"
PACKAGE = "/datapackage.json"
OPENAPI = "/openapi.json"
LEDGER = "/ledger.jsonl"
UPKEEP = "/entretien.json"
"""Paths of the whole register at once."""


def home(language: LanguageCode) -> str:
    """Return the path of the home page."""
    return f"/{language}/"


def algorithms(language: LanguageCode, query: Mapping[str, str] | None = None) -> str:
    """Return the path of the list, or of a search."""
    path = f"/{language}/algorithmes/"
    return f"{path}?{urlencode(query)}" if query else path


def entry(language: LanguageCode, slug: str) -> str:
    """Return the path of an entry, always at its version in force."""
    return f"/{language}/algorithmes/{slug}/"


def former(path: str, slug: str, old: str) -> str | None:
    """Return what `path` was when the entry `slug` was named `old`; None for another's page."""
    start, name, rest = path.partition(f"/algorithmes/{slug}")
    if not name or start not in {"", "/fr", "/en"} or (rest and rest[0] not in "/."):
        return None
    return f"{start}/algorithmes/{old}{rest}"


def history(language: LanguageCode, slug: str) -> str:
    """Return the path of all versions of an entry."""
    return f"/{language}/algorithmes/{slug}/historique/"


def version(language: LanguageCode, slug: str, number: int) -> str:
    """Return the path of one version."""
    return f"/{language}/algorithmes/{slug}/{number}/"


def procedure(language: LanguageCode, slug: str, number: int) -> str:
    """Return the path of the page that tells how a version gives places."""
    return f"{version(language, slug, number)}demarche/"


def comparison(language: LanguageCode, slug: str, older: int, newer: int) -> str:
    """Return the path of the comparison of two versions."""
    return f"/{language}/algorithmes/{slug}/{older}-{newer}/"


def contrast(language: LanguageCode, slug: str, older: int, newer: int) -> str:
    """Return the path of the form on which a case goes through two versions."""
    return f"{comparison(language, slug, older, newer)}essayer/"


def changes(language: LanguageCode, query: Mapping[str, str] | None = None) -> str:
    """Return the path of what changed in the register, by default in the last year."""
    path = f"/{language}/changements/"
    return f"{path}?{urlencode(query)}" if query else path


def trial(language: LanguageCode, slug: str, example: str = "") -> str:
    """Return the path of the form on which an algorithm is tried."""
    path = f"/{language}/algorithmes/{slug}/essayer/"
    return f"{path}?{urlencode({'exemple': example})}" if example else path


def example(language: LanguageCode, slug: str, name: str) -> str:
    """Return the path of a worked example."""
    return f"/{language}/algorithmes/{slug}/exemples/{name}/"


def administration(language: LanguageCode, name: str) -> str:
    """Return the path of an administration."""
    return f"/{language}/administrations/{name}/"


def page(language: LanguageCode, name: str) -> str:
    """Return the path of a page about the site itself."""
    return f"/{language}/{name}/"


def log(name: str) -> str:
    """Return the path of a file of the ledger's log."""
    return f"/log/entries/{name}"


def proof(slug: str, number: int, language: str = "") -> str:
    """Return the path of the proof of a version, or of a text added in one more language."""
    added = f"-{language}" if language else ""
    return log(f"proofs/{slug}/{number}{added}.tlog-proof")


def proved_line(slug: str, number: int, language: str = "") -> str:
    """Return the path of the ledger's line that a proof is about."""
    return proof(slug, number, language).removesuffix(".tlog-proof") + ".json"


def verifier() -> str:
    """Return the path of the program, one file, with which anybody verifies the register."""
    return "/verifier.py"


def feed_stem(home: str) -> str:
    """Return the path of the feeds that follow a page, without their ending."""
    return f"{home}feed"


def feed(language: LanguageCode) -> str:
    """Return the path of the register's Atom feed."""
    return f"{feed_stem(home(language))}.atom"


def family(language: LanguageCode, code: str) -> str:
    """Return the path below which the feeds of a family stand; the list filters on it."""
    return f"/{language}/familles/{code}/"


def data(slug: str = "", number: int | None = None) -> str:
    """Return the path of the list, an entry or a version as JSON."""
    if not slug:
        return "/algorithmes.json"
    return f"/algorithmes/{slug}.json" if number is None else f"/algorithmes/{slug}/{number}.json"


def comparison_data(slug: str, older: int, newer: int) -> str:
    """Return the path of a comparison as JSON."""
    return f"/algorithmes/{slug}/{older}-{newer}.json"


def comparison_patch(slug: str, older: int, newer: int) -> str:
    """Return the path of the JSON Patch from one version's data to another's."""
    return f"/algorithmes/{slug}/{older}-{newer}.patch.json"


def comparison_files(slug: str, older: int, newer: int) -> str:
    """Return the path of the comparison of the files, as `patch` applies it."""
    return f"/algorithmes/{slug}/{older}-{newer}.diff"


def changes_data() -> str:
    """Return the path of what changed in the register as JSON."""
    return "/changements.json"


def administration_data(name: str) -> str:
    """Return the path of an administration as JSON."""
    return f"/administrations/{name}.json"


def file(slug: str, number: int, name: str) -> str:
    """Return the path of a file of a version, exactly as it was published."""
    return f"/algorithmes/{slug}/{number}/{name}"
