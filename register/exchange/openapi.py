"""The description of the data for programs: OpenAPI 3.1, kept in `openapi.yaml`."""

from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from explain.reading import read_yaml
from register.shelf import Shelf

_FILE = Path(__file__).with_name("openapi.yaml")


def openapi(shelf: Shelf) -> dict[str, Any]:
    """Return the description of what this register serves, at its own address."""
    register = shelf.register
    described = _described()
    info = {
        **described["info"],
        "title": getattr(register.name, register.languages[0]),
        "contact": {"name": register.publisher, "email": register.contact},
        "license": {"name": register.licence, "url": register.licence_url},
        "x-software": f"Grand Jour {version('grandjour')}",
    }
    return {**described, "info": info, "servers": [{"url": register.base_url}]}


@cache
def _described() -> dict[str, Any]:
    document: dict[str, Any] = read_yaml(_FILE.read_bytes(), _FILE.name).value
    return document
