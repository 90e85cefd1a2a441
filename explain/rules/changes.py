"""What would have changed the outcome: one datum at a time, everything else equal.

For a number the places where the outcome can turn are solved exactly
(`explain.rules.affine`); between two of them one calculation tells for all. Numbers and
amounts are shown to the hundredth. For a yes-or-no or a category each other choice is calculated.
A number turns when it becomes zero, positive or negative. Every value that is shown has been run
through the rules again. A number whose rules are not straight lines, a date and a list of persons
are left out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import takewhile

from explain.case import Value
from explain.errors import CannotExplain
from explain.explanation import Change
from explain.rules.affine import Beside, Line, Moving, NotAffine, fraction
from explain.rules.bodies import Body
from explain.rules.evaluation import CONTEXT, Known, Undetermined, round_to
from explain.rules.model import RuleStep
from explain.spec import Input

MOST_STRETCHES = 50
"""How many straight stretches are followed in each direction."""

GRAINS: Mapping[str, Decimal] = {
    "integer": Decimal(1),
    "duration": Decimal(1),
    "amount": Decimal("0.01"),
    "number": Decimal("0.01"),
}
"""The smallest difference between two values of an input, by its type."""

_SIDES: Mapping[str, tuple[int, ...]] = {"up": (1,), "down": (-1,)}
"""Which ways an input may be asked to go, where it says so."""

Again = Callable[[str, Value], Value | None]


@dataclass(frozen=True, slots=True)
class Situation:
    """One calculation, and what runs it again.

    `values` holds what each name gave; `after(name)` returns the steps that a name has an
    effect on, in order; `again(name, value)` returns the outcome with another value of one
    input, or None where there is none.
    """

    bodies: Mapping[str, Body]
    after: Callable[[str], tuple[RuleStep, ...]]
    outcome: str
    values: Mapping[str, Known | CannotExplain]
    again: Again

    @property
    def side(self) -> Value | None:
        """Return the side of the present outcome, or None where there is none."""
        present = self.values[self.outcome]
        return (
            None if isinstance(present, Undetermined | CannotExplain | tuple) else side_of(present)
        )


def single_changes(situation: Situation, inputs: tuple[Input, ...]) -> tuple[Change, ...]:
    """Return the nearest change of each input, in each direction, that turns the outcome.

    Sensitive and undetermined inputs are left out.
    """
    if situation.side is None:
        return ()
    found: list[Change] = []
    for item in inputs:
        if item.sensitive or isinstance(situation.values[item.id], Undetermined):
            continue
        if item.type in GRAINS:
            sides = _SIDES.get(item.direction or "", (-1, 1))
            walks = (_Walk(situation, item, side).change() for side in sides)
            found += (change for change in walks if change is not None)
        elif item.type in {"boolean", "category"}:
            found += _choices(situation, item)
    return tuple(found)


def side_of(outcome: Value) -> Value:
    """Return what must differ for an outcome to have turned: a number's sign, else itself."""
    return Decimal((outcome > 0) - (outcome < 0)) if isinstance(outcome, Decimal) else outcome


def _choices(situation: Situation, item: Input) -> Iterator[Change]:
    choices: list[Value] = [category.id for category in item.categories] or [True, False]
    for choice in choices:
        outcome = situation.again(item.id, choice)
        if outcome is not None and side_of(outcome) != situation.side:
            yield Change(id=item.id, low=choice, high=None, at=choice, outcome=outcome)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Values of one number, nearest first, between which the outcome does not turn.

    `last` is None where nothing ends them.
    """

    first: Decimal
    last: Decimal | None


@dataclass(frozen=True, slots=True)
class _Walk:
    """A walk from one number's present value, up (`side` 1) or down (-1)."""

    situation: Situation
    item: Input
    side: int

    def change(self) -> Change | None:
        """Return the nearest values that turn the outcome, if any."""
        stretches = self.stretches()
        for stretch in stretches:
            side = self.side_at(stretch.first)
            if side not in {None, self.situation.side}:
                same = takewhile(lambda later: self.side_at(later.first) == side, stretches)  # noqa: B023 - used before the next turn
                return self.turned(stretch, list(same))
        return None

    def turned(self, first: _Stretch, more: list[_Stretch]) -> Change | None:
        outcome = self.situation.again(self.item.id, first.first)
        end = [first, *more][-1].last
        if outcome is None or (end is not None and self.side_at(end) != side_of(outcome)):
            return None
        far = None if end == self.limit() else end
        low, high = (first.first, far) if self.side > 0 else (far, first.first)
        return Change(id=self.item.id, low=low, high=high, at=first.first, outcome=outcome)

    def side_at(self, value: Decimal) -> Value | None:
        """Return the side of the outcome at `value`, or None where there is no outcome."""
        outcome = self.situation.again(self.item.id, value)
        return None if outcome is None else side_of(outcome)

    def limit(self) -> Decimal | None:
        return self.item.maximum if self.side > 0 else self.item.minimum

    def stretches(self) -> Iterator[_Stretch]:
        """Yield the stretches ahead, as far as they are known."""
        declared = self.limit()
        limit = None if declared is None else fraction(declared)
        place = Fraction(str(self.situation.values[self.item.id]))
        for _ in range(MOST_STRETCHES):
            try:
                turn = self.next_turn(place)
            except NotAffine:
                return
            beyond = limit is not None and (turn is None or (turn - limit) * self.side >= 0)
            end = limit if beyond else turn
            yield from self.cut(place, end)
            if beyond or end is None:
                return
            place = end

    def next_turn(self, place: Fraction) -> Fraction | None:
        """Return where the outcome may turn next. Raises `NotAffine`."""
        turns = _turns(self.situation, self.item.id, Beside(place, self.side))
        if self.side > 0:
            return min((turn for turn in turns if turn > place), default=None)
        return max((turn for turn in turns if turn < place), default=None)

    def cut(self, start: Fraction, end: Fraction | None) -> Iterator[_Stretch]:
        """Yield the values strictly between `start` and `end`, then `end` itself."""
        first = self.grain(start, after=True)
        if end is None:
            yield _Stretch(first, None)
            return
        last = self.grain(end, after=False)
        if (last - first) * self.side >= 0:
            yield _Stretch(first, last)
        grain = fraction(GRAINS[self.item.type])
        if end.numerator * grain.denominator % (end.denominator * grain.numerator) == 0:
            whole = _decimal(end)
            yield _Stretch(whole, whole)

    def grain(self, place: Fraction, *, after: bool) -> Decimal:
        """Return the nearest value of the input strictly after `place`, or strictly before."""
        grain = GRAINS[self.item.type]
        size = fraction(grain)
        # Whole numbers and no fraction: this is done for every stretch.
        above = place.numerator * size.denominator
        below = place.denominator * size.numerator
        upward = (self.side > 0) == after
        count = above // below + 1 if upward else -(-above // below) - 1
        return CONTEXT.multiply(Decimal(count), grain)


_ITSELF = Line(Fraction(0), Fraction(1))
"""What a number is of itself."""


def _turns(situation: Situation, name: str, beside: Beside) -> set[Fraction]:
    """Return where the outcome may turn as `name` moves. Raises `NotAffine`."""
    moving: dict[str, Moving | NotAffine] = {name: _ITSELF}

    def lookup(wanted: str) -> Moving:
        found = moving[wanted] if wanted in moving else _still(situation.values[wanted])
        if isinstance(found, NotAffine):
            raise found
        return found

    for step in situation.after(name):
        try:
            found = beside.step(situation.bodies[step.id], lookup)
            last = step.id == situation.outcome
            moving[step.id] = _rounded(step, found, beside, last=last)
        except NotAffine as error:
            moving[step.id] = error
    outcome = lookup(situation.outcome)
    if isinstance(outcome, Line):
        beside.sign(outcome)
    return beside.turns


def _still(value: Known | CannotExplain) -> Moving:
    if isinstance(value, Undetermined | CannotExplain):
        raise NotAffine
    return Line(fraction(value)) if isinstance(value, Decimal) else value


def _rounded(step: RuleStep, found: Moving, beside: Beside, *, last: bool) -> Moving:
    """Round a number that stands still; note where the outcome's rounding can reach zero."""
    if step.rounding is None or not isinstance(found, Line):
        return found
    if found.slope == 0:
        return Line(
            Fraction(round_to(_decimal(found.constant), step.rounding.step, step.rounding.mode))
        )
    if not last:
        raise NotAffine
    for halves in (-2, -1, 1, 2):
        edge = Fraction(step.rounding.step) * halves / 2
        beside.sign(Line(found.constant - edge, found.slope))
    return found


def _decimal(value: Fraction) -> Decimal:
    return CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))
