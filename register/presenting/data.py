"""The same content as JSON, for programs. The members are documented in docs/reference/http.md.

Data have no language: each text is given in every language of the register. Members may
be added; those that exist keep their name and meaning for as long as `format` stays 1.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from explain.canonical import digest
from register.entry.identity import Administration
from register.entry.version import Version
from register.i18n import LanguageCode
from register.presenting import paths
from register.presenting.evidence import evidence
from register.shelf import Holding, Shelf

FORMAT = 1

Record = dict[str, Any]


def write(document: Mapping[str, Any]) -> bytes:
    """Write a document: sorted keys, UTF-8, one line; numbers with decimals and days as texts."""
    text = json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )
    return text.encode() + b"\n"


def plain(document: Mapping[str, Any]) -> Any:
    """Return a document as the JSON values that its reader gets."""
    return json.loads(write(document))


def write_list(items: Sequence[Mapping[str, Any]]) -> bytes:
    """Write a list of objects: one on a line."""
    lines = (json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in items)
    return f"[{','.join(f'{chr(10)}{line}' for line in lines)}\n]\n".encode()


def listing(shelf: Shelf) -> Record:
    """Describe the register and every entry in it."""
    register = shelf.register
    return {
        "format": FORMAT,
        "register": {
            "name": register.name.model_dump(),
            "publisher": register.publisher,
            "contact": register.contact,
            "licence": {"name": register.licence, "url": register.licence_url},
            "languages": list(register.languages),
            "time_zone": register.time_zone,
            "demonstration": register.demonstration,
            "url": register.base_url,
        },
        "entries": [_summary(shelf, holding) for holding in shelf.entries.values()],
    }


def entry(shelf: Shelf, holding: Holding) -> Record:
    """Describe one entry: what the list says, and its versions."""
    return {
        "format": FORMAT,
        **_summary(shelf, holding),
        "versions": [_version_line(shelf, holding, number) for number in holding.numbers],
    }


def version(shelf: Shelf, holding: Holding, number: int) -> Record:
    """Give one version whole: fields, prose, files with their digests."""
    found = holding.version(number)
    return {
        "format": FORMAT,
        **_version_line(shelf, holding, number),
        "id": found.entry.id,
        "slug": holding.slug,
        "fields": found.entry.model_dump(mode="json", exclude_none=True),
        "translations": {
            code: courtesy.translation.model_dump(mode="json", exclude_none=True)
            for code, courtesy in found.translations.items()
        },
        "body": {code: _body(found, code) for code in found.languages},
        "files": _files(shelf, holding, number),
    }


def administration(shelf: Shelf, name: str, body: Administration) -> Record:
    """Describe one administration and name its entries."""
    own = [
        _summary(shelf, holding)
        for holding in shelf.entries.values()
        if name in holding.current.entry.administrations
    ]
    return {"format": FORMAT, "slug": name, **body.model_dump(mode="json"), "entries": own}


def _summary(shelf: Shelf, holding: Holding) -> Record:
    current = holding.current
    fields, slug = current.entry, holding.slug
    pages = {code: _address(shelf, paths.entry(code, slug)) for code in shelf.register.languages}
    return {
        "id": fields.id,
        "slug": slug,
        "former_slugs": list(holding.former),
        "title": _texts(holding, current.number, "title", shelf),
        "summary": _texts(holding, current.number, "summary", shelf),
        "family": fields.family,
        "status": fields.status,
        "fidelity": fields.fidelity,
        "automation": fields.automation,
        "administrations": list(fields.administrations),
        "version": current.number,
        "last_checked": fields.last_checked.isoformat(),
        "review_due": fields.review_due.isoformat(),
        "pages": pages,
        "data": _address(shelf, paths.data(slug)),
    }


def _version_line(shelf: Shelf, holding: Holding, number: int) -> Record:
    found, publication = holding.version(number), holding.publication(number)
    slug, fields = holding.slug, found.entry
    return {
        "version": number,
        "kind": fields.kind,
        "note": _texts(holding, number, "change_note", shelf),
        "author_role": fields.author_role,
        "merged_into": fields.merged_into,
        "standing": holding.standing(number),
        "applies_from": fields.applies_from.isoformat(),
        "applies_to": fields.applies_to.isoformat() if fields.applies_to else None,
        "published_at": moment(publication.published_at) if publication else None,
        "digest": found.digest,
        "log": _evidence(shelf, holding, number),
        "pages": {
            code: _address(shelf, paths.version(code, slug, number))
            for code in shelf.register.languages
        },
        "data": _address(shelf, paths.data(slug, number)),
    }


def _evidence(shelf: Shelf, holding: Holding, number: int) -> Record | None:
    found = evidence(shelf, holding, number)
    if found is None:
        return None
    return {
        "index": found.line - 1,
        "size": found.lines,
        "root": found.root,
        "checkpoint": _address(shelf, found.checkpoint_href),
        "proof": _address(shelf, found.proof_href),
        "line": _address(shelf, found.line_href),
    }


def moment(value: datetime) -> str:
    """Write a moment in UTC, to the second."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _texts(holding: Holding, number: int, field: str, shelf: Shelf) -> dict[str, str]:
    known = holding.version(number).languages
    languages = [code for code in known if code in shelf.register.languages]
    return {code: getattr(holding.entry(number, code), field) for code in languages}


def _body(found: Version, code: LanguageCode) -> list[Record]:
    return [
        {"id": section.id, "title": section.title, "markdown": section.text}
        for section in found.body_in(code).sections
    ]


def _files(shelf: Shelf, holding: Holding, number: int) -> list[Record]:
    secret = private(holding.version(number))
    found = []
    for name, data in sorted(holding.files.versions[number].items()):
        line: Record = {"name": name, "size": len(data), "sha256": digest(data)}
        if name not in secret:
            line["url"] = _address(shelf, paths.file(holding.slug, number, name))
        found.append(line)
    return found


def private(found: Version) -> frozenset[str]:
    """Return the names of the files of a version that are not public."""
    hidden = (item.path for item in found.entry.artefacts if item.visibility == "private")
    return frozenset(path.rpartition("/")[2] for path in hidden)


def _address(shelf: Shelf, path: str) -> str:
    return shelf.register.base_url + path
