"""`grandjour match SLUG --data DIR --out DIR`."""

from gettext import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from register.cli.base import argument, declare, find_register, language, option, register_option
from register.cli.speech import N_

if TYPE_CHECKING:  # these cost more than “--help” may
    from explain.matching.engine import Program


@declare(
    N_(
        "Give the places of one run to everybody, by the matching of the entry SLUG.\n\n"
        "The folder of the data holds run.yaml and the tables that it names. The result is"
        " checked before anything is written: the outcomes, which are private; the cut-offs,"
        " which may be published; the certificate."
    )
)
@argument("slug")
@option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    required=True,
    help=N_("Folder of the private data."),
)
@option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    required=True,
    help=N_("New folder for the result."),
)
@option(
    "--version",
    "number",
    type=click.IntRange(1, 9999),
    metavar="N",
    help=N_("Version to run; by default the last one."),
)
@register_option
def command(slug: str, *, data: Path, out: Path, number: int | None, register: Path | None) -> None:
    """Read, run, check, then write everything or nothing."""
    from explain.matching.engine import carry_out
    from register.cli.files import read_run_folder, require_new, write_folder

    require_new(out)
    said = language()
    program = _program(slug, number, register)
    files = carry_out(
        program, read_run_folder(data), lambda step: click.echo(said.text(step) + "…")
    )
    write_folder(out, files)
    for name in files:
        text = N_("%(name)s: private, keep it to yourself")
        if ".private." not in name:
            text = N_("%(name)s: may be published")
        click.echo(gettext(text) % {"name": str(out / name)})


def _program(slug: str, number: int | None, register: Path | None) -> "Program":
    from explain.errors import CannotExplain
    from explain.issues import Issue
    from explain.matching.engine import Program
    from explain.matching.issues import NOT_A_MATCHING
    from register.contents import load_entry, load_ledger
    from register.entry.version import load_algorithm
    from register.ledger import by_slug

    folder = find_register(register)
    entry = load_entry(folder, slug, by_slug(load_ledger(folder)).get(slug, ()))
    version = entry.version(number or max([*entry.versions, *entry.broken], default=1))
    algorithm = load_algorithm(version)
    if algorithm is None or not isinstance(algorithm.program, Program):
        raise CannotExplain([Issue(NOT_A_MATCHING, values={"title": version.entry.title})])
    return algorithm.program
