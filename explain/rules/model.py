"""What a rule file holds beside the common head: dated parameters, and steps."""

from decimal import Decimal
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BeforeValidator, Field, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from explain.fields import Day, Declared, Distinct, Id, Line, Number, Text, Unit
from explain.issues import N_
from explain.spec import Outcome, Reference, Spec

Unknown = Literal["not_published", "not_verified"]
MOST_ROWS = 500
"""Rows of one decision table: more is a data set, not a rule that people can read."""

RoundingMode = Literal["half_up", "half_even", "up", "down", "ceiling", "floor"]


def _known_or_not(value: Any) -> Any:
    if value in get_args(Unknown):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("not_a_number", "not a number")
    return Decimal(value)


def _as_formula(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | Decimal) else value


Formula = Annotated[Line, BeforeValidator(_as_formula, json_schema_input_type=str | float | bool)]
"""A formula; a number or a yes or no may stand alone, without quotes."""


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


class TableRow(Declared):
    """One row of a decision table: where all conditions of `when` hold, it gives a formula's value.

    Without `when` it always applies. Without a reference it has that of its step.
    """

    id: Id
    label: Text | None = None
    when: Annotated[tuple[Formula, ...], Field(max_length=20)] = ()
    gives: Formula
    reference: Reference | None = None


class DecisionTable(Declared):
    """Rows, and what counts where several apply (the names are those of DMN 1.5, 8.2.10).

    `first`: the first that applies; `unique`: only one may; `any`: several may, and give the
    same; `collect_sum`: all that apply are added up, zero where none does.
    """

    hit: Literal["first", "unique", "any", "collect_sum"]
    rows: Annotated[tuple[TableRow, ...], Field(min_length=1, max_length=MOST_ROWS), Distinct]


class RuleException(Declared):
    """Where `when` holds, the step gives this instead: the first exception that applies counts."""

    id: Id
    label: Text
    when: Formula
    gives: Formula
    reference: Reference


class RuleStep(Declared):
    """One step of the calculation: a formula or a decision table, and its exceptions.

    `sentence` says it in plain words; a name between braces stands for its value.
    """

    id: Id
    label: Text
    unit: Unit | None = None
    formula: Formula | None = None
    table: DecisionTable | None = None
    exceptions: Annotated[tuple[RuleException, ...], Field(max_length=50), Distinct] = ()
    rounding: Rounding | None = None
    reference: Reference
    sentence: Text | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.formula is None) == (self.table is None):
            raise PydanticCustomError("formula_or_table", N_("a formula or a table, not both"))
        return self


class RulesOutcome(Outcome):
    """The outcome, and the id of the step whose value it is."""

    step: Id


class RulesFile(Spec):
    """A whole rule file (`rules.yaml`)."""

    engine: Literal["rules/1"]
    outcome: RulesOutcome
    parameters: Annotated[tuple[DatedParameter, ...], Field(max_length=500), Distinct] = ()
    steps: Annotated[tuple[RuleStep, ...], Field(min_length=1, max_length=500), Distinct]
