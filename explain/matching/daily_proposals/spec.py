"""What an algorithm file of daily offers declares: whose number and ranks, which answers."""

from collections.abc import Iterator
from typing import Annotated, Literal

from explain.errors import InvalidFile
from explain.fields import Distinct, Id
from explain.matching.spec import MatchingSpec, Role, StepName, missing_texts, wrong_roles
from explain.sources import Document
from explain.validation import validate

DayStepId = Literal["wishes", "offers", "given_up", "rounds"]
STEPS: tuple[DayStepId, ...] = ("wishes", "offers", "given_up", "rounds")


class DayStep(StepName):
    """One step of a day of offers."""

    id: DayStepId


class DailyProposalsFile(MatchingSpec):
    """A `matching.yaml` of one day of offers.

    `candidate` names the input with the candidate’s number, which a run needs; `call_rank` and
    `house_rank` those with her ranks, which published figures need; `holder` and `responder`
    the answers on scholarship and automatic responder.
    """

    method: Literal["daily_proposals"]
    candidate: Id
    call_rank: Id
    house_rank: Id
    holder: Id
    responder: Id
    steps: Annotated[tuple[DayStep, ...], Distinct]

    def optional(self) -> frozenset[str]:
        """Return every input: a run and published figures need different ones."""
        return frozenset(item.id for item in self.inputs)


def read_spec(document: Document) -> DailyProposalsFile:
    """Check an algorithm file. Raises `InvalidFile` with every issue."""
    spec = validate(DailyProposalsFile, document)
    found = [
        *missing_texts(spec, document, {"steps": STEPS}),
        *wrong_roles(spec, document, _roles(spec)),
    ]
    if found:
        raise InvalidFile(found)
    return spec


def _roles(spec: DailyProposalsFile) -> Iterator[Role]:
    for field in ("candidate", "call_rank", "house_rank"):
        yield (field,), getattr(spec, field), "integer"
    for field in ("holder", "responder"):
        yield (field,), getattr(spec, field), "boolean"
