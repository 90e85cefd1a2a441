"""What would have brought an offer for a wish that waits: places, beds, rates, one datum."""

from collections.abc import Callable, Iterator

from explain.details import DayRerun, DayWish, Proposals
from explain.wording.words import Words


class DayChanges:
    """Says what would have changed a waiting wish for the better.

    `name` writes a wish. Nothing is said of a wish that has an offer, or of what would lose one.
    """

    def __init__(self, words: Words, detail: Proposals, name: Callable[[DayWish], str]) -> None:
        """Keep what is told."""
        self.words = words
        self.detail = detail
        self.name = name

    def sentences(self) -> tuple[str, ...]:
        """Say what each exact run of the day gives; from figures, which rank was called."""
        if self.detail.basis == "figures":
            waits = (wish for wish in self.detail.wishes if wish.state == "waiting")
            return tuple(text for wish in waits for text in self._needed(wish))
        told = tuple(self._again(item) for item in self.detail.reruns if self._gains(item))
        if not told:
            return ()
        return (
            self.words.text("The whole day was made again, with one change at a time."),
            self.words.language.plural(
                "This result is exact.", "These results are exact.", len(told)
            ),
            *told,
        )

    def _gains(self, item: DayRerun) -> bool:
        wish = self.detail.wishes[item.wish - 1]
        if wish.state != "waiting":
            return False
        better = item.state == "waiting" and item.rank < wish.rank
        return better or item.state in {"offered", "taken"}

    def _needed(self, wish: DayWish) -> Iterator[str]:
        """Say how far the calls have come: whoever stands there or before has been called."""
        say, number = self.words.text, self.words.language.number
        if wish.gap is not None and wish.gap > 0 and wish.last_called is not None:
            rank = number(wish.last_called)
            yield say("You would have needed the call rank %(rank)s or better.", rank=rank)
        house = wish.boarding
        if house and house.rank is not None and house.bar is not None and house.rank > house.bar:
            yield say(
                "You would have needed the rank %(rank)s or better in the boarding house.",
                rank=number(house.bar),
            )

    def _again(self, item: DayRerun) -> str:
        said, result = self.words, self._result(item)
        if item.kind == "places":
            text = said.language.plural(
                "It would take %(count)s more place in this programme: then %(result)s.",
                "It would take %(count)s more places in this programme: then %(result)s.",
                int(str(item.at)),
                result=result,
            )
        elif item.kind == "beds":
            text = said.language.plural(
                "It would take %(count)s more bed in the boarding house: then %(result)s.",
                "It would take %(count)s more beds in the boarding house: then %(result)s.",
                int(str(item.at)),
                result=result,
            )
        elif item.kind == "quota":
            text = said.text("Without any minimum rate here, %(result)s.", result=result)
        else:
            text = said.text(
                "If “%(label)s” had been “%(value)s”, %(result)s.",
                label=said.label(str(item.id)),
                value=said.text("yes") if item.at else said.text("no"),
                result=result,
            )
        if item.state == "waiting":
            text = f"{text} {said.text('You would still wait.')}"
        if len(self.detail.wishes) == 1:
            return text
        wish = self.name(self.detail.wishes[item.wish - 1])
        return said.text("%(wish)s. %(text)s", wish=wish, text=text)

    def _result(self, item: DayRerun) -> str:
        if item.state != "waiting":
            return self.words.text("you would receive an offer")
        return self.words.text(
            "your call rank would be %(rank)s", rank=self.words.language.number(item.rank)
        )
