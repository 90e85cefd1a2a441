"""Where a register to be verified is: its folder, its site as files, or its site at an address."""

from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from json import JSONDecodeError, loads
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

from explain.issues import Issue
from register.entry.folder import REGISTER
from register.errors import NotFound, reason
from register.log import issues

MAXIMUM_BYTES = 256 * 1024 * 1024
"""Largest file that is read."""

_SITE = "algorithmes.json"
_WAIT = 60
_MISSING = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Source:
    """A register that can be read: `read` returns a file by its path, None where it is missing.

    `published` is the folder of the published files. A site does not hand out the private
    ones: `hides` tells whether it says that a file of a version is private.
    """

    name: str
    read: Callable[[str], bytes | None]
    published: str = ""

    def file(self, slug: str, version: int, name: str) -> bytes | None:
        """Return a published file."""
        return self.read(f"{self.published}{slug}/{version}/{name}")

    def hides(self, slug: str, version: int, name: str) -> bool:
        """Tell whether a site says that it keeps a file to itself."""
        if not self.published:
            return False
        data = self.read(f"{self.published}{slug}/{version}.json")
        try:
            files = loads(data or b"{}").get("files", [])
            return any(item["name"] == name and "url" not in item for item in files)
        except (JSONDecodeError, UnicodeDecodeError, AttributeError, KeyError, TypeError):
            return False


def open_source(place: str) -> Source:
    """Return the register at an address or in a folder. Raises `NotFound` where there is none."""
    if place.startswith(("http://", "https://")):
        base = place.rstrip("/")
        return Source(place, lambda path: _fetch(f"{base}/{quote(path)}"), "algorithmes/")
    folder = Path(place)
    if (folder / REGISTER).is_file():
        return Source(place, lambda path: _load(folder / path))
    if (folder / _SITE).is_file():
        return Source(place, lambda path: _load(folder / path), "algorithmes/")
    raise NotFound([Issue(issues.CHECKPOINT_MISSING, place)])


def _load(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise _unreachable(str(path), reason(error)) from None


def _fetch(address: str) -> bytes | None:
    try:
        with urlopen(address, timeout=_WAIT) as answer:  # noqa: S310 - http or https, see above
            data: bytes = answer.read(MAXIMUM_BYTES)
            return data
    except HTTPError as error:
        if error.code in _MISSING:
            return None
        raise _unreachable(address, f"{error.code} {error.reason}") from None
    except (URLError, HTTPException, OSError, ValueError) as error:
        raise _unreachable(address, str(getattr(error, "reason", error))) from None


def _unreachable(name: str, problem: str) -> NotFound:
    return NotFound([Issue(issues.UNREACHABLE, values={"name": name, "problem": problem})])
