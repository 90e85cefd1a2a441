"""What places by points declare: the wishes, what gives the points, the groups with reserves."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from explain.errors import InvalidFile
from explain.fields import Declared, Distinct, Id, Inlined, Line, Text
from explain.issues import N_
from explain.matching.spec import MatchingSpec, Role, StepName, missing_texts, wrong_roles
from explain.sources import Document
from explain.spec import Spec
from explain.validation import validate

StepId = Literal["points", "cutoff", "gap"]
STEPS: tuple[StepId, ...] = ("points", "cutoff", "gap")
OPEN = "open"
"""The way into a programme that everybody has; other ways are groups."""


class GroupName(Declared):
    """A group with reserved places: its label, and `member`, the boolean input that says who."""

    id: Id
    label: Text
    member: Id


class AdmissionStep(StepName):
    """One step of an admission."""

    id: StepId


class AdmissionFile(MatchingSpec):
    """A `matching.yaml` of places by points.

    `points` names the rules file that gives the points of a wish, or `own_points` the input
    that holds them. `programme` names the input with the programme: a field of the list
    `wishes`, or an input of its own where each person has one wish. `lottery` names the input
    with the number drawn, where ties are drawn. `remains` says what a human may still change.
    """

    method: Literal["deferred_acceptance", "points_with_capacity"]
    points: Line | None = None
    own_points: Id | None = None
    wishes: Id | None = None
    programme: Id
    lottery: Id | None = None
    groups: Annotated[tuple[GroupName, ...], Distinct] = ()
    steps: Annotated[tuple[AdmissionStep, ...], Distinct]
    remains: Text

    def named(self) -> Iterator[Iterable[Declared]]:
        """Yield the lists of things that have an identifier and a label."""
        yield from super().named()
        yield self.groups

    def grid_file(self) -> str | None:
        """Return the name of the rules file that gives the points, if there is one."""
        return self.points

    @model_validator(mode="after")
    def _whole(self) -> "AdmissionFile":
        if (self.points is None) == (self.own_points is None):
            raise PydanticCustomError(
                "points", N_("either “points” or “own_points” says the points")
            )
        if (self.wishes is None) != (self.method == "points_with_capacity"):
            raise PydanticCustomError("wishes", N_("“wishes” goes with “deferred_acceptance”"))
        return self


class GridAdmission(AdmissionFile):
    """An admission together with the rules that give its points; `explain.engines` joins them."""

    grid: Annotated[Spec, Inlined()]


def read_spec(document: Document) -> AdmissionFile:
    """Check an algorithm file. Raises `InvalidFile` with every issue."""
    spec = validate(AdmissionFile, document)
    found = [
        *missing_texts(spec, document, {"steps": STEPS}),
        *wrong_roles(spec, document, _roles(spec)),
    ]
    if found:
        raise InvalidFile(found)
    return spec


def joined(spec: AdmissionFile, grid: Spec) -> GridAdmission:
    """Return `spec` with the inputs and limits of the rules that give its points."""
    fields = {field.id for item in spec.inputs for field in item.fields}
    own = {item.id for item in spec.inputs} | {item.id for item in spec.limits}
    more = [item for item in grid.inputs if item.id not in {*fields, *own}]
    limits = [item for item in grid.limits if item.id not in own]
    values = {name: getattr(spec, name) for name in AdmissionFile.model_fields}
    values["inputs"] = (*spec.inputs, *more)
    values["limits"] = (*spec.limits, *limits)
    values["grid"] = grid.model_copy(update={"contribution": spec.contribution})
    return GridAdmission.model_construct(**values)


def _roles(spec: AdmissionFile) -> Iterator[Role]:
    if spec.wishes is not None:
        yield ("wishes",), spec.wishes, "wishes"
    if spec.lottery is not None:
        yield ("lottery",), spec.lottery, "integer"
    for index, group in enumerate(spec.groups):
        if spec.points is None:  # else the rules may declare it
            yield ("groups", index, "member"), group.member, "boolean"
