"""Whether a translation is complete and translates the present text."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from explain.engines import Algorithm
from explain.issues import Issue
from explain.rules.running import Program
from explain.rules.sentences import unfilled
from explain.texts import texts
from register import issues
from register.entry.folder import EntryFiles
from register.entry.version import Courtesy, Version


def check(version: Version, files: EntryFiles, algorithm: Algorithm | None) -> Iterator[Issue]:
    """Report a translation that is missing, outdated, incomplete or too long."""
    if "en.md" not in files.versions[version.number]:
        file = files.name(version.number, "en.md")
        yield Issue(issues.TRANSLATION_MISSING, file, values={"name": "en.md"})
    labels = texts(algorithm.spec) if algorithm else {}
    for courtesy in version.translations.values():
        yield from _current(version, courtesy)
        given = courtesy.translation
        yield from _keys(courtesy, "texts", texts(version.entry), given.texts)
        yield from _keys(courtesy, "labels", labels, given.labels)
        yield from _sentences(courtesy, algorithm)
        yield from _sections(version, courtesy)


def _current(version: Version, courtesy: Courtesy) -> Iterator[Issue]:
    if courtesy.translation.translates != version.digest:
        head = courtesy.text.head
        values = {"name": "fr.md", "digest": version.digest}
        line = head.line(("translates",))
        yield Issue(issues.TRANSLATION_OUTDATED, head.file, line, "translates", values)


def _keys(
    courtesy: Courtesy, name: str, needed: Mapping[str, str], given: Mapping[str, str]
) -> Iterator[Issue]:
    head = courtesy.text.head
    for key, text in needed.items():
        if key not in given:
            line = head.lines.get((name,))
            values = {"key": key, "list": name, "text": _short(text)}
            yield Issue(issues.TRANSLATION_LACKS, head.file, line, key, values)
    for key in given:
        if key not in needed:
            values = {"key": key, "list": name}
            line = head.line((name, key))
            yield Issue(issues.TRANSLATION_EXTRA, head.file, line, key, values)


def _sentences(courtesy: Courtesy, algorithm: Algorithm | None) -> Iterator[Issue]:
    """Report names between braces, in the sentence of a rule, that nothing fills."""
    if algorithm is None or not isinstance(algorithm.program, Program):
        return
    head, labels = courtesy.text.head, courtesy.translation.labels
    for step, body in algorithm.program.bodies.items():
        key = f"{step}.sentence"
        for issue in unfilled(step, body, labels.get(key, "")):
            yield replace(issue, file=head.file, line=head.line(("labels", key)))


def _sections(version: Version, courtesy: Courtesy) -> Iterator[Issue]:
    ours = [section.id for section in version.text.body.sections]
    theirs = [section.id for section in courtesy.text.body.sections]
    if ours != theirs:
        differing = sorted(set(ours) ^ set(theirs)) or theirs
        values = {"id": ", ".join(differing)}
        yield Issue(issues.SECTIONS_DIFFER, courtesy.text.file, values=values)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004 - fits one line
