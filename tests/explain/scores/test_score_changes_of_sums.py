"""Several inputs of a sum of terms: as few and as near as brute force finds."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from explain.case import Case, Value
from explain.scores.changes.finding import MOST, Changes, changes_of
from explain.scores.changes.situation import Situation, raw
from explain.scores.models.linear import BandsTerm, CategoryTerm, LinearModel, NumberTerm
from tests.explain.scores import change_samples as samples
from tests.explain.scores.score_samples import DAY
from tests.explain.scores.test_score_changes_of_trees import numbers

WEIGHTS = st.integers(-20, 20).map(lambda tenths: tenths / 10)
POINTS = st.lists(WEIGHTS, min_size=4, max_size=4).map(tuple)
SHORT = st.integers(1, 90).map(lambda tenths: Decimal(tenths) / 10)

REACH: Mapping[str, list[Value]] = {
    "saving": list(numbers(Decimal("0.5"), Decimal(8), Decimal("0.1"))),
    "children": [Decimal(count) for count in range(6)],
    "years": [Decimal(count) for count in range(4, 19)],
    "advised": [True],
    "heating": ["gas", "wood"],
    "rooms": [Decimal(count) for count in range(4, 10)],
}
SPREADS = {"saving": 2.5, "children": 1.4, "years": 5.0, "rooms": 2.0}


@st.composite
def models(draw: st.DrawFn) -> LinearModel:
    """Draw a model whose numbers are slopes or bands."""
    terms = (
        NumberTerm("saving", 4.0, 2.0, draw(WEIGHTS)),
        BandsTerm("children", (1.0, 2.0, 4.0), draw(POINTS)),
        NumberTerm("years", 0.0, 4.0, draw(WEIGHTS)),
        NumberTerm("advised", 0.0, 1.0, draw(WEIGHTS)),
        CategoryTerm("heating", {name: draw(WEIGHTS) for name in ("gas", "oil", "wood")}),
        BandsTerm("rooms", (3.5, 5.0, 7.25), draw(POINTS)),
        NumberTerm("age", 0.0, 10.0, draw(WEIGHTS)),
    )
    return LinearModel("scorecard", 0.25, terms)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Draw a person whom the threshold is out of reach of, from either side."""
    model = draw(models())
    values = {name: raw(value) for name, value in samples.PRESENT.items()}
    output = model.output(values)
    short = draw(SHORT) * draw(st.sampled_from([1, -1]))
    favourable = "above" if short > 0 else "below"
    display = samples.display(round(Decimal(output), 2) + short, favourable)
    return Situation(Case(DAY, samples.PRESENT), values, output, model, display)


def found(situation: Situation) -> Changes:
    return changes_of(situation, samples.inputs(), samples.background())


def distance(values: Mapping[str, Value]) -> float:
    total = 0.0
    for name, value in values.items():
        present = samples.PRESENT[name]
        if isinstance(value, Decimal) and isinstance(present, Decimal):
            total += round(abs(float(value - present)) / SPREADS[name], 4)
        else:
            total += 1.0
    return total


def flips(situation: Situation, values: Mapping[str, Value]) -> bool:
    """Add the terms up as exact fractions of their floats, and compare."""
    model, display = situation.model, situation.display
    assert isinstance(model, LinearModel)
    everything = {**situation.values, **{name: raw(value) for name, value in values.items()}}
    output = sum(Fraction(term.worth(everything[term.input])) for term in model.terms)
    gap = output + Fraction(model.intercept) - Fraction(display.threshold or 0)
    above = gap > -Fraction(1, 10**9) if display.favourable == "above" else gap >= 0
    return above if display.favourable == "above" else gap < -Fraction(1, 10**9)


def gains(situation: Situation, name: str) -> list[tuple[Value, float]]:
    """Return for each value that an input may go to what it alone brings nearer."""
    model = situation.model
    assert isinstance(model, LinearModel)
    term = next(term for term in model.terms if term.input == name)
    sign = 1 if situation.display.favourable == "above" else -1
    start = term.worth(situation.values[name])
    return [(value, sign * (term.worth(raw(value)) - start)) for value in REACH[name]]


def brute_force(situation: Situation, size: int) -> float | None:
    """Return the smallest distance with which `size` inputs flip, all values tried."""
    return min(
        (
            distance(values)
            for names in combinations(REACH, size)
            for values in worthwhile(situation, names)
            if flips(situation, values)
        ),
        default=None,
    )


def worthwhile(situation: Situation, names: tuple[str, ...]) -> Iterator[dict[str, Value]]:
    """Yield the combinations of values each of which brings the threshold nearer."""
    sides = [[value for value, gain in gains(situation, name) if gain > 0] for name in names]
    for values in product(*sides):
        yield dict(zip(names, values, strict=True))


@given(situations())
def test_two_inputs_are_as_near_as_brute_force_finds(situation: Situation) -> None:
    changes = found(situation)
    together = changes.together
    assert (together is None) == bool(changes.alone)
    if together is None:
        return
    assert together.repeatable
    expected = brute_force(situation, 2)
    if expected is None:
        assert together.found is None or len(together.found.changes) > 2
    else:
        assert together.found is not None
        assert len(together.found.changes) == 2
        assert together.found.distance <= expected + 1e-9


@given(situations())
def test_as_few_inputs_change_as_the_greatest_gains_allow(situation: Situation) -> None:
    together = found(situation).together
    if together is None:
        return
    greatest = sorted((max(g for _, g in gains(situation, name)) for name in REACH), reverse=True)
    display = situation.display
    missing = abs(float(display.threshold or 0) - situation.output)
    enough = [n for n in range(1, 7) if sum(max(0.0, g) for g in greatest[:n]) >= missing + 1e-9]
    if together.found is None:
        assert not enough
    elif enough:
        assert len(together.found.changes) <= enough[0]


@given(situations())
def test_every_end_of_the_ranges_flips_beside_every_other(situation: Situation) -> None:
    together = found(situation).together
    if together is None or together.found is None:
        return
    assert together.found.reached == (situation.display.favourable == "above")
    sides = [
        [value for value in (change.low, change.high, change.at) if value is not None]
        for change in together.found.changes
    ]
    names = [change.id for change in together.found.changes]
    assert not {"age"} & set(names)
    for values in product(*sides):
        assert situation.flips(dict(zip(names, values, strict=True)))


@given(situations())
def test_bands_that_flip_alone_are_found(situation: Situation) -> None:
    changes = found(situation)
    shown = {change.id for change in changes.alone}
    able = {name for name in REACH if any(flips(situation, {name: v}) for v in REACH[name])}
    assert bool(able) == bool(shown)
    assert shown <= able
    assert len(changes.alone) == MOST or able == shown
