"""The whole register as one archive: every published file, byte for byte, and the ledger.

Unpacked, it is a register's folder: `grandjour check`, `test`, `serve` and `verify` work on
it. Drafts, private files and lists of real people stay out.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

from explain.errors import ExplainError
from explain.matching.engine import is_synthetic
from explain.sources import Source
from register.entry.folder import LEDGER
from register.evidence.signing import ENTRIES
from register.exchange.subject import every_version
from register.presenting import data
from register.shelf import Holding, Shelf

FOLDER = "registre"
_OLDEST = datetime(1980, 1, 1, tzinfo=UTC)
"""The first moment that a ZIP file can write."""


def archive(shelf: Shelf) -> bytes:
    """Write a ZIP file, the same bytes for the same register.

    Its files bear the moment of the last publication.
    """
    history = [item for held in shelf.entries.values() for item in held.history]
    moment = max((item.published_at for item in history), default=_OLDEST).astimezone(UTC)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in _contents(shelf):
            about = zipfile.ZipInfo(f"{FOLDER}/{name}", moment.timetuple()[:6])
            about.external_attr = 0o644 << 16
            about.create_system = 3  # the attributes above are those of Unix
            file.writestr(about, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _contents(shelf: Shelf) -> Iterator[tuple[str, bytes]]:
    yield from sorted(shelf.own.items())
    yield LEDGER, shelf.ledger
    if shelf.log is not None:
        yield from ((f"{ENTRIES}/{file.path}", file.data) for file in shelf.log.files())
    for subject in every_version(shelf):
        hidden = data.private(subject.version)
        files = subject.holding.files.versions[subject.number]
        if subject.published_at is None:
            continue
        for name, content in sorted(files.items()):
            if name not in hidden:
                yield f"{subject.holding.slug}/{subject.number}/{name}", content
    for holding in shelf.entries.values():
        yield from _beside(holding)


def _beside(holding: Holding) -> Iterator[tuple[str, bytes]]:
    """Return the worked examples, and the lists of candidates that hold nobody."""
    beside = holding.files.beside
    for name, content in sorted(beside.get("cases", {}).items()):
        yield f"{holding.slug}/cases/{name}", content
    for name, content in sorted(beside.get("allocations", {}).items()):
        if _is_synthetic(name, content):
            yield f"{holding.slug}/allocations/{name}", content


def _is_synthetic(name: str, content: bytes) -> bool:
    try:
        return is_synthetic(Source(name, content))
    except ExplainError:
        return False
