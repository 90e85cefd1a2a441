"""Pages made of many entries: home, list and search, administrations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from markupsafe import Markup

from register.catalogue.excerpts import excerpt
from register.catalogue.queries import Answer, Question, bodies, find, owners, releases
from register.catalogue.store import Catalogue, Facet
from register.catalogue.tables import Body, Release, Sheet
from register.entry.identity import Administration
from register.entry.known import Unknown
from register.entry.parts import Automation, ChangeKind, Contact, Family, Fidelity, Status
from register.i18n import LanguageCode
from register.pages.contexts import AdministrationPage, HomePage, ListPage
from register.pages.entry_views import Fact, LabelledFact
from register.pages.views import (
    AdministrationKind,
    AdministrationRow,
    ChangeRow,
    EntryRow,
    FamilyRow,
    Link,
    Option,
    Pagination,
)
from register.presenting import paths
from register.presenting.shell import Shell
from register.versions import day_of

PAGE = 20
LATEST = 5
FAMILIES: tuple[Family, ...] = get_args(Family)
STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks of the list: words, filters, and the page of results, from 1."""

    words: str = ""
    filters: tuple[tuple[Facet, str], ...] = ()
    page: int = 1

    def query(self, page: int) -> dict[str, str]:
        """Return the fields of the address of another page of the same results."""
        fields: dict[str, str] = {
            "q": self.words,
            **dict(self.filters),
            "page": str(page) if page > 1 else "",
        }
        return {name: value for name, value in fields.items() if value}


def home_page(shell: Shell, catalogue: Catalogue) -> HomePage:
    """Make the front door."""
    answer = find(catalogue, Question(language=shell.code), size=1)
    counts = answer.counts["family"]
    return HomePage(
        **shell.frame(paths.home, data=paths.data()),
        total=answer.total,
        families=tuple(
            FamilyRow(
                family=family,
                href=paths.algorithms(shell.code, {"family": family}),
                count=counts.get(family, 0),
            )
            for family in FAMILIES
        ),
        changes=_changes(shell, catalogue, releases(catalogue, shell.code, limit=LATEST)),
        administrations=tuple(
            AdministrationRow(
                name=body.name,
                href=paths.administration(shell.code, body.administration),
                count=count,
                kind=cast("AdministrationKind", body.kind),
            )
            for body, count in bodies(catalogue, shell.code)
        ),
    )


def list_page(shell: Shell, catalogue: Catalogue, asked: Asked) -> ListPage:
    """Make the list, or one page of what a search and filters leave."""
    question = Question(language=shell.code, words=asked.words, filters=dict(asked.filters))
    start = (asked.page - 1) * PAGE
    answer = find(catalogue, question, start=start, size=PAGE)
    frame = shell.frame(
        lambda code: paths.algorithms(code, asked.query(asked.page)), data=paths.data()
    )
    frame["path"] = paths.algorithms(shell.code)
    if asked != Asked():
        frame["indexed"] = False
    names = {body.administration: body.name for body, _ in bodies(catalogue, shell.code)}
    chosen = dict(asked.filters)
    return ListPage(
        **frame,
        query=asked.words,
        families=_options(FAMILIES, chosen.get("family"), answer, "family"),
        administrations=_options(names, chosen.get("administration"), answer, "administration"),
        statuses=_options(STATUSES, chosen.get("status"), answer, "status"),
        total=answer.total,
        results=_rows(shell, catalogue, answer),
        pagination=_pagination(shell.code, asked, answer.total),
    )


def _options(
    values: Sequence[str] | Mapping[str, str], chosen: str | None, answer: Answer, facet: Facet
) -> tuple[Option, ...]:
    labels = values if isinstance(values, Mapping) else dict.fromkeys(values, "")
    counts = answer.counts[facet]
    return tuple(
        Option(value=value, label=label, selected=value == chosen, count=counts.get(value, 0))
        for value, label in labels.items()
        if counts.get(value) or value == chosen
    )


def _pagination(code: LanguageCode, asked: Asked, total: int) -> Pagination | None:
    pages = max(1, -(-total // PAGE))
    if pages == 1:
        return None
    here = asked.page

    def href(page: int) -> str | None:
        return paths.algorithms(code, asked.query(page)) if 1 <= page <= pages else None

    return Pagination(
        page=here, pages=pages, previous_href=href(here - 1), next_href=href(here + 1)
    )


def _rows(shell: Shell, catalogue: Catalogue, answer: Answer) -> tuple[EntryRow, ...]:
    responsible = owners(catalogue, shell.code, [sheet.slug for sheet in answer.sheets])
    return tuple(
        _row(shell, sheet, responsible[sheet.slug], answer.terms) for sheet in answer.sheets
    )


def _row(shell: Shell, sheet: Sheet, responsible: Sequence[Body], terms: Sequence[str]) -> EntryRow:
    return EntryRow(
        title=sheet.title,
        href=paths.entry(shell.code, sheet.slug),
        summary=sheet.summary,
        administrations=tuple(
            Link(label=body.name, href=paths.administration(shell.code, body.administration))
            for body in responsible
        ),
        family=cast("Family", sheet.family),
        status=cast("Status", sheet.status),
        fidelity=cast("Fidelity", sheet.fidelity),
        automation=cast("Automation", sheet.automation),
        updated_on=sheet.updated_on,
        excerpt=_excerpt(sheet, terms, shell.code) if terms else None,
    )


def _excerpt(sheet: Sheet, terms: Sequence[str], code: LanguageCode) -> Markup | None:
    return excerpt(f"{sheet.summary}\n{sheet.text}", terms, code)


def _changes(shell: Shell, catalogue: Catalogue, found: Sequence[Release]) -> tuple[ChangeRow, ...]:
    responsible = owners(catalogue, shell.code, {release.slug for release in found})
    return tuple(_change(shell, release, responsible[release.slug]) for release in found)


def _change(shell: Shell, release: Release, responsible: Sequence[Body]) -> ChangeRow:
    slug, number = release.slug, release.number
    compare = paths.comparison(shell.code, slug, number - 1, number) if release.compares else None
    return ChangeRow(
        published_on=day_of(release.published_at, shell.register.time_zone),
        title=release.title,
        href=paths.version(shell.code, slug, number),
        number=number,
        kind=cast("ChangeKind", release.kind),
        note=release.note,
        administration=shell.words.join(body.name for body in responsible),
        compare_href=compare,
    )


def administration_page(
    shell: Shell, catalogue: Catalogue, name: str, body: Administration
) -> AdministrationPage:
    """Make the page of one administration; all its entries are on it."""
    question = Question(language=shell.code, filters={"administration": name})
    own = find(catalogue, question, size=find(catalogue, question, size=1).total)
    latest = releases(catalogue, shell.code, administration=name, limit=LATEST)
    code = shell.code
    return AdministrationPage(
        **shell.frame(
            lambda other: paths.administration(other, name),
            shell.algorithms,
            data=paths.administration_data(name),
            follows=paths.administration(code, name),
        ),
        name=getattr(body.name, code),
        kind=body.kind,
        fictional=body.fictional,
        summary=getattr(body.summary, code),
        facts=_identity(shell, body),
        entries=_rows(shell, catalogue, own),
        changes=_changes(shell, catalogue, latest),
    )


def _identity(shell: Shell, body: Administration) -> tuple[LabelledFact, ...]:
    say = shell.words.text
    territory = Fact(text=getattr(body.territory, shell.code))
    rows = [(say("Territory"), territory), (say("SIREN number"), _siren(body.siren))]
    if body.url:
        rows.append((say("Site"), Fact(text=body.url, href=body.url)))
    rows += [
        (say("Contact"), _contact(body.contact)),
        (say("Data protection officer"), _contact(body.data_protection)),
    ]
    return tuple(LabelledFact(label=label, fact=fact) for label, fact in rows)


def _siren(value: str | Unknown) -> Fact:
    if isinstance(value, Unknown):
        return _gap(value)
    return Fact(text=" ".join(value[at : at + 3] for at in (0, 3, 6)))


def _contact(value: Contact | Unknown) -> Fact:
    if isinstance(value, Unknown):
        return _gap(value)
    text = value.email or value.url or value.post
    href = f"mailto:{value.email}" if value.email else value.url
    return Fact(text=text, href=href, note=value.post if value.post != text else None)


def _gap(value: Unknown) -> Fact:
    return Fact(gap=value.unknown, ground=value.legal_ground, note=value.note)
