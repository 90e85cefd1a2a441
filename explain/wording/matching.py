"""How a call order is told: the rank before, the rank after, and by which rules."""

from collections.abc import Iterator

from explain.account import Fact, Reason
from explain.details import Overtaking, Ranking, Rate
from explain.explanation import Change, Explanation
from explain.wording.words import Words, capital

MOST_REASONS = 4


class RankWords:
    """Tells one person's place in a call order, and nobody else's."""

    def __init__(self, words: Words, explanation: Explanation, detail: Ranking) -> None:
        """Keep what is told."""
        self.words = words
        self.explanation = explanation
        self.detail = detail

    def rank(self, value: int) -> str:
        """Write a rank inside a sentence."""
        return self.words.text("the rank %(number)s", number=self.words.language.number(value))

    def summary(self) -> tuple[str, ...]:
        """Say both ranks, and how far they are apart."""
        words, detail = self.words, self.detail
        moved = detail.before - detail.after
        write = words.language.number
        ranks = {"from": write(detail.before), "to": write(detail.after)}
        if moved > 0:
            move = words.language.plural(
                "The rules move you up: %(from)s − %(to)s = %(count)s place.",
                "The rules move you up: %(from)s − %(to)s = %(count)s places.",
                moved,
                **ranks,
            )
        elif moved < 0:
            move = words.language.plural(
                "The rules move you down: %(to)s − %(from)s = %(count)s place.",
                "The rules move you down: %(to)s − %(from)s = %(count)s places.",
                -moved,
                **ranks,
            )
        else:
            move = words.text("The rules do not change your rank.")
        return (
            words.language.plural(
                "The list holds %(count)s person.",
                "The list holds %(count)s people.",
                detail.candidates,
            ),
            words.text("Before the rules, you have %(rank)s.", rank=self.rank(detail.before)),
            words.text("After the rules, you have %(rank)s.", rank=self.rank(detail.after)),
            move,
            words.text(
                "This rule decides your call: %(rule)s.", rule=words.label(detail.called_by)
            ),
        )

    def reasons(self) -> tuple[Reason, ...]:
        """Say who passed whom by which rule, then which rate played; four at most."""
        found = [*self._overtakings(), *self._rates()]
        return tuple(found[:MOST_REASONS])

    def _overtakings(self) -> Iterator[Reason]:
        for row in self.detail.overtaking:
            if row.passed_by:
                text = self.words.language.plural(
                    "%(count)s person passed you by this rule.",
                    "%(count)s people passed you by this rule.",
                    row.passed_by,
                )
                yield self._reason(row, text, -1)
            if row.passed:
                text = self.words.language.plural(
                    "You passed %(count)s person by this rule.",
                    "You passed %(count)s people by this rule.",
                    row.passed,
                )
                yield self._reason(row, text, 1)
            if row.passed_by is None or row.passed is None:
                text = self.words.text("A few people changed places by this rule, or none.")
                yield self._reason(row, text, 0)

    def _reason(self, row: Overtaking, sentence: str, direction: int) -> Reason:
        label = capital(self.words.label(row.rule))
        return Reason(label=label, value="", sentence=sentence, direction=direction)

    def _rates(self) -> Iterator[Reason]:
        for rate in self.detail.rates:
            yield Reason(
                label=self.words.label(rate.id, rate.label),
                value=self.words.quantity(rate.percent, "percent"),
                sentence=self._played(rate),
                direction=0,
            )

    def _played(self, rate: Rate) -> str:
        if not rate.bound:
            return self.words.text("This rate decided no call up to yours.")
        if rate.bound_calls is None:
            return self.words.text("This rate decided a few calls up to yours.")
        return self.words.language.plural(
            "This rate decided %(count)s call up to yours.",
            "This rate decided %(count)s calls up to yours.",
            rate.bound_calls,
        )

    def table(self) -> tuple[Fact, ...]:
        """List every number, each with what it means."""
        return tuple(self._rows())

    def _rows(self) -> Iterator[Fact]:
        words, detail = self.words, self.detail
        number = words.language.number
        yield Fact(
            label=words.text("Rank before the rules"),
            value=number(detail.before),
            note=words.text("Your place in the first list. The rank 1 is called first."),
        )
        yield Fact(
            label=words.text("Rank after the rules"),
            value=number(detail.after),
            note=words.text("Your place in the order of calls."),
        )
        yield Fact(
            label=words.text("People in the list"),
            value=number(detail.candidates),
            note=words.text("You are one of them."),
        )
        for rate in detail.rates:
            yield Fact(
                label=words.label(rate.id, rate.label),
                value=words.quantity(rate.percent, "percent"),
                note=self._played(rate) + self._served(rate),
            )

    def _served(self, rate: Rate) -> str:
        if rate.served is None:
            return " " + self.words.text("Small numbers are not given, to protect others.")
        return " " + self.words.language.plural(
            "%(count)s person of this group is called up to your rank.",
            "%(count)s people of this group are called up to your rank.",
            rate.served,
        )

    def shown(self, change: Change) -> str:
        """Write the rank that a change would give."""
        return self.rank(int(str(change.outcome)))
