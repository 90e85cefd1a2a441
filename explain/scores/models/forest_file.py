"""A model of trees as an artefact that holds no code: `model.json` and `model.npz`.

    {"format": 1, "kind": "trees", "space": "log-odds", "precision": "float64",
     "test": "at_most", "classes": [], "missing": ["income"], "intercepts": ["-0.4"],
     "choices": {"heating": ["gas", "oil"]},
     "columns": [
      {"kind": "number", "input": "income", "fill": "0.0", "operations": [["divide", "9.0"]]},
      {"kind": "lookup", "input": "heating", "values": {"oil": "1.0"}, "otherwise": "0.0"},
      {"kind": "missing", "input": "income"}],
     "arrays": {"file": "model.npz", "sha256": "sha256:..."},
     "source": {"library": "scikit-learn", "version": "1.9.1", "model": "GradientBoosting..."}}

Numbers are texts that a 64-bit float writes and reads back unchanged. `choices` lists,
for each input that a lookup reads, all that it may be; `otherwise` is the number of those
that `values` does not name. `source.sha256` is the digest of the file that was converted.
The arrays are those of `Forest`, as little-endian `.npy` members of an uncompressed zip.
"""

import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, StrictStr

from explain.errors import InvalidFile
from explain.fields import Declared, Digest, Distinct, Id, Line
from explain.issues import Code, Issue
from explain.scores import issues
from explain.scores.models.array_file import Array, Shape, read_arrays, write_arrays
from explain.scores.models.columns import (
    Column,
    LookupColumn,
    MissingColumn,
    NumberColumn,
    Operation,
)
from explain.scores.models.forest import Forest, Precision, Space, Test
from explain.scores.models.structure import broken
from explain.sources import Document, Path
from explain.spec import Input
from explain.validation import dotted, validate

JSON_FILE = "model.json"
ARRAYS_FILE = "model.npz"

ARRAYS: Mapping[str, Shape] = {
    "roots": Shape("<i4"),
    "column": Shape("<i4"),
    "threshold": Shape("<f8"),
    "left": Shape("<i4"),
    "right": Shape("<i4"),
    "missing_left": Shape("|b1"),
    "categories": Shape("<i4"),
    "members": Shape("|b1", 2),
    "values": Shape("<f8", 2),
}

_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?(e[+-]?[0-9]{1,3})?")
_LARGEST = 1e15
_BOOLEAN = ("true", "false")
_READ_AS_NUMBERS = {"number", "integer", "amount", "boolean"}

Step = tuple[Operation, StrictStr]


class Origin(Declared):
    """Where a model comes from; `sha256` is the digest of the converted file."""

    library: Line
    version: Line
    model: Line
    sha256: Digest | None = None


class _NumberFile(Declared):
    kind: Literal["number"]
    input: Id
    fill: StrictStr | None = None
    operations: tuple[Step, ...] = ()


class _LookupFile(Declared):
    kind: Literal["lookup"]
    input: Id
    values: dict[StrictStr, StrictStr]
    otherwise: StrictStr | None = None
    missing: StrictStr | None = None


class _MissingFile(Declared):
    kind: Literal["missing"]
    input: Id
    operations: tuple[Step, ...] = ()


_ColumnFile = _NumberFile | _LookupFile | _MissingFile


class _ArraysFile(Declared):
    file: Line
    sha256: Digest


class ForestFile(Declared):
    """What `model.json` says of a model of trees."""

    format: Literal[1]
    kind: Literal["trees"]
    space: Space
    precision: Precision
    test: Test
    classes: Annotated[tuple[Id, ...], Distinct]
    missing: Annotated[tuple[Id, ...], Distinct] | None = None
    intercepts: Annotated[tuple[StrictStr, ...], Field(min_length=1)]
    choices: dict[Id, Annotated[tuple[StrictStr, ...], Distinct]]
    columns: Annotated[
        tuple[Annotated[_ColumnFile, Field(discriminator="kind")], ...], Field(min_length=1)
    ]
    arrays: _ArraysFile
    source: Origin


def write_forest(forest: Forest, source: Origin) -> dict[str, bytes]:
    """Return the two files of `forest` by name: the same bytes for the same forest."""
    arrays = write_arrays(
        {name: getattr(forest, name).astype(shape.dtype) for name, shape in ARRAYS.items()}
    )
    file = {
        "format": 1,
        "kind": "trees",
        "space": forest.space,
        "precision": forest.precision,
        "test": forest.test,
        "classes": list(forest.classes),
        **({} if forest.missing is None else {"missing": list(forest.missing)}),
        "intercepts": [repr(value) for value in forest.intercepts.tolist()],
        "choices": _choices(forest),
        "columns": [_plain(column) for column in forest.columns],
        "arrays": {"file": ARRAYS_FILE, "sha256": _digest(arrays)},
        "source": source.model_dump(exclude_none=True),
    }
    text = json.dumps(file, ensure_ascii=False, indent=1) + "\n"
    return {JSON_FILE: text.encode(), ARRAYS_FILE: arrays}


def read_forest(
    document: Document, files: Mapping[str, bytes], inputs: tuple[Input, ...]
) -> Forest:
    """Read a model of trees and hold it against the declared `inputs`.

    `document` is `model.json` as read; `files` holds the arrays by name. Raises
    `InvalidFile` with every issue of the JSON file, else with what is wrong with the
    arrays.
    """
    file = validate(ForestFile, document)
    reader = _Reader(document, {item.id: item for item in inputs})
    columns = reader.columns(file)
    intercepts = [
        reader.number(text, ("intercepts", place)) for place, text in enumerate(file.intercepts)
    ]
    if file.arrays.file not in files:
        name = file.arrays.file
        reader.report(issues.FILE_NOT_GIVEN, ("arrays", "file"), name=name)
    elif (found := _digest(files[file.arrays.file])) != file.arrays.sha256:
        values = {"name": file.arrays.file, "found": found}
        reader.report(issues.ARRAYS_DIGEST, ("arrays", "sha256"), **values)
    if reader.found:
        raise InvalidFile(reader.found)
    forest = Forest(
        columns=columns,
        precision=file.precision,
        test=file.test,
        space=file.space,
        classes=file.classes,
        missing=file.missing,
        intercepts=np.array(intercepts, dtype=np.float64),
        **_arrays(files[file.arrays.file], file.arrays.file),
    )
    if problem := broken(forest):
        about = {"name": file.arrays.file, "problem": problem}
        raise InvalidFile([Issue(issues.TREES_BROKEN, file.arrays.file, values=about)])
    return forest


def _arrays(data: bytes, name: str) -> dict[str, Array]:
    read = read_arrays(data, name, ARRAYS)
    return {key: array.astype(array.dtype.newbyteorder("=")) for key, array in read.items()}


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _choices(forest: Forest) -> dict[str, list[str]]:
    lookups = [column for column in forest.columns if isinstance(column, LookupColumn)]
    return {column.input: list(column.values) for column in lookups}


def _plain(column: Column) -> dict[str, object]:
    if isinstance(column, LookupColumn):
        return _plain_lookup(column)
    file: dict[str, object] = {"kind": "missing", "input": column.input}
    if isinstance(column, NumberColumn):
        file["kind"] = "number"
        if column.fill is not None:
            file["fill"] = repr(column.fill)
    if column.operations:
        file["operations"] = [[name, repr(by)] for name, by in column.operations]
    return file


def _plain_lookup(column: LookupColumn) -> dict[str, object]:
    texts = {choice: repr(value) for choice, value in column.values.items()}
    file: dict[str, object] = {"kind": "lookup", "input": column.input, "values": texts}
    common, times = Counter(texts.values()).most_common(1)[0]
    if times > 1:
        file["values"] = {choice: text for choice, text in texts.items() if text != common}
        file["otherwise"] = common
    if not math.isnan(column.missing):
        file["missing"] = repr(column.missing)
    return file


class _Reader:
    """Turns a file's texts into columns and collects what is wrong on the way."""

    def __init__(self, document: Document, inputs: Mapping[str, Input]) -> None:
        self.document = document
        self.inputs = inputs
        self.found: list[Issue] = []

    def columns(self, file: ForestFile) -> tuple[Column, ...]:
        looked_up = (column.input for column in file.columns if isinstance(column, _LookupFile))
        for name in dict.fromkeys([*file.choices, *looked_up]):
            self.choices(name, file.choices.get(name, ()))
        columns = tuple(
            self.column(column, file, ("columns", place))
            for place, column in enumerate(file.columns)
        )
        read = {column.input for column in columns}
        for name in self.inputs:
            if name not in read:
                self.report(issues.INPUT_NOT_IN_MODEL, ("columns",), input=name)
        outputs = max(1, len(file.classes))
        if len(file.intercepts) != outputs:
            count = len(file.intercepts)
            self.report(issues.INTERCEPTS, ("intercepts",), count=count, expected=outputs)
        return columns

    def choices(self, name: str, known: tuple[str, ...]) -> None:
        """Hold what the model knows of an input against what may be declared of it."""
        declared, path = self.inputs.get(name), ("choices", name)
        if declared is None:
            self.report(issues.TERM_NOT_DECLARED, path, input=name)
            return
        expected = [category.id for category in declared.categories]
        if declared.type == "boolean":
            expected = list(_BOOLEAN)
        for choice in expected:
            if choice not in known:
                self.report(issues.CATEGORY_NOT_IN_MODEL, path, input=name, category=choice)
        for place, choice in enumerate(known):
            if choice not in expected:
                values = {"input": name, "category": choice}
                self.report(issues.CATEGORY_NOT_DECLARED, (*path, place), **values)

    def column(self, column: _ColumnFile, file: ForestFile, path: Path) -> Column:
        declared = self.inputs.get(column.input)
        if declared is None:
            self.report(issues.TERM_NOT_DECLARED, (*path, "input"), input=column.input)
        elif not _fits(column, declared):
            values = {"input": column.input, "kind": column.kind, "type": declared.type}
            self.report(issues.TERM_TYPE, (*path, "kind"), **values)
        match column:
            case _LookupFile():
                return self.lookup(column, file, path)
            case _MissingFile():
                return MissingColumn(column.input, self.operations(column.operations, path))
        fill = None if column.fill is None else self.number(column.fill, (*path, "fill"))
        return NumberColumn(column.input, fill, self.operations(column.operations, path))

    def lookup(self, column: _LookupFile, file: ForestFile, path: Path) -> LookupColumn:
        choices = file.choices.get(column.input, ())
        for choice in column.values:
            if choice not in choices:
                about = {"input": column.input, "category": choice}
                self.report(issues.CHOICE_NOT_LISTED, (*path, "values", choice), **about)
        values: dict[str, float] = {}
        for choice in choices:
            text = column.values.get(choice, column.otherwise)
            if text is None:
                about = {"input": column.input, "category": choice}
                self.report(issues.CATEGORY_NOT_IN_MODEL, (*path, "values"), **about)
            else:
                values[choice] = self.number(text, (*path, "values", choice))
        if column.missing is None:
            return LookupColumn(column.input, values)
        return LookupColumn(column.input, values, self.number(column.missing, (*path, "missing")))

    def operations(
        self, steps: tuple[Step, ...], path: Path
    ) -> tuple[tuple[Operation, float], ...]:
        done = []
        for place, (name, text) in enumerate(steps):
            where = (*path, "operations", place, 1)
            by = self.number(text, where)
            if name == "divide" and by == 0:
                self.report(issues.MODEL_NUMBER, where, field=dotted(where), value=text)
            done.append((name, by))
        return tuple(done)

    def number(self, text: str, path: Path) -> float:
        value = float(text) if _NUMBER.fullmatch(text) else math.nan
        if not abs(value) <= _LARGEST:
            values = {"field": dotted(path), "value": text[:40]}
            self.report(issues.MODEL_NUMBER, path, **values)
            return 1.0
        return value

    def report(self, code: Code, path: Path, **values: object) -> None:
        line = self.document.line(path)
        self.found.append(Issue(code, self.document.file, line, dotted(path), values))


def _fits(column: _ColumnFile, declared: Input) -> bool:
    match column:
        case _NumberFile():
            return declared.type in _READ_AS_NUMBERS
        case _LookupFile():
            return declared.type in {"category", "boolean"}
    return declared.type != "date"
