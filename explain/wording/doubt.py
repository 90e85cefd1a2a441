"""How sure a score is of one case, told to the agent who reviews it."""

from collections.abc import Iterator
from dataclasses import dataclass

from explain.details import Attribution, Outside
from explain.explanation import Explanation
from explain.i18n import Language
from explain.issues import N_
from explain.scores.doubt.record import Doubt, Nearness
from explain.scores.tallies import LEAST, Tally
from explain.spec import Spec
from explain.wording.words import Words, exact, words

MOST_COMBINATIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that an agent may have, and the answer in short sentences."""

    title: str
    answer: tuple[str, ...]


def doubts(
    found: Doubt, explanation: Explanation, spec: Spec, language: Language
) -> tuple[Question, ...]:
    """Say a doubt in one language. `spec` holds its labels in that language already."""
    telling = _Telling(words(spec, language), found, explanation)
    say = telling.words.text
    questions = (
        (telling.closeness(), telling.nearness()),
        (say("Would the reasons stay the same?"), telling.stability()),
        (say("Is this case unlike the reference cases?"), telling.strangeness()),
        (say("What does the calculation give for similar cases?"), telling.similar()),
    )
    told = ((title, tuple(answer)) for title, answer in questions)
    return tuple(Question(title=title, answer=answer) for title, answer in told if answer)


@dataclass(frozen=True, slots=True)
class _Telling:
    words: Words
    found: Doubt
    explanation: Explanation

    def closeness(self) -> str:
        if self.chosen:
            return self.words.text("Is another result close?")
        return self.words.text("Is the score close to the threshold?")

    def nearness(self) -> Iterator[str]:
        near, say = self.found.nearness, self.words.text
        if near is None:
            return
        if near.following is not None:
            yield from self.lead(near, near.following)
            return
        if near.gap == 0:
            yield say("The score is exactly on the threshold.")
        else:
            gap = self.words.quantity(near.gap, self.explanation.outcome.unit)
            yield say("The score is %(gap)s from the threshold.", gap=gap)
        if near.closer is None:
            yield from self.withheld()
            return
        yield from self.counted(
            near.closer,
            N_("Of %(of)s reference cases, %(count)s are closer to it."),
            N_("Of %(of)s reference cases, fewer than %(least)s are closer to it."),
            N_("Of %(of)s reference cases, all but a few are closer to it."),
        )

    def lead(self, near: Nearness, following: str) -> Iterator[str]:
        """Say which result comes next, and how far behind it is."""
        say, detail = self.words.text, self.explanation.detail
        unit = detail.scale.unit if isinstance(detail, Attribution) else None
        result = self.words.value(self.explanation.outcome.id, following, None)
        if near.gap == 0:
            yield say(
                "The next result is “%(result)s”, with the same points once rounded.", result=result
            )
        else:
            gap = self.words.quantity(near.gap, unit)
            yield say("The next result is “%(result)s”, %(gap)s behind.", result=result, gap=gap)
        if near.closer is None:
            yield from self.withheld()
            return
        yield from self.counted(
            near.closer,
            N_("Of %(of)s reference cases, %(count)s are closer to another result."),
            N_("Of %(of)s reference cases, fewer than %(least)s are closer to another result."),
            N_("Of %(of)s reference cases, all but a few are closer to another result."),
        )

    def stability(self) -> Iterator[str]:
        stable, say = self.found.stability, self.words.text
        if stable is None:
            return
        total = self.words.language.number(stable.resamples)
        yield say("The reasons depend on the reference cases.")
        yield say("We drew these cases again at random, %(total)s times.", total=total)
        if not stable.reasons:
            yield say(
                "There was still no reason to give in %(count)s draws out of %(total)s.",
                count=self.words.language.number(stable.same),
                total=total,
            )
            return
        yield say(
            "“%(label)s” stayed the first reason in %(count)s draws out of %(total)s.",
            label=self.label(stable.reasons[0]),
            count=self.words.language.number(stable.first),
            total=total,
        )
        yield say(
            "The same reasons were given, in any order, in %(count)s draws out of %(total)s.",
            count=self.words.language.number(stable.same),
            total=total,
        )

    def strangeness(self) -> Iterator[str]:
        outside, pairs = self.found.outside, self.found.combinations
        if outside is None or pairs is None:
            yield from self.withheld()
            return
        for item in outside:
            yield self.outside(item)
        for pair in pairs[:MOST_COMBINATIONS]:
            one, other = map(self.valued, pair.ids)
            yield self.words.text(
                "“%(one)s” and “%(other)s”: no reference case has both.", one=one, other=other
            )
        if outside or pairs:
            yield self.words.text("The calculation is less sure of such a case.")
        else:
            yield self.words.text("No: the reference cases cover each piece of information.")

    def similar(self) -> Iterator[str]:
        close, say = self.found.similar, self.words.text
        if "similar" in self.found.withheld:
            yield from self.withheld()
        if close is None:
            return
        if self.chosen:
            counted = (
                N_("Of %(of)s reference cases like this one, %(count)s get the same result."),
                N_(
                    "Of %(of)s reference cases like this one,"
                    " fewer than %(least)s get the same result."
                ),
                N_("Of %(of)s reference cases like this one, all but a few get the same result."),
            )
        else:
            counted = (
                N_("Of %(of)s reference cases like this one, %(count)s reach the threshold."),
                N_(
                    "Of %(of)s reference cases like this one,"
                    " fewer than %(least)s reach the threshold."
                ),
                N_("Of %(of)s reference cases like this one, all but a few reach the threshold."),
            )
        yield from self.counted(close.alike, *counted)
        yield say("They are the nearest ones, all their information taken together.")
        yield say("This counts what the calculation gives, not what was decided.")

    @property
    def chosen(self) -> bool:
        """Tell whether the score chose between several classes."""
        detail = self.explanation.detail
        return isinstance(detail, Attribution) and detail.explained is not None

    def counted(self, tally: Tally, exactly: str, few: str, most: str) -> Iterator[str]:
        """Say a count, as far as it may be told."""
        if tally.of is None:
            return
        number = self.words.language.number
        text = {"few": few, "most": most, None: exactly}[tally.side]
        count = "" if tally.count is None else number(tally.count)
        yield self.words.text(text, of=number(tally.of), count=count, least=number(LEAST))

    def withheld(self) -> Iterator[str]:
        yield self.words.text("The reference cases are not public: this is not told of them.")

    def outside(self, item: Outside) -> str:
        datum = next(datum for datum in self.explanation.data if datum.id == item.id)
        if item.low is None or item.high is None:
            return self.words.text(
                "“%(value)s”: no reference case has this.", value=self.valued(item.id)
            )
        low, high = (
            self.words.quantity(exact(end), datum.unit, whole=True) for end in (item.low, item.high)
        )
        return self.words.text(
            "“%(value)s”: the reference cases go from %(low)s to %(high)s.",
            value=self.valued(item.id),
            low=low,
            high=high,
        )

    def valued(self, name: str) -> str:
        """Write one of the case's own values with its label."""
        datum = next(datum for datum in self.explanation.data if datum.id == name)
        return self.words.text(
            "%(label)s: %(value)s",
            label=self.words.label(name, datum.label),
            value=self.words.datum(datum),
        )

    def label(self, name: str) -> str:
        detail = self.explanation.detail
        shares = detail.shares if isinstance(detail, Attribution) else ()
        return next(self.words.label(name, share.label) for share in shares if share.id == name)
