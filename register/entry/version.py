"""One version of an entry, read: its texts, its translations and the files it executes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from explain import engines
from explain.canonical import digest
from explain.engines import Algorithm
from explain.errors import ExplainError, InvalidFile
from explain.fields import Declared
from explain.i18n import LanguageCode
from explain.issues import Issue
from explain.sources import Document
from explain.spec import Spec
from explain.texts import with_texts
from explain.validation import validate
from register import issues
from register.entry.body import Body, read_body
from register.entry.folder import EntryFiles
from register.entry.front_matter import split
from register.entry.model import Entry, Translation
from register.settings import cache_folder

CANONICAL: LanguageCode = "fr"
"""Language of the text that counts."""

Head = TypeVar("Head", bound=Declared)
Declaration = TypeVar("Declaration", bound=Spec)


@dataclass(frozen=True, slots=True)
class Text:
    """A text's place and body; `head` keeps the lines of its fields."""

    file: str
    head: Document
    body: Body


@dataclass(frozen=True, slots=True)
class Courtesy:
    """A translation."""

    text: Text
    translation: Translation


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an entry.

    `digest` is that of the canonical text; `artefacts` maps the name of each file that the
    version executes to its bytes, and `places` to the path that messages give it.
    """

    slug: str
    number: int
    entry: Entry
    text: Text
    digest: str
    translations: Mapping[LanguageCode, Courtesy]
    artefacts: Mapping[str, bytes]
    places: Mapping[str, str]

    @property
    def languages(self) -> tuple[LanguageCode, ...]:
        """Languages in which it can be read, the one that counts first."""
        return (CANONICAL, *self.translations)

    def entry_in(self, language: LanguageCode) -> Entry:
        """Return the fields with their texts in `language`, else as they are."""
        return with_texts(self.entry, given) if (given := self.given_in(language)) else self.entry

    def given_in(self, language: LanguageCode) -> Mapping[str, str]:
        """Return the texts of the fields that `language` replaces, by key."""
        courtesy = self.translations.get(language)
        return courtesy.translation.texts if courtesy else {}

    def body_in(self, language: LanguageCode) -> Body:
        """Return the body in `language`, else in the language that counts."""
        courtesy = self.translations.get(language)
        return courtesy.text.body if courtesy else self.text.body

    def spec_in(self, language: LanguageCode, spec: Declaration) -> Declaration:
        """Return what the algorithm declares with its texts in `language`."""
        courtesy = self.translations.get(language)
        return with_texts(spec, courtesy.translation.labels) if courtesy else spec


def read_version(files: EntryFiles, number: int) -> tuple[Version | None, list[Issue]]:
    """Read a version's texts. Returns the version, if it can be understood, and every issue."""
    folder = files.versions[number]
    if "fr.md" not in folder:
        return None, [Issue(issues.TEXT_MISSING, files.name(number))]
    found: list[Issue] = []
    canonical = _read(Entry, folder, files.name(number, "fr.md"), found)
    translations: dict[LanguageCode, Courtesy] = {}
    if "en.md" in folder:
        courtesy = _read(Translation, folder, files.name(number, "en.md"), found)
        if courtesy:
            translations["en"] = Courtesy(courtesy[1], courtesy[0])
    if canonical is None:
        return None, found
    entry, text = canonical
    artefacts, places = _artefacts(files, number, entry)
    version = Version(
        slug=files.slug,
        number=number,
        entry=entry,
        text=text,
        digest=digest(folder["fr.md"]),
        translations=translations,
        artefacts=artefacts,
        places=places,
    )
    return version, found


def load_algorithm(version: Version) -> Algorithm | None:
    """Load what the version executes, if anything. Raises `InvalidFile` with every issue."""
    main = version.entry.algorithm
    if main is None or main not in version.artefacts:
        return None
    with placed(version):
        return engines.load(version.artefacts, main, Path(cache_folder()))


@contextmanager
def placed(version: Version) -> Iterator[None]:
    """Let issues about files that the version executes name the path of the file."""
    try:
        yield
    except ExplainError as error:
        places = version.places
        moved = [replace(issue, file=places.get(issue.file, issue.file)) for issue in error.issues]
        raise type(error)(moved) from None


def locate(path: str, number: int) -> tuple[int, str] | None:
    """Return the version and name of an artefact's path, or None where it is not one."""
    parts = path.split("/")
    if len(parts) == 1:
        return number, path
    if len(parts) == 3 and parts[0] == ".." and parts[1].isdecimal():  # noqa: PLR2004 - ../n/name
        older = int(parts[1])
        return (older, parts[2]) if 0 < older < number else None
    return None


def _read(
    model: type[Head], folder: Mapping[str, bytes], file: str, found: list[Issue]
) -> tuple[Head, Text] | None:
    """Read one text, adding its issues to `found`."""
    try:
        page = split(folder[file.rpartition("/")[2]], file)
    except InvalidFile as error:
        found += error.issues
        return None
    body, unfit = read_body(page.body, file, page.line)
    try:
        head = validate(model, page.head)
    except InvalidFile as error:
        found += [*error.issues, *unfit]
        return None
    found += unfit
    return head, Text(file, page.head, body)


def _artefacts(
    files: EntryFiles, number: int, entry: Entry
) -> tuple[dict[str, bytes], dict[str, str]]:
    artefacts, places = {}, {}
    for artefact in entry.artefacts:
        place = locate(artefact.path, number)
        data = files.versions.get(place[0], {}).get(place[1]) if place else None
        if place and data is not None:
            artefacts[place[1]] = data
            places[place[1]] = files.name(*place)
    return artefacts, places
