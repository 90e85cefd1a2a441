"""New registers, entries and versions, made from samples or from what is there.

Functions return the files to write, by path in the register; `write` puts them on disk.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from string import Template

from explain.canonical import digest
from explain.issues import Issue
from explain.texts import texts
from explain.validation import validate
from register import issues
from register.entry.folder import EntryFiles
from register.entry.front_matter import split
from register.entry.identity import is_slug
from register.entry.model import TO_WRITE, Entry
from register.entry.version import read_version
from register.errors import CannotWrite, InvalidRegister, NotFound, reason

Files = Mapping[str, bytes]

_SAMPLES = Path(__file__).parent / "samples"
_NUMBER = re.compile(r"-([0-9]+)$")


def new_register() -> Files:
    """Return the files of an empty register."""
    return {
        "register.yaml": _sample("register.yaml"),
        "administrations/ma-collectivite.yaml": _sample("administration.yaml"),
        "README.md": _sample("README.md"),
    }


def with_log_key(data: bytes, public: str) -> bytes:
    """Return a register's own file with the public key of its log, every other byte as it was."""
    end = b"" if data.endswith(b"\n") else b"\n"
    return data + end + _sample("log_key.yaml").replace(b"$log_key", public.encode())


def next_id(ids: Iterable[str]) -> str:
    """Return an id that none of `ids` is, one above the highest."""
    numbers = [int(found[1]) for name in ids if (found := _NUMBER.search(name))]
    return f"gj-{max(numbers, default=0) + 1:04}"


def new_entry(
    slug: str, identifier: str, administration: str, today: date, *, rules: bool = False
) -> Files:
    """Return the files of an entry to write, with the start of a rule file where `rules` is true.

    Raises `CannotWrite` for a bad slug.
    """
    if not is_slug(slug):
        raise CannotWrite([Issue(issues.BAD_SLUG, values={"name": slug, "allowed": ""})])
    values = {
        "id": identifier,
        "administration": administration,
        "today": today.isoformat(),
        "review": today.replace(year=today.year + 1, day=min(today.day, 28)).isoformat(),
    }
    text = Template(_sample("fr.md").decode()).substitute(values).encode()
    if not rules:
        return {f"{slug}/1/fr.md": text, f"{slug}/1/en.md": translation(text)}
    started = _sample("rules.yaml").replace(b"$slug", slug.encode())
    text = _calculating(text, digest(started))
    return {
        f"{slug}/1/fr.md": text,
        f"{slug}/1/en.md": translation(text),
        f"{slug}/1/rules.yaml": started,
    }


def translation(text: bytes) -> bytes:
    """Return a translation to write for a canonical text."""
    entry = validate(Entry, split(text, "fr.md").head)
    lines = ["---", "format: 1", "lang: en", f"translates: {digest(text)}", "texts:"]
    lines += [f"  {key}: {TO_WRITE['en']}." for key in texts(entry)]
    return "\n".join([*lines, "---", ""]).encode() + _sample("en.md")


def next_version(files: EntryFiles, today: date, copies: Collection[str] = ()) -> Files:
    """Return the files of the version after the last one: its texts, ready to be changed.

    Files that the version executes stay where they are, and the new version names them there;
    those whose names are in `copies` are copied, to be changed too. Raises `InvalidRegister`
    where there is no version, or the last one cannot be read, and `NotFound` for a copy of a file
    that it does not execute.
    """
    if not files.versions:
        raise InvalidRegister([Issue(issues.NO_VERSION, files.path, values={"slug": files.slug})])
    last = max(files.versions)
    version, found = read_version(files, last)
    if version is None:
        raise InvalidRegister(found)
    for name in copies:
        if name not in version.artefacts:
            values = {"slug": files.slug, "name": name}
            allowed = ", ".join(sorted(version.artefacts)) or "—"
            raise NotFound([Issue(issues.UNKNOWN_FILE, values=values | {"allowed": allowed})])
    text = _start_again(files.versions[last]["fr.md"], last, today, copies)
    made = {f"{files.slug}/{last + 1}/fr.md": text}
    made |= {f"{files.slug}/{last + 1}/{name}": version.artefacts[name] for name in copies}
    if courtesy := files.versions[last].get("en.md"):
        note = f'"{TO_WRITE["en"]}: what this version changes"'
        made[f"{files.slug}/{last + 1}/en.md"] = _with_field(courtesy, "texts.change_note", note)
    return made


def write(root: Path, files: Files) -> tuple[Path, ...]:
    """Write new files below `root`: all of them, or none, and never over another.

    Raises `CannotWrite`.
    """
    paths = {root / name: data for name, data in files.items()}
    there = [path for path in paths if path.exists() or path.is_symlink()]
    if there:
        raise CannotWrite(
            [Issue(issues.ALREADY_THERE, values={"name": str(path)}) for path in there]
        )
    made: list[Path] = []
    try:
        for path, data in paths.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                made.append(path)
                file.write(data)
    except OSError as error:
        for path in made:
            path.unlink(missing_ok=True)
        values = {"name": error.filename, "problem": reason(error)}
        raise CannotWrite([Issue(issues.WRITE_FAILED, values=values)]) from None
    return tuple(paths)


def _sample(name: str) -> bytes:
    return (_SAMPLES / name).read_bytes()


def _calculating(text: bytes, digest_of_rules: str) -> bytes:
    """Return a text that names a rule file, less what such a file says itself."""
    for field in ("contribution", "data_used"):
        text = _with_field(text, field, None)
    # Whoever wrote no rule yet cannot call it exact.
    text = _with_field(text, "fidelity", "partial")
    added = _sample("algorithm.yaml").replace(b"$digest", digest_of_rules.encode())
    return text.replace(b"algorithm_type:", added + b"algorithm_type:", 1)


def _start_again(text: bytes, last: int, today: date, copies: Collection[str]) -> bytes:
    note = f"{TO_WRITE['fr']} : ce que change cette version"
    fields = {
        "kind": "substance",
        "change_note": f'"{note}"',
        "applies_from": today.isoformat(),
    }
    for name, value in fields.items():
        text = _with_field(text, name, value)
    page = split(text, "fr.md")
    lines = text.decode().split("\n")
    for index, item in enumerate(page.head.value.get("artefacts", ())):
        number = page.head.lines["artefacts", index, "path"] - 1
        name = item["path"].rpartition("/")[2]
        if name in copies:
            lines[number] = lines[number].replace(item["path"], name, 1)
        elif name == item["path"]:
            lines[number] = lines[number].replace(name, f"../{last}/{name}", 1)
    return "\n".join(lines).encode()


def _with_field(text: bytes, key: str, value: str | None) -> bytes:
    """Replace, or remove for None, the lines of one field of a front matter, and nothing else."""
    head = split(text, "").head
    path = tuple(key.split("."))
    start = head.lines[path]
    level = len(path)
    later = [line for other, line in head.lines.items() if line > start and len(other) <= level]
    lines = text.decode().split("\n")
    end = min(later) if later else lines.index("---", 1) + 1
    kept = _comments(lines[start - 1 : end - 1])
    written = [] if value is None else ["  " * (level - 1) + f"{path[-1]}: {value}"]
    lines[start - 1 : end - 1] = [*written, *kept]
    return "\n".join(lines).encode()


def _comments(lines: list[str]) -> list[str]:
    """Return the blank lines and comments at the end of a field: they belong to the next."""
    count = 0
    for line in reversed(lines[1:]):
        if line.strip() and not line.lstrip().startswith("#"):
            break
        count += 1
    return lines[len(lines) - count :] if count else []
