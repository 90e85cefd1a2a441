"""What published cut-offs say of one person's wishes. Pure Python: no other data is needed."""

from collections.abc import Iterator
from decimal import Decimal

from explain.details import Way, WishOutcome, WishResult
from explain.errors import InvalidCase
from explain.issues import Issue
from explain.matching import issues
from explain.matching.admission.cutoffs import Cutoffs, Programme
from explain.matching.admission.cutoffs import Way as Published
from explain.matching.admission.person import Person, Wish
from explain.matching.admission.spec import OPEN


def judge(person: Person, published: Cutoffs) -> tuple[WishResult, ...]:
    """Go through the wishes in order: the first one whose cut-off is met is the result.

    Raises `InvalidCase` for a programme that the cut-offs do not hold.
    """
    if strange := [*_strangers(person, published)]:
        raise InvalidCase(strange)
    return tuple(_results(person, published))


def obtained(person: Person, published: Cutoffs) -> str | None:
    """Return the programme of the first wish whose cut-off is met; `None` where one is unsure.

    The result of `judge` alone, for a person whose programmes the cut-offs hold.
    """
    for wish in person.wishes:
        ways = published.programmes[wish.programme].ways
        met = [_met(person, way, _gap(wish, way)) for way in ways if _usable(person, way)]
        if True in met:
            return wish.programme
        if None in met:
            return None
    return None


def _strangers(person: Person, published: Cutoffs) -> Iterator[Issue]:
    for number, wish in enumerate(person.wishes, start=1):
        if wish.programme not in published.programmes:
            values = {"programme": wish.programme, "number": number}
            yield Issue(issues.PROGRAMME_UNKNOWN, values=values)


def _results(person: Person, published: Cutoffs) -> Iterator[WishResult]:
    held = unsure = False
    for rank, wish in enumerate(person.wishes, start=1):
        programme = published.programmes[wish.programme]
        ways = tuple(_way(person, wish, way) for way in programme.ways)
        through = next((way.id for way in ways if way.met), None)
        open_question = through is None and any(way.met is None for way in ways if way.usable)
        outcome: WishOutcome = "admitted"
        if held:
            outcome = "not_considered"
        elif unsure or open_question:
            outcome, unsure = "unknown", True
        elif through is None:
            outcome = "refused"
        else:
            held = True
        yield _told(rank, wish, programme, ways, (outcome, through))


def _told(
    rank: int,
    wish: Wish,
    programme: Programme,
    ways: tuple[Way, ...],
    found: tuple[WishOutcome, str | None],
) -> WishResult:
    outcome, through = found
    return WishResult(
        rank=rank,
        programme=programme.id,
        label=programme.label,
        outcome=outcome,
        points=wish.points,
        judged=wish.judged,
        capacity=programme.capacity,
        asked=programme.asked,
        admitted=programme.admitted,
        refused=programme.refused,
        ways=ways,
        through=through if outcome == "admitted" else None,
        steps=wish.steps,
    )


def _way(person: Person, wish: Wish, way: Published) -> Way:
    usable, gap = _usable(person, way), _gap(wish, way)
    return Way(
        id=way.id,
        usable=usable,
        state=way.state,
        places=way.places,
        cutoff=way.cutoff,
        lottery=way.lottery,
        gap=gap,
        met=_met(person, way, gap) if usable else False,
        admitted=way.admitted,
    )


def _usable(person: Person, way: Published) -> bool:
    return way.id == OPEN or way.id in person.groups


def _gap(wish: Wish, way: Published) -> Decimal | None:
    return None if way.cutoff is None or wish.points is None else wish.points - way.cutoff


def _met(person: Person, way: Published, gap: Decimal | None) -> bool | None:
    """Tell whether a way that the person may use lets the person in; `None`: not known."""
    if way.state in {"free", "closed"}:
        return way.state == "free"
    if way.state == "withheld" or gap is None:
        return None
    if gap != 0:
        return gap > 0
    if way.lottery is None or person.lottery is None:
        return None
    return person.lottery <= way.lottery
