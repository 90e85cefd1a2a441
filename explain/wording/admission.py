"""How places by points are told: each wish in its order, its cut-off, and what would change it."""

from collections.abc import Iterator
from dataclasses import replace

from explain.account import Fact, Reason, Stage
from explain.details import Admission, Trace, WishResult
from explain.explanation import Change, Explanation
from explain.issues import N_
from explain.wording import shared
from explain.wording.admission_changes import WishChanges
from explain.wording.rules import RuleWords
from explain.wording.wish_counts import WishCounts
from explain.wording.wish_reasons import WishReasons
from explain.wording.words import Words, capital

MOST_REASONS = 4

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
        yield from self._origin()
        if len(detail.wishes) > 1:
            yield self.words.language.plural(
                "You have %(count)s wish.", "You have %(count)s wishes.", len(detail.wishes)
            )
            yield say("You get the first wish, in your order, whose cut-off you reach.")
            yield say("Somebody who gets a wish leaves the places of the next ones to others.")
        if any(way.cutoff is not None for wish in detail.wishes for way in wish.ways):
            yield say("The cut-off is the points of the last person admitted.")
        yield from self._ties()
        if remains := self.words.labels.get("remains"):
            yield remains

    def _origin(self) -> Iterator[str]:
        """Say which run or which figures tell it, and who is counted there."""
        say, detail = self.words.text, self.detail
        if detail.basis == "cutoffs":
            yield say("This is found from published cut-offs: “%(title)s”.", title=detail.title)
            if not detail.synthetic:
                yield say("They are those of a real session. The other people are real too.")
            return
        yield say("This is found in the data of the run “%(title)s”.", title=detail.title)
        if detail.added:
            yield say("For this example, your request was added to it.")
        if detail.people is not None:
            yield self.words.language.plural(
                "With you, that makes %(count)s person.",
                "With you, that makes %(count)s people.",
                detail.people,
            )

    def _ties(self) -> Iterator[str]:
        """Say how people who have the same points are separated, as far as that is known."""
        say, detail = self.words.text, self.detail
        if detail.lottery is not None:
            number = self.words.language.number(detail.lottery)
            yield say("Your number in the lottery is %(number)s.", number=number)
            yield say("It only separates people who have the same points: the smaller comes first.")
        elif detail.basis == "run":
            yield say("In this run, a draw separates people who have the same points.")
            yield say("You have no number in it: you come after those who have as many points.")

    def reasons(self) -> tuple[Reason, ...]:
        """Say what came of each wish, four at most, in the order of the wishes."""
        telling = WishReasons(self.words, self.detail)
        return tuple(
            Reason(
                label=self._title(wish),
                value=self.words.text(_OUTCOMES[wish.outcome]),
                sentence=" ".join(telling.sentences(wish)),
                direction={"admitted": 1, "refused": -1}.get(wish.outcome, 0),
            )
            for wish in self.detail.wishes[:MOST_REASONS]
        )

    def others(self) -> str:
        """Say how many wishes there are in all, where some are left to the table."""
        count = len(self.detail.wishes)
        if count <= MOST_REASONS:
            return ""
        return self.words.text(
            "The table holds all wishes: %(count)s in total.",
            count=self.words.language.number(count),
        )

    def _title(self, wish: WishResult) -> str:
        name = self.names[wish.programme]
        if len(self.detail.wishes) == 1:
            return capital(name)
        number = self.words.language.number(wish.rank)
        return self.words.text("Wish %(number)s: %(programme)s", number=number, programme=name)

    def table(self) -> tuple[Fact, ...]:
        """List every wish with its points, its cut-offs, its counts."""
        telling = WishCounts(self.words, self.detail)
        return tuple(
            Fact(
                label=self._title(wish),
                value=capital(self.words.text(_OUTCOMES[wish.outcome])),
                note=" ".join(telling.sentences(wish)),
            )
            for wish in self.detail.wishes
        )

    def changes(self) -> tuple[str, ...]:
        """Say what would have brought a wish that was refused, exactly where it was run again."""
        titles = {wish.programme: self._title(wish) for wish in self.detail.wishes}
        return WishChanges(self.words, self.detail, titles).sentences()

    def parameters(self) -> tuple[Fact, ...]:
        """List the parameters that gave the points; rows of tables have names of their own."""
        rows: dict[tuple[str, str], str] = {}
        for wish in self.detail.wishes:
            rows |= self._rules(wish).named_rows()
        return shared.parameters(self.words, self.explanation, rows)

    def operations(self) -> tuple[Stage, ...]:
        """Write how the points of each wish came about, then what they are compared with."""
        return tuple(self._operations())

    def _operations(self) -> Iterator[Stage]:
        told: dict[Stage, list[str]] = {}
        for wish in self.detail.wishes:
            for stage in self._rules(wish).operations():
                told.setdefault(stage, []).append(self.names[wish.programme])
        for stage, programmes in told.items():
            yield stage if len(programmes) == len(self.names) else self._only(stage, programmes)
        for item in self.explanation.operations:
            name, _, rank = item.id.rpartition("_")
            wish = self.detail.wishes[int(rank) - 1]
            label = self.words.text(
                "%(label)s (%(value)s)",
                label=self.words.label(name, item.label),
                value=self.names[wish.programme],
            )
            yield replace(shared.operation(self.words, item), label=capital(label))

    def _only(self, stage: Stage, programmes: list[str]) -> Stage:
        """Say for which wishes a step gave this, where it gave something else for others."""
        text = N_("This holds for: %(programmes)s.")
        holds = self.words.text(text, programmes=self.words.listed(programmes))
        return replace(stage, note=f"{stage.note} {holds}".strip())

    def _rules(self, wish: WishResult) -> RuleWords:
        return RuleWords(self.words, self.explanation, Trace(steps=wish.steps))

    def shown(self, change: Change) -> str:
        """Write the outcome of a change."""
        return self.names.get(str(change.outcome), str(change.outcome))
