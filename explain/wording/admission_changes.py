"""What would have brought a wish that was refused: points, places, rules, one datum."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from explain.details import Admission, Rerun, Way, WishResult
from explain.wording.wish_reasons import decisive, in_points
from explain.wording.words import Words


class WishChanges:
    """Says what would have changed the result for the better.

    `titles` names each wish by its programme. A wish that was obtained has nothing to gain, and
    what would have lost it is left to the record.
    """

    def __init__(self, words: Words, detail: Admission, titles: Mapping[str, str]) -> None:
        """Keep what is told."""
        self.words = words
        self.detail = detail
        self.titles = titles
        self.wishes = {wish.programme: wish for wish in detail.wishes}

    def sentences(self) -> tuple[str, ...]:
        """Say from which points on a wish would have been obtained, and what else would do."""
        told = tuple(self._again(item) for item in self.detail.reruns if self._gains(item))
        if self.detail.basis == "cutoffs":
            refused = (wish for wish in self.detail.wishes if wish.outcome == "refused")
            needed = tuple(text for wish in refused for text in self._needed(wish))
            found = needed + told
            hold = self.words.text("This holds as long as the cut-offs stay the same.")
            return (hold, *found) if found else ()
        return (*self._exactly(len(told)), *told) if told else ()

    def _exactly(self, count: int) -> tuple[str, str]:
        plural = self.words.language.plural
        return (
            self.words.text("The whole run was made again, with one change at a time."),
            plural("This result is exact.", "These results are exact.", count),
        )

    def _gains(self, item: Rerun) -> bool:
        """Tell whether somebody gets a wish that was refused."""
        wish = self.wishes.get(item.outcome or "")
        return wish is not None and wish.outcome == "refused"

    def _needed(self, wish: WishResult) -> Iterator[str]:
        """Say from which points on a cut-off would have been reached, others unchanged."""
        way = decisive(wish)
        if way is None or way.cutoff is None:
            return
        more = self.words.text("With more points than that, you would have been admitted.")
        yield self._about(wish, f"{self._level(way)} {self._published_tie(way)} {more}")

    def _level(self, way: Way) -> str:
        return self.words.text(
            "With exactly %(points)s, you would have as many as the last one admitted.",
            points=in_points(self.words, way.cutoff),
        )

    def _published_tie(self, way: Way) -> str:
        say, own = self.words.text, self.detail.lottery
        if own is None or way.lottery is None:
            return say("We do not know who comes first then.")
        if own <= way.lottery:
            return say("Your number in the lottery comes first then.")
        return say("Your number in the lottery comes after then.")

    def _again(self, item: Rerun) -> str:
        """Say one exact run: what changes, and what it brings."""
        wish = self.wishes[item.outcome or ""]
        if item.kind == "points":
            return self._about(wish, self._with_points(wish, item))
        if item.kind == "capacity":
            return self._about(wish, self._with_places(wish, item))
        if item.kind == "quota":
            return self._about(
                wish,
                self.words.text(
                    "Without the reserved places (%(group)s), you would have had a place.",
                    group=self.words.label(item.id or ""),
                ),
            )
        return self._about(
            wish,
            self.words.text(
                "If “%(label)s” had been “%(value)s”, you would have had a place.",
                label=self.words.label(item.id or ""),
                value=self.words.value(item.id or "", item.at, None),
            ),
        )

    def _with_points(self, wish: WishResult, item: Rerun) -> str:
        """Say the fewest points that admit; at the cut-off itself the lottery decides."""
        say, way, at = self.words.text, decisive(wish), Decimal(str(item.at))
        enough = say(
            "From %(points)s on, you would have had a place.", points=in_points(self.words, at)
        )
        if way is None or way.cutoff is None or at < Decimal(str(way.cutoff)):
            return enough
        if at == Decimal(str(way.cutoff)):
            first = say("You were drawn before that person, so you would have had a place.")
            return f"{self._level(way)} {first}"
        return f"{self._level(way)} {self._behind(way)} {enough}"

    def _behind(self, way: Way) -> str:
        """Say why the points of the cut-off alone do not bring a place."""
        own, last = self.detail.lottery, way.lottery
        if last is None or (own is not None and own < last):
            return self.words.text("That would not have been enough.")
        return self.words.text("The draw would put that person first: still no place for you.")

    def _with_places(self, wish: WishResult, item: Rerun) -> str:
        return self.words.language.plural(
            "It would have taken %(count)s place instead of %(own)s: then you would have had one.",
            "It would have taken %(count)s places instead of %(own)s: then you would have had one.",
            int(str(item.at)),
            own=self.words.language.number(wish.capacity or 0),
        )

    def _about(self, wish: WishResult, text: str) -> str:
        """Name the wish before what is said of it, where there are several."""
        if len(self.detail.wishes) == 1:
            return text
        return self.words.text("%(wish)s. %(text)s", wish=self.titles[wish.programme], text=text)
