"""An evaluation in tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from explain.issues import N_
from explain.scores.evaluation.record import Band, Bounds, Comparison, Member, Rate
from explain.wording.evaluation.figures import NOTHING, Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: `rows` have as many cells as there are `heads`, the first of them names the row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Grids(Figures):
    """Shows an evaluation."""

    __slots__ = ()

    def grids(self) -> Iterator[Grid]:
        """Yield every table."""
        if self.found.missed is not None and self.found.alarms is not None:
            yield self.counts(self.found.missed, self.found.alarms)
        if self.found.classes:
            yield self.given()
            yield self.by_result()
        if self.found.bands:
            yield self.bands()
        for group in self.found.groups:
            yield from self.group(group)

    def counts(self, missed: Rate, alarms: Rate) -> Grid:
        """Show both sides of the threshold."""
        say = self.words.text
        below, reached = (missed.count, _rest(missed)), (_rest(alarms), alarms.count)
        observed = self.observed()
        rows = (
            (say("Reaches the threshold"), below[1], reached[1]),
            (say("Below the threshold"), below[0], reached[0]),
            (say("Total"), missed.of, alarms.of),
        )
        return Grid(
            caption=say("The score and what really happened, in cases"),
            heads=(
                say("Score"),
                say("“%(observed)s”: yes", observed=observed),
                say("“%(observed)s”: no", observed=observed),
            ),
            rows=tuple((name, *map(self.number, counts)) for name, *counts in rows),
        )

    def given(self) -> Grid:
        """Show which result was given instead: what it really was in the rows."""
        say = self.words.text
        results = [self.result(one.id) for one in self.found.classes or ()]
        return Grid(
            caption=say("What really happened, and the result that was given, in cases"),
            heads=(
                say("What really happened"),
                *(say("Given: “%(result)s”", result=result) for result in results),
                say("Total"),
            ),
            rows=tuple(
                (
                    result,
                    *(self.number(cell.count) for cell in one.given or ()),
                    self.number(one.missed.of if one.missed else None),
                )
                for result, one in zip(results, self.found.classes or (), strict=True)
            ),
        )

    def by_result(self) -> Grid:
        """Show both error rates of each result."""
        say = self.words.text
        return Grid(
            caption=say("How often each result was wrong"),
            heads=(
                say("Result"),
                say("Really so, but got another"),
                say("In 100"),
                say("Interval"),
                say("Not so, but got it"),
                say("In 100"),
                say("Interval"),
            ),
            rows=tuple(
                (
                    self.result(one.id),
                    *self.parts(one.missed or Rate()),
                    *self.parts(one.alarms or Rate()),
                )
                for one in self.found.classes or ()
            ),
        )

    def bands(self) -> Grid:
        """Show what was predicted and what happened."""
        say = self.words.text
        predicted = self.found.calibration == "probability"
        heads = [say("The score predicts, in 100") if predicted else say("Points"), say("Cases")]
        heads += [say("Mean prediction, in 100")] if predicted else []
        heads += [say("Observed, in 100"), say("Interval")]
        rows = (self.band(band, predicted=predicted) for band in self.found.bands)
        caption = say("“%(observed)s”, by what the score predicts", observed=self.observed())
        if self.found.classes:
            caption = say("How often the result was right, by what the score predicts of it")
        return Grid(
            caption=caption,
            heads=tuple(heads),
            rows=tuple(rows),
        )

    def band(self, band: Band, *, predicted: bool) -> tuple[str, ...]:
        """Write the row of one band."""
        rate = band.observed
        mean = [NOTHING if band.predicted is None else self.hundred(band.predicted)]
        return (
            self.span(band, predicted=predicted),
            self.number(rate.of),
            *(mean if predicted else []),
            NOTHING if rate.rate is None else self.hundred(rate.rate.value),
            self.interval(rate.rate),
        )

    def span(self, band: Band, *, predicted: bool) -> str:
        """Write where a band begins and ends."""
        low, high = (
            None if end is None else (self.hundred(end) if predicted else self.figure(end))
            for end in (band.low, band.high)
        )
        if low is None:
            return self.words.text("below %(high)s", high=high or NOTHING)
        if high is None:
            return self.words.text("%(low)s and more", low=low)
        return self.words.text("%(low)s to %(high)s", low=low, high=high)

    def group(self, group: Comparison) -> Iterator[Grid]:
        """Show the errors of each group."""
        say, name = self.words.text, self.group_label(group.id)
        if self.found.errors is not None:
            rows = tuple(self.distance(group.id, member) for member in group.members)
            heads = (name, say("Cases"), say("Mean distance, in points"), say("Interval"))
            caption = say("%(group)s: how far the score is away", group=name)
            yield Grid(
                caption=caption, heads=(*heads, say("Difference with all others")), rows=rows
            )
            return
        heads = (name, say("Wrong"), say("In 100"), say("Interval"))
        if self.found.classes:
            yield from self.group_results(group, heads)
            return
        kinds = (
            (
                N_("%(group)s: below the threshold, though “%(observed)s”"),
                [(member.missed, member.missed_difference) for member in group.members],
            ),
            (
                N_("%(group)s: threshold reached, though not “%(observed)s”"),
                [(member.alarms, member.alarms_difference) for member in group.members],
            ),
        )
        for caption, rates in kinds:
            yield Grid(
                caption=say(caption, group=name, observed=self.observed()),
                heads=(*heads, say("Difference with all others")),
                rows=tuple(
                    self.rated(group.id, member, *pair)
                    for member, pair in zip(group.members, rates, strict=True)
                ),
            )

    def group_results(self, group: Comparison, heads: tuple[str, ...]) -> Iterator[Grid]:
        """Show both error rates of each result, group by group."""
        say, name = self.words.text, self.group_label(group.id)
        for place, one in enumerate(self.found.classes or ()):
            own = [member.classes[place] for member in group.members if member.classes]
            kinds = (
                (
                    N_("%(group)s: really “%(result)s”, but got another result"),
                    [(rates.missed, rates.missed_difference) for rates in own],
                ),
                (
                    N_("%(group)s: not “%(result)s”, but got it"),
                    [(rates.alarms, rates.alarms_difference) for rates in own],
                ),
            )
            for caption, rates in kinds:
                yield Grid(
                    caption=say(caption, group=name, result=self.result(one.id)),
                    heads=(*heads, say("Difference with all others")),
                    rows=tuple(
                        self.rated(group.id, member, *pair)
                        for member, pair in zip(group.members, rates, strict=True)
                    ),
                )

    def rated(
        self, group: str, member: Member, rate: Rate | None, gap: Bounds | None
    ) -> tuple[str, ...]:
        """Write the row of a group with its rate."""
        label = self.member_label(group, member.id)
        return label, *self.parts(rate or Rate()), self.gap(gap, hundred=True)

    def distance(self, group: str, member: Member) -> tuple[str, ...]:
        """Write the row of a group with its distances."""
        errors = member.errors
        size = None if errors is None else errors.absolute
        return (
            self.member_label(group, member.id),
            self.number(errors.cases if errors else None),
            NOTHING if size is None else self.figure(size.value),
            NOTHING if size is None else self.ends(self.figure(size.low), self.figure(size.high)),
            self.gap(member.errors_difference, hundred=False),
        )


def _rest(rate: Rate) -> int | None:
    return None if rate.count is None or rate.of is None else rate.of - rate.count
