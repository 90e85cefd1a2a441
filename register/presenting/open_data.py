"""The page of open data: each download with what it holds, its format, size and digest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from explain.canonical import digest
from explain.issues import N_
from register.pages.contexts import OpenDataPage
from register.pages.views import WholeDownload
from register.presenting import paths
from register.presenting.shell import Shell

_KILO = 1000


@dataclass(frozen=True, slots=True)
class Made:
    """A download that is ready: its name, its path and its bytes."""

    name: str
    path: str
    content: bytes


TEXTS: Mapping[str, tuple[str, str, str]] = {
    "archive": (
        N_("The register’s folder"),
        "ZIP",
        N_(
            "Every published file, byte for byte, and the ledger. Unpacked, it can be checked"
            " and served."
        ),
    ),
    "database": (
        N_("One database"),
        "SQLite",
        N_(
            "All entries, versions, facts, texts of law, sources and texts, with an index of"
            " words. Opens in Datasette as it is."
        ),
    ),
    "entries_table": (
        N_("The algorithms"),
        "CSV",
        N_("One line per algorithm, as its version in force describes it. For a spreadsheet."),
    ),
    "versions_table": (
        N_("All versions"),
        "CSV",
        N_("One line per version, from the first one."),
    ),
    "administrations_table": (
        N_("The administrations"),
        "CSV",
        N_("One line per administration."),
    ),
    "entries_lines": (
        N_("The algorithms, whole"),
        "JSON Lines",
        N_("One line per algorithm, with its facts, its texts and its files."),
    ),
    "versions_lines": (
        N_("All versions, whole"),
        "JSON Lines",
        N_("One line per version, with its facts, its texts and its files."),
    ),
    "package": (
        N_("What the columns mean"),
        "Data Package",
        N_("Describes each column of the CSV files."),
    ),
    "openapi": (
        N_("For programs"),
        "OpenAPI",
        N_("Describes every address of data and every member of every document."),
    ),
    "ledger": (
        N_("The ledger"),
        "JSON Lines",
        N_("One line per publication, only ever added to."),
    ),
}


def open_data_page(shell: Shell, made: Iterable[Made]) -> OpenDataPage:
    """Make the page of the downloads `made`."""
    return OpenDataPage(
        **shell.frame(lambda code: paths.page(code, "donnees"), data=paths.data()),
        downloads=tuple(_row(shell, item) for item in made),
        example=shell.register.base_url + paths.data(),
    )


def _row(shell: Shell, item: Made) -> WholeDownload:
    label, format_, description = TEXTS[item.name]
    return WholeDownload(
        label=shell.words.text(label),
        description=shell.words.text(description),
        href=item.path,
        format=format_,
        size=_size(shell, len(item.content)),
        digest=digest(item.content),
    )


def _size(shell: Shell, count: int) -> str:
    """Write a size in bytes, kilobytes or megabytes."""
    if count < _KILO:
        return shell.words.plural("%(count)s byte", "%(count)s bytes", count)
    if count < _KILO**2:
        return shell.words.text("%(size)s kB", size=shell.words.number(round(count / _KILO)))
    return shell.words.text("%(size)s MB", size=shell.words.number(count / _KILO**2, 1))
