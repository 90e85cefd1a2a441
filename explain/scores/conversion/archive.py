"""Whether a `.skops` file may be opened: what its zip directory says, before anything is read."""

import io
import re
import zipfile

from explain.errors import InvalidFile
from explain.issues import N_
from explain.scores import issues
from explain.scores.conversion.declaration import refuse

MAXIMUM_BYTES = 512 * 1024 * 1024
"""The most that all members may take, unpacked."""

SCHEMA_BYTES = 64 * 1024 * 1024
"""The most that the description of the model may take."""

MAXIMUM_MEMBERS = 50_000
MAXIMUM_RATIO = 200
_SMALL = 1024 * 1024

_SCHEMA = "schema.json"
_MEMBER = re.compile(r"schema\.json|[0-9]{1,24}\.npy")


def check_archive(data: bytes, file: str) -> None:
    """Raise `InvalidFile` where `data` is not a zip that is safe to unpack."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError):
        raise _unsafe(file, N_("it is damaged, or it is not a zip")) from None
    if problem := _problem(members):
        raise _unsafe(file, problem)


def _problem(members: list[zipfile.ZipInfo]) -> str | None:
    names = [member.filename for member in members]
    if len(names) > MAXIMUM_MEMBERS or len(set(names)) < len(names):
        return N_("it holds too many files, or one twice")
    if not all(_MEMBER.fullmatch(name) for name in names) or _SCHEMA not in names:
        return N_("it holds other files than those of a model")
    if sum(member.file_size for member in members) > MAXIMUM_BYTES or any(
        member.filename == _SCHEMA and member.file_size > SCHEMA_BYTES for member in members
    ):
        return N_("unpacked, it would be too large")
    if any(_swells(member) for member in members):
        return N_("it is packed far more tightly than a model is")
    return None


def _swells(member: zipfile.ZipInfo) -> bool:
    return member.file_size > max(_SMALL, MAXIMUM_RATIO * member.compress_size)


def _unsafe(file: str, problem: str) -> InvalidFile:
    return refuse(issues.ARCHIVE_UNSAFE, file, name=file, problem=problem)
