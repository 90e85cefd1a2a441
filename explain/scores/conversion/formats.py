"""Which format a model file has, by what it holds rather than by its name."""

import re
from pathlib import PurePath
from typing import Literal, get_args

from explain.errors import InvalidFile
from explain.scores import issues
from explain.scores.conversion.declaration import refuse

Format = Literal["skops", "lightgbm", "xgboost", "scorecard"]
FORMATS: tuple[Format, ...] = get_args(Format)

_PICKLES = {".dill", ".joblib", ".pickle", ".pkl", ".sav"}
_BEGINNINGS = (
    b"\x80\x02",
    b"\x80\x03",
    b"\x80\x04",
    b"\x80\x05",
    b"ZF",
    b"\x1f\x8b",
    b"x\x01",
    b"x^",
    b"x\x9c",
    b"x\xda",
    b"BZh",
    b"\xfd7zXZ",
    b"\x5d\x00\x00",
    b"\x04\x22\x4d\x18",
)
"""Pickle, and what joblib makes of one when it compresses: none of them is a format here."""

_TEXT_PICKLE = re.compile(rb"\(?(?:c[A-Za-z_][\w.]*\n[A-Za-z_][\w.]*\n|[dl]p[0-9]+\n)")
"""The oldest form of a pickle, which is text: it begins with what it will call."""

_ZIP = b"PK\x03\x04"
_KIND = re.compile(rb"^\s*[{\"']*(?:format|kind)[\"']?\s*:", re.MULTILINE)
_LEARNER = re.compile(rb'\{\s*"(?:learner|version|Config)"')
_BINARY_XGBOOST = (b"{L", b"binf", b"bs64")


def format_of(data: bytes, name: str) -> Format:
    """Return the format of a model file. Raises `InvalidFile` for a pickle or none of ours."""
    refuse_pickle(data, name)
    suffix = PurePath(name).suffix.lower()
    if data.startswith(_ZIP) or suffix == ".skops":
        return "skops"
    if data.startswith((b"tree\n", b"tree\r\n")):
        return "lightgbm"
    if (
        _LEARNER.match(data)
        or data.startswith(_BINARY_XGBOOST)
        or suffix in {".ubj", ".deprecated"}
    ):
        return "xgboost"
    if _KIND.search(data[:4096]):
        return "scorecard"
    raise refuse(issues.FORMAT_UNKNOWN, name, name=name)


def refuse_pickle(data: bytes, name: str) -> None:
    """Raise `InvalidFile` where the file is a pickle, whatever it is called."""
    named = PurePath(name).suffix.lower() in _PICKLES
    if named or data.startswith(_BEGINNINGS) or _TEXT_PICKLE.match(data):
        raise _pickle(name)


def _pickle(name: str) -> InvalidFile:
    return refuse(issues.PICKLE, name, name=name)
