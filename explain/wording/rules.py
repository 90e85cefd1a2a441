"""How a calculation by rules is told: step after step, each with its numbers."""

from decimal import Decimal
from typing import TypeVar

from explain.account import Fact, Reason, Stage, TableLine
from explain.case import Given
from explain.details import Number, Step, Trace, TraceRow
from explain.explanation import Change, Datum, Explanation, Parameter
from explain.issues import N_
from explain.rules.expressions import parse
from explain.rules.sentences import fill
from explain.rules.syntax import Constant, Name, Negative, names
from explain.wording.conditions import Conditions, Values
from explain.wording.formulas import replaced
from explain.wording.words import Words, capital, exact

MOST_REASONS = 4


class RuleWords:
    """Tells one calculation by rules."""

    def __init__(self, words: Words, explanation: Explanation, detail: Trace) -> None:
        """Find the unit of every name that formulas hold."""
        self.words = words
        self.explanation = explanation
        self.detail = detail
        named: list[Datum | Parameter | Step] = [*explanation.data, *explanation.parameters]
        named += detail.steps
        self.units = {item.id: item.unit for item in named}
        self.originals = {item.id: item.label for item in named}
        self.values: dict[str, Given | Number | None] = {
            name: value for step in detail.steps for name, value in step.bindings
        }
        self.values |= {step.id: step.value for step in detail.steps}
        self.conditions = Conditions(words, self._quoted, self._bound)

    def summary(self) -> tuple[str, ...]:
        """Say which day's rules apply, and what is missing."""
        words, outcome = self.words, self.explanation.outcome
        texts = [
            words.text(
                "The calculation applies the rules of this day: %(day)s.",
                day=words.language.day(self.explanation.decided_on),
            ),
        ]
        if outcome.value is None and outcome.missing:
            texts += [
                words.text("This information is missing: %(label)s.", label=self._label(name))
                for name in outcome.missing
            ]
            texts.append(words.text("Give us this information: we will calculate again."))
        return tuple(texts)

    def reasons(self) -> tuple[Reason, ...]:
        """Give what the result is made of, four at most: the largest, as they were calculated."""
        steps = {step.id: step for step in self.detail.steps}
        if not self.detail.steps or self.explanation.outcome.value is None:
            return ()
        last = _whole(self.detail.steps[-1], steps)
        if last.hit == "collect_sum":
            rows = [row for row in last.rows if row.state == "applied" and row.value]
            return tuple(self._added(last, row) for row in _largest(rows, MOST_REASONS))
        if last.exception:
            return (self._excepted(last, last.exception),)
        wanted = [step for step in self.detail.steps if step.id in dict(last.bindings)]
        counting = [step for step in wanted if step.decisive and (step.value or _cancels(step))]
        applied = [row for row in last.rows if row.state == "applied"][:1]
        chosen = tuple(
            Reason(
                label=self._row_label(last, row),
                value="",
                sentence=self.words.text("This line of the table applies."),
                direction=0,
            )
            for row in applied
        )
        return chosen + tuple(
            Reason(
                label=self._label(step.id),
                value="",
                sentence=self._result(step),
                direction=0,
            )
            for step in _largest(counting or wanted, MOST_REASONS - len(chosen))
        )

    def _excepted(self, step: Step, exception: str) -> Reason:
        """Name the exception that went before the rule."""
        label = next(row.label for row in step.exceptions if row.id == exception)
        return Reason(
            label=self.words.label(f"{step.id}.{exception}", label or exception),
            value="",
            sentence=self.words.text("This exception applies."),
            direction=0,
        )

    def _added(self, step: Step, row: TraceRow) -> Reason:
        """Say what one row of a sum adds or removes."""
        size = exact(row.value) if isinstance(row.value, Decimal) else Decimal(0)
        text = N_("The calculation adds %(value)s.")
        if size < 0:
            text = N_("The calculation removes %(value)s.")
        value = self.words.quantity(abs(size), step.unit, whole=True)
        return Reason(
            label=self._row_label(step, row),
            value="",
            sentence=self.words.text(text, value=value),
            direction=(size > 0) - (size < 0),
        )

    def _row_label(self, step: Step, row: TraceRow) -> str:
        label = self.words.labels.get(f"{step.id}.table.{row.id}") or self._conditions(row)
        return label or self.words.text("In all other cases")

    def named_rows(self) -> dict[tuple[str, str], str]:
        """Name each row that applied, by its id and label in the record; a step lends its own."""
        return {
            (row.id, row.label or step.label): (
                self.words.label(f"{step.id}.table.{row.id}", row.label)
                if row.label
                else self._label(step.id)
            )
            for step in self.detail.steps
            for row in step.rows
            if row.state == "applied"
        }

    def _conditions(self, row: TraceRow) -> str:
        parts = [capital(self.conditions.stated(text)) for text in row.when]
        return self.words.text(" and ").join(parts)

    def _result(self, step: Step) -> str:
        value = self._value(step.id, step.value)
        if isinstance(step.value, bool):
            return self.words.text("The answer is %(value)s.", value=value)
        if isinstance(step.value, str):
            value = self._marked(value)
        if _cancels(step):
            return self.words.text("What it adds and what it removes cancel each other out.")
        return self.words.text("The calculation gives %(value)s.", value=value)

    def table(self) -> tuple[Fact, ...]:
        """List each step with its result."""
        return tuple(
            Fact(label=self._label(step.id), value=self._value(step.id, step.value))
            for step in self.detail.steps
        )

    def operations(self) -> tuple[Stage, ...]:
        """Write each step: its formula in words, with its numbers, its result, its source."""
        return tuple(self._stage(step) for step in self.detail.steps)

    def _stage(self, step: Step) -> Stage:
        values = dict(step.bindings)
        # A number alone is the result itself, which is written below the formula.
        alone = bool(step.formula) and isinstance(parse(step.formula), Constant)
        formula = "" if alone else step.formula
        numbers = (
            replaced(formula, self.words, lambda name: self._bound(name, values)) if formula else ""
        )
        return Stage(
            label=self._said(step, values),
            result=self._value(step.id, step.value),
            formula=capital(self.conditions.stated(formula)) if formula else "",
            numbers=capital(numbers) + self._rounding(step),
            rows=tuple(self._row(step, row, values) for row in step.rows),
            note=" ".join(self._exception(step, row, values) for row in step.exceptions),
            reference=step.reference.title if step.reference else "",
            url=(step.reference.url or "") if step.reference else "",
        )

    def _exception(self, step: Step, row: TraceRow, values: Values) -> str:
        """Say whether an exception applies, and where it does not, why."""
        say = self.words.text
        label = self.words.label(f"{step.id}.{row.id}", row.label or row.id)
        if row.state == "applied":
            return say("An exception applies: %(label)s.", label=label)
        if row.state == "undetermined":
            return say(
                "An exception may apply, and information is missing: %(label)s.", label=label
            )
        why = self.conditions.failed(row.failed or "", values)
        return say(
            "An exception does not apply: %(label)s. In this case, %(why)s.", label=label, why=why
        )

    def _row(self, step: Step, row: TraceRow, values: Values) -> TableLine:
        """Say a row of a table: its conditions, whether it applies, and what it gives."""
        label = self.words.labels.get(f"{step.id}.table.{row.id}")
        return TableLine(
            label=self._row_label(step, row),
            conditions=self._conditions(row) if label else "",
            applied=row.state == "applied",
            result=self._came_out(step, row, values),
            reference=row.reference.title if row.reference else "",
            url=(row.reference.url or "") if row.reference else "",
        )

    def _came_out(self, step: Step, row: TraceRow, values: Values) -> str:
        say = self.words.text
        if row.state == "applied":
            return self._applied(step, row, values)
        if row.state == "not_reached":
            return say("not looked at: a row before it applies")
        if row.state == "undetermined":
            return self._cannot_tell(row, values)
        why = self.conditions.failed(row.failed or "", values)
        # Where rows are added up, each one that fails is points that this case lacks, or is spared.
        given = self._would_give(step, row) if step.hit == "collect_sum" else ""
        text = N_("does not apply: %(why)s. It would have given %(value)s.")
        if not given:
            text = N_("does not apply: %(why)s")
        return say(text, why=why, value=given)

    def _would_give(self, step: Step, row: TraceRow) -> str:
        """Write what a row gives where it applies: its number, or its formula in words."""
        tree = parse(row.gives)
        sign = -1 if isinstance(tree, Negative) else 1
        inner = tree.operand if isinstance(tree, Negative) else tree
        if not isinstance(inner, Constant):
            return self.conditions.stated(row.gives)
        value = inner.value
        if not isinstance(value, Decimal) or not value:
            return ""
        return self._value(step.id, exact(value) * sign)

    def _cannot_tell(self, row: TraceRow, values: Values) -> str:
        """Say which information is missing to know whether a row applies."""
        used = {name: None for text in (*row.when, row.gives) for name in names(parse(text))}
        missing = [self._quoted(name) for name in used if values.get(name, "") is None]
        if not missing:
            return self.words.text("cannot be told: information is missing")
        return self.words.text(
            "cannot be told without %(missing)s", missing=self.words.listed(missing)
        )

    def _applied(self, step: Step, row: TraceRow, values: Values) -> str:
        """Say what a row gives: the numbers of its conditions, of its formula, and its result."""
        say, value = self.words.text, self._value(step.id, row.value)
        if not isinstance(parse(row.gives), Constant | Name | Negative):
            numbers = replaced(row.gives, self.words, lambda name: self._bound(name, values))
            value = say("%(numbers)s = %(value)s", numbers=numbers, value=value)
        compared = (self.conditions.numbers(text, values) for text in row.when)
        if because := self.words.listed(filter(None, compared)):
            return say("applies (%(numbers)s): %(value)s", numbers=because, value=value)
        return say("applies: %(value)s", value=value)

    def _said(self, step: Step, values: Values) -> str:
        """Say a step: its label, and its own sentence where the rules have one."""
        label = capital(self._label(step.id))
        text = self.words.labels.get(f"{step.id}.sentence")
        if text is None or step.value is None:
            return label
        known = {**values, step.id: step.value}
        written = {name: self._value(name, value) for name, value in known.items()}
        filled = fill(text, written)
        if filled is None:
            return label
        return self.words.text("%(label)s: %(sentence)s", label=label, sentence=filled)

    def _bound(self, name: str, values: Values) -> str:
        """Write the value of a name; a branch that was not taken keeps its words."""
        if name not in values:
            return self._quoted(name)
        text = self._value(name, values[name])
        return self._marked(text) if isinstance(values[name], str) else text

    def _rounding(self, step: Step) -> str:
        if step.rounded is None or step.rounded.value == step.value:
            return ""
        unit = self.units.get(step.id)
        value = self.words.quantity(step.rounded.value, unit)
        nearest = self.words.quantity(step.rounded.step, unit)
        return self.words.text(" = %(value)s, rounded to %(step)s", value=value, step=nearest)

    def said(self, name: str) -> str:
        """Write the label of an input, a parameter or a step, and what it gave."""
        return self.words.text(
            "%(label)s: %(value)s", label=self.named(name), value=self.valued(name)
        )

    def named(self, name: str) -> str:
        """Write the label of an input, a parameter or a step, on its own."""
        return capital(self._label(name))

    def valued(self, name: str) -> str:
        """Write what an input, a parameter or a step is in this case."""
        datum = next((datum for datum in self.explanation.data if datum.id == name), None)
        return self.words.datum(datum) if datum else self._value(name, self.values.get(name))

    def _label(self, name: str) -> str:
        return self.words.label(name, self.originals.get(name, ""))

    def _quoted(self, name: str) -> str:
        return self._marked(self._label(name))

    def _marked(self, text: str) -> str:
        return self.words.text("“%(label)s”", label=text)

    def _value(self, name: str, value: Given | Number | None) -> str:
        if isinstance(value, str) and f"{name}.{value}" not in self.words.labels:
            name = self.explanation.outcome.id
        return self.words.value(name, value, self.units.get(name))

    def shown(self, change: Change) -> str:
        """Write the outcome of a change."""
        result = self.explanation.outcome
        value = change.outcome
        if isinstance(value, float):
            value = Decimal(str(value))
        text = self.words.value(result.id, value, result.unit)
        return self._marked(text) if isinstance(value, str) else text


def _whole(step: Step, steps: dict[str, Step]) -> Step:
    """Return `step`, or where it only passes another one on, that one."""
    names = [name for name, _ in step.bindings]
    if not step.rows and len(names) == 1 and names[0] in steps:
        return _whole(steps[names[0]], steps)
    return step


Counted = TypeVar("Counted", Step, TraceRow)


def _cancels(step: Step) -> bool:
    """Tell whether the rows of a sum add as much as they remove."""
    counted = any(row.state == "applied" and row.value for row in step.rows)
    return step.hit == "collect_sum" and step.value == 0 and counted


def _largest(items: list[Counted], most: int) -> list[Counted]:
    """Return the `most` with the largest values, in their order; the last of other kinds."""
    if all(isinstance(item.value, Decimal) for item in items):
        ranked = sorted(items, key=lambda item: -abs(exact(item.value)))  # type: ignore[arg-type]  # decimals
        kept = ranked[:most]
        return [item for item in items if item in kept]
    return items[-most:]
