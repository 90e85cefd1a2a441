"""The small frozen values with which a page tells rules: steps, their rows, dated parameters.

Same conventions as in `register.pages.views`.
"""

from dataclasses import dataclass

from explain.account import Dependence


@dataclass(frozen=True, kw_only=True)
class Written:
    """Where a rule or a value is written."""

    text: str
    """Title of the text."""
    href: str | None = None
    """Where it can be read."""


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    """One line of a table, or an exception: when it applies and what it then gives."""

    label: str
    """Its name; empty where it has none."""
    text: str
    """When it applies, and what it gives."""
    written: Written | None = None
    """Where it is written, where that is not where its step is."""


@dataclass(frozen=True, kw_only=True)
class RuleStep:
    """One step of the rules, as text."""

    label: str
    """Its name."""
    unit: str | None
    """Unit of what it gives."""
    text: str
    """Its formula in words, or how the lines of its table count."""
    rows: tuple[RuleRow, ...] = ()
    """The lines of its table, in order."""
    exceptions: tuple[RuleRow, ...] = ()
    """What goes before the step itself."""
    rounding: str | None = None
    """How its result is rounded."""
    rounding_written: Written | None = None
    """Where the rounding is written."""
    written: Written
    """Where the step is written."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """One time of the history of parameters, on its axis."""

    start: float
    """Where it starts, in percent of the axis."""
    width: float
    """How much of the axis it takes, in percent."""
    known: bool
    """Whether the register knows the values."""


@dataclass(frozen=True, kw_only=True)
class ParameterValue:
    """One parameter and its value."""

    label: str
    """The parameter."""
    value: str
    """Its value with its unit."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """The values that apply in one time."""

    when: str
    """From which day to which."""
    values: tuple[ParameterValue, ...]
    """The parameters with their values; empty where none is known."""
    gap: str | None = None
    """Why there is no value."""
    written: Written
    """Where the values are written."""


@dataclass(frozen=True, kw_only=True)
class History:
    """Parameters that change on the same days, by the same texts."""

    label: str
    """The parameter, or how many they are."""
    spans: tuple[Span, ...]
    """The drawing; empty where nothing has changed."""
    start: str
    """First day of the axis, which all drawings share."""
    end: str
    """Last day of the axis."""
    periods: tuple[Period, ...]
    """The times, the oldest first."""


@dataclass(frozen=True, kw_only=True)
class RulesView:
    """The rules of one version, readable without a case."""

    steps: tuple[RuleStep, ...]
    """In the order of calculation."""
    judgements: tuple[str, ...]
    """What a person decides, case by case, and who."""
    dependence: Dependence | None
    """Which step uses which; None where there is nothing to draw."""
    histories: tuple[History, ...]
    """The parameters, and when each value applies."""
