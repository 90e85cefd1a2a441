"""`grandjour diff SLUG [A] [B]`, and `grandjour diff --since DATE` for the whole register."""

from gettext import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from register.cli.base import argument, declare, find_register, language, option, register_option
from register.cli.speech import N_

if TYPE_CHECKING:  # these cost more than “--help” may
    from register.presenting.comparisons import Compared
    from register.shelf import Holding, Shelf

FORMATS = ("text", "json", "json-patch", "unified")


@declare(
    N_(
        "Compare versions A and B of the entry SLUG: in sentences first, then the facts, then the"
        " text.\n\n"
        "Without B, compare A with the last version; without A, the last two versions."
        " What went is between [- and -], what came between {+ and +}.\n\n"
        "Without SLUG, say what was added, changed and retired in the register after the day"
        " --since."
    )
)
@argument("slug", required=False)
@argument("before", type=int, required=False, metavar="A")
@argument("after", type=int, required=False, metavar="B")
@option("--since", metavar="YYYY-MM-DD", help=N_("Day after which the register is compared."))
@option("--until", metavar="YYYY-MM-DD", help=N_("Last day that counts; by default, today."))
@option("--cases", is_flag=True, help=N_("Run every worked example through both versions."))
@option(
    "--case",
    "case",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("Run this case file through both versions."),
)
@option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help=N_("A text, data as JSON, a JSON Patch, or lines that “patch” applies."),
)
@register_option
def command(  # noqa: PLR0913 - one parameter for each argument and option
    slug: str | None,
    before: int | None,
    after: int | None,
    *,
    since: str | None,
    until: str | None,
    cases: bool,
    case: Path | None,
    form: str,
    register: Path | None,
) -> None:
    """Print what differs."""
    if (slug is None) == (since is None):
        raise click.UsageError(gettext("Name an entry, or a day with --since; not both."))
    if slug is None and (cases or case or form not in {"text", "json"}):
        raise click.UsageError(gettext("--since prints a text or JSON, and takes no case."))
    from register.shelf import open_shelf

    shelf = open_shelf(find_register(register).path, drafts=True, slug=slug)
    if slug is None:
        _register(shelf, since or "", until, form)
        return
    holding = shelf.entry(slug)
    asked = _asked(shelf, holding, before, after)
    if cases or case:
        _cases(asked, case, form)
    else:
        _versions(asked, form)


def _asked(shelf: "Shelf", holding: "Holding", before: int | None, after: int | None) -> "Compared":
    """Choose the two versions.

    Raises `NotFound` where there are not two, `InvalidRegister` where one is a damaged draft.
    """
    from explain.issues import Issue
    from register.errors import NotFound
    from register.issues import SAME_VERSION

    last = max((*holding.numbers, *holding.broken)) if after is None else after
    first = max(last - 1, 1) if before is None else before
    for number in (first, last):
        holding.version(number)
    if first == last:
        values = {"slug": holding.slug, "number": last}
        raise NotFound([Issue(SAME_VERSION, field="version", values=values)])
    return _compared(shelf, holding, min(first, last), max(first, last))


def _compared(shelf: "Shelf", holding: "Holding", older: int, newer: int) -> "Compared":
    """Load what both versions execute. Raises `InvalidFile` where it cannot be loaded."""
    from register.entry.scores import population_of
    from register.entry.version import load_algorithm
    from register.outcomes import Pair, contrast_all
    from register.presenting.comparisons import Compared
    from register.trials import executable

    algorithms = executable(holding)
    for number in {older, newer} - algorithms.keys():
        load_algorithm(holding.version(number))  # says what is wrong with a damaged draft
    return Compared(
        shelf=shelf,
        holding=holding,
        older=older,
        newer=newer,
        algorithms=algorithms,
        measured=lambda number: population_of(holding.version(number), algorithms[number]),
        run=lambda: tuple(contrast_all(Pair(holding, older, newer, algorithms))),
    )


def _versions(asked: "Compared", form: str) -> None:
    from register.cli.diff_text import lines
    from register.presenting import comparisons
    from register.presenting.data import write

    if form == "json":
        click.echo(write(comparisons.comparison_data(asked, language())), nl=False)
    elif form == "json-patch":
        patch = comparisons.comparison_patch(asked.shelf, asked.holding, *asked.numbers)
        click.echo(patch, nl=False)
    elif form == "unified":
        click.echo(comparisons.comparison_files(asked.holding, *asked.numbers), nl=False)
    else:
        for line in lines(asked, language()):
            click.echo(line)


def _cases(asked: "Compared", case: Path | None, form: str) -> None:
    from explain.errors import CannotExplain
    from explain.issues import Issue
    from explain.notice.issues import NOT_EXECUTABLE
    from explain.sources import Source
    from register.cli.diff_text import case_lines
    from register.outcomes import contrast_case
    from register.presenting.contrasts import Telling, contrast_data
    from register.presenting.data import write_list

    if asked.pair is None:
        values = {"title": asked.holding.current.entry.title}
        raise CannotExplain([Issue(NOT_EXECUTABLE, values=values)])
    if case is None:
        found = tuple(asked.run())
    else:
        found = (contrast_case(asked.pair, Source(str(case), case.read_bytes())),)
    telling = Telling(asked.shelf, asked.pair, language())
    if form == "json":
        click.echo(write_list([contrast_data(telling, item) for item in found]), nl=False)
        return
    for line in case_lines(telling, found):
        click.echo(line)


def _register(shelf: "Shelf", since: str, until: str | None, form: str) -> None:
    from register.cli.diff_text import change_lines
    from register.cli.times import read_day
    from register.i18n import language as words_of
    from register.presenting.changes import changes_data, changes_page
    from register.presenting.data import write
    from register.presenting.shell import shell

    first, last = read_day(since) or shelf.day, read_day(until) or shelf.day
    if form == "json":
        click.echo(write(changes_data(shelf, first, last)), nl=False)
        return
    code = words_of(language().code).code
    frame = shell(shelf.register, code, signed=shelf.log is not None)

    def comparing(holding: "Holding", older: int, newer: int) -> "Compared":
        return _compared(shelf, holding, older, newer)

    for line in change_lines(changes_page(frame, shelf, comparing, first, last), language()):
        click.echo(line)
