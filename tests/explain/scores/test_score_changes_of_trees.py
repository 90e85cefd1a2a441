"""One input of a model of trees: every range that is shown flips, and none nearer was missed."""

from collections.abc import Iterator
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from explain.case import Value
from explain.explanation import Change
from explain.scores.changes.finding import changes_of
from tests.explain.scores import change_samples as samples
from tests.explain.scores.change_samples import Example, example, inputs

SEEDS = st.integers(0, 10**6)
SHORT = st.integers(1, 40).map(lambda tenths: Decimal(tenths) / 10) | st.just(Decimal(-2))
PRECISIONS = st.sampled_from(["float32", "float64"])

STEPS = {"saving": Decimal("0.1"), "children": Decimal(1), "years": Decimal(1), "rooms": Decimal(1)}
FINEST = {**STEPS, "saving": Decimal("0.005")}
"""Thresholds stand at hundredths: half of one lies in every cell."""
ROOM = {  # what the background has seen, the declared range, three spreads, and the direction
    "saving": (Decimal("0.5"), Decimal(8)),
    "children": (Decimal(0), Decimal(5)),
    "years": (Decimal(3), Decimal(18)),
    "rooms": (Decimal(3), Decimal(9)),
}
SPREADS = {"saving": 2.5, "children": 1.4, "years": 5.0, "rooms": 2.0}


def found(given_: Example) -> tuple[Change, ...]:
    return changes_of(given_.situation, samples.inputs(), samples.background()).alone


def numbers(low: Decimal, high: Decimal, grain: Decimal) -> Iterator[Decimal]:
    value = (low / grain).to_integral_value(rounding="ROUND_CEILING") * grain
    while value <= high:
        yield value
        value += grain


def flipping(given_: Example, name: str, grain: Decimal) -> list[float]:
    """Return how far the values are that a person may be asked for and that flip."""
    present = samples.PRESENT[name]
    assert isinstance(present, Decimal)
    return [
        abs(float(value - present)) / SPREADS[name]
        for value in numbers(*ROOM[name], grain)
        if given_.flips({name: value})
    ]


def choices(given_: Example) -> list[tuple[str, Value]]:
    every: list[tuple[str, Value]] = [("advised", True), ("heating", "gas"), ("heating", "wood")]
    return [(name, value) for name, value in every if given_.flips({name: value})]


@given(SEEDS, SHORT, PRECISIONS)
def test_every_value_of_a_range_that_is_shown_flips(
    seed: int, short: Decimal, precision: str
) -> None:
    person = example(seed, short, precision=precision)
    for change in found(person):
        assert person.flips({change.id: change.at})
        assert change.reached is (short > 0)
        if isinstance(change.at, Decimal):
            low = change.at if change.low is None else change.low
            high = change.at + 40 if change.high is None else change.high
            assert isinstance(low, Decimal)
            assert isinstance(high, Decimal)
            assert change.at in {low, high}
            assert all(person.flips({change.id: v}) for v in numbers(low, high, FINEST[change.id]))


LATER = {item.id for item in inputs() if item.actionable == "over_time"} & STEPS.keys()
"""What changes only over time, and therefore comes last."""


@given(SEEDS, SHORT, PRECISIONS)
def test_nothing_that_people_use_flips_nearer_than_what_is_shown(
    seed: int, short: Decimal, precision: str
) -> None:
    person = example(seed, short, precision=precision)
    shown = found(person)
    now = [
        distance
        for name in STEPS
        if name not in LATER
        for distance in flipping(person, name, STEPS[name])
    ]
    now += [1.0 for _ in choices(person)]
    every = [d for name in LATER for d in flipping(person, name, STEPS[name])] + now
    if every:
        assert shown
        first = shown[0]
        assert distance_of(first) <= min(now or every) + 1e-4
    elif shown:
        # A value finer than people use: there is no other one in its range.
        assert any(flipping(person, name, FINEST[name]) for name in STEPS)


@given(SEEDS, SHORT)
def test_no_input_that_flips_alone_is_missed(seed: int, short: Decimal) -> None:
    person = example(seed, short)
    shown = {change.id for change in found(person)}
    able = {name for name in STEPS if flipping(person, name, FINEST[name])}
    able |= {name for name, _ in choices(person)}
    assert shown <= able
    assert bool(shown) == bool(able)
    assert len(able) > 2 or shown == able


@given(SEEDS, SHORT)
def test_only_what_a_person_can_change_is_shown_and_only_the_way_it_can_go(
    seed: int, short: Decimal
) -> None:
    for change in found(example(seed, short)):
        assert change.id != "age"
        if change.id in {"years", "rooms"}:
            assert isinstance(change.at, Decimal)
            assert change.at > 3


@given(SEEDS, SHORT)
def test_a_missing_value_is_neither_filled_in_nor_made(seed: int, short: Decimal) -> None:
    person = example(seed, short, missing=("children", "heating"))
    for change in found(person):
        assert change.id not in {"children", "heating"}
        assert change.at is not None
        assert person.flips({change.id: change.at})


def distance_of(change: Change) -> float:
    if not isinstance(change.at, Decimal):
        return 1.0
    present = samples.PRESENT[change.id]
    assert isinstance(present, Decimal)
    return abs(float(change.at - present)) / SPREADS[change.id]
