"""The parts of an entry's page that are lists of facts with labels."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from explain.issues import N_
from register.entry.known import Unknown
from register.entry.labels import value_text
from register.entry.model import Entry
from register.entry.parts import Deployment, Risk, SourceCode, Study, Supplier
from register.pages.entry_views import Fact, FactGroup, LabelledFact
from register.presenting.facts import Facts

Item = TypeVar("Item")


def context(entry: Entry, facts: Facts) -> tuple[LabelledFact, ...]:
    """Say what the calculation is for."""
    say, known = facts.words.text, facts.labelled
    return (
        known(say("Purpose"), "purpose", entry.purpose),
        known(say("Why a calculation"), "justification", entry.justification),
        known(say("Procedure of which it is a step"), "process_context", entry.process_context),
        known(say("What it gives, and to whom"), "outputs", entry.outputs),
        known(
            say("Decisions in a year"),
            "decisions_per_year",
            entry.decisions_per_year,
            facts.yearly,
        ),
        known(say("Where it is used"), "territory", entry.territory),
    )


def automation(entry: Entry, facts: Facts) -> tuple[LabelledFact, ...]:
    """Answer the questions on which the law branches."""
    say, known, flag = facts.words.text, facts.labelled, facts.flag
    return (
        known(
            say("Does it lead to a decision about one person or body?"),
            "individual_decision",
            entry.individual_decision,
            flag,
        ),
        known(
            say("Are decisions taken without any human?"),
            "solely_automated",
            entry.solely_automated,
            flag,
        ),
        known(
            say("Do those who decide rely heavily on its result?"),
            "score_is_decisive",
            entry.score_is_decisive,
            flag,
        ),
        known(
            say("Does it change its own rules while in use?"),
            "self_revising",
            entry.self_revising,
            flag,
        ),
        known(
            say("Does it use sensitive data (health, opinions, origin)?"),
            "sensitive_data",
            entry.sensitive_data,
            flag,
        ),
        known(
            say("Who can depart from the result, and how?"),
            "human_intervention",
            entry.human_intervention,
        ),
    )


def limits(entry: Entry, facts: Facts) -> tuple[FactGroup, ...]:
    """Return risks, assessments, evaluations and disputes."""
    say = facts.words.text
    studies = (
        (say("Impact assessments"), "assessments", entry.assessments),
        (say("Evaluations and audits"), "evaluations", entry.evaluations),
        (say("Disputes and opinions of authorities"), "litigation", entry.litigation),
    )
    return (
        _group(facts, say("Risks, and what is done about them"), "risks", entry.risks, _risk),
        *(_group(facts, title, key, value, _study) for title, key, value in studies),
    )


def law(entry: Entry, facts: Facts) -> tuple[LabelledFact, ...]:
    """Say what the CRPA, the GDPR and the AI act demand here."""
    say, known = facts.words.text, facts.labelled
    applies = facts.fact("crpa", entry.crpa.applies, facts.flag)
    crpa = _joined(applies, entry.crpa.note)
    personal = f"{facts.flag(entry.gdpr.personal_data)}. {entry.gdpr.note}"
    category = f"{say(_AI_ACT[entry.ai_act.category])}. {entry.ai_act.note}"
    gdpr = Fact(text=personal, sources=facts.sources("gdpr"), href=entry.gdpr.register_url)
    return (
        LabelledFact(label=say("Does the right to an explanation (CRPA) apply?"), fact=crpa),
        LabelledFact(label=say("Does it use personal data (GDPR)?"), fact=gdpr),
        known(say("Category of the European AI act"), "ai_act", category),
    )


def annex(entry: Entry, facts: Facts) -> tuple[FactGroup, ...]:
    """Return the technical and administrative facts."""
    say, known = facts.words.text, facts.labelled
    making = (
        known(say("Sort of calculation"), "algorithm_type", entry.algorithm_type),
        known(say("Data from which a model learnt"), "training_data", entry.training_data),
        known(say("Cost"), "cost", entry.cost),
    )
    life = (
        known(say("First used"), "started_on", entry.started_on, facts.when),
        *_ending(entry, facts),
        known(say("Service in charge"), "department", entry.department),
        known(say("Contact"), "contact", entry.contact, facts.contact),
        known(say("Themes"), "themes", value_text("themes", entry.themes, facts.words)),
    )
    others = entry.deployments
    return (
        FactGroup(title=say("How it was made"), facts=making),
        FactGroup(title=say("Who and when"), facts=life),
        _group(facts, say("Suppliers"), "suppliers", entry.suppliers, _supplier),
        *(
            [_group(facts, say("Also used by"), "deployments", others, _deployment)]
            if others
            else []
        ),
        _group(
            facts, say("Source code of the real system"), "source_code", entry.source_code, _code
        ),
    )


def _ending(entry: Entry, facts: Facts) -> list[LabelledFact]:
    say, found = facts.words.text, []
    if entry.ended_on is not None:
        found.append(facts.labelled(say("Last used"), "ended_on", entry.ended_on, facts.when))
    if entry.end_reason is not None:
        found.append(facts.labelled(say("Why it ended"), "end_reason", entry.end_reason))
    return found


def _group(
    facts: Facts,
    title: str,
    key: str,
    items: Sequence[Item] | Unknown,
    make: Callable[[Facts, Item], LabelledFact],
) -> FactGroup:
    if isinstance(items, Unknown):
        return FactGroup(title=title, whole=facts.fact(key, items))
    if not items:
        none = Fact(text=facts.words.text("Nothing to report"), sources=facts.sources(key))
        return FactGroup(title=title, whole=none)
    return FactGroup(title=title, facts=tuple(make(facts, item) for item in items))


def _risk(facts: Facts, item: Risk) -> LabelledFact:
    return facts.labelled(item.label, item.id, item.mitigation)


def _study(facts: Facts, item: Study) -> LabelledFact:
    fact = facts.fact(item.id, item.result)
    day = None if isinstance(item.date, Unknown) else facts.when(item.date)
    label = f"{item.label} ({day})" if day else item.label
    return LabelledFact(label=label, fact=_linked(fact, item.url))


def _supplier(facts: Facts, item: Supplier) -> LabelledFact:
    return facts.labelled(item.name, item.id, item.role)


def _deployment(facts: Facts, item: Deployment) -> LabelledFact:
    return facts.labelled(item.administration, item.id, item.since, facts.when)


def _code(facts: Facts, item: SourceCode) -> LabelledFact:
    licence = None if isinstance(item.licence, Unknown) else item.licence
    text = f"{item.covers} ({licence})" if licence else item.covers
    fact = Fact(text=text, sources=facts.sources(item.id), href=item.url)
    return LabelledFact(label=item.label, fact=fact)


def _linked(fact: Fact, url: str | None) -> Fact:
    if fact.text is None or url is None:
        return fact
    return Fact(text=fact.text, note=fact.note, sources=fact.sources, href=url)


def _joined(fact: Fact, note: str) -> Fact:
    if fact.text is None:
        return Fact(gap=fact.gap, ground=fact.ground, note=note, sources=fact.sources)
    return Fact(text=f"{fact.text}. {note}", sources=fact.sources)


_AI_ACT = {
    "prohibited": N_("Prohibited practice"),
    "high_risk": N_("High risk"),
    "transparency": N_("Duty of transparency"),
    "minimal": N_("Minimal risk"),
    "outside": N_("Not an AI system in the sense of the act"),
    "undetermined": N_("Not determined"),
}
