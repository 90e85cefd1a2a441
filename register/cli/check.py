"""`grandjour check [SLUG]`."""

from collections.abc import Iterable
from gettext import gettext, ngettext
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from register.cli.base import argument, declare, find_register, option, register_option, show_issues
from register.cli.speech import N_

if TYPE_CHECKING:
    from register.entry.folder import EntryFiles, Folder


@declare(
    N_(
        "Check the whole register, or the entry SLUG.\n\n"
        "Every problem is shown at once, each with its place and what to do."
    )
)
@argument("slug", required=False)
@option(
    "--only",
    metavar="FILE",
    help=N_("Show only the problems of this file of the entry: rules.yaml, cases/*.yaml."),
)
@register_option
def command(slug: str | None, only: str | None, register: Path | None) -> None:
    """Print every issue; end with exit code 1 where there is one."""
    from itertools import chain

    from register.checking import check
    from register.evidence.reading import check_log

    folder = find_register(register)
    if only is not None:
        if slug is None:
            raise click.UsageError(
                gettext("--only needs an entry: grandjour check SLUG --only FILE")
            )
        _check_file(folder, slug, only)
        return
    count = show_issues(chain(check(folder, slug), () if slug else check_log(folder)))
    if count:
        _fail(count)
    checked = (slug,) if slug else folder.slugs()
    message = ngettext(
        "%(count)s entry checked: all is well.",
        "%(count)s entries checked: all is well.",
        len(checked),
    )
    click.echo(message % {"count": len(checked)})


def _check_file(folder: "Folder", slug: str, only: str) -> None:
    """Print the issues of some files, and how many there are elsewhere."""
    from register.checking import check

    found = list(check(folder, slug))
    shown = [issue for issue in found if _matches(issue.file, only)]
    if not shown:
        _require(folder.entry(slug), only)
        click.echo(gettext("No problem found in “%(name)s”.") % {"name": only})
    show_issues(shown)
    if others := len(found) - len(shown):
        message = ngettext(
            "%(count)s problem elsewhere: grandjour check %(slug)s",
            "%(count)s problems elsewhere: grandjour check %(slug)s",
            others,
        )
        click.echo(message % {"count": others, "slug": slug})
    if shown:
        _fail(len(shown))


def _matches(path: str, only: str) -> bool:
    """Tell whether a path ends with a name, or with a pattern such as `cases/*.yaml`."""
    return PurePath(only).name != "" and PurePath(path).match(only)


def _require(files: "EntryFiles", only: str) -> None:
    """Raise `NotFound` where no file of the entry has this name: nothing would be checked."""
    from explain.issues import Issue
    from register.errors import NotFound
    from register.issues import UNKNOWN_FILE

    names = [name for folder in _folders(files) for name in folder]
    if not any(_matches(files.name(name), only) for name in names):
        values = {"slug": files.slug, "name": only, "allowed": ", ".join(names)}
        raise NotFound([Issue(UNKNOWN_FILE, values=values)])


def _folders(files: "EntryFiles") -> Iterable[list[str]]:
    for number, texts in sorted(files.versions.items()):
        yield [f"{number}/{name}" for name in texts]
    for kind, others in files.beside.items():
        yield [f"{kind}/{name}" for name in others]


def _fail(count: int) -> None:
    message = ngettext("%(count)s problem found.", "%(count)s problems found.", count)
    click.echo(message % {"count": count}, err=True)
    raise click.exceptions.Exit(1)
