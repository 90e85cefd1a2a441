"""What a rule file holds beside the common head: dated parameters, and steps."""

from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, PlainValidator
from pydantic_core import PydanticCustomError

from explain.fields import Day, Declared, Distinct, Id, Line, Number, Text, Unit
from explain.spec import Outcome, Reference, Spec

Unknown = Literal["not_published", "not_verified"]
RoundingMode = Literal["half_up", "half_even", "up", "down", "ceiling", "floor"]


def _known_or_not(value: Any) -> Any:
    if value in get_args(Unknown):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("not_a_number", "not a number")
    return Decimal(value)


class DatedValue(Declared):
    """One value of a parameter, from `valid_from` to `valid_to`, both included.

    Without `valid_to` it is still valid. `not_published` and `not_verified` say that
    there is a value and that the register does not know it.
    """

    value: Annotated[Decimal | Unknown, PlainValidator(_known_or_not)]
    valid_from: Day
    valid_to: Day | None = None
    reference: Reference


class DatedParameter(Declared):
    """A number that the rules use and that somebody decides: a price, a rate, a ceiling."""

    id: Id
    label: Text
    unit: Unit
    values: Annotated[tuple[DatedValue, ...], Field(min_length=1, max_length=500)]


class Rounding(Declared):
    """Round to the nearest multiple of `step`, in the unit of the rounded value.

    `half_up`: a half goes away from zero; `half_even`: to the even neighbour; `up`: away
    from zero; `down`: towards zero; `ceiling`: to the greater; `floor`: to the smaller.
    """

    mode: RoundingMode
    step: Annotated[Number, Field(gt=0)]
    reference: Reference


class RuleStep(Declared):
    """One step of the calculation.

    `sentence` says it in plain words; a name between braces stands for its value.
    """

    id: Id
    label: Text
    unit: Unit | None = None
    formula: Line
    rounding: Rounding | None = None
    reference: Reference
    sentence: Text | None = None


class RulesOutcome(Outcome):
    """The outcome, and the id of the step whose value it is."""

    step: Id


class RulesFile(Spec):
    """A whole rule file (`rules.yaml`)."""

    engine: Literal["rules/1"]
    outcome: RulesOutcome
    parameters: Annotated[tuple[DatedParameter, ...], Field(max_length=500), Distinct] = ()
    steps: Annotated[tuple[RuleStep, ...], Field(min_length=1, max_length=500), Distinct]
