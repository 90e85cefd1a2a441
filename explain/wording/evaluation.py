"""How often a score is right, told in natural frequencies: so many in a hundred."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from explain.i18n import Language
from explain.issues import N_
from explain.scores.evaluation.record import Band, Bounds, Comparison, Evaluation, Member, Rate
from explain.scores.known_cases import MISSING
from explain.scores.spec import ScoreFile
from explain.scores.tallies import LEAST
from explain.wording.words import Words, words

NOTHING = "–"
"""Stands in a cell that is withheld."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: `rows` have as many cells as there are `heads`, the first of them names the row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An evaluation in one language: sentences, tables, and remarks that hold for them."""

    summary: tuple[str, ...]
    grids: tuple[Grid, ...]
    notes: tuple[str, ...]


def told(evaluation: Evaluation, spec: ScoreFile, language: Language) -> Told:
    """Say an evaluation in one language. `spec` holds its labels in that language already."""
    telling = _Telling(words(spec, language), evaluation, spec)
    return Told(
        summary=tuple(telling.summary()),
        grids=tuple(telling.grids()),
        notes=tuple(telling.notes()),
    )


@dataclass(frozen=True, slots=True)
class _Telling:
    words: Words
    found: Evaluation
    spec: ScoreFile

    def summary(self) -> Iterator[str]:
        say, found = self.words.text, self.found
        label = self.words.label("evaluation", found.data.label)
        yield say("The score was tried on known cases: %(label)s.", label=label)
        day = self.words.language.day(found.evaluated_on)
        yield self.words.language.plural(
            "That is %(count)s case, evaluated on %(day)s.",
            "That is %(count)s cases, evaluated on %(day)s.",
            found.data.rows,
            day=day,
        )
        if found.missed is not None:
            yield from self.wrong(
                found.missed,
                N_("“%(observed)s”: yes for %(of)s cases, and %(count)s are below the threshold."),
                N_("“%(observed)s”: yes for %(of)s cases, and a few are below the threshold."),
                N_("“%(observed)s”: yes for %(of)s cases, and almost all are below the threshold."),
            )
            yield self.side(self.spec.display.favourable == "above")
        if found.alarms is not None:
            yield from self.wrong(
                found.alarms,
                N_("“%(observed)s”: no for %(of)s cases, and %(count)s reach the threshold."),
                N_("“%(observed)s”: no for %(of)s cases, and a few reach the threshold."),
                N_("“%(observed)s”: no for %(of)s cases, and almost all reach the threshold."),
            )
            yield self.side(self.spec.display.favourable == "below")
        yield from self.away()

    def wrong(self, rate: Rate, exactly: str, few: str, most: str) -> Iterator[str]:
        """Say one way of being wrong, as far as it may be told."""
        if rate.of is None:
            return
        number = self.words.language.number
        message = {"few": few, "most": most, None: exactly}[rate.side]
        yield self.words.text(
            message,
            observed=self.observed(),
            of=number(rate.of),
            count=NOTHING if rate.count is None else number(rate.count),
        )
        if rate.rate is not None:
            yield self.words.text(
                "That is about %(rate)s in 100 (%(low)s to %(high)s).", **self.in_hundred(rate.rate)
            )

    def side(self, harmful: bool) -> str:  # noqa: FBT001 - private
        if harmful:
            return self.words.text("For these people the score is wrong to their disadvantage.")
        return self.words.text("For these people the score is wrong to their advantage.")

    def away(self) -> Iterator[str]:
        errors = self.found.errors
        if errors is None or errors.absolute is None or errors.signed is None:
            return
        yield self.words.text(
            "On average the score is %(away)s away from “%(observed)s”.",
            away=self.points(errors.absolute.value),
            observed=self.observed(),
        )
        mean = self.points(str(abs(Decimal(errors.signed.value))))
        if Decimal(errors.signed.value) < 0:
            yield self.words.text("The mean score is too low, by %(mean)s.", mean=mean)
        else:
            yield self.words.text("The mean score is too high, by %(mean)s.", mean=mean)

    def grids(self) -> Iterator[Grid]:
        if self.found.missed is not None and self.found.alarms is not None:
            yield self.counts(self.found.missed, self.found.alarms)
        if self.found.bands:
            yield self.bands()
        for group in self.found.groups:
            yield from self.group(group)

    def counts(self, missed: Rate, alarms: Rate) -> Grid:
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

    def bands(self) -> Grid:
        say = self.words.text
        predicted = self.found.calibration == "probability"
        heads = [say("The score predicts, in 100") if predicted else say("Points"), say("Cases")]
        heads += [say("Mean prediction, in 100")] if predicted else []
        heads += [say("Observed, in 100"), say("Interval")]
        rows = (self.band(band, predicted=predicted) for band in self.found.bands)
        return Grid(
            caption=say("“%(observed)s”, by what the score predicts", observed=self.observed()),
            heads=tuple(heads),
            rows=tuple(rows),
        )

    def band(self, band: Band, *, predicted: bool) -> tuple[str, ...]:
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

    def rated(
        self, group: str, member: Member, rate: Rate | None, gap: Bounds | None
    ) -> tuple[str, ...]:
        rate = rate or Rate()
        counted = NOTHING
        if rate.of is not None:
            counted = self.words.text(
                "%(count)s of %(of)s", count=self.number(rate.count), of=self.number(rate.of)
            )
        share = NOTHING if rate.rate is None else self.hundred(rate.rate.value)
        return (
            self.member_label(group, member.id),
            counted,
            share,
            self.interval(rate.rate),
            self.gap(gap, hundred=True),
        )

    def distance(self, group: str, member: Member) -> tuple[str, ...]:
        errors = member.errors
        size = None if errors is None else errors.absolute
        return (
            self.member_label(group, member.id),
            self.number(errors.cases if errors else None),
            NOTHING if size is None else self.figure(size.value),
            NOTHING if size is None else self.ends(self.figure(size.low), self.figure(size.high)),
            self.gap(member.errors_difference, hundred=False),
        )

    def notes(self) -> Iterator[str]:
        say = self.words.text
        yield say("An interval shows how far chance may have moved a number (95 %% certainty).")
        yield say(
            "A dash hides what would speak of fewer than %(least)s people, on its own or by"
            " subtraction.",
            least=self.words.language.number(LEAST),
        )
        if self.found.groups:
            yield say("A difference whose interval holds 0 may be due to chance.")
        yield say("Digest of these cases: %(digest)s", digest=self.found.data.digest)

    # Words for single things -------------------------------------------------------------

    def observed(self) -> str:
        declared = self.spec.evaluation
        label = declared.observed.label if declared else self.found.observed
        return self.words.label(f"evaluation.{self.found.observed}", label)

    def group_label(self, name: str) -> str:
        return self.words.label(f"evaluation.{name}", self.words.label(name))

    def member_label(self, group: str, name: str) -> str:
        plain = {"true": N_("yes"), "false": N_("no"), MISSING: N_("not known")}
        if name in plain:
            return self.words.text(plain[name])
        return self.words.label(
            f"evaluation.{group}.{name}", self.words.label(f"{group}.{name}", name)
        )

    def number(self, count: int | None) -> str:
        return NOTHING if count is None else self.words.language.number(count)

    def points(self, figure: str) -> str:
        display = self.spec.display
        places = display.decimals + 1
        return self.words.language.quantity(round(Decimal(figure), places), display.unit, places)

    def figure(self, figure: str) -> str:
        return self.words.language.number(round(Decimal(figure), self.spec.display.decimals + 1))

    def hundred(self, figure: str) -> str:
        return self.words.language.number(round(100 * Decimal(figure)))

    def tenths(self, figure: str) -> str:
        """Write a difference to one decimal: rounded further, its interval might hold 0."""
        return self.words.language.number(round(100 * Decimal(figure), 1), 1)

    def in_hundred(self, found: Bounds) -> dict[str, str]:
        return {
            "rate": self.hundred(found.value),
            "low": self.hundred(found.low),
            "high": self.hundred(found.high),
        }

    def interval(self, found: Bounds | None) -> str:
        if found is None:
            return NOTHING
        return self.ends(self.hundred(found.low), self.hundred(found.high))

    def ends(self, low: str, high: str) -> str:
        return self.words.text("%(low)s to %(high)s", low=low, high=high)

    def gap(self, found: Bounds | None, *, hundred: bool) -> str:
        if found is None:
            return NOTHING
        said = self.tenths if hundred else self.figure
        value = said(found.value)
        sign = "+" if Decimal(found.value) > 0 and value.strip("0,.") else ""
        return self.words.text(
            "%(value)s (%(low)s to %(high)s)",
            value=sign + value,
            low=said(found.low),
            high=said(found.high),
        )


def _rest(rate: Rate) -> int | None:
    return None if rate.count is None or rate.of is None else rate.of - rate.count
