"""Compile each catalogue that translators edit (`*.po`) into the file that programs read (`*.mo`).

`make translations` runs it. It stops at a catalogue with a fault that would reach readers.
"""

import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

# The catalogues are kept in git, which knows their dates; the compiled files bear none.
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
# In French a space that does not break stands inside quotation marks and before these signs.
LOOSE = re.compile(r"« | [»:;?!](?=[\s,.)»]|$)")
ROOT = Path(__file__).resolve().parent.parent


def catalogues() -> list[Path]:
    """Return the path of every catalogue of the two packages."""
    return sorted(ROOT.glob("*/locale/*/LC_MESSAGES/*.po"))


def read(path: Path) -> Catalog:
    """Read a catalogue; `<language>/LC_MESSAGES/<room>.po` says its language and its room."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, domain=path.stem)


def faults(catalogue: Catalog) -> list[str]:
    """Return what is missing, doubtful, or does not fit its original."""
    found = []
    for message in catalogue:
        if not message.id:
            continue
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        if not all(texts):
            found.append(f"no translation: {message.id!r}")
        if message.fuzzy:
            found.append(f"marked fuzzy: {message.id!r}")
        if str(catalogue.locale) == "fr" and any(LOOSE.search(str(text)) for text in texts):
            found.append(f"a line may break before or after a sign: {message.id!r}")
        found += [f"{error}: {message.id!r}" for error in message.check(catalogue)]
    return found


def compiled(catalogue: Catalog) -> bytes:
    """Return the bytes of the compiled catalogue, the same for the same texts."""
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def main() -> int:
    """Compile every catalogue; return the exit code."""
    failed = False
    for path in catalogues():
        catalogue = read(path)
        problems = faults(catalogue)
        failed = failed or bool(problems)
        for problem in problems:
            print(f"{path.relative_to(ROOT)}: {problem}", file=sys.stderr)
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
