"""How a score is told: where it starts, what each piece of information adds or removes."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from explain.account import Bar, Chart, Fact, Reason
from explain.details import Attribution, Number, Share
from explain.explanation import Change, Combination, Datum, Explanation, Parameter
from explain.issues import N_
from explain.wording.words import Words, decimals, exact

MOST_REASONS = 4
"""More than four reasons help nobody (12 CFR 1002, supplement I, 9(b)(2)-1)."""

WEIGHT_DIGITS = 3
"""Digits of a weight that are told, and decimals at least; the record holds twelve digits."""

SEEN = Decimal("1e-9")
"""A smaller difference is one of writing: the record holds twelve digits."""

NO_GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class ScoreWords:
    """Tells one explained score. Every number is a printed one of the record."""

    def __init__(
        self,
        words: Words,
        explanation: Explanation,
        detail: Attribution,
        groups: Mapping[str, tuple[str, ...]] = NO_GROUPS,
    ) -> None:
        """Take the printed points from the record: start + shares = total.

        `groups` says, by their id, of which inputs each sum of the record is made.
        """
        self.words = words
        self.groups = groups
        self.explanation = explanation
        self.detail = detail
        self.points = [(share, exact(share.points)) for share in detail.shares]
        self.total = detail.total
        self.start = detail.start
        ranked = sorted(self.points, key=lambda pair: -abs(pair[1]))
        self.main = [pair for pair in ranked if pair[1]][:MOST_REASONS]
        self.rest = sum((points for _, points in ranked), Decimal(0)) - sum(
            (points for _, points in self.main), Decimal(0)
        )

    def amount(self, value: Decimal) -> str:
        """Write printed points with their unit."""
        scale = self.detail.scale
        return self.words.language.quantity(value, scale.unit, scale.decimals)

    def sum(self, terms: Iterable[Decimal]) -> str:
        """Write points one after another with their signs, as in “46 − 9 + 4”."""
        first, *others = terms
        write, decimals = self.words.language.number, self.detail.scale.decimals
        told = [write(first, decimals)]
        told += [f"{'−' if one < 0 else '+'} {write(abs(one), decimals)}" for one in others]
        return " ".join(told)

    def signed(self, value: Decimal) -> str:
        """Write printed points with their sign."""
        text = self.amount(value)
        return f"+{text}" if value > 0 else text

    def summary(self) -> tuple[str, ...]:
        """Say the threshold and the distance to it, then where the calculation starts."""
        words, background = self.words, self.detail.background
        return (
            *self._choice(),
            *self._threshold(),
            words.text(
                "The calculation starts from %(value)s (“%(group)s”).",
                group=words.label("background", background.label),
                value=self.amount(self.start),
            ),
            *self._examples(),
            words.text("Then each piece of information adds or removes something."),
            *self._rounding(),
            words.label("display.definition", self.detail.scale.definition),
            *self._error(),
            *self._outside(),
        )

    def _examples(self) -> Iterator[str]:
        """Say over how many rows the start is a mean, unless the background's label does."""
        background = self.detail.background
        label = self.words.label("background", background.label)
        if str(background.rows) in "".join(filter(str.isdigit, label)):
            return
        yield self.words.language.plural(
            "That is the mean of %(count)s example.",
            "That is the mean of %(count)s examples.",
            background.rows,
        )

    def _rounding(self) -> Iterator[str]:
        """Say that the printed points are rounded, where they are."""
        scale, detail = self.detail.scale, self.detail
        ends = ((detail.base, self.start), (detail.output, self.total))
        whole = [
            *((exact(value) * exact(scale.scale), points) for value, points in self._exactly()),
            *((exact(scale.offset) + exact(scale.scale) * exact(end), at) for end, at in ends),
        ]
        if any(abs(value - exact(points)) > SEEN for value, points in whole):
            yield self.words.text("The points are rounded, up or down, so that they add up.")

    def _exactly(self) -> Iterator[tuple[Number, Number]]:
        return ((share.value, share.points) for share in self.detail.shares)

    def _choice(self) -> Iterator[str]:
        """Say how one of several classes was chosen."""
        if self.detail.explained is None:
            return
        words = self.words
        yield words.text("Each possible result has its own points; the one with the most is kept.")
        yield words.text(
            "It has %(value)s. What follows explains them.", value=self.amount(self.total)
        )

    def _outside(self) -> Iterator[str]:
        """Say which information is beyond what the reference examples hold."""
        for item in self.detail.outside:
            datum = next(datum for datum in self.explanation.data if datum.id == item.id)
            label = self.words.label(item.id, item.label)
            if item.low is None or item.high is None:
                value = self.words.datum(datum)
                yield self.words.text(
                    "“%(label)s: %(value)s”: none of the examples is like that.",
                    label=label,
                    value=value,
                )
            else:
                beyond = exact(datum.value) > exact(item.high)  # type: ignore[arg-type]  # a number
                limit = self.words.quantity(
                    exact(item.high if beyond else item.low), datum.unit, whole=True
                )
                text = (
                    N_("“%(label)s”: no example is above %(limit)s.")
                    if beyond
                    else N_("“%(label)s”: no example is below %(limit)s.")
                )
                yield self.words.text(text, label=label, limit=limit)
        if self.detail.outside:
            yield self.words.text("So the calculation is less sure here.")

    def _threshold(self) -> Iterator[str]:
        words, outcome = self.words, self.explanation.outcome
        if outcome.threshold is None:
            return
        threshold = exact(outcome.threshold)
        yield words.text("The threshold is %(value)s.", value=self.amount(threshold))
        gap = self.amount(abs(self.total - threshold))
        if self.total < threshold:
            difference = self.sum((threshold, -self.total))
            yield words.text(
                "The total is below it: %(sum)s = %(value)s.", sum=difference, value=gap
            )
        elif self.total > threshold:
            difference = self.sum((self.total, -threshold))
            yield words.text(
                "The total is above it: %(sum)s = %(value)s.", sum=difference, value=gap
            )
        else:
            yield words.text("The total is exactly on the threshold: that is enough to reach it.")

    def _error(self) -> Iterator[str]:
        if self.detail.error is not None:
            error = self.words.language.number(round(exact(self.detail.error), 3))
            yield self.words.text(
                "These effects are estimates, give or take %(error)s.", error=error
            )

    def reasons(self) -> tuple[Reason, ...]:
        """Give the largest effects, four at most, the largest first."""
        return tuple(self._reason(share, points) for share, points in self.main)

    def _reason(self, share: Share, points: Decimal) -> Reason:
        return Reason(
            label=self.words.label(share.id, share.label),
            value=self._own(share),
            sentence=self._effect(points),
            direction=1 if points > 0 else -1,
        )

    def _effect(self, points: Decimal) -> str:
        value = self.amount(abs(points))
        if points > 0:
            return self.words.text("The calculation adds %(value)s.", value=value)
        return self.words.text("The calculation removes %(value)s.", value=value)

    def others(self) -> str:
        """Sum up everything that is not among the reasons, and show that all of it adds up."""
        if len(self.main) == len(self.points):
            return ""
        value = self.amount(abs(self.rest))
        if self.rest > 0:
            text = N_("Other information: the calculation adds %(value)s in total.")
        elif self.rest < 0:
            text = N_("Other information: the calculation removes %(value)s in total.")
        else:
            return self.words.text("Other information: no effect in total.")
        terms = (self.start, *(points for _, points in self.main), self.rest)
        check = self.words.text(
            "In full: %(sum)s = %(total)s.", sum=self.sum(terms), total=self.amount(self.total)
        )
        return self.words.text(text, value=value) + " " + check

    def chart(self) -> Chart:
        """Draw the reasons and the rest, from zero."""
        rows = [(self.words.label(s.id, s.label), points) for s, points in self.main]
        if len(self.main) < len(self.points):
            rows.append((self.words.text("Other information"), self.rest))
        longest = max((abs(points) for _, points in rows), default=Decimal(0)) or Decimal(1)
        bars = tuple(
            Bar(label=label, text=self.signed(points), share=float(points / longest))
            for label, points in rows
        )
        listed = self.words.listed(
            self.words.text("%(label)s: %(value)s", label=bar.label, value=bar.text) for bar in bars
        )
        return Chart(
            title=self.words.text("What the calculation adds and removes"),
            description=self.words.text("Bars to the right add, bars to the left remove.")
            + f" {listed}.",
            bars=bars,
            less=self.words.text("removes"),
            more=self.words.text("adds"),
        )

    def table(self) -> tuple[Fact, ...]:
        """List the start, every effect and the total: the column adds up."""
        words = self.words
        group = words.label("background", self.detail.background.label)
        start = Fact(
            label=words.text("Start"), value=self.amount(self.start), note=group, aside=group
        )
        rows = [self._row(share, points) for share, points in self.points]
        total = Fact(label=words.text("Total"), value=self.amount(self.total))
        return (start, *rows, total)

    def effects_are_weights(self) -> bool:
        """Tell whether the record gives as weights the printed effects themselves (trees)."""
        effects = [(share.id, points) for share, points in self.points]
        weights = self.explanation.parameters[: len(effects)]
        return effects == [
            (item.id, exact(item.value)) for item in weights if not isinstance(item.value, str)
        ]

    def parameters(self) -> tuple[Fact, ...]:
        """List the weights, each with what it is for, then the start and the threshold (3°)."""
        return tuple(self._parameter(item) for item in self.explanation.parameters)

    def _parameter(self, item: Parameter) -> Fact:
        label = self.words.label(item.id, item.label)
        unit = item.unit or self.detail.scale.unit
        datum = next((datum for datum in self.explanation.data if datum.id == item.id), None)
        if datum is None or isinstance(item.value, str):
            return Fact(label=label, value=self.words.value(item.id, item.value, unit))
        weight = exact(item.value)
        size = max(WEIGHT_DIGITS, WEIGHT_DIGITS - 1 - weight.adjusted()) if weight else 0
        told = round(weight, size)
        return Fact(
            label=label,
            value=self.words.language.quantity(told, unit, decimals(told)),
            note=self._per(item, datum),
        )

    def _per(self, item: Parameter, datum: Datum) -> str:
        """Say what a weight is for."""
        if item.unit is not None:
            return self.words.text("For “%(value)s”.", value=self.words.datum(datum))
        if datum.type == "boolean":
            return self.words.text("For “yes” instead of “no”.")
        one = self.words.quantity(1, datum.unit, whole=True)
        return self.words.text("For each more: %(one)s.", one=one)

    def _row(self, share: Share, points: Decimal) -> Fact:
        note = self.words.text("Your information: %(value)s.", value=self._own(share))
        mean = self._mean(share)
        if mean:
            note += " " + self.words.text(
                "Average of the examples where it is known: %(value)s.", value=mean
            )
        return Fact(label=self._named(share), value=self.signed(points), note=note, aside=mean)

    def name(self, share: Share) -> str:
        """Name a share in this language."""
        return self.words.label(share.id, share.label)

    def _named(self, share: Share) -> str:
        """Name a share; a group of inputs that counts as one also by all of them."""
        name = self.name(share)
        if len(share.inputs) == 1:
            return name
        data = [datum for datum in self.explanation.data if datum.id in share.inputs]
        members = self.words.listed(self.words.label(item.id, item.label) for item in data)
        return self.words.text("%(label)s (%(value)s)", label=name, value=members)

    def _own(self, share: Share) -> str:
        """Write the information of a share: of a group, all of it."""
        data = [datum for datum in self.explanation.data if datum.id in share.inputs]
        if len(data) == 1:
            return self.words.datum(data[0])
        return self.words.listed(self.words.datum(datum) for datum in data)

    def _mean(self, share: Share) -> str:
        if share.reference is None:
            return ""
        datum = next(datum for datum in self.explanation.data if datum.id in share.inputs)
        mean = exact(share.reference)
        if datum.type == "boolean":
            part = self.words.language.quantity(mean * 100, "percent", decimals(mean.scaleb(2)))
            return self.words.text("“yes” for %(part)s", part=part)
        if datum.type not in {"number", "integer", "amount"}:
            return ""
        size = 0 if abs(mean) >= 100 else 2  # noqa: PLR2004 - three digits tell enough
        return self.words.quantity(round(mean, size), datum.unit, whole=True)

    def shown(self, change: Change | Combination) -> str:
        """Write the outcome of a change: a class, or points on their side of the threshold."""
        if self.detail.explained is not None:
            label = self.words.value(self.explanation.outcome.id, change.outcome, None)
            return self.words.text("“%(label)s”", label=label)
        scale = self.detail.scale
        step = Decimal(1).scaleb(-scale.decimals)
        points = exact(change.outcome).quantize(step)  # type: ignore[arg-type]  # points
        if change.reached is False and scale.threshold is not None and points >= scale.threshold:
            points -= step
        return self.amount(points)
