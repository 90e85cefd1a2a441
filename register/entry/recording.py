"""Writing the digest of a file that a version executes into its front matter.

Every other byte of the text stays. A translation that was up to date stays so: the digest of
the text that it translates is replaced as well.
"""

import re
from collections.abc import Mapping

from explain.canonical import digest
from explain.sources import Document
from register.entry.folder import EntryFiles
from register.entry.front_matter import split


def with_artefacts(files: EntryFiles, number: int, made: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a version to write so that it executes those `made`, by name.

    They are `made` themselves and the texts that list them. Raises `InvalidFile` where the
    text has no front matter.
    """
    folder = files.versions[number]
    before = folder["fr.md"]
    after = before
    for name, data in made.items():
        after = listing(after, files.name(number, "fr.md"), name, digest(data))
    changed = {**made, "fr.md": after}
    if "en.md" in folder:
        old, new = digest(before).encode(), digest(after).encode()
        changed["en.md"] = folder["en.md"].replace(old, new, 1)
    return {name: data for name, data in changed.items() if folder.get(name) != data}


def listing(text: bytes, file: str, path: str, sha256: str) -> bytes:
    """Return a canonical text that lists the artefact `path` with its digest.

    A file of an older version with that name is no longer listed.
    """
    head = split(text, file).head
    lines = text.decode().split("\n")
    listed = head.value.get("artefacts") or []
    for place, item in enumerate(listed):
        if item["path"].rpartition("/")[2] == path:
            for key, value in (("path", path), ("sha256", sha256)):
                line = head.lines["artefacts", place, key] - 1
                lines[line] = lines[line].replace(item[key], value, 1)
            return "\n".join(lines).encode()
    back = "\r" if lines[0].endswith("\r") else ""
    end, indent = _room(head, lines, back)
    lines[end:end] = [f"{indent}- path: {path}{back}", f"{indent}  sha256: {sha256}{back}"]
    return "\n".join(lines).encode()


def _room(head: Document, lines: list[str], back: str) -> tuple[int, str]:
    """Return the line after which an artefact is added, and its indentation.

    The field is made where it is missing or empty.
    """
    inside = [line for path, line in head.lines.items() if path[:1] == ("artefacts",)]
    first = head.lines.get(("artefacts", 0))
    if first is not None:
        indent = re.match(r"\s*", lines[first - 1])
        return max(inside), indent[0] if indent else ""
    if inside:
        lines[inside[0] - 1] = f"artefacts:{back}"
        return inside[0], "  "
    end = next(place for place, line in enumerate(lines) if place and line.rstrip() == "---")
    lines.insert(end, f"artefacts:{back}")
    return end + 1, "  "
