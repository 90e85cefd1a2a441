"""`grandjour schema [KIND]`."""

import click

from register.cli.base import argument, declare, language
from register.cli.speech import N_

KINDS = (
    *("entry", "translation", "administration", "register"),
    *("rules", "matching", "score"),
    *("case", "allocation", "letter"),
)


@declare(
    N_(
        "Print the JSON Schema of a kind of file, for editors that check while you write.\n\n"
        "KIND is entry, translation, administration or register; rules, matching or score; case,"
        " allocation or letter."
    )
)
@argument("kind", type=click.Choice(KINDS), default="entry", metavar="KIND")
def command(kind: str) -> None:
    """Print one schema."""
    from register.entry.schema import schema_text

    click.echo(schema_text(kind, language()), nl=False)
