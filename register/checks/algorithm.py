"""Whether the files that a version executes are there, unchanged, and fit what it says."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from explain import engines
from explain.canonical import digest
from explain.engines import Algorithm
from explain.errors import InvalidFile
from explain.issues import N_, Issue
from explain.scores.spec import ScoreFile
from register import issues
from register.entry.folder import EntryFiles
from register.entry.scores import is_private
from register.entry.version import Version, locate
from register.settings import cache_folder

_ENGINES = {"rules": "rules/1", "matching": "matching/1", "prediction": "score/1"}
_TEXTS = ("fr.md", "en.md")
_MAIN = ("rules.yaml", "matching.yaml", "score.yaml")


def check(version: Version, files: EntryFiles) -> Iterator[Issue]:
    """Report files that lack, changed, or are not listed, and fields that do not fit."""
    yield from _fields(version)
    yield from _listed(version, files)
    names = {place[1] for item in version.entry.artefacts if (place := locate(item.path, 2**31))}
    for name, data in files.versions[version.number].items():
        if name not in {*names, *_TEXTS}:
            values = {"name": name, "digest": digest(data)}
            unnamed = name in _MAIN and version.entry.algorithm is None
            code = issues.ALGORITHM_UNNAMED if unnamed else issues.ARTEFACT_UNLISTED
            yield Issue(code, files.name(version.number, name), values=values)


def check_unnamed(files: EntryFiles, number: int) -> Iterator[Issue]:
    """Report what is wrong inside the algorithm files of a version whose text leads to none.

    They are usually written before the text that names them.
    """
    folder = files.versions[number]
    for main in (name for name in _MAIN if name in folder):
        try:
            engines.load(folder, main, Path(cache_folder()))
        except InvalidFile as error:
            yield from (
                replace(issue, file=files.name(number, issue.file)) for issue in error.issues
            )


def check_engine(version: Version, algorithm: Algorithm | None) -> Iterator[Issue]:
    """Report an engine of another family, or sensitive data that are not announced."""
    if algorithm is None:
        return
    entry, head, spec = version.entry, version.text.head, algorithm.spec
    expected = _ENGINES[entry.family]
    if spec.engine != expected:
        values: dict[str, str] = {
            "family": entry.family,
            "engine": spec.engine,
            "expected": expected,
        }
        line = head.line(("family",))
        yield Issue(issues.ENGINE_DIFFERS, head.file, line, "family", values)
    if isinstance(spec, ScoreFile) and _hides(version, spec):
        problem = N_("the algorithm file does not say that its background is private")
        values = {"field": "artefacts", "other": "background.private", "problem": problem}
        line = head.line(("artefacts",))
        yield Issue(issues.CONTRADICTION, head.file, line, "artefacts", values)
    if any(item.sensitive for item in spec.inputs) and not entry.sensitive_data:
        problem = N_("an input of the algorithm file is marked as sensitive")
        values = {"field": "sensitive_data", "other": "algorithm", "problem": problem}
        line = head.line(("sensitive_data",))
        yield Issue(issues.CONTRADICTION, head.file, line, "sensitive_data", values)


def _hides(version: Version, spec: ScoreFile) -> bool:
    """Tell whether the background is listed as private and the algorithm file is silent."""
    return not spec.background.private and is_private(version, spec.background.file)


def _fields(version: Version) -> Iterator[Issue]:
    entry, head = version.entry, version.text.head
    documented = entry.fidelity == "documented"
    if not documented and entry.algorithm is None:
        line = head.line(("fidelity",))
        lacks = {"fidelity": entry.fidelity}
        yield Issue(issues.ALGORITHM_MISSING, head.file, line, "algorithm", lacks)
    clashes = (
        (documented, "fidelity", N_("a documented algorithm is not executed")),
        (entry.contribution is not None, "contribution", N_("the algorithm file says it")),
        (bool(entry.data_used), "data_used", N_("the algorithm file says it")),
    )
    for wrong, field, problem in clashes:
        if wrong and entry.algorithm is not None:
            values = {"field": field, "problem": problem}
            line = head.line((field,))
            yield Issue(issues.ALGORITHM_UNEXPECTED, head.file, line, field, values)


def _listed(version: Version, files: EntryFiles) -> Iterator[Issue]:
    entry, head = version.entry, version.text.head
    refused = {issue.file for issue in files.issues}
    for index, item in enumerate(entry.artefacts):
        line = head.line(("artefacts", index))
        place = locate(item.path, version.number)
        if place is None or place[1] in _TEXTS:
            yield Issue(issues.ARTEFACT_PATH, head.file, line, "artefacts", {"path": item.path})
            continue
        data = files.versions.get(place[0], {}).get(place[1])
        values = {"path": item.path}
        if files.name(*place) in refused:
            continue  # it is there, and what is wrong with it is said already
        if data is None and item.visibility == "public":
            yield Issue(issues.ARTEFACT_MISSING, head.file, line, "artefacts", values)
        elif data is not None and digest(data) != item.sha256:
            values["digest"] = digest(data)
            yield Issue(issues.ARTEFACT_CHANGED, head.file, line, "artefacts", values)
    names = [place[1] for item in entry.artefacts if (place := locate(item.path, version.number))]
    if entry.algorithm is not None and entry.algorithm not in names:
        line = head.line(("algorithm",))
        values = {"name": entry.algorithm}
        yield Issue(issues.ALGORITHM_NAME, head.file, line, "algorithm", values)
