"""`grandjour notice SLUG --case FILE --letter FILE --out FILE.pdf`."""

from gettext import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from register.cli.base import argument, choice_options, declare, language, option, register_option
from register.cli.speech import N_

if TYPE_CHECKING:  # costs more than “--help” may
    from explain.notice import Notice

HTML = {".html", ".htm"}


@declare(
    N_(
        "Write the letter that explains a decision: the human decision and its reasons, from"
        " the letter file, and the calculation of the entry SLUG on the case.\n\n"
        "A letter that lacks something the law demands is not written."
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
@option(
    "--letter",
    "letter",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("Letter file."),
)
@option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("PDF to write; a name in .html gives the same letter for the screen."),
)
@choice_options
@register_option
def command(  # noqa: PLR0913 - one parameter for each option
    slug: str,
    *,
    case: Path,
    letter: Path,
    out: Path,
    day: str | None,
    known: str | None,
    number: int | None,
    register: Path | None,
) -> None:
    """Explain, check the letter, lay it out, write it whole."""
    from explain.documents.printing import to_pdf
    from explain.documents.rendering import letter_html
    from explain.sources import Source
    from register.cli.explain import Choice, address, explained
    from register.cli.files import write_whole
    from register.explaining import notice

    found = explained(slug, case, Choice(day, known, number), register)
    source = Source(str(letter), letter.read_bytes())
    made = notice(found, source, lambda code: address(found, code))
    html = letter_html(made)
    write_whole(out, html.encode() if out.suffix.lower() in HTML else to_pdf(html))
    click.echo(gettext("Written: %(file)s") % {"file": out}, err=True)
    _advise(made)


def _advise(made: "Notice") -> None:
    """Say what is hard to read in the words of the people who decided."""
    from explain.wording.advice import advice
    from explain.wording.plain import check

    found = check(made.letter.own_sentences, made.language.code)
    for finding in found:
        click.echo(f"    {advice(finding, language())}", err=True)
