"""The labels and the numbers of an evaluation, each as people read it."""

from dataclasses import dataclass
from decimal import Decimal

from explain.issues import N_
from explain.scores.evaluation.record import Bounds, Evaluation, Rate
from explain.scores.known_cases import MISSING
from explain.scores.spec import ScoreFile, decimals
from explain.wording.words import Words

NOTHING = "–"
"""Stands in a cell that is withheld."""

MOST_PLACES = 6
"""Whatever is smaller is written as 0."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Says single things of an evaluation; `spec` holds the labels."""

    words: Words
    found: Evaluation
    spec: ScoreFile

    def observed(self) -> str:
        """Return the label of what really happened."""
        declared = self.spec.evaluation
        label = declared.observed.label if declared else self.found.observed
        return self.words.label(f"evaluation.{self.found.observed}", label)

    def result(self, name: str) -> str:
        """Return the label of one of several results."""
        return self.words.value(self.spec.outcome.id, name, None)

    def group_label(self, name: str) -> str:
        """Return the label of what makes groups."""
        return self.words.label(f"evaluation.{name}", self.words.label(name))

    def member_label(self, group: str, name: str) -> str:
        """Return the label of one group."""
        plain = {"true": N_("yes"), "false": N_("no"), MISSING: N_("not known")}
        if name in plain:
            return self.words.text(plain[name])
        return self.words.label(
            f"evaluation.{group}.{name}", self.words.label(f"{group}.{name}", name)
        )

    def number(self, count: int | None) -> str:
        """Write a count."""
        return NOTHING if count is None else self.words.language.number(count)

    def points(self, figure: str) -> str:
        """Write points with their unit."""
        display = self.spec.display
        places = display.decimals + 1
        return self.words.language.quantity(round(Decimal(figure), places), display.unit, places)

    def figure(self, figure: str) -> str:
        """Write points, or a value of their scale."""
        value = _unlike_zero(Decimal(figure), self.spec.display.decimals + 1)
        return self.words.language.number(value)

    def tenths(self, figure: str) -> str:
        """Write a difference to one decimal, or to more where it would be taken for 0."""
        value = _unlike_zero(100 * Decimal(figure), 1)
        return self.words.language.number(value, max(1, decimals(value)))

    def hundred(self, figure: str) -> str:
        """Write a rate as so many in a hundred."""
        return self.words.language.number(round(100 * Decimal(figure)))

    def in_hundred(self, found: Bounds) -> dict[str, str]:
        """Write a rate and its ends as so many in a hundred."""
        return {
            "rate": self.hundred(found.value),
            "low": self.hundred(found.low),
            "high": self.hundred(found.high),
        }

    def interval(self, found: Bounds | None) -> str:
        """Write the ends of a rate."""
        if found is None:
            return NOTHING
        return self.ends(self.hundred(found.low), self.hundred(found.high))

    def ends(self, low: str, high: str) -> str:
        """Write two ends."""
        return self.words.text("%(low)s to %(high)s", low=low, high=high)

    def gap(self, found: Bounds | None, *, hundred: bool) -> str:
        """Write a difference with its ends."""
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

    def parts(self, rate: Rate) -> tuple[str, str, str]:
        """Write how many of how many, how many in 100, and the interval."""
        counted = NOTHING
        if rate.of is not None:
            counted = self.words.text(
                "%(count)s of %(of)s", count=self.number(rate.count), of=self.number(rate.of)
            )
        share = NOTHING if rate.rate is None else self.hundred(rate.rate.value)
        return counted, share, self.interval(rate.rate)


def _unlike_zero(value: Decimal, places: int) -> Decimal:
    """Round to so many decimals; what is not 0 keeps more of them, until a digit shows.

    An interval that ends just short of 0 does not hold it.
    """
    while value and not round(value, places) and places < MOST_PLACES:
        places += 1
    return round(value, places)
