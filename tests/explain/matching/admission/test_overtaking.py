"""Ranks before and after reserved places, and who passed whom by them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explain.details import Overtaking
from explain.engines import explain
from explain.i18n import language
from explain.matching.admission.certificate import certified_admission
from explain.matching.admission.cutoffs import cutoffs, write_cutoffs
from explain.matching.admission.judging import judge
from explain.matching.admission.market import Market
from explain.matching.admission.publishing import publish
from explain.matching.admission.reruns import Standing, placed
from explain.matching.admission.run import Run, read_run
from explain.sources import Source
from explain.wording import account
from tests.explain.matching.admission.builders import RUN, algorithm, case, explained
from tests.explain.matching.admission.markets import CAMPAIGN, markets
from tests.explain.matching.admission.test_one_person import person_in, run_of_market


def order(run: Run, wish: int) -> tuple[int, int]:
    """Return what the wishes for one programme are sorted by."""
    person = int(run.market.wishers()[wish])
    return -int(run.market.merits[wish]), int(run.market.lots[person])


def compared(run: Run, found: np.ndarray, wish: int) -> tuple[int, int]:
    """Count those admitted behind a wish, and those refused before it, at its programme."""
    market = run.market
    behind = before = 0
    for other, person in enumerate(market.wishers().tolist()):
        if market.programmes[other] != market.programmes[wish] or other == wish:
            continue
        got = int(found[person])
        if got == other and order(run, other) > order(run, wish):
            behind += 1
        if (got < 0 or got > other) and order(run, other) < order(run, wish):
            before += 1
    return behind, before


@CAMPAIGN
@given(markets(), st.data())
def test_who_passed_whom_is_what_a_comparison_with_everybody_gives(
    market: Market, data: st.DataObject
) -> None:
    run = run_of_market(market)
    found = certified_admission(market)
    number = data.draw(st.integers(0, market.persons - 1))
    results = judge(person_in(run, number), cutoffs(publish(run, found).file))
    for result in placed(Standing(run, number, found), results):
        wish = int(market.starts[number]) + result.rank - 1
        behind, before = compared(run, found, wish)
        passed_by = sum(row.passed_by or 0 for row in result.overtaking)
        passed = sum(row.passed or 0 for row in result.overtaking)
        if result.outcome == "refused":
            assert (passed_by, passed) == (behind, 0)
        elif result.outcome == "admitted" and result.through != "open":
            assert (passed_by, passed) == (0, before)
        else:
            assert (passed_by, passed) == (0, 0)
        if result.overtaking:
            assert result.after == (result.place or 0) + passed_by - passed


def test_somebody_refused_is_told_who_passed_by_a_reserved_place() -> None:
    _, detail = explained(case({"a": "85"}))
    (wish,) = detail.wishes
    assert (wish.place, wish.after) == (2, 3)
    assert wish.overtaking == (Overtaking(rule="grants", passed_by=1, passed=0),)
    told = account(explained(case({"a": "85"}))[0], algorithm().spec, language("en"))
    assert "1 person behind you has a reserved place (pupils with a grant)." in told.table[0].note
    assert "Your rank once the reserved places are given: 3." in told.table[0].note


def test_somebody_with_a_reserved_place_is_told_who_was_passed() -> None:
    more = RUN + "  - {person: p5, rank: 1, programme: a, points: 60}\n"
    more = more.replace("wishes:\n", "  - {person: p5, lottery: 5, grants: 0}\nwishes:\n", 1)
    found, detail = explained(case({"a": "41"}, grant=True), more)
    (wish,) = detail.wishes
    assert (wish.through, wish.place, wish.after) == ("grants", 3, 2)
    assert wish.overtaking == (Overtaking(rule="grants", passed_by=0, passed=1),)
    told = account(found, algorithm().spec, language("en"))
    assert (
        "Your reserved place (pupils with a grant) put you before 1 person." in told.table[0].note
    )


def test_small_counts_of_real_people_are_withheld_and_with_them_the_rank_after() -> None:
    real = RUN.replace("synthetic: true", f"synthetic: false\nsalt: {'0' * 32}")
    found, detail = explained(case({"a": "80", "b": "80"}), real)
    first = detail.wishes[0]
    assert first.overtaking == (Overtaking(rule="grants", passed_by=None, passed=None),)
    assert first.after is None
    told = account(found, algorithm().spec, language("en"))
    assert "A few people changed places by it (pupils with a grant)" in told.table[0].note


def test_cutoffs_alone_say_how_many_may_have_passed() -> None:
    run = read_run(Source("run.yaml", RUN.encode()))
    made = publish(run, certified_admission(run.market))
    source = Source("cutoffs.json", write_cutoffs(made.file))
    found = explain(algorithm(), case({"a": "85"}), source)
    told = account(found, algorithm().spec, language("en"))
    assert (
        "At most 1 person with fewer points has a reserved place (pupils with a grant)."
        in told.table[0].note
    )
    lower = explain(algorithm(), case({"a": "39"}), source)
    below = account(lower, algorithm().spec, language("en"))
    assert "fewer points" not in below.table[0].note
