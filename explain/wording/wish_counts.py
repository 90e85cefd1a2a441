"""Every number of one wish: points, places, cut-offs, ranks, and counts of people."""

from collections.abc import Iterator

from explain.details import Admission, Way, WishResult
from explain.issues import N_
from explain.wording.wish_reasons import OPEN, in_points, just_full
from explain.wording.words import Words


class WishCounts:
    """Tells the counts of a wish, each with what it counts."""

    def __init__(self, words: Words, detail: Admission) -> None:
        """Keep what is told."""
        self.words = words
        self.detail = detail

    def sentences(self, wish: WishResult) -> Iterator[str]:
        """Yield each number with what it means."""
        say, number = self.words.text, self.words.language.number
        if wish.points is not None:
            yield say("Your points: %(points)s.", points=in_points(self.words, wish.points))
        if wish.judged:
            judged = in_points(self.words, wish.judged)
            yield say("Of these, a human judgement gives %(points)s.", points=judged)
        yield from self._places(wish)
        for way in wish.ways:
            yield from self._cutoff(wish, way)
        if wish.place is not None:
            yield say("Your rank by points alone: %(rank)s.", rank=number(wish.place))
        yield from self._overtaken(wish)
        counts = (
            (self._asked(), wish.asked),
            (self._admitted(wish), wish.admitted),
            (self._refused(wish), wish.refused),
        )
        for text, count in counts:
            if count is not None:
                yield say(text, count=number(count))
        if self.detail.basis == "run" and _some_got_better(wish):
            yield say("Whoever is neither admitted nor refused has a wish that they prefer.")

    def _asked(self) -> str:
        """Say whether this person is among those counted."""
        if self.detail.basis == "run":
            return N_("People who wished it, you included: %(count)s.")
        if self.detail.synthetic:
            return N_("People who wished it, without you: %(count)s.")
        return N_("People who wished it, as published: %(count)s.")

    def _admitted(self, wish: WishResult) -> str:
        if self.detail.basis == "run" and wish.outcome == "admitted":
            return N_("Admitted, you included: %(count)s.")
        return N_("Admitted: %(count)s.")

    def _refused(self, wish: WishResult) -> str:
        if self.detail.basis == "run" and wish.outcome == "refused":
            return N_("Refused, you included: %(count)s.")
        return N_("Refused: %(count)s.")

    def _places(self, wish: WishResult) -> Iterator[str]:
        """Say how many places there are, and for whom some are reserved."""
        say, number = self.words.text, self.words.language.number
        if wish.capacity is not None:
            yield say("Places: %(count)s.", count=number(wish.capacity))
        reserved = [way for way in wish.ways if way.id != OPEN]
        for way in reserved:
            if way.places is not None:
                group = self.words.label(way.id)
                text = N_("Of these, reserved (%(group)s): %(count)s.")
                if wish.capacity is None:
                    text = N_("Reserved places (%(group)s): %(count)s.")
                yield say(text, group=group, count=number(way.places))
        if not reserved and self.detail.basis == "run":
            yield say("No place is reserved for a group.")

    def _overtaken(self, wish: WishResult) -> Iterator[str]:
        """Say who passed whom by the reserved places: from the run, else from counts alone."""
        say, plural = self.words.text, self.words.language.plural
        for row in wish.overtaking:
            group = self.words.label(row.rule)
            if row.passed_by:
                yield plural(
                    "%(count)s person behind you has a reserved place (%(group)s).",
                    "%(count)s people behind you have a reserved place (%(group)s).",
                    row.passed_by,
                    group=group,
                )
            if row.passed:
                yield plural(
                    "Your reserved place (%(group)s) put you before %(count)s person.",
                    "Your reserved place (%(group)s) put you before %(count)s people.",
                    row.passed,
                    group=group,
                )
            if row.passed_by is None or row.passed is None:
                yield say("A few people changed places by it (%(group)s), or none.", group=group)
        if wish.after is not None:
            rank = self.words.language.number(wish.after)
            yield say("Your rank once the reserved places are given: %(rank)s.", rank=rank)
        if self.detail.basis == "cutoffs" and wish.outcome == "refused":
            yield from self._maybe_overtaken(wish)

    def _maybe_overtaken(self, wish: WishResult) -> Iterator[str]:
        """Say how many people may have passed by reserved places that are not for this person."""
        for way in wish.ways:
            if not way.usable and way.admitted and (way.gap is None or way.gap > 0):
                yield self.words.language.plural(
                    "At most %(count)s person with fewer points has a reserved place (%(group)s).",
                    "At most %(count)s people with fewer points have a reserved place (%(group)s).",
                    way.admitted,
                    group=self.words.label(way.id),
                )

    def _cutoff(self, wish: WishResult, way: Way) -> Iterator[str]:
        say = self.words.text
        if way.id == OPEN:
            if way.cutoff is not None:
                yield say("Cut-off: %(points)s.", points=in_points(self.words, way.cutoff))
            elif way.state == "free" and just_full(wish):
                yield say("Cut-off: none, as nobody was refused.")
            elif way.state == "free":
                yield say("Cut-off: none, as the capacity is not reached.")
            elif way.state == "withheld":
                yield say("Cut-off: not given, as fewer than five people are concerned.")
            return
        group = self.words.label(way.id)
        if way.cutoff is not None:
            points = in_points(self.words, way.cutoff)
            text = N_("Cut-off of the reserved places (%(group)s): %(points)s.")
            yield say(text, group=group, points=points)
        elif way.state == "free":
            yield say("Reserved places (%(group)s): not all are taken.", group=group)


def _some_got_better(wish: WishResult) -> bool:
    """Tell whether some who wished it were neither admitted nor refused: they left it to others."""
    if wish.asked is None or wish.admitted is None or wish.refused is None:
        return False
    return wish.asked > wish.admitted + wish.refused
