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
    "keys": Setting(
        "GRANDJOUR_KEYS",
        "",
        "Folder for the private keys that sign the logs of registers; never inside a register. "
        "By default “grandjour/keys” in the folder of the user's state. Keep a copy elsewhere.",
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
    return setting("cache", environment) or _base("XDG_CACHE_HOME", "~/.cache", environment)


def keys_folder(environment: Mapping[str, str] = os.environ) -> str:
    """Return the path of the folder of private keys; it may not exist yet.

    Without a setting it follows the XDG Base Directory Specification.
    """
    state = _base("XDG_STATE_HOME", "~/.local/state", environment)
    return setting("keys", environment) or f"{state}/keys"


def _base(variable: str, default: str, environment: Mapping[str, str]) -> str:
    base = environment.get(variable, "")
    if not base.startswith("/"):
        base = os.path.expanduser(default)  # noqa: PTH111 - pathlib would slow `--help` down
    return f"{base}/grandjour"
