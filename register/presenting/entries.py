"""The page of an entry, and of each of its versions."""

from typing import Any

from markupsafe import Markup

from explain.issues import N_
from explain.spec import Artefact as ArtefactLine
from explain.spec import Input
from register.entry import markdown
from register.entry.known import Unknown
from register.entry.model import Entry
from register.entry.parts import Redress
from register.entry.version import CANONICAL, locate
from register.pages.contexts import EntryPage, VersionPage
from register.pages.entry_views import (
    Action,
    Artefact,
    DataRow,
    Download,
    Fact,
    LegalBasis,
    StepFidelity,
    Translation,
)
from register.pages.views import Link
from register.presenting import groups, paths, versions
from register.presenting.evaluations import evaluation_view
from register.presenting.evidence import evidence
from register.presenting.facts import Facts, facts_of, sources
from register.presenting.influences import influences
from register.presenting.procedures import procedure_href
from register.presenting.rules import judged, rules_view
from register.presenting.shell import Shell
from register.presenting.shown import Shown, worked_examples
from register.presenting.tables import tables
from register.presenting.units import unit_name
from register.shelf import Shelf


def entry_page(shown: Shown) -> EntryPage:
    """Make the page of an entry at its version in force."""
    slug = shown.holding.slug
    frame = shown.shell.frame(
        lambda code: paths.entry(code, slug),
        shown.shell.algorithms,
        data=paths.data(slug),
        follows=paths.entry(shown.shell.code, slug),
    )
    return EntryPage(**frame, **_fields(shown))


def version_page(shown: Shown) -> VersionPage:
    """Make the page of one version."""
    slug, number, entry = shown.holding.slug, shown.version.number, shown.entry
    above = (
        shown.shell.algorithms,
        Link(label=entry.title, href=paths.entry(shown.shell.code, slug)),
    )
    frame = shown.shell.frame(
        lambda code: paths.version(code, slug, number), *above, data=paths.data(slug, number)
    )
    if shown.holding.standing(number) == "draft":
        frame["indexed"] = False
    return VersionPage(
        **frame,
        **_fields(shown),
        kind=entry.kind,
        note=entry.change_note,
        author=entry.author_role,
        digest=shown.version.digest,
        evidence=evidence(shown.shelf, shown.holding, number),
        successor=versions.successor(shown.shell, shown.holding, number),
        compare_href=versions.comparison_with_before(shown.shell, shown.holding, number),
    )


def _fields(shown: Shown) -> dict[str, Any]:
    facts = facts_of(shown.entry, shown.shell.words)
    return {
        **_head(shown, facts),
        **_prose(shown, facts),
        **_working(shown, facts),
        **_law(shown, facts),
        **_keeping(shown, facts),
    }


def _head(shown: Shown, facts: Facts) -> dict[str, Any]:
    shell, entry, holding = shown.shell, shown.entry, shown.holding
    bodies = [shown.shelf.administrations[name] for name in entry.administrations]
    day = shell.words.day
    return {
        "title": entry.title,
        "href": paths.entry(shell.code, holding.slug),
        "reference": entry.id,
        "administrations": administrations(shell, shown.shelf, entry),
        "fictional": any(body.fictional for body in bodies),
        "family": entry.family,
        "status": entry.status,
        "status_fact": _since(entry, facts),
        "checked": Fact(text=day(entry.last_checked)),
        "review": Fact(text=day(entry.review_due)),
        "review_late": entry.review_due < shown.shelf.day,
        "fidelity": entry.fidelity,
        "fidelity_note": entry.fidelity_note,
        "translation": _translation(shown),
        "version": versions.reference(shell, holding, shown.version.number),
        "summary": entry.summary,
        "concerns": entry.affected_public,
        "actions": tuple(_action(item, facts) for item in entry.redress),
        "tombstone": versions.tombstone(shell, shown.shelf, holding, shown.version.number),
    }


def administrations(shell: Shell, shelf: Shelf, entry: Entry) -> tuple[Link, ...]:
    """Return the links to those who answer for an entry."""
    return tuple(
        Link(
            label=getattr(shelf.administrations[name].name, shell.code),
            href=paths.administration(shell.code, name),
        )
        for name in entry.administrations
    )


def _since(entry: Entry, facts: Facts) -> Fact | None:
    if entry.status == "retired" and isinstance(entry.ended_on, str):
        key, value = "ended_on", entry.ended_on
    elif isinstance(entry.started_on, str) and entry.status != "planned":
        key, value = "started_on", entry.started_on
    else:
        return None
    text = facts.words.text("since %(when)s", when=facts.when(value))
    return Fact(text=text, sources=facts.sources(key))


def _translation(shown: Shown) -> Translation | None:
    courtesy = shown.version.translations.get(shown.shell.code)
    if shown.shell.code == CANONICAL or courtesy is None:
        return None
    href = paths.version(CANONICAL, shown.holding.slug, shown.version.number)
    return Translation(
        original=Link(label=shown.shell.words.text("the French text"), href=href),
        outdated=courtesy.translation.translates != shown.version.digest,
    )


def _action(item: Redress, facts: Facts) -> Action:
    mail = (Link(label=item.email, href=f"mailto:{item.email}"),) if item.email else ()
    page = (Link(label=facts.words.text("Open the page"), href=item.url),) if item.url else ()
    return Action(
        title=item.label,
        text=item.how,
        delay=item.delay,
        links=mail + page,
        sources=facts.sources(item.id),
    )


def _prose(shown: Shown, facts: Facts) -> dict[str, Any]:
    say = shown.shell.words.text
    setting = markdown.Setting(
        numbers=facts.numbers,
        words=markdown.Words(
            source=say("Source %(number)s", number="%(number)s"), table=say("Table")
        ),
    )
    body = shown.version.body_in(shown.shell.code)

    def part(name: str) -> Markup:
        section = body.section(name)
        return markdown.to_html(section.text, setting) if section else Markup()

    return {
        "context": part("context"),
        "method": part("how"),
        "data_note": part("data"),
        "limits": part("limits"),
        "unresolved": part("unresolved"),
        "legal_note": part("law"),
        "annex": part("more"),
    }


def _working(shown: Shown, facts: Facts) -> dict[str, Any]:
    entry, shell, algorithm = shown.entry, shown.shell, shown.algorithm
    spec = shown.spec
    return {
        "context_facts": groups.context(entry, facts),
        "automation": entry.automation,
        "automation_note": entry.automation_note,
        "automation_facts": groups.automation(entry, facts),
        "data_used": _data(entry, spec.inputs if spec else (), facts),
        "data_unused": tuple(item.label for item in entry.data_not_used),
        "step_fidelity": tuple(
            StepFidelity(label=item.label, fidelity=item.fidelity) for item in entry.step_fidelity
        ),
        "tables": tables(algorithm, spec, shell.words) if algorithm and spec else (),
        "rules": (
            rules_view(algorithm, spec, shell.words, shown.shelf.day)
            if algorithm and spec
            else None
        ),
        "influences": influences(shown),
        "procedure_href": procedure_href(shown),
        "try_href": paths.trial(shell.code, shown.holding.slug) if algorithm else None,
        "examples": worked_examples(shown),
        "evaluation": evaluation_view(shown),
        "limit_groups": groups.limits(entry, facts),
        "annex_groups": groups.annex(entry, facts),
    }


def _data(entry: Entry, inputs: tuple[Input, ...], facts: Facts) -> tuple[DataRow, ...]:
    declared = tuple(
        DataRow(
            label=item.label,
            source=Fact(text=item.source, sources=facts.sources(item.id)),
            unit=unit_name(item.unit, facts.words),
            judged=judged(item, facts.words),
            personal=entry.gdpr.personal_data and item.personal,
            sensitive=item.sensitive,
        )
        for item in inputs
    )
    described = tuple(
        DataRow(
            label=item.label,
            source=facts.fact(item.id, item.source),
            purpose=item.purpose,
            personal=item.personal,
            sensitive=item.sensitive,
        )
        for item in entry.data_used
    )
    return declared + described


def _law(shown: Shown, facts: Facts) -> dict[str, Any]:
    entry, bases = shown.entry, shown.entry.legal_basis
    missing = isinstance(bases, Unknown)
    return {
        "legal_bases": ()
        if isinstance(bases, Unknown)
        else tuple(
            LegalBasis(
                title=item.label, purpose=item.role, href=item.url, sources=facts.sources(item.id)
            )
            for item in bases
        ),
        "legal_gap": facts.fact("legal_basis", bases) if missing else None,
        "legal_facts": groups.law(entry, facts),
    }


def _keeping(shown: Shown, facts: Facts) -> dict[str, Any]:
    shell, holding, version, entry = shown.shell, shown.holding, shown.version, shown.entry
    address = shell.register.base_url + paths.version(shell.code, holding.slug, version.number)
    say = shell.words.text
    citation = say(
        "%(title)s (%(id)s), version %(number)s. %(register)s. %(address)s",
        title=entry.title,
        id=entry.id,
        number=version.number,
        register=shell.site.name,
        address=address,
    )
    subject = f"{entry.id} v{version.number}"
    return {
        "artefacts": tuple(_artefact(item, shown) for item in entry.artefacts),
        "history": versions.history(shell, holding, most=versions.LATEST),
        "history_href": paths.history(shell.code, holding.slug),
        "versions": len(holding.numbers),
        "downloads": _downloads(shown),
        "citation": citation,
        "permalink": address,
        "report": Link(
            label=say("Report an error on this page"),
            href=f"mailto:{shell.site.contact}?subject={subject}".replace(" ", "%20"),
        ),
        "sources": sources(entry, facts),
    }


def _artefact(item: ArtefactLine, shown: Shown) -> Artefact:
    place = locate(item.path, shown.version.number) or (shown.version.number, item.path)
    name, href = place[1], paths.file(shown.holding.slug, *place)
    return Artefact(
        name=name,
        role=shown.shell.words.text(_ROLES.get(name, _OTHER)),
        sha256=item.sha256.removeprefix("sha256:"),
        href=href if item.visibility == "public" else None,
    )


def _downloads(shown: Shown) -> tuple[Download, ...]:
    shell, slug, number = shown.shell, shown.holding.slug, shown.version.number
    say = shell.words.text
    files = shown.holding.files.versions[number]
    texts = {
        "fr.md": say("The French text, as published"),
        "en.md": say("The English text, as published"),
    }
    found = [
        Download(label=say("This version as data"), href=paths.data(slug, number), format="JSON")
    ]
    for name, label in texts.items():
        if name in files:
            size = say("%(size)s kB", size=shell.words.number(max(1, len(files[name]) // 1000)))
            href = paths.file(slug, number, name)
            found.append(Download(label=label, href=href, format="Markdown", size=size))
    return tuple(found)


_OTHER = N_("File used by the calculation")
_ROLES = {
    "rules.yaml": N_("Inputs, parameters and rules"),
    "matching.yaml": N_("Inputs, rates and steps of the matching"),
    "score.yaml": N_("Inputs, points and threshold"),
    "model.json": N_("Weights of the model"),
    "background.csv": N_("Reference population"),
    "evaluation.csv": N_("Cases on which the score was tried"),
    "evaluation.json": N_("How often the score is right"),
    "train.py": N_("Program that trained the model"),
}
