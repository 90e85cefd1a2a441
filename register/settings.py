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
    "cache": Setting(
        "GRANDJOUR_CACHE",
        "",
        "Folder for what can be made again, such as the tables of models of trees. "
        "By default “grandjour” in the folder of caches of the user.",
    ),
}


def setting(name: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return the value of a setting, or its default."""
    known = SETTINGS[name]
    return environment.get(known.name, "") or known.default


def cache_folder(environment: Mapping[str, str] = os.environ) -> str:
    """Return the path of the folder for what can be made again; it may not exist yet.

    Without a setting it follows the XDG Base Directory Specification.
    """
    chosen = setting("cache", environment)
    base = environment.get("XDG_CACHE_HOME", "")
    if not base.startswith("/"):
        base = os.path.expanduser("~/.cache")  # noqa: PTH111 - pathlib would slow `--help` down
    return chosen or f"{base}/grandjour"
