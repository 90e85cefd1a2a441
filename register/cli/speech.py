"""The language of the command line's own texts, click's included.

The standard library's gettext looks up the domain `cli` at each call. English needs no
catalogue.
"""

import gettext
import os
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise

from register.settings import setting

LANGUAGES = ("fr", "en")
_CATALOGUES = os.path.join(os.path.dirname(os.path.dirname(__file__)), "locale")  # noqa: PTH118, PTH120 - importing pathlib is a tenth of “--help”


def N_(message: str) -> str:  # noqa: N802 - the gettext convention for marking a text
    """Mark a text for translation without translating it here."""
    return message


def speak(language: str | None = None) -> None:
    """Choose the language of this process: `language`, else as asked for."""
    chosen = language or wanted(sys.argv[1:], os.environ)
    os.environ["LANGUAGE"] = chosen
    gettext.textdomain("cli")
    gettext.bindtextdomain("cli", _CATALOGUES)


def wanted(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language that the arguments or the environment ask for, else French."""
    pairs = [argument.removeprefix("--lang=") for argument in arguments if "--lang=" in argument]
    pairs += [after for before, after in pairwise(arguments) if before == "--lang"]
    for language in (*pairs, setting("language", environment)):
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]


def spoken() -> str:
    """Return the language of this process."""
    chosen = os.environ.get("LANGUAGE", "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]
