"""How one day of offers is told: each wish, where it stands, what would have changed it."""

from collections.abc import Iterator

from explain.account import Fact, Reason
from explain.details import Boarding, DayRerun, DayWish, Overtaking, Proposals
from explain.explanation import Change, Explanation
from explain.issues import N_
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
        opening = said.text("This is day %(number)s of the offers.", number=self.detail.day)
        states = tuple(self._state(wish) for wish in self.detail.wishes[:MOST_WISHES])
        more = len(self.detail.wishes) - MOST_WISHES
        if more > 0:
            others = said.language.plural(
                "%(count)s other wish is in the table.",
                "%(count)s other wishes are in the table.",
                more,
            )
            return (opening, *states, others)
        return (opening, *states)

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
                label=self.wish(wish), value=rank, sentence=self._why(wish), direction=direction
            )

    def _why(self, wish: DayWish) -> str:
        said = self.words
        if wish.stopped == "boarding" and wish.boarding and wish.boarding.bar is not None:
            return said.text(
                "Beds go up to rank %(bar)s of the boarding house, and you stand behind.",
                bar=self._number(wish.boarding.bar),
            )
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

    def table(self) -> tuple[Fact, ...]:
        """List every number of every wish, each with what it means."""
        return tuple(row for wish in self.detail.wishes for row in self._rows(wish))

    def _rows(self, wish: DayWish) -> Iterator[Fact]:
        said, name = self.words, self.wish(wish)
        texts = [
            (said.text("Rank given by the committee"), wish.before),
            (said.text("Call rank"), wish.rank),
            (said.text("Last call rank with an offer so far"), wish.last_called),
            (said.text("People who may hold an offer"), wish.wanted),
            (said.text("Limit rank, up to which everybody is called"), wish.limit_rank or None),
            (said.text("Last day on which an offer was made"), wish.moved_on),
            (said.text("Offers made on this day"), wish.offers),
            (said.text("People who still wait"), wish.waiting),
        ]
        for label, number in (*texts, *self._beds(wish.boarding)):
            if number is not None:
                yield Fact(label=label, value=self._number(number), note=name)
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

    def _beds(self, boarding: Boarding | None) -> list[tuple[str, int | None]]:
        if boarding is None:
            return []
        said = self.words
        return [
            (said.text("Rank in the boarding house"), boarding.rank),
            (said.text("Last rank of the boarding house that may receive a bed"), boarding.bar),
            (said.text("How far this rank could go on this day"), boarding.highest),
            (said.text("Beds"), boarding.beds),
        ]

    def changes(self) -> tuple[str, ...]:
        """Say what each exact run with one thing changed gives."""
        return tuple(self._change(rerun) for rerun in self.detail.reruns)

    def _change(self, rerun: DayRerun) -> str:
        said, plural = self.words, self.words.language.plural
        result = self._result(rerun, self.wish(self.detail.wishes[rerun.wish - 1]))
        if rerun.kind == "places":
            return plural(
                "With %(count)s more place in this programme: %(result)s",
                "With %(count)s more places in this programme: %(result)s",
                int(str(rerun.at)),
                result=result,
            )
        if rerun.kind == "beds":
            return plural(
                "With %(count)s more bed in the boarding house: %(result)s",
                "With %(count)s more beds in the boarding house: %(result)s",
                int(str(rerun.at)),
                result=result,
            )
        if rerun.kind == "quota":
            return said.text("Without any minimum rate here: %(result)s", result=result)
        return said.text(
            "If “%(label)s” had been “%(value)s”: %(result)s",
            label=said.label(str(rerun.id)),
            value=said.text("yes") if rerun.at else said.text("no"),
            result=result,
        )

    def _result(self, rerun: DayRerun, wish: str) -> str:
        said = self.words
        state = self.detail.wishes[rerun.wish - 1].state
        if rerun.state != state and rerun.state in {"offered", "taken"}:
            return said.text("%(wish)s, you would receive an offer.", wish=wish)
        if rerun.state != state and rerun.state == "waiting":
            return said.text("%(wish)s, you would wait.", wish=wish)
        if rerun.state != state:
            return said.text("%(wish)s, the wish would be given up for you.", wish=wish)
        return said.text(
            "%(wish)s, your call rank would be %(rank)s.", wish=wish, rank=self._number(rerun.rank)
        )

    def shown(self, change: Change) -> str:
        """Write what a change of the envelope would give."""
        return str(change.outcome)

    def _number(self, value: int) -> str:
        return self.words.language.number(value)
