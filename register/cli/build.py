"""`grandjour build --out DIR`."""

from gettext import gettext
from pathlib import Path

import click

from register.cli.base import declare, find_register, option, register_option
from register.cli.speech import N_


@declare(
    N_(
        "Write the whole site as files, the same as “grandjour serve” hands out.\n\n"
        "The folder is replaced as a whole. Search, filters and “try it” need a server."
    )
)
@register_option
@option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help=N_("Folder to write; a new one, or the site of an earlier run."),
)
@option("--drafts", is_flag=True, help=N_("Show versions that are not published yet."))
def command(register: Path | None, out: Path, *, drafts: bool) -> None:
    """Write the site."""
    from register.site.build import addresses
    from register.site.edition import open_edition
    from register.site.export import write_site

    folder = find_register(register)
    edition = open_edition(folder.path, drafts=drafts)
    count = write_site(addresses(edition), out)
    click.echo(gettext("%(count)s files written to %(out)s") % {"count": count, "out": out})
