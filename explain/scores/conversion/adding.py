"""A model file held against the score file that names it."""

import re
from collections.abc import Mapping
from typing import cast

from explain.errors import InvalidFile
from explain.issues import Code, Issue
from explain.reading import read_yaml
from explain.scores import issues
from explain.scores.background import read_background
from explain.scores.conversion.declaration import Declaration
from explain.scores.conversion.formats import Format, format_of
from explain.scores.conversion.running import ARRAYS_FILE, JSON_FILE, convert_file
from explain.scores.spec import ScoreFile, read_score
from explain.sources import Document, Path, Source
from explain.validation import dotted

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\.(json|yaml)")


def model_files(
    given: Source, kind: str | None, main: str, files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the files of the model `given`, named as the score file `main` names its model.

    `kind` is its format, recognised where it is `None`. `files` holds the score file and its
    background. Raises `InvalidFile`.
    """
    document = read_yaml(files[main], main)
    spec = read_score(document)
    found = cast(Format, kind) if kind else format_of(given.data, given.name)
    _check_name(spec, document, found)
    if spec.background.file not in files:
        path: Path = ("background", "file")
        raise _wrong(issues.FILE_NOT_GIVEN, document, path, name=spec.background.file)
    declared = _declared(spec, files[spec.background.file], given.name)
    made = convert_file(given.data, found, declared)
    return {name if name == ARRAYS_FILE else spec.model: data for name, data in made.items()}


def _declared(spec: ScoreFile, background: bytes, file: str) -> Declaration:
    about = spec.background
    columns = read_background(background, about.file, spec.inputs, about.rows, spec.missing)
    return Declaration(
        inputs=spec.inputs,
        rows=tuple(zip(*(column.values for column in columns), strict=True)),
        missing=spec.missing,
        classes=tuple(category.id for category in spec.outcome.categories),
        file=file,
    )


def _check_name(spec: ScoreFile, document: Document, kind: Format) -> None:
    match = _NAME.fullmatch(spec.model)
    if match is None or (kind != "scorecard" and match[1] != "json"):
        raise _wrong(issues.MODEL_NAME, document, ("model",), name=spec.model, proposed=JSON_FILE)


def _wrong(code: Code, document: Document, path: Path, **values: object) -> InvalidFile:
    return InvalidFile([Issue(code, document.file, document.line(path), dotted(path), values)])
