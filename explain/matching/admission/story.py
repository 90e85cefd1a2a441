"""Places by points told round by round, as D. Gale and L. S. Shapley wrote the method.

Everybody without a place asks for the next wish; each programme keeps, of those whom it has and
those who ask, the ones whom its rule chooses. What comes out is compared with the calculation.
"""

from collections.abc import Iterator

from explain.errors import CannotExplain
from explain.issues import Issue
from explain.matching import issues
from explain.matching.admission.certificate import certified_admission
from explain.matching.admission.choice import Candidate, choose
from explain.matching.admission.cutoffs import Cutoffs, CutoffsFile, Programme, Way
from explain.matching.admission.publishing import publish
from explain.matching.admission.run import Run
from explain.matching.admission.spec import OPEN
from explain.matching.privacy import SMALLEST_COUNT
from explain.matching.stories import (
    MOST_PEOPLE,
    AdmissionStory,
    Asking,
    Choice,
    CutoffRow,
    Offer,
    Wisher,
)


def story(run: Run) -> AdmissionStory | None:
    """Tell a run; `None` where it holds real people, or too many to follow.

    Raises `CannotExplain` where a guarantee fails, or where the rounds do not end as the
    calculation does.
    """
    if not run.synthetic or len(run.persons) > MOST_PEOPLE:
        return None
    telling = _Telling(run)
    rounds = tuple(telling.rounds())
    compare(telling.got, certified_admission(run.market).tolist())
    happens = {(bool(choice.refused), bool(choice.asking)) for row in rounds for choice in row}
    return AdmissionStory(
        title=run.file.title,
        session=run.file.session,
        source=run.file.source,
        kinds=len(happens) + len(rounds),
        people=len(run.persons),
        method=run.file.method,
        programmes=tuple(
            Offer(
                id=item.id,
                label=item.label,
                capacity=item.capacity,
                reserved={group: places for group, places in item.reserved.items() if places},
            )
            for item in run.programmes
        ),
        persons=tuple(telling.wishers()),
        rounds=rounds,
        drawn=any(_drawn(choice) for row in rounds for choice in row),
    )


def compare(told: list[int], given: list[int]) -> None:
    """Compare the wishes that people get. Raises `CannotExplain` where they differ."""
    if told != given:
        raise CannotExplain([Issue(issues.NOT_CERTIFIED, values={"guarantee": "stability"})])


def cutoffs(published: Cutoffs) -> tuple[CutoffRow, ...]:
    """Return the cut-offs of a run by programme and way, small groups of people withheld."""
    file = published.file
    return tuple(_row(file, item, way) for item in file.programmes for way in item.ways)


def cutoffs_of_run(run: Run) -> tuple[CutoffRow, ...]:
    """Return the cut-offs of an invented run; none of a run of real people, which is private."""
    if not run.synthetic:
        return ()
    return cutoffs(publish(run, certified_admission(run.market)))


def _row(file: CutoffsFile, item: Programme, way: Way) -> CutoffRow:
    opened = way.id == OPEN
    admitted = way.admitted if way.admitted is not None or not opened else item.admitted
    refused = item.refused if opened else None
    small = not file.synthetic and any(0 < (n or 0) < SMALLEST_COUNT for n in (admitted, refused))
    hidden = not file.synthetic and 0 < (admitted or 0) < SMALLEST_COUNT and way.state == "full"
    return CutoffRow(
        title=file.title,
        session=file.session,
        synthetic=file.synthetic,
        programme=item.id,
        label=item.label,
        way=way.id,
        state="withheld" if hidden else way.state,
        value=None if hidden else way.cutoff,
        unit="points",
        places=way.places if way.places is not None or not opened else item.capacity,
        taken=None if small else admitted,
        left=None if small else refused,
        run=file.run,
    )


class _Telling:
    """Goes through the rounds of one run."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.following: list[int] = run.market.starts[:-1].tolist()
        self.ends: list[int] = run.market.starts[1:].tolist()
        self.got = [-1] * len(run.persons)
        self.held: dict[int, list[Candidate]] = {}

    def rounds(self) -> Iterator[tuple[Choice, ...]]:
        """Let everybody without a place ask for the next wish, until nobody has one left."""
        while asking := self._asking():
            yield tuple(self._choice(programme, asking[programme]) for programme in sorted(asking))

    def _asking(self) -> dict[int, list[Candidate]]:
        found: dict[int, list[Candidate]] = {}
        for person, wish in enumerate(self.following):
            if self.got[person] < 0 and wish < self.ends[person]:
                programme = int(self.run.market.programmes[wish])
                found.setdefault(programme, []).append(self._candidate(person, wish))
                self.following[person] += 1
        return found

    def _candidate(self, person: int, wish: int) -> Candidate:
        market = self.run.market
        groups = (g for g, one in enumerate(market.reserves) if one.members[person])
        lot = int(market.lots[person])
        return Candidate(person, int(market.merits[wish]), lot, frozenset(groups))

    def _choice(self, programme: int, asking: list[Candidate]) -> Choice:
        item = self.run.programmes[programme]
        every = [*self.held.get(programme, ()), *asking]
        reserves = [item.reserved.get(group, 0) for group in self.run.file.groups]
        chosen = choose(every, item.capacity, reserves)
        ways = {one.person: OPEN for one in chosen.opened}
        for group, row in zip(self.run.file.groups, chosen.reserved, strict=True):
            ways |= {one.person: group for one in row}
        ordered = sorted(every, key=lambda one: one.order)
        for one in every:
            wish = self.following[one.person] - 1
            self.got[one.person] = wish if one.person in ways else -1
        self.held[programme] = [one for one in ordered if one.person in ways]
        return Choice(
            programme=item.id,
            asking=tuple(self._said(one) for one in sorted(asking, key=lambda one: one.person)),
            kept=tuple((self._said(one), ways[one.person]) for one in self.held[programme]),
            refused=tuple(self._said(one) for one in ordered if one.person not in ways),
        )

    def _said(self, one: Candidate) -> Asking:
        person = self.run.persons[one.person]
        points = self.run.points(one.merit)
        return Asking(person=person.id, points=points, lottery=person.lottery)

    def wishers(self) -> Iterator[Wisher]:
        """Yield everybody with the wishes in order, once the rounds are over."""
        market, run = self.run.market, self.run
        for at, person in enumerate(run.persons):
            start, end = int(market.starts[at]), int(market.starts[at + 1])
            yield Wisher(
                person=person.id,
                groups=tuple(group for group in run.file.groups if group in person.groups),
                lottery=person.lottery,
                wishes=tuple(
                    (
                        run.programmes[int(market.programmes[wish])].id,
                        run.points(int(market.merits[wish])),
                    )
                    for wish in range(start, end)
                ),
                obtained=None if self.got[at] < 0 else self.got[at] - start + 1,
            )


def _drawn(choice: Choice) -> bool:
    """Tell whether somebody refused has the points of somebody kept."""
    kept = {one.points for one, _ in choice.kept}
    return any(one.points in kept for one in choice.refused)
