"""The register's languages: those of `explain`, with the register's own texts added."""

from pathlib import Path

from explain import i18n
from explain.i18n import DEFAULT, LANGUAGES, Language, LanguageCode

CATALOGUES = Path(__file__).parent / "locale"

__all__ = ["CATALOGUES", "DEFAULT", "LANGUAGES", "Language", "LanguageCode", "language"]


def language(code: LanguageCode = DEFAULT) -> Language:
    """Return a language that knows the texts of `explain` and of the register."""
    return i18n.language(code, CATALOGUES)
