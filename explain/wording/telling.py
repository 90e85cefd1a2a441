"""From an explanation to its account: which family tells it, and the parts they share."""

from collections.abc import Iterator
from dataclasses import fields

from explain.account import Account, Chart, Fact, Sentences, Stage
from explain.details import Admission, Attribution, Proposals, Ranking
from explain.explanation import Explanation
from explain.i18n import Language
from explain.spec import Spec
from explain.wording import shared
from explain.wording.admission import AdmissionWords
from explain.wording.changes import changes
from explain.wording.charts import waterfall
from explain.wording.dependence import of_case
from explain.wording.matching import RankWords
from explain.wording.proposals import ProposalWords
from explain.wording.resting import tree
from explain.wording.rules import RuleWords
from explain.wording.score_stages import ScoreStages
from explain.wording.scores import ScoreWords
from explain.wording.together import together
from explain.wording.words import Words, words

Telling = RuleWords | RankWords | ProposalWords | AdmissionWords | ScoreWords


def account(explanation: Explanation, spec: Spec, language: Language) -> Account:
    """Say `explanation` in one language. `spec` holds its labels in that language already."""
    said = words(spec, language)
    telling = _telling(said, explanation, spec)
    sentences = _sentences(said, telling, explanation, spec)
    return Account(
        **{item.name: getattr(sentences, item.name) for item in fields(sentences)},
        chart=_chart(telling),
        table=telling.table(),
        data=_data(said, explanation),
        parameters=_parameters(said, telling, explanation),
        operations=_operations(said, telling, explanation),
        provenance=shared.provenance(said, explanation),
        tree=tree(telling) if isinstance(telling, RuleWords) else None,
        dependence=of_case(telling) if isinstance(telling, RuleWords) else None,
        effects_are_weights=isinstance(telling, ScoreWords) and telling.effects_are_weights(),
        waterfall=waterfall(telling) if isinstance(telling, ScoreWords) else (),
    )


def spoken(explanation: Explanation, spec: Spec, language: Language) -> Sentences:
    """Return the sentences of `account` alone, which is several times less work."""
    said = words(spec, language)
    return _sentences(said, _telling(said, explanation, spec), explanation, spec)


def _data(said: Words, explanation: Explanation) -> tuple[Fact, ...]:
    """List the data used; what nobody had to give stands in the run of the day."""
    detail, missing = explanation.detail, ""
    if isinstance(detail, Proposals) and detail.basis == "run":
        missing = said.text("not given: found in the data of the day")
    return shared.data(said, explanation, missing)


def _sentences(said: Words, telling: Telling, explanation: Explanation, spec: Spec) -> Sentences:
    return Sentences(
        language=said.language.code,
        outcome=_outcome(said, telling, explanation),
        summary=telling.summary(),
        reasons=telling.reasons(),
        others=telling.others() if isinstance(telling, ScoreWords | AdmissionWords) else "",
        changes=_changes(said, telling, explanation),
        together=_together(said, telling, explanation),
        contribution=(spec.contribution.degree, spec.contribution.mode),
        limits=shared.limits(said, explanation),
        warning=shared.warning(said, explanation.about.fidelity),
        invented=shared.invented(said, explanation),
    )


def _telling(said: Words, explanation: Explanation, spec: Spec) -> Telling:
    detail = explanation.detail
    if isinstance(detail, Attribution):
        groups = getattr(spec, "groups", ())  # of a score; only scores load the module of theirs
        sums = {group.id: group.inputs for group in groups if not group.together}
        return ScoreWords(said, explanation, detail, sums)
    if isinstance(detail, Proposals):
        return ProposalWords(said, explanation, detail)
    if isinstance(detail, Admission):
        return AdmissionWords(said, explanation, detail)
    if isinstance(detail, Ranking):
        return RankWords(said, explanation, detail)
    return RuleWords(said, explanation, detail)


def _outcome(said: Words, telling: Telling, explanation: Explanation) -> str:
    if isinstance(telling, RankWords):
        result = explanation.outcome
        label = said.label(result.id, result.label)
        return shared.result_sentence(said, label, telling.rank(telling.detail.after))
    if isinstance(telling, AdmissionWords):
        return telling.outcome()
    return shared.outcome(said, explanation)


def _changes(said: Words, telling: Telling, explanation: Explanation) -> tuple[str, ...]:
    if isinstance(telling, ProposalWords | AdmissionWords):
        return telling.changes()
    told = changes(said, explanation, telling.shown)
    if not isinstance(telling, ScoreWords):
        return told
    return (*_untried(said, explanation), *told, *_more(said, explanation))


def _together(said: Words, telling: Telling, explanation: Explanation) -> tuple[str, ...]:
    return together(said, explanation, telling.shown) if isinstance(telling, ScoreWords) else ()


MOST_CHANGES = 3
"""How many changes of a score are kept in its record."""


def _untried(said: Words, explanation: Explanation) -> Iterator[str]:
    """Name what is missing, which is not tried, where changes of a score are told."""
    missing = [datum for datum in explanation.data if datum.value is None]
    if not missing or not (explanation.changes or explanation.together):
        return
    named = (
        said.text("“%(label)s” is missing.", label=said.label(datum.id, datum.label))
        for datum in missing
    )
    told = said.text("Giving what is missing may change the result: this is not tried here.")
    yield " ".join((*named, told))


def _more(said: Words, explanation: Explanation) -> Iterator[str]:
    """Say that there may be more changes of a score than are shown."""
    if len(explanation.changes) == MOST_CHANGES:
        yield said.text("At most three changes are shown. Others may be enough as well.")


def _chart(telling: Telling) -> Chart | None:
    return telling.chart() if isinstance(telling, ScoreWords) else None


def _parameters(said: Words, telling: Telling, explanation: Explanation) -> tuple[Fact, ...]:
    if isinstance(telling, ScoreWords | AdmissionWords):
        return telling.parameters()
    if isinstance(telling, RuleWords):
        return shared.parameters(said, explanation, telling.named_rows())
    return shared.parameters(said, explanation)


def _operations(said: Words, telling: Telling, explanation: Explanation) -> tuple[Stage, ...]:
    if isinstance(telling, ScoreWords):
        return ScoreStages(telling).told()
    if isinstance(telling, RuleWords | AdmissionWords):
        return telling.operations()
    return shared.operations(said, explanation)
