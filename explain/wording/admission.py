"""How places by points are told: each wish in its order, its cut-off, and what would change it."""

from collections.abc import Iterator
from dataclasses import replace

from explain.account import Fact, Reason, Stage
from explain.details import Admission, Rerun, Trace, Way, WishResult
from explain.explanation import Change, Explanation
from explain.issues import N_
from explain.wording import shared
from explain.wording.rules import RuleWords
from explain.wording.words import Words, capital

MOST_REASONS = 4
UNIT = "points"

_OUTCOMES = {
    "admitted": N_("admitted"),
    "refused": N_("refused"),
    "not_considered": N_("not considered"),
    "unknown": N_("not known"),
}


class AdmissionWords:
    """Tells one person's wishes, and of others only counts and cut-offs."""

    def __init__(self, words: Words, explanation: Explanation, detail: Admission) -> None:
        """Keep what is told."""
        self.words = words
        self.explanation = explanation
        self.detail = detail
        self.names = {wish.programme: self._programme(wish) for wish in detail.wishes}

    def _programme(self, wish: WishResult) -> str:
        """Return the name of a programme in this language: of a choice, else of the run."""
        ids = (key for key in self.words.labels if key.endswith(f".{wish.programme}"))
        return self.words.labels.get(next(ids, ""), wish.label)

    def outcome(self) -> str:
        """Say what came out, in one sentence."""
        result, say = self.explanation.outcome, self.words.text
        label = self.words.label(result.id, result.label)
        got = next((wish for wish in self.detail.wishes if wish.outcome == "admitted"), None)
        if result.value is None:
            return say("%(label)s: the published facts do not say.", label=label)
        if isinstance(result.value, bool) or (got is None and len(self.detail.wishes) == 1):
            answer = say("yes") if got else say("no")
            return say("%(label)s: the answer is %(value)s.", label=label, value=answer)
        value = self.names[got.programme] if got else say("none of your wishes")
        return shared.result_sentence(self.words, label, value)

    def summary(self) -> tuple[str, ...]:
        """Say from what it was found, how it goes, and what a human may still change."""
        return tuple(self._summary())

    def _summary(self) -> Iterator[str]:
        say, detail = self.words.text, self.detail
        if detail.basis == "run":
            text = say("This is found in the data of the run “%(title)s”.", title=detail.title)
        else:
            text = say("This is found from published cut-offs: “%(title)s”.", title=detail.title)
        yield text
        if len(detail.wishes) > 1:
            yield self.words.language.plural(
                "You have %(count)s wish.", "You have %(count)s wishes.", len(detail.wishes)
            )
            yield say("You get the first wish, in your order, whose cut-off you reach.")
        if detail.lottery is not None:
            number = self.words.language.number(detail.lottery)
            yield say("Your number in the lottery is %(number)s.", number=number)
            yield say("It only separates people who have the same points.")
        if remains := self.words.labels.get("remains"):
            yield remains

    def reasons(self) -> tuple[Reason, ...]:
        """Say what came of each wish, four at most, in the order of the wishes."""
        wishes = self.detail.wishes[:MOST_REASONS]
        return tuple(self._reason(wish) for wish in wishes)

    def others(self) -> str:
        """Say how many wishes there are in all, where some are left to the table."""
        count = len(self.detail.wishes)
        if count <= MOST_REASONS:
            return ""
        return self.words.text(
            "The table holds all wishes: %(count)s in total.",
            count=self.words.language.number(count),
        )

    def _reason(self, wish: WishResult) -> Reason:
        direction = {"admitted": 1, "refused": -1}.get(wish.outcome, 0)
        return Reason(
            label=self._title(wish),
            value=self.words.text(_OUTCOMES[wish.outcome]),
            sentence=self._why(wish),
            direction=direction,
        )

    def _title(self, wish: WishResult) -> str:
        name = self.names[wish.programme]
        if len(self.detail.wishes) == 1:
            return capital(name)
        number = self.words.language.number(wish.rank)
        return self.words.text("Wish %(number)s: %(programme)s", number=number, programme=name)

    def _why(self, wish: WishResult) -> str:
        """Say in one sentence why a wish came out as it did."""
        say = self.words.text
        if wish.outcome == "not_considered":
            return say("You get a wish that you prefer: this one is not looked at.")
        way = self._decisive(wish)
        if wish.outcome == "unknown":
            return self._unknown(wish, way)
        if wish.outcome == "admitted":
            return self._admitted(wish, way)
        if way is None or way.gap is None:
            return say("No place was left for you there.")
        if way.gap == 0:
            return say("You have the points of the last one admitted, who was drawn before you.")
        lacking = self.words.quantity(-way.gap, UNIT)
        return say("You lack %(points)s to reach the cut-off.", points=lacking)

    def _decisive(self, wish: WishResult) -> Way | None:
        """Return the way that let the person in, else the one that came nearest."""
        if wish.through is not None:
            return next(way for way in wish.ways if way.id == wish.through)
        usable = [way for way in wish.ways if way.usable]
        known = [way for way in usable if way.gap is not None]
        return max(known, key=lambda way: way.gap or 0, default=next(iter(usable), None))

    def _admitted(self, wish: WishResult, way: Way | None) -> str:
        say = self.words.text
        if way is None or way.state == "free":
            if _just_full(wish):
                return say("Every place is taken, and nobody was refused.")
            return say("Capacity not reached: nobody was refused.")
        if way.gap is None or way.gap == 0:
            return say("You have the points of the cut-off, and a place.")
        beyond = self.words.quantity(way.gap, UNIT)
        if way.id != "open":
            group = self.words.label(way.id)
            return say(
                "By the reserved places (%(group)s), you are %(points)s above the cut-off.",
                group=group,
                points=beyond,
            )
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

    def table(self) -> tuple[Fact, ...]:
        """List every wish with its points, its cut-offs, its counts."""
        return tuple(
            Fact(
                label=self._title(wish),
                value=capital(self.words.text(_OUTCOMES[wish.outcome])),
                note=" ".join(self._notes(wish)),
            )
            for wish in self.detail.wishes
        )

    def _notes(self, wish: WishResult) -> Iterator[str]:
        say, number = self.words.text, self.words.language.number
        if wish.points is not None:
            yield say("Your points: %(points)s.", points=self._points(wish.points))
        if wish.judged:
            judged = self._points(wish.judged)
            yield say("Of these, a human judgement gives %(points)s.", points=judged)
        for way in wish.ways:
            yield from self._cutoff(wish, way)
        if wish.place is not None:
            yield say("Your rank by points alone: %(rank)s.", rank=number(wish.place))
        yield from self._overtaken(wish)
        counts = (
            (N_("Places: %(count)s."), wish.capacity),
            (N_("People who wished it: %(count)s."), wish.asked),
            (N_("Admitted: %(count)s."), wish.admitted),
            (N_("Refused: %(count)s."), wish.refused),
        )
        for text, count in counts:
            if count is not None:
                yield say(text, count=number(count))

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
        if way.id == "open":
            if way.cutoff is not None:
                yield say("Cut-off: %(points)s.", points=self._points(way.cutoff))
            elif way.state == "free" and _just_full(wish):
                yield say("Cut-off: none, as nobody was refused.")
            elif way.state == "free":
                yield say("Cut-off: none, as the capacity is not reached.")
            elif way.state == "withheld":
                yield say("Cut-off: not given, as fewer than five people are concerned.")
            return
        group = self.words.label(way.id)
        if way.cutoff is not None:
            points = self._points(way.cutoff)
            text = N_("Cut-off of the reserved places (%(group)s): %(points)s.")
            yield say(text, group=group, points=points)
        elif way.state == "free":
            yield say("Reserved places (%(group)s): not all are taken.", group=group)

    def _points(self, value: object) -> str:
        return self.words.quantity(value, UNIT)  # type: ignore[arg-type]  # a number of the record

    def changes(self) -> tuple[str, ...]:
        """Say what would have changed the result: exact where the run was made again."""
        if self.detail.basis == "cutoffs":
            return tuple(self._needed())
        if not self.detail.reruns:
            return ()
        return (
            self.words.text("The whole run was made again, with one change at a time."),
            self.words.text("These results are exact."),
            *(self._rerun(item) for item in self.detail.reruns),
        )

    def _needed(self) -> Iterator[str]:
        """Say from which points on a cut-off would have been reached, others unchanged."""
        for wish in self.detail.wishes:
            way = self._decisive(wish)
            if wish.outcome == "refused" and way is not None and way.cutoff is not None:
                yield self.words.text(
                    "%(programme)s: with more than %(points)s, you would have been above the"
                    " cut-off.",
                    programme=self.names[wish.programme],
                    points=self._points(way.cutoff),
                )

    def _rerun(self, item: Rerun) -> str:
        text = N_("With %(change)s: %(outcome)s.")
        if item.kind == "quota":
            text = N_("Without %(change)s: %(outcome)s.")
        return self.words.text(text, change=self._changed(item), outcome=self._got(item.outcome))

    def _got(self, programme: str | None) -> str:
        """Say what a person gets: a programme, or for one list a place or none."""
        say = self.words.text
        if len(self.detail.wishes) == 1:
            return say("a place") if programme else say("no place")
        return self.names[programme] if programme else say("none of your wishes")

    def _changed(self, item: Rerun) -> str:
        say = self.words.text
        programme = self.names.get(item.programme or "", "")
        if item.kind == "points":
            points = self._points(item.at)
            return say("%(points)s for %(programme)s", points=points, programme=programme)
        if item.kind == "capacity":
            count = self.words.language.number(item.at)  # type: ignore[arg-type]  # a count
            return say("%(count)s places at %(programme)s", count=count, programme=programme)
        if item.kind == "quota":
            return say("the reserved places (%(group)s)", group=self.words.label(item.id or ""))
        value = self.words.value(item.id or "", item.at, None)
        label = self.words.label(item.id or "")
        return say("“%(label)s: %(value)s”", label=label, value=value)

    def operations(self) -> tuple[Stage, ...]:
        """Write how the points of each wish came about, then what they are compared with."""
        return tuple(self._operations())

    def _operations(self) -> Iterator[Stage]:
        told: set[tuple[str, str, str]] = set()
        for wish in self.detail.wishes:
            for stage in RuleWords(
                self.words, self.explanation, Trace(steps=wish.steps)
            ).operations():
                key = (stage.label, stage.numbers, stage.result)
                if key not in told:
                    told.add(key)
                    yield stage
        for item in self.explanation.operations:
            name, _, rank = item.id.rpartition("_")
            wish = self.detail.wishes[int(rank) - 1]
            label = self.words.text(
                "%(label)s (%(value)s)",
                label=self.words.label(name, item.label),
                value=self.names[wish.programme],
            )
            yield replace(shared.operation(self.words, item), label=capital(label))

    def shown(self, change: Change) -> str:
        """Write the outcome of a change."""
        return self.names.get(str(change.outcome), str(change.outcome))


def _just_full(wish: WishResult) -> bool:
    """Tell whether as many people were admitted as there are places: not one is left."""
    return wish.capacity is not None and wish.admitted == wish.capacity
