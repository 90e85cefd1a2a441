"""`grandjour serve`."""

from gettext import gettext
from pathlib import Path

import click

from register.cli.base import declare, find_register, option, register_option
from register.cli.speech import N_


@declare(
    N_(
        "Serve the site of the register on this computer.\n\n"
        "Only what is published is shown, unless “--drafts” is given. Pages follow the files: "
        "there is no need to start again after a change. Stop it with Ctrl+C."
    )
)
@register_option
@option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="HOST",
    help=N_("Address to serve at."),
)
@option(
    "--port",
    metavar="N",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help=N_("Port to serve at; 0 takes any that is free."),
)
@option("--drafts", is_flag=True, help=N_("Show versions that are not published yet."))
@option("--https", is_flag=True, help=N_("Visitors come by https: tell browsers to stay on it."))
def command(register: Path | None, host: str, port: int, *, drafts: bool, https: bool) -> None:
    """Serve until interrupted."""
    from register.web.current import open_current
    from register.web.server import serve

    folder = find_register(register)
    current = open_current(folder.path, drafts=drafts)

    def ready(address: str) -> None:
        click.echo(gettext("Grand Jour is served at %(address)s") % {"address": address})

    serve(current, host, port, ready, https=https)
