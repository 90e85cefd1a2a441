"""The Atom feed of publications (RFC 4287), one for each language.

Identifiers are tag URIs (RFC 4151) made of the register's host, the day of publication,
the entry's permanent identifier and the version: they never change.
"""

from collections.abc import Sequence
from datetime import UTC
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from register.catalogue.tables import Release, Sheet
from register.presenting import paths
from register.presenting.data import moment
from register.presenting.shell import Shell

ATOM = "http://www.w3.org/2005/Atom"
LENGTH = 50
"""Number of publications in the feed."""
_EPOCH = "1970-01-01T00:00:00Z"


def atom(shell: Shell, releases: Sequence[Release], references: dict[str, str]) -> bytes:
    """Write the feed of `releases`, newest first.

    `references` gives the permanent identifier of each entry by its slug.
    """
    base, code = shell.register.base_url, shell.code
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": code})
    latest = moment(releases[0].published_at) if releases else _EPOCH
    _add(root, "id", f"tag:{_host(base)},2026-01-01:feed/{code}")
    _add(root, "title", shell.words.text("%(name)s: latest changes", name=shell.site.name))
    _add(root, "updated", latest)
    _add(root, "link", rel="self", type="application/atom+xml", href=base + paths.feed(code))
    _add(root, "link", rel="alternate", type="text/html", href=base + paths.home(code))
    author = ET.SubElement(root, "author")
    _add(author, "name", shell.site.publisher)
    _add(root, "rights", shell.site.licence.label)
    for release in releases:
        root.append(_entry(shell, release, references[release.slug]))
    ET.indent(root, space="")
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def references(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Return the permanent identifier of each entry by its slug."""
    return {sheet.slug: sheet.reference for sheet in sheets}


def _entry(shell: Shell, release: Release, reference: str) -> ET.Element:
    base, slug, number = shell.register.base_url, release.slug, release.number
    day = release.published_at.astimezone(UTC).date().isoformat()
    title = shell.words.text("%(title)s, version %(number)s", title=release.title, number=number)
    entry = ET.Element("entry")
    _add(entry, "id", f"tag:{_host(base)},{day}:{reference}/{number}")
    _add(entry, "title", title)
    _add(entry, "published", moment(release.published_at))
    _add(entry, "updated", moment(release.published_at))
    _add(
        entry,
        "link",
        rel="alternate",
        type="text/html",
        href=base + paths.version(shell.code, slug, number),
    )
    if release.compares:
        href = base + paths.comparison(shell.code, slug, number - 1, number)
        _add(entry, "link", rel="related", type="text/html", href=href)
    _add(entry, "category", term=release.kind)
    _add(entry, "summary", release.note)
    return entry


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text


def _host(address: str) -> str:
    return urlsplit(address).hostname or "localhost"
