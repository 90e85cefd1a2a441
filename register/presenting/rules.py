"""Rules as text: each step with its formula in words, its rows, exceptions and rounding."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from explain.engines import Algorithm
from explain.issues import N_
from explain.matching.admission.spec import GridAdmission
from explain.rules import model
from explain.rules.model import RulesFile
from explain.rules.running import Program
from explain.spec import Input, Spec
from explain.wording import words as wording
from explain.wording.formulas import in_words
from register.i18n import Language
from register.pages.rule_views import RuleRow, RuleStep, RulesView
from register.presenting.dependences import drawn_dependence
from register.presenting.parameters import histories
from register.presenting.units import unit_name
from register.presenting.writing import written

_HITS: Mapping[str, str] = {
    "first": N_("The first line that applies counts:"),
    "unique": N_("Only one of these lines may apply:"),
    "any": N_("All the lines that apply give the same:"),
    "collect_sum": N_("All the lines that apply are added up:"),
}
_ROUNDINGS: Mapping[str, str] = {
    "half_up": N_("The result is rounded to the nearest %(step)s. Half-way, away from zero."),
    "half_even": N_("The result is rounded to the nearest %(step)s. Half-way, to the even one."),
    "up": N_("The result is rounded away from zero, to %(step)s."),
    "down": N_("The result is rounded towards zero, to %(step)s."),
    "ceiling": N_("The result is rounded up, to %(step)s."),
    "floor": N_("The result is rounded down, to %(step)s."),
}


def rules_view(algorithm: Algorithm, spec: Spec, words: Language, today: date) -> RulesView | None:
    """Tell rules without a case; `spec` has its texts in the page's language.

    The number that a parameter is worth `today` stands beside its name. Rules that give the points
    of a matching are told alike. Returns `None` where there are no rules.
    """
    found = _rules_of(algorithm, spec)
    if found is None:
        return None
    spec, program = found
    telling = _Telling(spec, wording.words(spec, words), _values(spec, today))
    return RulesView(
        steps=tuple(telling.step(step) for step in spec.steps),
        judgements=tuple(_judgement(item, words) for item in spec.inputs if item.decided_by),
        dependence=drawn_dependence(program, spec, words),
        histories=histories(spec, words, today),
    )


def _rules_of(algorithm: Algorithm, spec: Spec) -> tuple[RulesFile, Program] | None:
    """Return the rules of an algorithm, or those that give the points of a matching."""
    if isinstance(spec, RulesFile):
        return spec, algorithm.program
    if isinstance(spec, GridAdmission) and isinstance(spec.grid, RulesFile):
        return spec.grid, algorithm.program.grid.program
    return None


def judged(item: Input, words: Language) -> str | None:
    """Say who judges a datum that no calculation gives, and within what range."""
    if not item.decided_by:
        return None
    if item.minimum is None or item.maximum is None:
        return words.text("A human judgement. It is made by: %(who)s.", who=item.decided_by)
    return words.text(
        "A human judgement, from %(low)s to %(high)s. It is made by: %(who)s.",
        low=words.number(item.minimum),
        high=words.quantity(item.maximum, item.unit),
        who=item.decided_by,
    )


def _judgement(item: Input, words: Language) -> str:
    return words.text("%(label)s: %(value)s", label=item.label, value=judged(item, words))


def _values(spec: RulesFile, today: date) -> dict[str, tuple[Decimal, str]]:
    """Return what each parameter is worth today, with its unit, where that is known."""
    return {
        item.id: (value.value, item.unit)
        for item in spec.parameters
        for value in item.values
        if isinstance(value.value, Decimal)
        and value.valid_from <= today
        and (value.valid_to is None or today <= value.valid_to)
    }


@dataclass(frozen=True, slots=True)
class _Telling:
    """Writes the steps of one file."""

    spec: RulesFile
    words: wording.Words
    today: Mapping[str, tuple[Decimal, str]]

    def step(self, step: model.RuleStep) -> RuleStep:
        say = self.words.text
        text = (
            say(_HITS[step.table.hit]) if step.table else in_words(step.formula or "", self.words)
        )
        rounding = step.rounding
        return RuleStep(
            label=step.label,
            unit=unit_name(step.unit, self.words.language),
            text=text,
            rows=tuple(self._rows(step)),
            exceptions=tuple(
                RuleRow(
                    label=say("Exception: %(label)s", label=item.label),
                    text=self._line((item.when,), item.gives, step.unit),
                    written=written(item.reference),
                )
                for item in step.exceptions
            ),
            rounding=say(
                _ROUNDINGS[rounding.mode], step=self.words.quantity(rounding.step, step.unit)
            )
            if rounding
            else None,
            rounding_written=written(rounding.reference) if rounding else None,
            written=written(step.reference),
        )

    def _rows(self, step: model.RuleStep) -> Iterator[RuleRow]:
        for row in step.table.rows if step.table else ():
            yield RuleRow(
                label=row.label or "",
                text=self._line(row.when, row.gives, step.unit),
                written=written(row.reference) if row.reference else None,
            )

    def _line(self, when: tuple[str, ...], gives: str, unit: str | None) -> str:
        say, value = self.words.text, self._given(gives, unit)
        if not when:
            return say("In all other cases: %(value)s", value=value)
        conditions = say(" and ").join(in_words(condition, self.words) for condition in when)
        return say("If %(conditions)s: %(value)s", conditions=conditions, value=value)

    def _given(self, gives: str, unit: str | None) -> str:
        """Write what a row gives; beside a parameter alone, what it is worth today."""
        if re.fullmatch(r"-?[0-9.]+", gives):
            return self.words.quantity(Decimal(gives), unit, whole=True)
        said = in_words(gives, self.words)
        alone = re.fullmatch(r"(-?)\s*([a-z][a-z0-9_]*)", gives)
        if alone is None or alone[2] not in self.today:
            return said
        value, own = self.today[alone[2]]
        number = self.words.quantity(-value if alone[1] else value, own, whole=True)
        return self.words.text("%(said)s, that is %(value)s today", said=said, value=number)
