"""`grandjour model add SLUG FILE`."""

import sys
from gettext import gettext
from pathlib import Path

import click

from register.cli.base import argument, declare, find_register, option, register_option
from register.cli.speech import N_

_FORMATS = ("auto", "skops", "lightgbm", "xgboost", "scorecard")


@declare(
    N_(
        "Convert the trained model in FILE into files that hold no code, in the draft of the "
        "entry SLUG.\n\n"
        "FILE is a scikit-learn model saved with skops, LightGBM's text, XGBoost's JSON, or "
        "points in YAML. The converted model must predict what the original predicts, on the "
        "background and on thousands of other rows; else nothing is written."
    )
)
@argument("slug")
@argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option(
    "--format",
    "kind",
    type=click.Choice(_FORMATS),
    default="auto",
    show_default=True,
    help=N_("What FILE is, where it is not recognised."),
)
@register_option
def command(slug: str, file: Path, kind: str, register: Path | None) -> None:
    """Write the converted model and the text that lists it."""
    from register.cli.files import write_all
    from register.ledger import publishing
    from register.modelling import Given, with_model

    folder = find_register(register)
    given = Given(file.name, file.read_bytes(), None if kind == "auto" else kind)
    if sys.stderr.isatty():
        click.echo(gettext("Converting, which takes a few seconds."), err=True)
    with publishing(folder.path):
        made = with_model(folder, slug, given)
        for path in write_all(folder.path / slug / str(made.number), made.files):
            click.echo(path)
    click.echo(
        gettext("It predicts like the original. Next: grandjour check %(slug)s") % {"slug": slug}
    )
