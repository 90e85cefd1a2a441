"""One person's place on one day, from published figures and her own ranks alone."""

from typing import Literal

from explain.details import Boarding, DayState, DayWish
from explain.matching.daily_proposals.files import DayFiguresFile
from explain.matching.privacy import disclosed

Stopped = Literal["call_order", "boarding"] | None


def from_figures(
    figures: DayFiguresFile, rank: int, house_rank: int | None, before: int | None
) -> DayWish:
    """Tell where somebody stands from published figures, her own ranks, and nothing else.

    Without boarding, whoever stands at the last call rank or before it has been called. With
    boarding, both bars must reach the person; a bar may have risen later, so that `reached` does
    not say on which day.
    """
    programme, house = figures.programme, figures.house
    last = programme.last_called
    boarding = None
    if house and house_rank is not None:
        boarding = Boarding(
            house=house.id,
            label=house.label or house.id,
            rank=house_rank,
            bar=house.bar,
            highest=house.highest,
            beds=house.beds,
        )
    waits = rank > last or _beyond(boarding)
    state: DayState = "waiting" if waits else "reached"
    told = disclosed(
        [count or 0 for count in (programme.offers, programme.waiting)],
        synthetic=figures.synthetic,
    )
    return DayWish(
        programme=programme.id,
        label=programme.label or programme.id,
        state=state,
        stopped=stopped_by(state, boarding),
        before=before,
        rank=rank,
        last_called=last or None,
        gap=rank - last if last else None,
        full=programme.full,
        moved_on=programme.moved_on,
        wanted=programme.wanted,
        limit_rank=programme.limit_rank,
        offers=None if programme.offers is None else told[0],
        waiting=None if programme.waiting is None else told[1],
        boarding=boarding,
    )


def stopped_by(state: DayState, boarding: Boarding | None) -> Stopped:
    """Tell what stops a wish that waits: the bar of the house, or the call order."""
    if state != "waiting":
        return None
    return "boarding" if _beyond(boarding) else "call_order"


def _beyond(boarding: Boarding | None) -> bool:
    if boarding is None or boarding.rank is None or boarding.bar is None:
        return False
    return boarding.rank > boarding.bar
