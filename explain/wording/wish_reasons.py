"""Why a wish came out as it did, in short sentences with one number each."""

from collections.abc import Iterator

from explain.details import Admission, Way, WishResult
from explain.wording.words import Words

UNIT = "points"
OPEN = "open"


class WishReasons:
    """Says of each wish the points, the cut-off, the rank, and who has the places."""

    def __init__(self, words: Words, detail: Admission) -> None:
        """Keep what is told."""
        self.words = words
        self.detail = detail

    def sentences(self, wish: WishResult) -> Iterator[str]:
        """Say in a few sentences why a wish came out as it did."""
        say, way = self.words.text, decisive(wish)
        if wish.outcome == "not_considered":
            yield say("You get a wish that you prefer: this one is not looked at.")
        elif wish.outcome == "unknown":
            yield from self._compared(wish, way)
            yield self._unknown(wish, way)
        elif wish.outcome == "admitted":
            yield from self._compared(wish, way)
            yield self._admitted(wish, way)
        else:
            yield from self._compared(wish, way)
            yield self._refused(way)
            yield from self._before(wish)

    def _compared(self, wish: WishResult, way: Way | None) -> Iterator[str]:
        """Say the two numbers that are compared, and the rank."""
        say = self.words.text
        if wish.points is not None:
            yield say("You have %(points)s.", points=in_points(self.words, wish.points))
        if way is not None and way.cutoff is not None and way.id == OPEN:
            yield say("The cut-off is %(points)s.", points=in_points(self.words, way.cutoff))
        elif way is not None and way.cutoff is not None:
            yield say(
                "The cut-off of the reserved places (%(group)s) is %(points)s.",
                group=self.words.label(way.id),
                points=in_points(self.words, way.cutoff),
            )
        if wish.place is not None:
            rank = self.words.language.number(wish.place)
            yield say("By points, your rank is %(rank)s among all who asked.", rank=rank)

    def _refused(self, way: Way | None) -> str:
        say = self.words.text
        if way is None or way.gap is None:
            return say("No place was left for you there.")
        if way.gap == 0:
            return say("You have the points of the last one admitted, who was drawn before you.")
        lacking = self.words.quantity(-way.gap, UNIT)
        return say("You lack %(points)s to have as many as the last one admitted.", points=lacking)

    def _before(self, wish: WishResult) -> Iterator[str]:
        """Say who has the places, by which rule, as far as that may be told."""
        if self.detail.basis == "cutoffs":
            yield from self._published(wish)
        elif wish.more is None:
            yield self.words.text(
                "How many passed before you is not told: it would speak of too few people."
            )
        else:
            yield from self._counted(wish)

    def _counted(self, wish: WishResult) -> Iterator[str]:
        plural = self.words.language.plural
        if wish.more:
            yield plural(
                "%(count)s person admitted there has more points than you.",
                "%(count)s people admitted there have more points than you.",
                wish.more,
            )
        if wish.drawn:
            yield plural(
                "%(count)s person admitted there has as many points, and was drawn before you.",
                "%(count)s people admitted there have as many points, and were drawn before you.",
                wish.drawn,
            )
        for row in wish.overtaking:
            if row.passed_by:
                yield plural(
                    "%(count)s person behind you has a reserved place (%(group)s).",
                    "%(count)s people behind you have a reserved place (%(group)s).",
                    row.passed_by,
                    group=self.words.label(row.rule),
                )
        if not any(row.passed_by for row in wish.overtaking):
            yield self.words.text("Nobody behind you has a place there.")

    def _published(self, wish: WishResult) -> Iterator[str]:
        """Say what published counts tell of those who have the places."""
        way = next((way for way in wish.ways if way.id == OPEN), None)
        if way is None or way.gap is None or way.gap >= 0:
            return
        if way.admitted is None:
            yield self.words.text("Everybody admitted by this cut-off has more points than you.")
            yield self.words.text("How many they are is not published.")
            return
        yield self.words.language.plural(
            "%(count)s person was admitted by this cut-off, with more points than you.",
            "%(count)s people were admitted by this cut-off, with more points than you.",
            way.admitted,
        )

    def _admitted(self, wish: WishResult, way: Way | None) -> str:
        say = self.words.text
        if way is None or way.state == "free":
            if just_full(wish):
                return say("Every place is taken, and nobody was refused.")
            return say("Capacity not reached: nobody was refused.")
        if way.gap is None or way.gap == 0:
            return say("You have the points of the cut-off, and a place.")
        beyond = in_points(self.words, way.gap)
        return say("You are %(points)s above the cut-off.", points=beyond)

    def _unknown(self, wish: WishResult, way: Way | None) -> str:
        say = self.words.text
        if way is not None and way.state == "withheld":
            return say("The cut-off is not published, to protect others.")
        if wish.points is None:
            return say("Your points are not known: information is missing.")
        if way is not None and way.gap == 0:
            return say(
                "You have exactly the points of the cut-off: we do not know who comes first."
            )
        return say("It depends on a wish that you prefer, of which we do not know enough.")


def decisive(wish: WishResult) -> Way | None:
    """Return the way that let the person in, else the one that came nearest."""
    if wish.through is not None:
        return next(way for way in wish.ways if way.id == wish.through)
    usable = [way for way in wish.ways if way.usable]
    known = [way for way in usable if way.gap is not None]
    return max(known, key=lambda way: way.gap or 0, default=next(iter(usable), None))


def just_full(wish: WishResult) -> bool:
    """Tell whether as many people were admitted as there are places: not one is left."""
    return wish.capacity is not None and wish.admitted == wish.capacity


def in_points(words: Words, value: object) -> str:
    """Write a number of points of the record."""
    return words.quantity(value, UNIT)  # type: ignore[arg-type]  # a number of the record
