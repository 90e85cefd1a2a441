"""Publication: from drafts that hold to lines of the ledger."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from explain.canonical import digest
from explain.issues import Issue
from register import issues
from register.checking import Checked, check
from register.contents import load_lines
from register.entry.folder import Folder
from register.entry.version import CANONICAL, Version
from register.errors import CannotPublish, CannotWrite, InvalidRegister, reason
from register.evidence.signing import follow
from register.ledger import Publication, append, settle


@dataclass(frozen=True, slots=True)
class Step:
    """One publication to make, and what was told of it while it was in memory."""

    publication: Publication
    told: str


Tell = Callable[[Publication, Version, Version | None], str]
"""Says what a publication brings: of which version, and which one came before, if any."""


class Aside(Protocol):
    """Makes something else of each entry while it is in memory."""

    def make(self, checked: Checked, history: tuple[Publication, ...]) -> str:
        """Return what is made of an entry; it may be called in another process.

        `history` holds its publications, the planned ones included.
        """

    def take(self, made: str) -> None:
        """Take what was made, in the order of the entries."""

    def keep(self, planned: Sequence[Publication]) -> None:
        """Keep what was taken, now that all that was planned is published."""


class Nothing:
    """Makes nothing."""

    def make(self, *_: object) -> str:
        """Return an empty text."""
        return ""

    def take(self, made: str) -> None:
        """Let it go."""

    def keep(self, planned: Sequence[Publication]) -> None:
        """Keep nothing."""


NOTHING = Nothing()


def plan(
    folder: Folder,
    now: datetime,
    slug: str | None = None,
    seen: Callable[[str], None] = lambda _: None,
    tell: Tell = lambda *_: "",
    aside: Aside = NOTHING,
) -> tuple[Step, ...]:
    """Return what is new in a register, or in one entry, in the order of publication.

    `seen` is told the slug of each entry once it was checked. Each file is read once: what is
    planned are the digests of the bytes that were checked, and no more than these is kept, but
    for what `aside` makes of each entry that holds by itself.
    Raises `InvalidRegister` with everything that is wrong, `BrokenLedger`, `NotFound`, or
    `CannotPublish` where the clock ran backwards.
    """
    lines = load_lines(folder)
    now = now.replace(microsecond=0)
    if lines and now < lines[-1].published_at:
        values = {"now": now, "last": lines[-1].published_at}
        raise CannotPublish([Issue(issues.CLOCK_BACK, values=values)])
    steps: list[Step] = []

    def keep(checked: Checked) -> str:
        new = tuple(_steps(checked, now, tell))
        history = (*checked.history, *(step.publication for step in new))
        return f"{_write(new)}\n{'' if checked.issues else aside.make(checked, history)}"

    def take(name: str, kept: str) -> None:
        written, _, made = kept.partition("\n")
        steps.extend(_read(written))
        if made:
            aside.take(made)
        seen(name)

    if found := list(check(folder, slug, take, keep)):
        raise InvalidRegister(found)
    return tuple(steps)


def publish(folder: Folder, steps: Sequence[Step], keys: Path) -> None:
    """Write the lines of a plan, then sign them in the log; `keys` is the folder of keys.

    Call it inside `register.ledger.publishing`, after `register.evidence.signing.ready`. The
    files are on the disk before the ledger lists them, and the ledger before the log signs it,
    even if the power fails: what an interruption leaves, the next `ready` finishes. Raises
    `CannotPublish` where a file was saved since the plan was made, `CannotWrite` where the disk
    cannot keep one.
    """
    if saved := [issue for step in steps for issue in _saved_since(folder, step.publication)]:
        raise CannotPublish(saved)
    _settle(folder, steps)
    append(folder.path, [step.publication for step in steps])
    follow(folder, keys)


def _settle(folder: Folder, steps: Sequence[Step]) -> None:
    try:
        settle(path for step in steps for path in _paths(folder, step.publication))
    except OSError as error:
        path = str(error.filename or folder.path)
        values = {"name": path, "problem": reason(error)}
        raise CannotWrite([Issue(issues.WRITE_FAILED, path, values=values)]) from None


def _paths(folder: Folder, item: Publication) -> Iterator[str]:
    """Return the files that a line lists, then the folders that hold them."""
    version = folder.name(item.slug, str(item.version))
    yield from (f"{version}/{name}" for name in item.files)
    yield from (version, folder.name(item.slug))


def _saved_since(folder: Folder, item: Publication) -> Iterator[Issue]:
    """Report the files that are no longer those that were checked."""
    for name, checked in item.files.items():
        path = folder.name(item.slug, str(item.version), name)
        same = False
        if os.path.isfile(path):  # noqa: PTH113 - every file to publish passes here
            with open(path, "rb") as file:  # noqa: PTH123 - as above
                same = digest(file.read()) == checked
        if not same:
            yield Issue(issues.SAVED_SINCE, path, values={"name": name})


def _steps(checked: Checked, now: datetime, tell: Tell) -> Iterator[Step]:
    listed: dict[int, set[str]] = {}
    for item in checked.history:
        listed.setdefault(item.version, set()).update(item.files)
    previous: Version | None = None
    for version in checked.versions:
        known = listed.get(version.number, ())
        new = {
            name: digest(data)
            for name, data in sorted(checked.files.versions[version.number].items())
            if name not in known
        }
        if new:
            publication = _publication(version, new, now)
            yield Step(publication, tell(publication, version, previous))
        previous = version


def _write(steps: Iterable[Step]) -> str:
    """Write steps as a text, which another process may send."""
    return json.dumps([[step.publication.line().decode(), step.told] for step in steps])


def _read(kept: str) -> Iterator[Step]:
    """Read the steps that `_write` wrote: the ledger's reader checks the lines once they stand."""
    for line, told in json.loads(kept):
        yield Step(Publication.model_validate_json(line), told)


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
