"""`grandjour status [SLUG]`."""

from gettext import gettext, ngettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from register.cli.base import argument, declare, find_register, language, option, register_option
from register.cli.speech import N_

if TYPE_CHECKING:  # these cost more than “--help” may
    from collections.abc import Sequence

    from register.upkeep.criteria import Finding, Upkeep

_MARKS = {"met": ("✓", "green"), "unmet": ("✗", "red"), "unknown": ("?", "yellow")}
_URGENT = {"review", "translations", "links"}


@declare(
    N_(
        "Say how each entry is kept, or the entry SLUG: reviews that are late, translations"
        " that are out of date, broken links, facts that are missing.\n\n"
        "The site shows the same. Links are those that “grandjour links” tried last."
    )
)
@argument("slug", required=False)
@option(
    "--strict",
    is_flag=True,
    help=N_("End with exit code 1 where a review is late, a translation stale or a link broken."),
)
@register_option
def command(slug: str | None, register: Path | None, *, strict: bool) -> None:
    """Print every criterion that does not hold."""
    from register.shelf import open_shelf
    from register.upkeep.criteria import judge
    from register.upkeep.links import read_links

    shelf = open_shelf(find_register(register).path)
    if slug:
        shelf.entry(slug)
    found = [item for item in judge(shelf, read_links(shelf.links)) if slug in {None, item.slug}]
    for item in found:
        _show(item)
    urgent = sum(_is_urgent(item.findings) for item in found)
    message = ngettext(
        "%(urgent)s entry of %(count)s needs care: a review, a translation or a link.",
        "%(urgent)s entries of %(count)s need care: a review, a translation or a link.",
        urgent,
    )
    click.echo(message % {"urgent": urgent, "count": len(found)})
    if strict and urgent:
        raise click.exceptions.Exit(1)


def _is_urgent(findings: "Sequence[Finding]") -> bool:
    return any(item.criterion in _URGENT and item.verdict == "unmet" for item in findings)


def _show(item: "Upkeep") -> None:
    from register.presenting.upkeep import item_texts
    from register.upkeep.criteria import LABELS

    tongue = language()
    count = gettext("%(met)s of %(total)s criteria hold.")
    values = {"met": item.met, "total": len(item.counted)}
    click.echo(f"{click.style(item.slug, bold=True)}  {count % values}")
    if item.days_late:
        late = ngettext(
            "The review was due on %(day)s: %(count)s day late.",
            "The review was due on %(day)s: %(count)s days late.",
            item.days_late,
        )
        text = late % {"day": tongue.day(item.review_due), "count": item.days_late}
        click.echo("    " + click.style(text, fg="red"))
    for finding in item.counted:
        if finding.verdict == "met":
            continue
        sign, colour = _MARKS[finding.verdict]
        click.echo(f"  {click.style(sign, fg=colour)} {tongue.text(LABELS[finding.criterion])}")
        for text in item_texts(finding, tongue):
            click.echo(f"      {text}")
