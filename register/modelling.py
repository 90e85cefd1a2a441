"""A trained model for the draft of an entry: converted, and listed with its digest."""

from collections.abc import Mapping
from dataclasses import dataclass

from explain.errors import InvalidFile
from explain.issues import Issue
from explain.reading import read_yaml
from explain.scores.conversion.adding import model_files
from explain.sources import Source
from register import issues
from register.contents import load_ledger
from register.entry.folder import EntryFiles, Folder
from register.entry.recording import with_artefacts
from register.entry.version import Version, read_version
from register.errors import CannotWrite, InvalidRegister
from register.ledger import by_slug


@dataclass(frozen=True, slots=True)
class Given:
    """A model file, and its format where it is said."""

    name: str
    data: bytes
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """The files to write into the folder of the version `number`, by name."""

    number: int
    files: Mapping[str, bytes]


def with_model(folder: Folder, slug: str, given: Given) -> Made:
    """Return the files of the entry's draft with a converted model.

    Raises `NotFound`, `InvalidRegister` where the draft cannot be read or is no score,
    `CannotWrite` where there is no draft, `InvalidFile` where the model is refused.
    """
    files = folder.entry(slug)
    number = _draft(folder, files)
    version, found = read_version(files, number)
    if version is None:
        raise InvalidRegister(found)
    main, held = _algorithm(files, version)
    made = model_files(Source(given.name, given.data), given.kind, main, held)
    return Made(number, with_artefacts(files, number, made))


def _draft(folder: Folder, files: EntryFiles) -> int:
    """Return the number of the version that is not published yet."""
    if not files.versions:
        raise InvalidRegister([Issue(issues.NO_VERSION, files.path, values={"slug": files.slug})])
    number = max(files.versions)
    history = by_slug(load_ledger(folder)).get(files.slug, ())
    if any(item.version == number for item in history):
        values = {"slug": files.slug, "number": number}
        raise CannotWrite([Issue(issues.NO_DRAFT, files.name(number), values=values)])
    return number


def _algorithm(files: EntryFiles, version: Version) -> tuple[str, Mapping[str, bytes]]:
    """Return the name of the algorithm file, and what it may name, by name.

    What the text does not list yet is taken from the version's own folder.
    """
    held = {**files.versions[version.number], **version.artefacts}
    main = version.entry.algorithm
    if main is not None and main in held:
        try:
            if read_yaml(held[main], main).value.get("engine") == "score/1":
                return main, held
        except InvalidFile as error:
            raise InvalidRegister(error.issues) from None
    head = version.text.head
    line = head.line(("algorithm",))
    raise InvalidRegister([Issue(issues.NOT_A_SCORE, head.file, line, "algorithm")])
