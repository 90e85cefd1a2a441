"""From an entry and one person's case to what people read: explanation, account, sheet, letter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from explain.account import Account, Fact
from explain.case import CaseFile, read_case, validate_case
from explain.documents.sheet import Sheet
from explain.engines import Algorithm, explain
from explain.errors import IncompleteNotice
from explain.explanation import Explanation
from explain.i18n import Language
from explain.issues import Issue
from explain.notice import (
    Issuer,
    Notice,
    Processing,
    profile,
    read_letter,
    require_complete,
    require_issuable,
)
from explain.notice.issues import NO_DECISION, NOT_EXECUTABLE
from explain.sources import Source
from explain.wording import account
from register.entry.cases import about, allocation, named
from register.entry.identity import Administration
from register.entry.known import Unknown
from register.entry.model import Entry
from register.entry.parts import Contact
from register.entry.version import Version, load_algorithm, placed
from register.errors import NotFound
from register.i18n import LanguageCode, language
from register.shelf import Holding, Shelf
from register.versions import require_usable


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: a case, and which rules to apply.

    `decided_on` is the day of the decision (by default the case's, else today). The version
    in force that day is the one that was known at `known_at` (by default, now); `number`
    chooses a version instead, drafts included. `run` holds the private data of a run of a
    matching, in the place of the allocation that the case names.
    """

    slug: str
    case: Source
    decided_on: date | None = None
    number: int | None = None
    known_at: datetime | None = None
    run: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One explained case, and what explained it."""

    shelf: Shelf
    version: Version
    algorithm: Algorithm
    administration: Administration
    explanation: Explanation
    known_at: datetime | None = None

    def account(self, words: Language) -> Account:
        """Say the explanation in one language."""
        spec = self.version.spec_in(words.code, self.algorithm.spec)
        said = named(self.explanation, self.version, self.administration, words.code)
        return account(said, spec, words)

    def sheet(self, words: Language, address: str) -> Sheet:
        """Put an explanation sheet together; `address` is that of the version's page."""
        entry = self.version.entry_in(words.code)
        return Sheet(
            title=entry.title,
            administration=getattr(self.administration.name, words.code),
            contact=contact_of(entry, self.administration),
            recourse=recourse_of(entry),
            explanation=self.explanation,
            account=self.account(words),
            language=words,
            address=address,
        )


def recourse_of(entry: Entry) -> tuple[Fact, ...]:
    """List what a person can do: a verb and its object, how, the delay, and an address."""
    return tuple(
        Fact(
            label=item.label,
            value=item.how,
            note=item.delay or "",
            source=item.email or item.url or "",
            url=f"mailto:{item.email}" if item.email else item.url or "",
        )
        for item in entry.redress
    )


def contact_of(entry: Entry, administration: Administration) -> str:
    """Say how to reach who answers for an entry: the service, else the administration."""
    known = (entry.contact, administration.contact)
    lines = (item.line for item in known if not isinstance(item, Unknown))
    return next(lines, administration.url or "")


def answer(shelf: Shelf, question: Question) -> Answer:
    """Explain one case with the version in force on the day of its decision.

    Raises `NotFound` for an unknown entry or version, a day before the first one or after
    the end, a time before the first publication,
    `InvalidFile` and `InvalidCase` for the case, and what the engine raises.
    """
    holding = shelf.entry(question.slug)
    written, document = read_case(question.case.data, question.case.name)
    day = question.decided_on or written.date or shelf.day
    version = _version(holding, question, written, day)
    algorithm = load_algorithm(version)
    if algorithm is None:
        values = {"title": version.entry.title}
        raise NotFound([Issue(NOT_EXECUTABLE, values=values)])
    case = validate_case(
        algorithm.spec,
        written.inputs,
        day,
        unknown=written.unknown,
        sources=written.sources,
        document=document,
    )
    run = question.run or allocation(holding.files, written, question.case.name)
    administration = shelf.administrations[version.entry.administrations[0]]
    with placed(version):
        found = explain(algorithm, case, run, about(version))
    return Answer(
        shelf=shelf,
        version=version,
        algorithm=algorithm,
        administration=administration,
        explanation=found,
        known_at=question.known_at,
    )


def notice(found: Answer, letter: Source, address: Callable[[LanguageCode], str]) -> Notice:
    """Put a letter together, and check that it holds what the law demands.

    `address` gives that of the version's page in the letter's language. Raises
    `InvalidFile` for the letter file, `IncompleteNotice` where there is no letter to write,
    where it may not be sent, or where it lacks an element.
    """
    entry = found.version.entry
    if not entry.individual_decision:
        values = {"title": entry.title, "slug": found.version.slug}
        raise IncompleteNotice([Issue(NO_DECISION, values=values)])
    written, document = read_letter(letter.data, letter.name)
    words = language(written.language)
    local = found.version.entry_in(words.code)
    made = Notice(
        letter=written,
        issuer=_issuer(found, words),
        processing=_processing(local, address(words.code)),
        explanation=found.explanation,
        account=found.account(words),
        profile=profile(),
        language=words,
    )
    require_issuable(made, demonstration=found.shelf.register.demonstration)
    require_complete(made, document)
    return made


def _version(holding: Holding, question: Question, written: CaseFile, day: date) -> Version:
    """Choose a version: the one asked for, the one in force on the day, or the case's own."""
    if question.number is not None:
        return holding.version(question.number)
    if question.decided_on is None and question.known_at is None and written.version is not None:
        return holding.version(written.version)
    version = holding.on(day, question.known_at)
    if published := holding.publication(version.number):
        require_usable(published, day)
    return version


def _issuer(found: Answer, words: Language) -> Issuer:
    administration = found.administration
    contact, siren = administration.contact, administration.siren
    known = None if isinstance(contact, Unknown) else contact
    service = found.version.entry_in(words.code).department
    said = (administration.name.fr, found.version.entry.department)
    return Issuer(
        name=getattr(administration.name, words.code),
        service="" if isinstance(service, Unknown) else service,
        siren="" if isinstance(siren, Unknown) else siren,
        address=_lines(known.post or "", said) if known else (),
        email=(known.email or "") if known else "",
        url=administration.url or "",
        data_protection=_reach(administration.data_protection),
    )


def _lines(post: str, said: tuple[object, ...]) -> tuple[str, ...]:
    """Return the lines of a postal address without the names that stand above it."""
    above = " ".join(str(name) for name in said).casefold()
    return tuple(line for line in post.split(", ") if line and line.casefold() not in above)


def _processing(entry: Entry, address: str) -> Processing:
    return Processing(
        title=entry.title,
        purpose="" if isinstance(entry.purpose, Unknown) else entry.purpose,
        address=address,
        individual_decision=entry.individual_decision,
        solely_automated=entry.solely_automated,
        self_revising=entry.self_revising,
        sensitive_data=entry.sensitive_data,
        score_is_decisive=entry.score_is_decisive,
        data_not_used=tuple(item.label for item in entry.data_not_used),
    )


def _reach(contact: Contact | Unknown) -> str:
    """Return every way to reach a service, on one line."""
    return "" if isinstance(contact, Unknown) else contact.line
