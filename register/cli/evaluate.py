"""`grandjour evaluate SLUG`."""

import textwrap
from collections.abc import Iterator
from gettext import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from register.cli.base import argument, declare, find_register, language, option, register_option
from register.cli.speech import N_

if TYPE_CHECKING:  # these cost more than “--help” may
    from datetime import date

    from explain.scores.evaluation.record import Evaluation
    from explain.scores.known_cases import EvaluationSet
    from explain.scores.program import Program
    from explain.scores.spec import ScoreFile
    from register.contents import Entry
    from register.entry.folder import Folder
    from register.entry.version import Version

WIDTH = 88


@declare(
    N_(
        "Measure how often the score of the entry SLUG is right, on the evaluation set that it"
        " declares.\n\n"
        "A version that is not published yet keeps the result, and its text lists it. For a"
        " published version it is only printed."
    )
)
@argument("slug")
@option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("Evaluation set, where it is not in the register."),
)
@option(
    "--version",
    "number",
    type=click.IntRange(1, 9999),
    metavar="N",
    help=N_("Version to evaluate; by default the last one."),
)
@option("--json", "as_json", is_flag=True, help=N_("Print it as JSON."))
@register_option
def command(
    slug: str, *, data: Path | None, number: int | None, as_json: bool, register: Path | None
) -> None:
    """Evaluate, keep, print."""
    from explain.scores.evaluation.evaluating import evaluate
    from explain.scores.evaluation.record import to_bytes

    folder = find_register(register)
    entry = _entry(folder, slug)
    version = entry.version(number or max([*entry.versions, *entry.broken], default=1))
    program, declared = _evaluable(version)
    cases = _cases(entry, version, declared, data)
    files = _digests(version, program.spec)
    found = evaluate(program, declared, cases, files, _today(folder))
    if as_json:
        click.echo(to_bytes(found), nl=False)
    else:
        for line in _lines(found, version, program.spec):
            click.echo(line)
    _keep(folder, entry, version, found)


def _entry(folder: "Folder", slug: str) -> "Entry":
    from register.contents import load_entry, load_ledger
    from register.ledger import by_slug

    return load_entry(folder, slug, by_slug(load_ledger(folder)).get(slug, ()))


def _evaluable(version: "Version") -> "tuple[Program, EvaluationSet]":
    from explain.errors import CannotExplain
    from explain.issues import Issue
    from explain.scores.evaluation.issues import NOT_A_SCORE, NOT_DECLARED
    from explain.scores.program import Program
    from register.entry.version import load_algorithm

    algorithm = load_algorithm(version)
    values = {"title": version.entry.title}
    if algorithm is None or not isinstance(algorithm.program, Program):
        raise CannotExplain([Issue(NOT_A_SCORE, values=values)])
    declared = algorithm.program.spec.evaluation
    if declared is None:
        raise CannotExplain([Issue(NOT_DECLARED, values=values)])
    return algorithm.program, declared


def _cases(
    entry: "Entry", version: "Version", declared: "EvaluationSet", data: Path | None
) -> bytes:
    if data is not None:
        return data.read_bytes()
    beside = entry.files.versions[version.number].get(declared.file)
    found = version.artefacts.get(declared.file, beside)
    if found is None:
        text = gettext("The evaluation set “%(name)s” is not in the register: add --data FILE.")
        raise click.UsageError(text % {"name": declared.file})
    return found


def _digests(version: "Version", spec: "ScoreFile") -> dict[str, str]:
    """Return the digests of the files that give the score; a model's file holds its arrays'."""
    from explain.canonical import digest

    names = (version.entry.algorithm, spec.model)
    return {name: digest(version.artefacts[name]) for name in names if name}


def _today(folder: "Folder") -> "date":
    from register.clock import now
    from register.contents import load_identity
    from register.versions import day_of

    return day_of(now(), load_identity(folder).register.time_zone)


def _lines(found: "Evaluation", version: "Version", spec: "ScoreFile") -> Iterator[str]:
    from explain.wording.evaluation import told

    words = language()
    said = told(found, version.spec_in(words.code, spec), words)
    yield click.style(version.entry_in(words.code).title, bold=True)
    for sentence in said.summary:
        yield from textwrap.wrap(sentence, WIDTH, break_on_hyphens=False)
    for grid in said.grids:
        yield ""
        yield from (click.style(line, bold=True) for line in textwrap.wrap(grid.caption, WIDTH))
        rows = (grid.heads, *grid.rows)
        widths = [max(len(row[place]) for row in rows) for place in range(len(grid.heads))]
        for first, *cells in rows:
            aligned = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
            yield "  ".join((first.ljust(widths[0]), *aligned))
    yield ""
    for note in said.notes:
        yield from textwrap.wrap(note, WIDTH, break_on_hyphens=False)


def _keep(folder: "Folder", entry: "Entry", version: "Version", found: "Evaluation") -> None:
    """Write the evaluation into a draft; say why a published version cannot hold it."""
    from explain.scores.evaluation.record import FILE, to_bytes
    from register.cli.files import write_whole
    from register.entry.recording import with_artefacts

    if any(item.version == version.number for item in entry.history):
        text = gettext(
            "Version %(number)s is published and does not change. The next version can hold this"
            " evaluation: grandjour new-version %(slug)s"
        )
        click.echo(text % {"number": version.number, "slug": version.slug}, err=True)
        return
    made = {FILE: to_bytes(found)}
    beside = entry.files.versions[version.number]
    if found.data.visibility == "public" and found.data.name in beside:
        made[found.data.name] = beside[found.data.name]
    made = with_artefacts(entry.files, version.number, made)
    for name, data in made.items():
        path = folder.path / version.slug / str(version.number) / name
        write_whole(path, data)
        click.echo(gettext("Written: %(file)s") % {"file": path}, err=True)
