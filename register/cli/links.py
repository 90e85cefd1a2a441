"""`grandjour links`."""

from datetime import timedelta
from gettext import gettext, ngettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from register.cli.base import declare, find_register, option, printable, register_option
from register.cli.speech import N_

if TYPE_CHECKING:  # these cost more than “--help” may
    from collections.abc import Sequence

    from register.upkeep.links import Trial

_SAVED_EVERY = 20
_SIGNS = {"answers": "✓", "gone": "✗", "unreachable": "✗", "refused": "?"}
_OUTCOMES = {
    "gone": N_("the page does not exist any more"),
    "unreachable": N_("no site answers"),
    "refused": N_("the site does not answer programs"),
}


@declare(
    N_(
        "Try the links of every entry in force, and keep the results in “links.jsonl”.\n\n"
        "This asks other sites. It may be interrupted: what was tried is kept, and the next run"
        " goes on with the rest."
    )
)
@option(
    "--older-than",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar="DAYS",
    help=N_("Try again what was tried more than so many days ago; 0 for everything."),
)
@option(
    "--timeout",
    type=click.IntRange(1, 120),
    default=15,
    show_default=True,
    metavar="SECONDS",
    help=N_("How long to wait for a site."),
)
@register_option
def command(older_than: int, timeout: int, register: Path | None) -> None:
    """Try what is due, save as it goes, tell what is broken."""
    from register import clock
    from register.shelf import open_shelf
    from register.upkeep.links import LinkReport, links_of, read_links

    folder = find_register(register)
    shelf = open_shelf(folder.path)
    named = dict.fromkeys(
        link for holding in shelf.entries.values() for link in links_of(holding.current)
    )
    known = {url: item for url, item in read_links(shelf.links).trials.items() if url in named}
    limit = clock.now() - timedelta(days=older_than)
    due = [url for url in named if url not in known or known[url].tried_at <= limit]
    _try(folder.path, due, known, timeout)
    report = LinkReport(known)
    message = ngettext(
        "%(count)s link tried. %(broken)s of %(all)s lead nowhere.",
        "%(count)s links tried. %(broken)s of %(all)s lead nowhere.",
        len(due),
    )
    broken = sum(report.is_broken(url) for url in known)
    click.echo(message % {"count": len(due), "broken": broken, "all": len(named)})


def _try(folder: Path, due: "Sequence[str]", known: "dict[str, Trial]", timeout: int) -> None:
    """Try what is due and add it to what is known; save as it goes, once a site has answered."""
    from explain.issues import Issue
    from register.cli.files import write_whole
    from register.entry.folder import LINKS
    from register.errors import CannotTry
    from register.issues import NO_SITE_ANSWERS
    from register.upkeep.links import LinkReport, write_links
    from register.upkeep.trying import try_links

    reached = False
    try:
        for count, trial in enumerate(try_links(due, timeout), start=1):
            known[trial.url] = trial
            reached = reached or trial.status is not None
            _show(trial, count, len(due))
            if reached and count % _SAVED_EVERY == 0:
                write_whole(folder / LINKS, write_links(LinkReport(known)))
    finally:
        if reached or not due:
            write_whole(folder / LINKS, write_links(LinkReport(known)))
    if due and not reached:
        raise CannotTry([Issue(NO_SITE_ANSWERS, values={"count": len(due)})])


def _show(trial: "Trial", count: int, total: int) -> None:
    place = f"[{count}/{total}]"
    if trial.outcome == "answers":
        click.echo(f"{place} {_SIGNS[trial.outcome]} {printable(trial.url)}")
        return
    code = f" ({trial.status})" if trial.status else ""
    reason = gettext(_OUTCOMES[trial.outcome])
    click.echo(f"{place} {_SIGNS[trial.outcome]} {printable(trial.url)}: {reason}{code}")
