"""`grandjour explain SLUG --case FILE`."""

import shutil
from dataclasses import dataclass
from gettext import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from register.cli.base import (
    argument,
    choice_options,
    declare,
    find_register,
    language,
    option,
    register_option,
)
from register.cli.speech import N_

if TYPE_CHECKING:  # these cost more than “--help” may
    from explain.i18n import LanguageCode
    from register.explaining import Answer

FORMATS = ("text", "json", "html", "pdf")


@declare(
    N_(
        "Explain one case with the entry SLUG: the result, what counted, and every operation.\n\n"
        "The version in force on the day of the decision calculates. Nothing is kept."
    )
)
@argument("slug")
@option(
    "--case",
    "case",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("Case file."),
)
@choice_options
@option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help=N_("A text, the record as JSON, or a sheet as HTML or PDF."),
)
@option("--out", type=click.Path(path_type=Path), metavar="FILE", help=N_("Write to this file."))
@option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help=N_("Folder of the private data of the run, for a matching."),
)
@option(
    "--record",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("Keep the record in this new file, for “grandjour replay”."),
)
@register_option
def command(  # noqa: PLR0913 - one parameter for each option
    slug: str,
    *,
    case: Path,
    day: str | None,
    known: str | None,
    number: int | None,
    form: str,
    data: Path | None,
    out: Path | None,
    record: Path | None,
    register: Path | None,
) -> None:
    """Explain, then print or write."""
    from register.cli.files import require_new, write_whole

    if record is not None:
        require_new(record)
    if form == "pdf" and out is None:
        raise click.UsageError(gettext("A PDF needs a file: add --out FILE.pdf."))
    found = explained(slug, case, Choice(day, known, number), register, data)
    text = written(found, form)
    if record is not None:
        write_whole(record, _record(found))
        click.echo(gettext("Written: %(file)s") % {"file": record}, err=True)
    if out is None:
        click.echo(text.decode(), nl=not text.endswith(b"\n"))
    else:
        write_whole(out, text)
        click.echo(gettext("Written: %(file)s") % {"file": out}, err=True)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which version calculates, as the options of `choice_options` say it."""

    day: str | None
    known: str | None
    number: int | None


def explained(
    slug: str, case: Path, choice: Choice, register: Path | None, data: Path | None = None
) -> "Answer":
    """Read the register, the case and the folder of a run, and explain the case."""
    from explain.sources import Source
    from register.cli.files import read_run_folder
    from register.cli.times import read_day, read_known
    from register.explaining import Question, answer
    from register.shelf import open_shelf

    shelf = open_shelf(find_register(register).path, drafts=True, slug=slug)
    question = Question(
        slug=slug,
        case=Source(str(case), case.read_bytes()),
        decided_on=read_day(choice.day),
        number=choice.number,
        known_at=read_known(choice.known, shelf.register.time_zone),
        run=read_run_folder(data) if data else None,
    )
    return answer(shelf, question)


def written(found: "Answer", form: str) -> bytes:
    """Return the explanation in one of the formats."""
    from explain.canonical import to_record

    if form == "json":
        return to_record(found.explanation)  # without a line end: its digest is printed
    if form == "text":
        return _text(found).encode()
    from explain.documents.printing import to_pdf
    from explain.documents.rendering import sheet_html

    words = language()
    html = sheet_html(found.sheet(words, address(found, words.code)))
    return html.encode() if form == "html" else to_pdf(html)


def _record(found: "Answer") -> bytes:
    from explain.record import Made, software, write_record
    from register import clock

    return write_record(found.explanation, Made(clock.now(), software(), found.known_at))


def address(found: "Answer", code: "LanguageCode") -> str:
    """Return the permanent address of the version that calculated."""
    from register.presenting import paths

    base = found.shelf.register.base_url.rstrip("/")
    slug = found.shelf.entry(found.version.slug).slug
    return base + paths.version(code, slug, found.version.number)


def _text(found: "Answer") -> str:
    from register.cli.account_text import Page

    words = language()
    width = shutil.get_terminal_size((80, 24)).columns
    under = words.text(
        "%(administration)s, version %(number)s, %(day)s",
        administration=getattr(found.administration.name, words.code),
        number=found.version.number,
        day=words.day(found.explanation.decided_on),
    )
    title = found.version.entry_in(words.code).title
    return "\n".join(Page(found.account(words), words, width).lines(title, under))
