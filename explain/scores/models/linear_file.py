"""The file of a sum of terms: JSON made by a conversion, or YAML written by hand.

    format: 1
    kind: scorecard
    intercept: 0
    terms:
      - {kind: number, input: enfants, coefficient: 5}
      - {kind: category, input: classe, coefficients: {a: 0, b: 10}, missing: 5}
      - kind: bands
        input: revenu
        bands: [{below: 15000, points: 30}, {below: 25000, points: 15}, {points: 0}]

A choice between classes has one sum for each, and the greatest decides:

    format: 1
    kind: logistic
    classes:
      - {class: accord, intercept: 0.5, terms: [...]}
      - {class: refus, terms: [...]}

A numeric term is worth `coefficient * ((x - center) / scale)`, a category its
coefficient, a band its points; `missing`, where it stands, is what a missing value is worth.
Numbers that a conversion writes are texts that a 64-bit float writes and reads back unchanged.
The strict reader of YAML reads both, of which such JSON is a part, so issues have lines.
"""

import json
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictStr

from explain import issues
from explain.errors import InvalidFile
from explain.fields import Declared, Id
from explain.issues import Code, Issue
from explain.reading import read_yaml
from explain.scores import issues as score_issues
from explain.scores.models.linear import (
    BandsTerm,
    CategoryTerm,
    ClassSums,
    Kind,
    LinearModel,
    NumberTerm,
    Sums,
    Term,
)
from explain.sources import Document, Path
from explain.spec import Input
from explain.validation import dotted, validate

_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?(e[+-]?[0-9]{1,3})?")
_LARGEST = 1e15
_SMALLEST_SCALE = 1e-15
_TYPES: Mapping[str, frozenset[str]] = {
    "number": frozenset({"number", "integer", "amount", "boolean"}),
    "bands": frozenset({"number", "integer", "amount"}),
    "category": frozenset({"category"}),
}
"""Which types of input each kind of term reads."""


def _as_text(value: Any) -> Any:
    written = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return str(value).lower() if written else value


Weight = Annotated[StrictStr, BeforeValidator(_as_text, json_schema_input_type=str | float)]
"""A number, as a text or plainly."""


class _NumberFile(Declared):
    kind: Literal["number"]
    input: Id
    center: Weight = "0"
    scale: Weight = "1"
    coefficient: Weight
    missing: Weight | None = None


class _CategoryFile(Declared):
    kind: Literal["category"]
    input: Id
    coefficients: dict[Id, Weight]
    missing: Weight | None = None


class _Band(Declared):
    below: Weight | None = None
    points: Weight


class _BandsFile(Declared):
    kind: Literal["bands"]
    input: Id
    bands: Annotated[tuple[_Band, ...], Field(min_length=2)]
    missing: Weight | None = None


_TermFile = _NumberFile | _CategoryFile | _BandsFile


class _SumFile(Declared):
    intercept: Weight = "0"
    terms: Annotated[
        tuple[Annotated[_TermFile, Field(discriminator="kind")], ...], Field(min_length=1)
    ]


class _ModelFile(_SumFile):
    format: Literal[1]
    kind: Kind


class _ClassFile(_SumFile):
    name: Annotated[Id, Field(alias="class")]


class _ClassesFile(Declared):
    format: Literal[1]
    kind: Kind
    classes: Annotated[tuple[_ClassFile, ...], Field(min_length=2)]


def read_model(data: bytes, file: str, inputs: tuple[Input, ...]) -> Sums:
    """Read a model and hold it against the declared `inputs`.

    Raises `InvalidFile` with every issue found.
    """
    return read_linear(read_yaml(data, file), inputs)


def read_linear(document: Document, inputs: tuple[Input, ...]) -> Sums:
    """Read a model from a document. Raises `InvalidFile` with every issue found."""
    reader = _Reader(document, {item.id: item for item in inputs})
    model: Sums
    if "classes" in document.value:
        model = reader.classes(validate(_ClassesFile, document))
    else:
        file = validate(_ModelFile, document)
        model = reader.sum(file, file.kind, ())
    if reader.found:
        raise InvalidFile(reader.found)
    return model


def write_model(model: Sums) -> bytes:
    """Return the artefact of `model`: the same bytes for the same model."""
    file: dict[str, object] = {"format": 1, "kind": model.kind}
    if isinstance(model, LinearModel):
        file |= _plain_sum(model)
    else:
        pairs = zip(model.classes, model.sums, strict=True)
        file["classes"] = [{"class": name, **_plain_sum(one)} for name, one in pairs]
    return (json.dumps(file, ensure_ascii=False, indent=1) + "\n").encode()


def _plain_sum(model: LinearModel) -> dict[str, object]:
    return {"intercept": repr(model.intercept), "terms": [_plain(term) for term in model.terms]}


def _plain(term: Term) -> dict[str, object]:
    about: dict[str, object] = {"input": term.input}
    match term:
        case NumberTerm():
            names = ("center", "scale", "coefficient")
            about |= {"kind": "number"} | {name: repr(getattr(term, name)) for name in names}
        case CategoryTerm():
            weights = {name: repr(weight) for name, weight in term.coefficients.items()}
            about |= {"kind": "category", "coefficients": weights}
        case BandsTerm():
            ends = [{"below": repr(limit)} for limit in term.limits] + [{}]
            pairs = zip(ends, term.points, strict=True)
            bands = [{**end, "points": repr(points)} for end, points in pairs]
            about |= {"kind": "bands", "bands": bands}
    if term.missing is not None:
        about["missing"] = repr(term.missing)
    return {"kind": about.pop("kind"), **about}


class _Reader:
    """Turns a file's texts into a model and collects what is wrong on the way."""

    def __init__(self, document: Document, inputs: Mapping[str, Input]) -> None:
        self.document = document
        self.inputs = inputs
        self.found: list[Issue] = []

    def classes(self, file: _ClassesFile) -> ClassSums:
        names = tuple(one.name for one in file.classes)
        for place, name in enumerate(names):
            if name in names[:place]:
                self.report(issues.DUPLICATE_ID, ("classes", place, "class"), id=name)
        sums = tuple(
            self.sum(one, file.kind, ("classes", place)) for place, one in enumerate(file.classes)
        )
        return ClassSums(names, sums)

    def sum(self, file: _SumFile, kind: Kind, path: Path) -> LinearModel:
        terms: dict[str, Term] = {}
        for place, term in enumerate(file.terms):
            if term.input in terms:
                self.report(issues.DUPLICATE_ID, (*path, "terms", place, "input"), id=term.input)
            terms[term.input] = self.term(term, (*path, "terms", place))
        for name in self.inputs:
            if name not in terms:
                self.report(score_issues.INPUT_NOT_IN_MODEL, (*path, "terms"), input=name)
        intercept = self.number(file.intercept, (*path, "intercept"))
        ordered = tuple(terms[name] for name in self.inputs if name in terms)
        return LinearModel(kind, intercept, ordered)

    def term(self, term: _TermFile, path: Path) -> Term:
        declared = self.inputs.get(term.input)
        if declared is None:
            code = score_issues.TERM_NOT_DECLARED
            self.report(code, (*path, "input"), input=term.input)
        elif declared.type not in _TYPES[term.kind]:
            about = {"input": term.input, "kind": term.kind, "type": declared.type}
            self.report(score_issues.TERM_TYPE, (*path, "kind"), **about)
        elif isinstance(term, _CategoryFile):
            self.categories(term, declared, (*path, "coefficients"))
        missing = None
        if term.missing is not None:
            missing = self.number(term.missing, (*path, "missing"))
        if isinstance(term, _CategoryFile):
            return self.category_term(term, (*path, "coefficients"), missing)
        if isinstance(term, _BandsFile):
            return self.bands_term(term, (*path, "bands"), missing)
        return self.number_term(term, path, missing)

    def number_term(self, term: _NumberFile, path: Path, missing: float | None) -> NumberTerm:
        center = self.number(term.center, (*path, "center"))
        scale = self.number(term.scale, (*path, "scale"))
        coefficient = self.number(term.coefficient, (*path, "coefficient"))
        if scale < _SMALLEST_SCALE:
            place = (*path, "scale")
            self.report(score_issues.MODEL_SCALE, place, field=dotted(place), value=term.scale)
        return NumberTerm(term.input, center, scale, coefficient, missing)

    def category_term(self, term: _CategoryFile, path: Path, missing: float | None) -> CategoryTerm:
        texts = term.coefficients.items()
        weights = {name: self.number(text, (*path, name)) for name, text in texts}
        return CategoryTerm(term.input, weights, missing)

    def bands_term(self, term: _BandsFile, path: Path, missing: float | None) -> BandsTerm:
        limits: list[float] = []
        for place, band in enumerate(term.bands):
            here = (*path, place)
            last = place == len(term.bands) - 1
            if (band.below is None) != last:
                self.report(score_issues.BANDS_ENDS, here, field=dotted(here))
            elif band.below is not None:
                limit = self.number(band.below, (*here, "below"))
                if limits and limit <= limits[-1]:
                    values = {"field": dotted(here), "value": band.below}
                    self.report(score_issues.BANDS_ORDER, (*here, "below"), **values)
                limits.append(limit)
        points = tuple(
            self.number(band.points, (*path, place, "points"))
            for place, band in enumerate(term.bands)
        )
        return BandsTerm(term.input, tuple(limits), points, missing)

    def categories(self, term: _CategoryFile, declared: Input, path: Path) -> None:
        expected = [category.id for category in declared.categories]
        for name in expected:
            if name not in term.coefficients:
                values = {"input": term.input, "category": name}
                self.report(score_issues.CATEGORY_NOT_IN_MODEL, path, **values)
        for name in term.coefficients:
            if name not in expected:
                values = {"input": term.input, "category": name}
                self.report(score_issues.CATEGORY_NOT_DECLARED, (*path, name), **values)

    def number(self, text: str, path: Path) -> float:
        value = float(text) if _NUMBER.fullmatch(text) else math.nan
        if not abs(value) <= _LARGEST:
            values = {"field": dotted(path), "value": text[:40]}
            self.report(score_issues.MODEL_NUMBER, path, **values)
            return 1.0
        return value

    def report(self, code: Code, path: Path, **values: object) -> None:
        line = self.document.line(path)
        self.found.append(Issue(code, self.document.file, line, dotted(path), values))
