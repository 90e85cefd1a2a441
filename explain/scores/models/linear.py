"""The model as an artefact that holds no code: JSON, one term for each declared input.

    {"format": 1, "kind": "logistic", "intercept": "-0.4", "terms": [
      {"kind": "number", "input": "revenu", "center": "31000", "scale": "9000",
       "coefficient": "-0.61"},
      {"kind": "category", "input": "classe", "coefficients": {"a": "-0.9", "b": "0.9"}}]}

Numbers are texts that a 64-bit float writes and reads back unchanged. A numeric term is
worth `coefficient * ((x - center) / scale)`, a category its coefficient; their sum with
the intercept is the additive output (the log-odds of a logistic model). The file is read
with the strict reader of YAML, of which such JSON is a part, so issues have lines.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StrictStr

from explain import issues
from explain.errors import InvalidFile
from explain.fields import Declared, Id
from explain.issues import Code, Issue
from explain.reading import Document, Path, read_yaml
from explain.scores import issues as score_issues
from explain.spec import Input
from explain.validation import dotted, validate

Raw = float | str | None
"""A value as a model reads it: booleans are 1.0 or 0.0, `None` is missing."""

Kind = Literal["linear", "logistic", "scorecard"]

_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?(e[+-]?[0-9]{1,3})?")
_LARGEST = 1e15
_SMALLEST_SCALE = 1e-15
_NUMERIC = {"number", "integer", "amount", "boolean"}


@dataclass(frozen=True, slots=True)
class NumberTerm:
    """A standardised number. A boolean counts 1 for true and 0 for false."""

    input: str
    center: float
    scale: float
    coefficient: float

    @property
    def slope(self) -> float:
        """Return what one more unit of the input adds, on the additive space."""
        return self.coefficient / self.scale

    def worth(self, value: Raw) -> float:
        """Return what the term adds for `value`, in the input's unit."""
        return self.coefficient * ((number(value) - self.center) / self.scale)


@dataclass(frozen=True, slots=True)
class CategoryTerm:
    """A one-hot encoded category: the columns of one input are one term."""

    input: str
    coefficients: Mapping[str, float]

    def worth(self, value: Raw) -> float:
        """Return what the term adds for the category `value`."""
        return self.coefficients[str(value)]


Term = NumberTerm | CategoryTerm


def number(value: Raw) -> float:
    """Return a value that must be a number as one. Raises `ValueError` for anything else."""
    if value is None or isinstance(value, str):
        raise ValueError(value)
    return float(value)


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A linear predictor; `terms` stand in the order of the declared inputs."""

    kind: Kind
    intercept: float
    terms: tuple[Term, ...]

    def worths(self, values: Mapping[str, Raw]) -> tuple[float, ...]:
        """Return what each term adds for one case, on the additive space."""
        return tuple(term.worth(values[term.input]) for term in self.terms)

    def output(self, values: Mapping[str, Raw]) -> float:
        """Return the additive output for one case: log-odds for a logistic model."""
        return math.fsum((self.intercept, *self.worths(values)))


class _NumberFile(Declared):
    kind: Literal["number"]
    input: Id
    center: StrictStr
    scale: StrictStr
    coefficient: StrictStr


class _CategoryFile(Declared):
    kind: Literal["category"]
    input: Id
    coefficients: dict[Id, StrictStr]


class _ModelFile(Declared):
    format: Literal[1]
    kind: Kind
    intercept: StrictStr
    terms: Annotated[
        tuple[Annotated[_NumberFile | _CategoryFile, Field(discriminator="kind")], ...],
        Field(min_length=1),
    ]


def read_model(data: bytes, file: str, inputs: tuple[Input, ...]) -> LinearModel:
    """Read a model and hold it against the declared `inputs`.

    Raises `InvalidFile` with every issue found.
    """
    document = read_yaml(data, file)
    reader = _Reader(document, {item.id: item for item in inputs})
    model = reader.model(validate(_ModelFile, document))
    if reader.found:
        raise InvalidFile(reader.found)
    return model


def write_model(model: LinearModel) -> bytes:
    """Return the artefact of `model`: the same bytes for the same model."""
    terms = [_plain(term) for term in model.terms]
    file = {"format": 1, "kind": model.kind, "intercept": repr(model.intercept), "terms": terms}
    return (json.dumps(file, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(term: Term) -> dict[str, object]:
    if isinstance(term, CategoryTerm):
        weights = {name: repr(weight) for name, weight in term.coefficients.items()}
        return {"kind": "category", "input": term.input, "coefficients": weights}
    return {
        "kind": "number",
        "input": term.input,
        "center": repr(term.center),
        "scale": repr(term.scale),
        "coefficient": repr(term.coefficient),
    }


class _Reader:
    """Turns a file's texts into a model and collects what is wrong on the way."""

    def __init__(self, document: Document, inputs: Mapping[str, Input]) -> None:
        self.document = document
        self.inputs = inputs
        self.found: list[Issue] = []

    def model(self, file: _ModelFile) -> LinearModel:
        terms: dict[str, Term] = {}
        for place, term in enumerate(file.terms):
            if term.input in terms:
                self.report(issues.DUPLICATE_ID, ("terms", place, "input"), id=term.input)
            terms[term.input] = self.term(term, ("terms", place))
        for name in self.inputs:
            if name not in terms:
                self.report(score_issues.INPUT_NOT_IN_MODEL, ("terms",), input=name)
        intercept = self.number(file.intercept, ("intercept",))
        ordered = tuple(terms[name] for name in self.inputs if name in terms)
        return LinearModel(file.kind, intercept, ordered)

    def term(self, term: _NumberFile | _CategoryFile, path: Path) -> Term:
        declared = self.inputs.get(term.input)
        if declared is None:
            code = score_issues.TERM_NOT_DECLARED
            self.report(code, (*path, "input"), input=term.input)
        elif (declared.type in _NUMERIC) != (term.kind == "number") or declared.type == "date":
            about = {"input": term.input, "kind": term.kind, "type": declared.type}
            self.report(score_issues.TERM_TYPE, (*path, "kind"), **about)
        elif isinstance(term, _CategoryFile):
            self.categories(term, declared, (*path, "coefficients"))
        if isinstance(term, _CategoryFile):
            return self.category_term(term, (*path, "coefficients"))
        return self.number_term(term, path)

    def number_term(self, term: _NumberFile, path: Path) -> NumberTerm:
        center = self.number(term.center, (*path, "center"))
        scale = self.number(term.scale, (*path, "scale"))
        coefficient = self.number(term.coefficient, (*path, "coefficient"))
        if scale < _SMALLEST_SCALE:
            place = (*path, "scale")
            self.report(score_issues.MODEL_SCALE, place, field=dotted(place), value=term.scale)
        return NumberTerm(term.input, center, scale, coefficient)

    def category_term(self, term: _CategoryFile, path: Path) -> CategoryTerm:
        texts = term.coefficients.items()
        weights = {name: self.number(text, (*path, name)) for name, text in texts}
        return CategoryTerm(term.input, weights)

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
