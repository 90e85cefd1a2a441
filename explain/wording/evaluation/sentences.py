"""An evaluation in sentences."""

from collections.abc import Iterator
from decimal import Decimal

from explain.issues import N_
from explain.scores.evaluation.record import ClassRates, Rate
from explain.scores.tallies import LEAST
from explain.wording.evaluation.figures import NOTHING, Figures


class Sentences(Figures):
    """Says an evaluation."""

    __slots__ = ()

    def summary(self) -> Iterator[str]:
        """Say how often the score was right."""
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
        for one in found.classes or ():
            yield from self.chosen(one)
        yield from self.away()

    def chosen(self, one: ClassRates) -> Iterator[str]:
        """Say how often one of several results was right, in both directions."""
        yield from self.wrong(
            one.missed or Rate(),
            N_("“%(result)s”: really so for %(of)s cases, and %(count)s got another result."),
            N_("“%(result)s”: really so for %(of)s cases, and a few got another result."),
            N_("“%(result)s”: really so for %(of)s cases, and almost all got another result."),
            result=self.result(one.id),
        )
        yield from self.wrong(
            one.alarms or Rate(),
            N_("“%(result)s”: not so for %(of)s cases, and %(count)s got it all the same."),
            N_("“%(result)s”: not so for %(of)s cases, and a few got it all the same."),
            N_("“%(result)s”: not so for %(of)s cases, and almost all got it all the same."),
            result=self.result(one.id),
        )

    def wrong(self, rate: Rate, exactly: str, few: str, most: str, **about: str) -> Iterator[str]:
        """Say one way of being wrong, as far as it may be told."""
        if rate.of is None or (rate.count is None and rate.side is None):
            return
        number = self.words.language.number
        message = {"few": few, "most": most, None: exactly}[rate.side]
        yield self.words.text(
            message,
            observed=self.observed(),
            of=number(rate.of),
            count=NOTHING if rate.count is None else number(rate.count),
            **about,
        )
        if rate.rate is not None:
            yield self.words.text(
                "That is about %(rate)s in 100 (%(low)s to %(high)s).", **self.in_hundred(rate.rate)
            )

    def side(self, harmful: bool) -> str:  # noqa: FBT001 - private
        """Say for whom an error is bad."""
        if harmful:
            return self.words.text("For these people the score is wrong to their disadvantage.")
        return self.words.text("For these people the score is wrong to their advantage.")

    def away(self) -> Iterator[str]:
        """Say how far numbers are away."""
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

    def notes(self) -> Iterator[str]:
        """Say what holds for every number."""
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
