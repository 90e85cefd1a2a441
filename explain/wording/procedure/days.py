"""One day of offers told round by round."""

from collections.abc import Iterator

from explain.account import Fact, Scene, Tale
from explain.issues import N_
from explain.matching.stories import DayPlace, DayRound, DayStory
from explain.wording.words import Words

_ANSWERS = {
    "taken": N_("%(wish)s: accepted by the automatic responder."),
    "returned": N_("%(wish)s: the offer is given back."),
    "withdrawn": N_("%(wish)s: the wish is given up."),
}
_EVENING = {
    "offered": N_("%(wish)s: an offer"),
    "taken": N_("%(wish)s: an offer, accepted by the automatic responder"),
    "held": N_("%(wish)s: an offer of an earlier day"),
    "returned": N_("%(wish)s: given back"),
    "withdrawn": N_("%(wish)s: given up"),
    "waiting": N_("%(wish)s: waits"),
    "closed": N_("%(wish)s: closed before this day"),
}


def day_tale(story: DayStory, words: Words) -> Tale:
    """Tell an invented day."""
    return _Telling(story, words).tale()


class _Telling:
    """Tells one story in one language."""

    def __init__(self, story: DayStory, words: Words) -> None:
        self.story = story
        self.words = words

    def tale(self) -> Tale:
        say, number = self.words.text, self.words.language.number
        return Tale(
            title=self.story.title,
            source=self.story.source or "",
            opening=(
                self.words.language.plural(
                    "%(count)s invented candidate takes part.",
                    "%(count)s invented candidates take part.",
                    self.story.people,
                ),
                say("Numbers stand for them: they do not exist."),
                say("It is day %(number)s of the offers.", number=number(self.story.day)),
            ),
            places=(*self._programmes(), *self._houses()),
            people=tuple(self._candidates()),
            scenes=tuple(
                Scene(
                    title=say("Round %(number)s", number=place),
                    lines=tuple(self._lines(turn)),
                )
                for place, turn in enumerate(self.story.rounds, start=1)
            ),
            closing=(say("Nothing moves any more: the day is over."),),
            results=tuple(self._results()),
        )

    def _programmes(self) -> Iterator[Fact]:
        say, plural = self.words.text, self.words.language.plural
        for name, label in self.story.programmes.items():
            notes = [
                say("Committee’s ranking: %(list)s.", list=self._list(self.story.rankings[name])),
                say("Call order: %(list)s.", list=self._list(self.story.orders[name])),
            ]
            for rate, text in (
                (
                    self.story.scholarship[name],
                    N_("Minimum rate of scholarship holders: %(rate)s."),
                ),
                (self.story.residence[name], N_("Minimum rate from the area: %(rate)s.")),
            ):
                if rate:
                    notes.append(say(text, rate=self.words.quantity(rate, "percent")))
            value = plural(
                "%(count)s person may hold an offer",
                "%(count)s people may hold an offer",
                self.story.wanted[name],
            )
            yield Fact(label=label, value=value, note=" ".join(notes))

    def _houses(self) -> Iterator[Fact]:
        for name, label in self.story.houses.items():
            beds = self.story.beds[name]
            value = self.words.language.plural("%(count)s bed", "%(count)s beds", beds)
            yield Fact(label=label, value=value)

    def _candidates(self) -> Iterator[Fact]:
        say = self.words.text
        for candidate in dict.fromkeys(wish.candidate for wish in self.story.wishes):
            mine = [wish for wish in self.story.wishes if wish.candidate == candidate]
            notes = []
            if candidate in self.story.holders:
                notes.append(say("scholarship holder"))
            if candidate in self.story.responders:
                notes.append(say("automatic responder switched on"))
            yield Fact(
                label=self._candidate(candidate),
                value=self.words.listed(map(self._asked, mine)),
                note=self.words.listed(notes),
            )

    def _asked(self, wish: DayPlace) -> str:
        name = self._wish(wish)
        if wish.preference is None or wish.candidate not in self.story.responders:
            return name
        return self.words.text("%(number)s. %(wish)s", number=wish.preference, wish=name)

    def _wish(self, wish: DayPlace) -> str:
        programme = self.story.programmes[wish.programme]
        if wish.house is None:
            return programme
        house = self.story.houses[wish.house]
        return self.words.text("%(programme)s with %(house)s", programme=programme, house=house)

    def _lines(self, turn: DayRound) -> Iterator[Fact]:
        for name, label in self.story.programmes.items():
            yield Fact(label=label, value=" ".join(self._offers(name, turn)))
        for name, bar in turn.bars.items():
            house = self.story.houses[name]
            text = N_("The bar is at rank %(rank)s of the boarding house: beds go that far.")
            if not bar:
                text = N_("Nobody may have a bed now.")
            said = self.words.text(text, rank=self.words.language.number(bar))
            yield Fact(label=house, value=said)
        for number, state in turn.answers:
            wish = self.story.wishes[number]
            said = self.words.text(_ANSWERS[state], wish=self._wish(wish))
            yield Fact(label=self._candidate(wish.candidate), value=said)

    def _offers(self, programme: str, turn: DayRound) -> Iterator[str]:
        say, plural = self.words.text, self.words.language.plural
        held, wanted = turn.held[programme], self.story.wanted[programme]
        yield plural(
            "Before this round, %(held)s of %(count)s person holds an offer.",
            "Before this round, %(held)s of %(count)s people hold an offer.",
            wanted,
            held=self.words.language.number(held),
        )
        offers = [self.story.wishes[number] for number in turn.offers]
        mine = [wish for wish in offers if wish.programme == programme]
        for wish in sorted(mine, key=lambda wish: (wish.rank, wish.house is not None)):
            text = N_("Call rank %(rank)s, candidate %(candidate)s: an offer.")
            if wish.house is not None:
                text = N_("Call rank %(rank)s, candidate %(candidate)s: an offer with a bed.")
            number = self.words.language.number
            yield say(text, rank=number(wish.rank), candidate=wish.candidate)
        if not mine:
            yield say("No new offer.")

    def _results(self) -> Iterator[Fact]:
        for candidate in dict.fromkeys(wish.candidate for wish in self.story.wishes):
            mine = (wish for wish in self.story.wishes if wish.candidate == candidate)
            value = self.words.listed(map(self._evening, mine))
            yield Fact(label=self._candidate(candidate), value=value)

    def _evening(self, wish: DayPlace) -> str:
        say = self.words.text
        said = say(_EVENING[wish.evening], wish=self._wish(wish))
        if wish.stopped:
            return say("%(said)s, behind the bar of the boarding house", said=said)
        return said

    def _candidate(self, number: int) -> str:
        return self.words.text("Candidate %(number)s", number=number)

    def _list(self, numbers: tuple[int, ...]) -> str:
        return ", ".join(str(number) for number in numbers)
