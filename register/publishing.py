"""Publication: from drafts that hold to lines of the ledger."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from explain.canonical import digest
from explain.issues import Issue
from register import issues
from register.contents import check, load_lines
from register.entry.folder import EntryFiles, Folder
from register.entry.version import CANONICAL, Version, read_version
from register.errors import CannotPublish, InvalidRegister
from register.evidence.signing import follow
from register.ledger import Publication, append, by_slug, settle


@dataclass(frozen=True, slots=True)
class Step:
    """One publication to make: the version, and the one before it if there is one."""

    publication: Publication
    version: Version
    previous: Version | None


def plan(
    folder: Folder,
    now: datetime,
    slug: str | None = None,
    seen: Callable[[str], None] = lambda _: None,
) -> tuple[Step, ...]:
    """Return what is new in a register, or in one entry, in the order of publication.

    `seen` is told the slug of each entry once it was checked.
    Raises `InvalidRegister` with everything that is wrong, `BrokenLedger`, `NotFound`, or
    `CannotPublish` where the clock ran backwards. What is checked is what is planned: each
    file is read once.
    """
    lines = load_lines(folder)
    ledger = [item for item in lines if isinstance(item, Publication)]
    now = now.replace(microsecond=0)
    if lines and now < lines[-1].published_at:
        values = {"now": now, "last": lines[-1].published_at}
        raise CannotPublish([Issue(issues.CLOCK_BACK, values=values)])
    slugs = (slug,) if slug else folder.slugs()
    folder = folder.held_still(*slugs)
    if found := list(check(folder, slug, seen)):
        raise InvalidRegister(found)
    histories = by_slug(ledger)
    steps: list[Step] = []
    for name in slugs:
        steps += _steps(folder.entry(name), histories.get(name, ()), now)
    return tuple(steps)


def publish(folder: Folder, steps: Sequence[Step], keys: Path) -> None:
    """Write the lines of a plan, then sign them in the log; `keys` is the folder of keys.

    Call it inside `register.ledger.publishing`, after `register.evidence.signing.ready`. The
    files are on the disk before the ledger lists them, and the ledger before the log signs it,
    even if the power fails: what an interruption leaves, the next `ready` finishes. Raises
    `CannotPublish` where a file was saved since the plan was made.
    """
    if saved := [issue for step in steps for issue in _saved_since(folder, step.publication)]:
        raise CannotPublish(saved)
    for step in steps:
        version = folder.path / step.publication.slug / str(step.publication.version)
        settle([*(version / name for name in step.publication.files), version, version.parent])
    append(folder.path, [step.publication for step in steps])
    follow(folder, keys)


def _saved_since(folder: Folder, item: Publication) -> Iterator[Issue]:
    """Report the files that are no longer those that were checked."""
    version = folder.path / item.slug / str(item.version)
    for name, checked in item.files.items():
        path = version / name
        if not path.is_file() or digest(path.read_bytes()) != checked:
            place = f"{folder.path}/{item.slug}/{item.version}/{name}"
            yield Issue(issues.SAVED_SINCE, place, values={"name": name})


def _steps(files: EntryFiles, history: Sequence[Publication], now: datetime) -> list[Step]:
    listed: dict[int, set[str]] = {}
    for item in history:
        listed.setdefault(item.version, set()).update(item.files)
    steps: list[Step] = []
    previous: Version | None = None
    for number in sorted(files.versions):
        version, _ = read_version(files, number)
        if version is None:
            continue
        new = {
            name: digest(data)
            for name, data in sorted(files.versions[number].items())
            if name not in listed.get(number, ())
        }
        if new:
            steps.append(Step(_publication(version, new, now), version, previous))
        previous = version
    return steps


def _publication(version: Version, files: Mapping[str, str], now: datetime) -> Publication:
    entry = version.entry
    first = f"{CANONICAL}.md" in files
    return Publication(
        event="version" if first else "language",
        entry=entry.id,
        slug=version.slug,
        version=version.number,
        kind=entry.kind if first else "translation",
        author_role=entry.author_role if first else None,
        address=entry.address if first else None,
        applies_from=entry.applies_from,
        applies_to=entry.applies_to,
        published_at=now,
        files=dict(files),
    )
