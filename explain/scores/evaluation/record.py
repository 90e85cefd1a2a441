"""The evaluation of one version, as the file `evaluation.json`.

Canonical JSON: numbers are decimal strings at 12 significant digits, counts whole numbers. What
is withheld, as it would speak of fewer than five people, is left out.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from explain.canonical import canonical, number_text
from explain.fields import Day, Declared, Digest, Id, Line
from explain.scores.evaluation.intervals import Interval

FILE = "evaluation.json"

Figure = Annotated[str, StringConstraints(strict=True, pattern=r"^-?[0-9]+(\.[0-9]+)?$")]
Count = Annotated[int, Field(ge=0, strict=True)]


class Bounds(Declared):
    """An estimate with the ends of its 95 % interval."""

    value: Figure
    low: Figure
    high: Figure


class Rate(Declared):
    """`count` of `of` cases, with Wilson's interval of the rate.

    A count of fewer than five cases, or all but fewer than five, is left out, with `side`
    telling which in a total; so is one that would give such a count away by subtraction.
    """

    count: Count | None = None
    of: Count | None = None
    side: Literal["few", "most"] | None = None
    rate: Bounds | None = None


class Errors(Declared):
    """How far printed points are from the observed number, over `cases`.

    `absolute` is the mean size of the error, `signed` the mean error (printed minus
    observed), each with its interval; `squared` is the root of the mean square.
    """

    cases: Count | None = None
    absolute: Bounds | None = None
    signed: Bounds | None = None
    squared: Figure | None = None


class Band(Declared):
    """Cases whose prediction is from `low` to below `high`, and what happened to them.

    `predicted` is the mean predicted probability, where the model gives one; `low` and
    `high` are then probabilities. Else they are points, and the first and the last band are open.
    """

    low: Figure | None = None
    high: Figure | None = None
    predicted: Figure | None = None
    observed: Rate


class Given(Declared):
    """How many cases got the class `id`."""

    id: Line
    count: Count | None = None


class ClassRates(Declared):
    """One class against all others.

    `missed` counts those that got another class among the cases that really were of this one,
    `alarms` those that got this one among all others. `given` divides the former cases by the
    class that they got. Differences are with all other cases.
    """

    id: Line
    missed: Rate | None = None
    missed_difference: Bounds | None = None
    alarms: Rate | None = None
    alarms_difference: Bounds | None = None
    given: tuple[Given, ...] | None = None


class Member(Declared):
    """One of the groups that are compared. Differences are with all other cases."""

    id: Line
    missed: Rate | None = None
    missed_difference: Bounds | None = None
    alarms: Rate | None = None
    alarms_difference: Bounds | None = None
    errors: Errors | None = None
    errors_difference: Bounds | None = None
    classes: tuple[ClassRates, ...] | None = None


class Comparison(Declared):
    """The groups that an input, or a column of the set, makes."""

    id: Id
    members: tuple[Member, ...]


class DataSet(Declared):
    """The cases on which the score was evaluated."""

    name: Line
    label: Line
    rows: Count
    digest: Digest
    visibility: Literal["public", "private"]


class Evaluation(Declared):
    """How often the score was right.

    `missed` counts the cases below the threshold among those for which the observed value
    is true, `alarms` those that reach it among those for which it is false. A choice between
    several classes has `classes` instead, and its `bands` hold the cases by what is predicted
    of the class that was given. `files` are the files of the version that give the score, with
    their digests.
    """

    format: Literal[1] = 1
    evaluated_on: Day
    data: DataSet
    files: dict[Line, Digest]
    observed: Id
    threshold: Figure | None = None
    missed: Rate | None = None
    alarms: Rate | None = None
    classes: tuple[ClassRates, ...] | None = None
    calibration: Literal["probability", "points"] | None = None
    bands: tuple[Band, ...] = ()
    errors: Errors | None = None
    groups: tuple[Comparison, ...] = ()


def to_bytes(evaluation: Evaluation) -> bytes:
    """Return the file's bytes: the same for the same evaluation."""
    return canonical(evaluation.model_dump(mode="json", exclude_none=True)) + b"\n"


def bounds(interval: Interval) -> Bounds:
    """Return an interval at the digits of the record."""
    values = (interval.value, interval.low, interval.high)
    value, low, high = map(number_text, values)
    return Bounds(value=value, low=low, high=high)
