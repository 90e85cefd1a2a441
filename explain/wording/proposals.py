"""How one day of offers is told: each wish, where it stands, what would have changed it."""

from collections.abc import Iterator

from explain.account import Fact, Reason
from explain.details import Boarding, DayWish, Overtaking, Proposals
from explain.explanation import Change, Explanation
from explain.issues import N_
from explain.wording.day_changes import DayChanges
from explain.wording.words import Words

MOST_WISHES = 4

_RULES = {
    "scholarship": N_("the rate of scholarship holders"),
    "residence": N_("the rate from the area"),
    "both": N_("both rates at once"),
}


class ProposalWords:
    """Tells one person's wishes on one day, and nobody else's."""

    def __init__(self, words: Words, explanation: Explanation, detail: Proposals) -> None:
        """Keep what is told."""
        self.words = words
        self.explanation = explanation
        self.detail = detail

    def wish(self, wish: DayWish) -> str:
        """Name a wish: the programme, and the boarding house if there is one."""
        if wish.boarding is None:
            return wish.label
        return self.words.text(
            "%(programme)s with %(house)s", programme=wish.label, house=wish.boarding.label
        )

    def summary(self) -> tuple[str, ...]:
        """Say what this day is, and the state of each wish."""
        said = self.words
        opening = (
            said.text("This is day %(number)s of the offers.", number=self.detail.day),
            said.text("Your call rank is your place in the order of calls. Rank 1 comes first."),
            said.text("The cut-off is the call rank of the last person called."),
        )
        states = tuple(self._state(wish) for wish in self.detail.wishes[:MOST_WISHES])
        more = len(self.detail.wishes) - MOST_WISHES
        if more > 0:
            others = said.language.plural(
                "%(count)s other wish is in the table.",
                "%(count)s other wishes are in the table.",
                more,
            )
            return (*opening, *states, others)
        return (*opening, *states)

    def _state(self, wish: DayWish) -> str:
        said, name = self.words, self.wish(wish)
        texts = {
            "offered": said.text("%(wish)s: you receive an offer.", wish=name),
            "taken": said.text(
                "%(wish)s: you receive an offer. Your automatic responder accepts it.", wish=name
            ),
            "held": said.text("%(wish)s: you hold an offer of an earlier day.", wish=name),
            "returned": said.text(
                "%(wish)s: this offer is given up for you. You receive one that you prefer.",
                wish=name,
            ),
            "withdrawn": said.text(
                "%(wish)s: this wish is given up for you. You receive an offer that you prefer.",
                wish=name,
            ),
            "waiting": said.text("%(wish)s: you wait.", wish=name),
            "closed": said.text("%(wish)s: this wish was closed before this day.", wish=name),
            "reached": said.text(
                "%(wish)s: the calls reach your rank. The figures do not say on which day.",
                wish=name,
            ),
        }
        return texts[wish.state]

    def reasons(self) -> tuple[Reason, ...]:
        """Say for each wish how far the calls went; four at most."""
        found = [*self._reasons()]
        return tuple(found[:MOST_WISHES])

    def _reasons(self) -> Iterator[Reason]:
        for wish in self.detail.wishes:
            if wish.state == "closed":
                continue
            rank = self.words.text("call rank %(number)s", number=self._number(wish.rank))
            direction = -1 if wish.state == "waiting" else 1
            yield Reason(
                label=self.wish(wish),
                value=rank,
                sentence=" ".join(self._why(wish)),
                direction=direction,
            )

    def _why(self, wish: DayWish) -> Iterator[str]:
        """Say how far the calls went, where the person stands, and who passed."""
        said = self.words
        if wish.stopped == "boarding" and wish.boarding and wish.boarding.bar is not None:
            yield from self._behind_bar(wish.boarding)
            return
        if wish.last_called is not None:
            yield said.text("The cut-off is rank %(rank)s.", rank=self._number(wish.last_called))
        yield self._reached(wish)
        if wish.state == "waiting":
            yield from self._passed(wish)

    def _behind_bar(self, boarding: Boarding) -> Iterator[str]:
        said = self.words
        if boarding.rank is not None:
            yield said.text(
                "Your rank in the boarding house is %(rank)s.", rank=self._number(boarding.rank)
            )
        yield said.text(
            "Beds go up to rank %(bar)s of the boarding house, and you stand behind.",
            bar=self._number(boarding.bar or 0),
        )

    def _reached(self, wish: DayWish) -> str:
        said = self.words
        if wish.full is False and wish.state != "waiting":
            return said.text("Nobody is refused here: everybody who waited was called.")
        if wish.gap is None:
            return said.text("Nobody was called here yet.")
        if wish.gap > 0:
            return said.language.plural(
                "You stand %(count)s rank behind the last one called.",
                "You stand %(count)s ranks behind the last one called.",
                wish.gap,
            )
        if wish.state == "waiting":
            return said.text("Nobody is called here on this day beyond those who hold an offer.")
        return said.text("The calls went as far as your rank, or beyond.")

    def _passed(self, wish: DayWish) -> Iterator[str]:
        """Say who passed this person, and by which rule."""
        said = self.words
        for row in wish.overtaking:
            rule = said.text(_RULES[row.rule])
            if row.passed_by:
                yield said.language.plural(
                    "%(count)s person passed you by %(rule)s.",
                    "%(count)s people passed you by %(rule)s.",
                    row.passed_by,
                    rule=rule,
                )
        if wish.before == wish.rank and not any(row.passed_by for row in wish.overtaking):
            yield said.text("Nobody passed you: this is the rank that the committee gave you.")

    def table(self) -> tuple[Fact, ...]:
        """List every number of every wish, each with what it means."""
        return tuple(row for wish in self.detail.wishes for row in self._rows(wish))

    def _rows(self, wish: DayWish) -> Iterator[Fact]:
        said, name = self.words, self.wish(wish)
        waiting = N_("People who still wait")
        if wish.state == "waiting" and self.detail.basis == "run":
            waiting = N_("People who still wait, you included")
        texts = [
            (said.text("Rank given by the committee"), wish.before),
            (said.text("Call rank"), wish.rank),
            (said.text("Cut-off: the last call rank with an offer so far"), wish.last_called),
            (said.text("People who may hold an offer"), wish.wanted),
            (said.text("Limit rank, up to which everybody is called"), wish.limit_rank or None),
            (said.text("Last day on which an offer was made"), wish.moved_on),
            (said.text("Offers made on this day"), wish.offers),
            (said.text(waiting), wish.waiting),
        ]
        for label, number in texts:
            if number is not None:
                yield Fact(label=label, value=self._number(number), note=name)
        yield from self._beds(wish.boarding, name)
        for row in wish.overtaking:
            yield from self._overtaking(row, name)

    def _overtaking(self, row: Overtaking, name: str) -> Iterator[Fact]:
        """Say how many people changed places by one rule: both ranks stand above."""
        said = self.words
        rule = said.text(_RULES[row.rule])
        if row.passed_by is None or row.passed is None:
            label = said.text("People who changed places by %(rule)s", rule=rule)
            yield Fact(label=label, value=said.text("a few, or none"), note=name)
            return
        label = said.text("People who passed you by %(rule)s", rule=rule)
        yield Fact(label=label, value=self._number(row.passed_by), note=name)
        label = said.text("People whom you passed by %(rule)s", rule=rule)
        yield Fact(label=label, value=self._number(row.passed), note=name)

    def _beds(self, boarding: Boarding | None, name: str) -> Iterator[Fact]:
        if boarding is None:
            return
        said = self.words
        further = said.text(
            "It may be further than the number of beds: some who stand before take no bed."
        )
        rows = (
            (said.text("Beds"), boarding.beds, ""),
            (said.text("Rank in the boarding house"), boarding.rank, ""),
            (said.text("Bar: the last rank that may receive a bed"), boarding.bar, further),
            (said.text("The furthest that the bar may go on this day"), boarding.highest, ""),
        )
        for label, number, more in rows:
            if number is not None:
                note = f"{name}. {more}" if more else name
                yield Fact(label=label, value=self._number(number), note=note)

    def changes(self) -> tuple[str, ...]:
        """Say what would have brought an offer for a wish that waits, or a better rank."""
        return DayChanges(self.words, self.detail, self.wish).sentences()

    def shown(self, change: Change) -> str:
        """Write what a change of the envelope would give."""
        return str(change.outcome)

    def _number(self, value: int) -> str:
        return self.words.language.number(value)
