"""Small real registers: the next version of an entry in one call, published at a chosen time."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from explain.canonical import digest
from register.entry.folder import open_folder
from register.ledger import publishing
from register.publishing import plan, publish
from register.settings import keys_folder

SLUG = "aide-cantine"


def publish_at(register: Path, moment: datetime) -> None:
    """Publish everything new as if the clock said `moment`."""
    folder = open_folder(register)
    with publishing(register):
        publish(folder, plan(folder, moment), Path(keys_folder()))


def next_version(
    register: Path,
    fields: Mapping[str, str] | None = None,
    *,
    changes: Mapping[str, Mapping[str, str]] | None = None,
    english: Mapping[str, str] | None = None,
    slug: str = SLUG,
) -> Path:
    """Write the version after the last one.

    `fields` sets fields of the front matter, on one line each; `changes` replaces texts in a
    file, by its name; `english` sets texts of the translation. Digests follow.
    Returns the folder of the version.
    """
    last = max(int(path.name) for path in (register / slug).iterdir() if path.name.isdecimal())
    source, made = register / slug / str(last), register / slug / str(last + 1)
    made.mkdir()
    for path in source.iterdir():
        text = path.read_text(encoding="utf-8")
        for old, new in (changes or {}).get(path.name, {}).items():
            assert old in text, f"{path.name} does not hold {old!r}"
            text = text.replace(old, new)
        (made / path.name).write_text(text, encoding="utf-8")
    for path in made.iterdir():
        if path.name not in {"fr.md", "en.md"}:
            was, now = ((folder / path.name).read_bytes() for folder in (source, made))
            _replace(made / "fr.md", digest(was), digest(now))
    for name, value in (fields or {}).items():
        _set(made / "fr.md", name, value)
    for name, value in (english or {}).items():
        _translate(made / "en.md", name, value)
    before = digest((source / "fr.md").read_bytes())
    _replace(made / "en.md", before, digest((made / "fr.md").read_bytes()))
    return made


def _replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def _set(path: Path, name: str, value: str) -> None:
    text = path.read_text(encoding="utf-8")
    line, pattern = f"{name}: {value}", re.compile(rf"^{name}:.*$", re.MULTILINE)
    if pattern.search(text):
        text = pattern.sub(lambda _: line, text, count=1)
    else:
        text = text.replace("\nadministrations:", f"\n{line}\nadministrations:", 1)
    path.write_text(text, encoding="utf-8")


def _translate(path: Path, name: str, value: str) -> None:
    text = path.read_text(encoding="utf-8")
    kept = re.sub(rf"^  {re.escape(name)}: .*\n", "", text, flags=re.MULTILINE)
    path.write_text(kept.replace("\ntexts:\n", f"\ntexts:\n  {name}: {value}\n"), encoding="utf-8")
