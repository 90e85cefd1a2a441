"""Every setting that comes from the environment: one table, printed in the documentation.

Command-line options go before settings. Nothing is imported here but the standard
library: the command line reads it before it knows what it is asked.
"""

import os
from collections.abc import Mapping
from typing import NamedTuple


class Setting(NamedTuple):
    """One environment variable."""

    name: str
    default: str
    help: str


SETTINGS: Mapping[str, Setting] = {
    "language": Setting("GRANDJOUR_LANG", "fr", "Language of messages and texts: fr or en."),
    "register": Setting(
        "GRANDJOUR_REGISTER",
        "",
        "Folder of the register. By default “entries”, or the current folder if it is one.",
    ),
}


def setting(name: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return the value of a setting, or its default."""
    known = SETTINGS[name]
    return environment.get(known.name, "") or known.default
