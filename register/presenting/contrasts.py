"""What two versions give for the same case, as people read it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from explain.explanation import Result
from explain.issues import CASE_MISSING, Issue
from explain.spec import Input, Spec
from explain.wording import account
from register.entry.cases import named
from register.i18n import Language
from register.outcomes import Contrast, Pair, Run
from register.pages.compare_views import ContrastRow, Contrasts
from register.presenting import paths
from register.presenting.data import Record
from register.shelf import Shelf

_ORDER = ("decision", "value", "not_comparable")


@dataclass(frozen=True, slots=True)
class Telling:
    """Two versions in one language."""

    shelf: Shelf
    pair: Pair
    words: Language

    def spec(self, number: int) -> Spec:
        """Return what a version declares, with its texts in this language."""
        version = self.pair.holding.version(number)
        return version.spec_in(self.words.code, self.pair.algorithms[number].spec)

    def inputs(self) -> dict[str, Input]:
        """Return the inputs of both versions by id; the newer one names those in common."""
        return {item.id: item for number in self.pair.numbers for item in self.spec(number).inputs}

    def row(self, contrast: Contrast) -> ContrastRow:
        """Say what each version gives for one case."""
        title, case = contrast.name, contrast.case
        if case is not None and case.title:
            title = getattr(case.title, self.words.code)
        known = contrast.name in self.pair.holding.cases
        slug, code = self.pair.holding.slug, self.words.code
        return ContrastRow(
            title=title,
            effect=contrast.effect,
            before=self.result(contrast.before),
            after=self.result(contrast.after),
            notes=tuple(self._notes(contrast)),
            href=paths.example(code, slug, contrast.name) if known else None,
        )

    def result(self, run: Run) -> str:
        """Say what a version gives in a sentence, or why it gives nothing."""
        if run.explanation is None:
            return " ".join(self._reasons(run))
        version = self.pair.holding.version(run.number)
        owner = self.shelf.administrations[version.entry.administrations[0]]
        said = named(run.explanation, version, owner, self.words.code)
        outcome = account(said, self.spec(run.number), self.words).outcome
        return f"{outcome} {self._side(run.explanation.outcome)}".strip()

    def _side(self, outcome: Result) -> str:
        """Say on which side of the threshold a score is, if there is one."""
        if outcome.reached is None or outcome.threshold is None:
            return ""
        limit = self.words.quantity(Decimal(str(outcome.threshold)), outcome.unit)
        if outcome.reached:
            return self.words.text("It reaches the threshold of %(limit)s.", limit=limit)
        return self.words.text("It is below the threshold of %(limit)s.", limit=limit)

    def _reasons(self, run: Run) -> Iterable[str]:
        say = self.words.text
        if run.lacking:
            names = self._names(run.lacking)
            yield say("It needs data that this case does not give: %(names)s.", names=names)
        for issue in run.issues:
            if issue.code != CASE_MISSING:
                yield self.words.message(self._labelled(issue))

    def _notes(self, contrast: Contrast) -> Iterable[str]:
        for run in (contrast.before, contrast.after):
            if run.unused:
                yield self.words.text(
                    "Version %(number)s does not look at: %(names)s.",
                    number=run.number,
                    names=self._names(run.unused),
                )

    def _names(self, ids: Sequence[str]) -> str:
        known = self.inputs()
        return self.words.join(known[name].label if name in known else name for name in ids)

    def _labelled(self, issue: Issue) -> Issue:
        known = self.inputs()
        if issue.field not in known or "label" not in issue.values:
            return issue
        return replace(issue, values={**issue.values, "label": known[issue.field].label})


def contrasts(telling: Telling, found: Sequence[Contrast]) -> Contrasts:
    """Say what both versions give for every worked example."""
    rows = [telling.row(item) for item in found]
    changed = [row for effect in _ORDER for row in rows if row.effect == effect]
    pair = telling.pair
    return Contrasts(
        sentences=tuple(_counted(found, telling.words)),
        changed=tuple(changed),
        same=tuple(row for row in rows if row.effect == "same"),
        form_href=paths.contrast(telling.words.code, pair.holding.slug, *pair.numbers),
    )


def contrast_data(telling: Telling, contrast: Contrast) -> Record:
    """Describe what two versions give for one case."""
    return {
        "case": contrast.name,
        "effect": contrast.effect,
        "before": _run_data(telling, contrast.before),
        "after": _run_data(telling, contrast.after),
    }


def _run_data(telling: Telling, run: Run) -> Record:
    outcome = run.explanation.outcome if run.explanation else None
    return {
        "version": run.number,
        "outcome": None if outcome is None else outcome.value,
        "unit": outcome.unit if outcome else None,
        "reached": outcome.reached if outcome else None,
        "text": telling.result(run),
        "codes": [issue.code.id for issue in run.issues],
        "unused": list(run.unused),
        "lacking": list(run.lacking),
    }


def _counted(found: Sequence[Contrast], words: Language) -> Iterable[str]:
    counts = Counter(item.effect for item in found)
    if not found:
        return
    yield words.plural(
        "%(count)s example was run through both versions.",
        "%(count)s examples were run through both versions.",
        len(found),
    )
    if counts["same"] == len(found):
        yield words.text("All of them give the same result.")
        return
    if counts["decision"]:
        yield words.plural(
            "%(count)s would have had another outcome.",
            "%(count)s would have had another outcome.",
            counts["decision"],
        )
    if counts["value"]:
        yield words.plural(
            "%(count)s gets another number, with the same outcome.",
            "%(count)s get another number, with the same outcome.",
            counts["value"],
        )
    if counts["same"]:
        yield words.plural(
            "%(count)s gets the same result.", "%(count)s get the same result.", counts["same"]
        )
    if counts["not_comparable"]:
        yield words.plural(
            "%(count)s can only be calculated by one of the two versions, or by none.",
            "%(count)s can only be calculated by one of the two versions, or by none.",
            counts["not_comparable"],
        )
