"""`grandjour check [SLUG]`."""

from gettext import ngettext
from pathlib import Path

import click

from register.cli.base import argument, declare, find_register, register_option, show_issues
from register.cli.speech import N_


@declare(
    N_(
        "Check the whole register, or the entry SLUG.\n\n"
        "Every problem is shown at once, each with its place and what to do."
    )
)
@argument("slug", required=False)
@register_option
def command(slug: str | None, register: Path | None) -> None:
    """Print every issue; end with exit code 1 where there is one."""
    from itertools import chain

    from register.checking import check
    from register.evidence.reading import check_log

    folder = find_register(register)
    count = show_issues(chain(check(folder, slug), () if slug else check_log(folder)))
    if count:
        message = ngettext("%(count)s problem found.", "%(count)s problems found.", count)
        click.echo(message % {"count": count}, err=True)
        raise click.exceptions.Exit(1)
    checked = (slug,) if slug else folder.slugs()
    message = ngettext(
        "%(count)s entry checked: all is well.",
        "%(count)s entries checked: all is well.",
        len(checked),
    )
    click.echo(message % {"count": len(checked)})
