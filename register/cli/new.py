"""`grandjour new SLUG`."""

from gettext import gettext
from pathlib import Path

import click

from register.cli.base import argument, declare, find_register, option, register_option
from register.cli.speech import N_


@declare(
    N_(
        "Add an entry to write.\n\n"
        "SLUG is its permanent short name: lowercase letters, digits and hyphens."
    )
)
@argument("slug")
@option("--administration", metavar="SLUG", help=N_("Who answers for it."))
@option("--rules", is_flag=True, help=N_("With the start of a rule file, which its text names."))
@register_option
def command(slug: str, administration: str | None, rules: bool, register: Path | None) -> None:  # noqa: FBT001 - click's signature
    """Write an entry whose texts are still to be written."""
    from register.clock import now
    from register.contents import identifiers, load_identity
    from register.scaffold import new_entry, next_id, write
    from register.versions import day_of

    folder = find_register(register)
    identity = load_identity(folder)
    owner = administration or next(iter(sorted(identity.administrations)), "ma-collectivite")
    day = day_of(now(), identity.register.time_zone)
    files = new_entry(slug, next_id(identifiers(folder)), owner, day, rules=rules)
    for path in write(folder.path, files):
        click.echo(path)
    if rules:
        message = gettext("“grandjour check %(slug)s --only rules.yaml” says what the rules lack.")
        click.echo(message % {"slug": slug})
    click.echo(
        gettext("“grandjour check %(slug)s” lists what is still to be written.") % {"slug": slug}
    )
