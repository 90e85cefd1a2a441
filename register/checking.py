"""Everything that is wrong with a register: each entry is read once, checked, and let go."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from explain.engines import Algorithm
from explain.issues import Issue
from register import issues
from register.checks import algorithm as algorithm_checks
from register.checks import beside, check_version
from register.checks import cases as case_checks
from register.contents import identifiers, load_ledger, read_administrations, read_register
from register.entry.cases import read_cases
from register.entry.folder import EntryFiles, Folder
from register.entry.version import Version, read_version
from register.errors import BrokenLedger
from register.ledger import Publication, by_slug, verify
from register.sharing import answers


@dataclass(frozen=True, slots=True)
class Checked:
    """One entry as it was checked: its files, and those of its versions that can be read.

    `issues` are what is wrong with the entry by itself.
    """

    files: EntryFiles
    history: tuple[Publication, ...]
    versions: tuple[Version, ...]
    issues: tuple[Issue, ...]


Keep = Callable[[Checked], str]
"""Makes of an entry what is kept of it, as a text; it may be called in another process."""

Seen = Callable[[str, str], None]
"""Is told the slug of each entry once it was checked, and what is kept of it."""


def check(
    folder: Folder,
    slug: str | None = None,
    seen: Seen = lambda *_: None,
    keep: Keep = lambda _: "",
) -> Iterator[Issue]:
    """Report everything that is wrong with a register, or with one entry of it.

    Each entry is read once, checked, and let go, but for what `keep` makes of the very bytes
    that were checked. Raises `NotFound` where there is no such entry.
    """
    slugs = folder.slugs()
    yield from read_register(folder)[1]
    yield from read_administrations(folder)[1]
    names = {name.removesuffix(".yaml") for name in folder.administrations()[0]}
    ledger: tuple[Publication, ...] = ()
    try:
        ledger = load_ledger(folder)
    except BrokenLedger as error:
        yield from error.issues
    if slug is None:
        yield from folder.strangers()
        missing = {item.slug for item in ledger} - set(slugs)
        yield from (_removed(folder, item) for item in ledger if item.slug in missing)
    owners = Owners.of(slugs, ledger)
    histories = by_slug(ledger)

    def checked(name: str) -> Checked:
        return check_entry(folder.entry(name), names, histories.get(name, ()))

    chosen = (slug,) if slug else slugs
    found = answers(chosen, lambda name: _answer(checked(name), keep))
    for name, answer in zip(chosen, found, strict=True):
        identifier, _, kept = answer.decode().partition("\n")
        if not answer or not owners.take_plain(name, identifier):
            entry = checked(name)
            yield from entry.issues
            yield from owners.take(entry)
            kept = keep(entry)
        seen(name, kept)
    if owners.merged:
        yield from owners.mergers(identifiers(folder) if slug else sorted(owners.ids))


def _answer(checked: Checked, keep: Keep) -> bytes:
    """Say in another process that an entry holds by itself, and claims its own names alone.

    Nothing is said of another one: the process that asks checks it again, and reports it.
    """
    entries = [version.entry for version in checked.versions]
    plain = not any(entry.address or entry.merged_into for entry in entries)
    ids = {entry.id for entry in entries}
    if checked.issues or not plain or len(ids) != 1:
        return b""
    return f"{ids.pop()}\n{keep(checked)}".encode()


def check_entry(
    files: EntryFiles, administrations: Collection[str], history: tuple[Publication, ...]
) -> Checked:
    """Check an entry by itself. `administrations` are the slugs of those that exist."""
    found = [*files.issues, *_numbers(files), *verify(history, files)]
    versions: list[Version] = []
    executable: dict[int, tuple[Version, Algorithm]] = {}
    for number in sorted(files.versions):
        version, wrong = read_version(files, number)
        found += wrong
        if version is None:
            found += algorithm_checks.check_unnamed(files, number)
            continue
        versions.append(version)
        algorithm, wrong = check_version(version, files, administrations)
        found += wrong
        if algorithm:
            executable[number] = (version, algorithm)
    found += beside.check(files)
    cases, wrong = read_cases(files)
    found += wrong
    if len(versions) == len(files.versions):
        published = {item.version for item in history}
        found += case_checks.check(cases, files, executable, published)
    return Checked(files, history, tuple(versions), tuple(found))


@dataclass(frozen=True, slots=True)
class Owners:
    """The folder to which each id and each name in addresses belongs, collected on the way.

    `merged` are the versions that merge their entry into another one.
    """

    ids: dict[str, str]
    addresses: dict[str, str]
    merged: list[Version] = field(default_factory=list)

    @classmethod
    def of(cls, slugs: Sequence[str], ledger: Sequence[Publication]) -> "Owners":
        """Start with what is published, and with the names of the folders."""
        renamed = {item.address: item.slug for item in ledger if item.address}
        return cls(
            ids={item.entry: item.slug for item in ledger},
            addresses={name: name for name in slugs} | renamed,
        )

    def take_plain(self, slug: str, identifier: str) -> bool:
        """Note an entry that claims an id and its folder's name; tell whether they are its own."""
        if self.addresses.get(slug) != slug:
            return False
        return self.ids.setdefault(identifier, slug) == slug

    def take(self, checked: Checked) -> Iterator[Issue]:
        """Report what an entry claims that is another's, or that changes on the way."""
        address = checked.files.slug
        for version in checked.versions:
            yield from _identifier(version, checked.versions[0], self.ids)
            yield from _address(version, address, self.addresses)
            address = version.entry.address or version.slug
            if version.entry.merged_into is not None:
                self.merged.append(version)

    def mergers(self, every: Sequence[str]) -> Iterator[Issue]:
        """Report mergers into an entry that is not there, or into itself.

        `every` are the ids of all entries.
        """
        for version in self.merged:
            entry, head = version.entry, version.text.head
            others = [name for name in every if name != entry.id]
            if entry.merged_into not in others:
                values = {"id": entry.merged_into, "allowed": ", ".join(others) or "—"}
                line = head.line(("merged_into",))
                yield Issue(issues.MERGED_NOWHERE, head.file, line, "merged_into", values)


def _numbers(files: EntryFiles) -> Iterator[Issue]:
    if not files.versions:
        yield Issue(issues.NO_VERSION, files.path, values={"slug": files.slug})
    for number in range(1, max(files.versions, default=0)):
        if number not in files.versions:
            values = {"slug": files.slug, "number": number}
            yield Issue(issues.VERSION_GAP, files.path, values=values)


def _identifier(version: Version, first: Version, owners: dict[str, str]) -> Iterator[Issue]:
    name, head = version.entry.id, version.text.head
    line = head.line(("id",))
    if name != first.entry.id:
        values = {"before": first.entry.id, "id": name}
        yield Issue(issues.ID_CHANGED, head.file, line, "id", values)
    owner = owners.setdefault(name, version.slug)
    if owner != version.slug:
        values = {"id": name, "slug": owner}
        yield Issue(issues.DUPLICATE_ENTRY, head.file, line, "id", values)


def _address(version: Version, before: str, owners: dict[str, str]) -> Iterator[Issue]:
    """Report a name in addresses that is another entry's, or that changes without a renaming."""
    entry, head = version.entry, version.text.head
    name = entry.address or version.slug
    line = head.line(("address",))
    owner = owners.setdefault(name, version.slug)
    if owner != version.slug:
        values = {"address": name, "slug": owner}
        yield Issue(issues.ADDRESS_TAKEN, head.file, line, "address", values)
    if name != before and entry.kind != "renaming":
        values = {"before": before, "address": name}
        yield Issue(issues.ADDRESS_CHANGED, head.file, line, "address", values)


def _removed(folder: Folder, item: Publication) -> Issue:
    name = f"{item.version}/fr.md"
    values = {"name": name, "day": item.published_at.date()}
    return Issue(issues.PUBLISHED_MISSING, folder.name(item.slug, name), values=values)
