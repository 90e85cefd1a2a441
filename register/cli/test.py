"""`grandjour test [SLUG]`."""

from gettext import gettext, ngettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from register.cli.base import argument, declare, find_register, register_option, show_issues
from register.cli.speech import N_

if TYPE_CHECKING:
    from explain.issues import Issue
    from register.entry.version import Version
    from register.shelf import Holding
    from register.testing import Coverage, Tested


@declare(
    N_(
        "Run the worked examples of all entries, or of the entry SLUG.\n\n"
        "Each must give what it expects. Rules that no example reaches are listed."
    )
)
@argument("slug", required=False)
@register_option
def command(slug: str | None, register: Path | None) -> None:
    """Print every example as it is run; end with exit code 1 where one differs."""
    from register.shelf import open_shelf

    shelf = open_shelf(find_register(register).path, drafts=True)
    holdings = (shelf.entry(slug),) if slug else tuple(shelf.entries.values())
    results = [_entry(holding) for holding in holdings]
    failed = sum(item for _, item in results)
    count = sum(item for item, _ in results)
    if failed:
        message = ngettext(
            "%(failed)s example of %(count)s does not give what it expects.",
            "%(failed)s examples of %(count)s do not give what they expect.",
            failed,
        )
        click.echo(message % {"failed": failed, "count": count}, err=True)
        raise click.exceptions.Exit(1)
    message = ngettext(
        "%(count)s example gives what it expects.",
        "All %(count)s examples give what they expect.",
        count,
    )
    click.echo(message % {"count": count})


def _entry(holding: "Holding") -> tuple[int, int]:
    """Run the examples of one entry; return how many there are and how many failed."""
    from register.entry.cases import read_cases
    from register.entry.version import load_algorithm
    from register.errors import InvalidRegister
    from register.testing import coverage, tests
    from register.trials import executable

    algorithms = executable(holding)
    for number, version in holding.versions.items():
        if number not in algorithms:
            loaded = load_algorithm(version)  # says what is wrong with a draft
            if loaded is None and version.entry.algorithm is not None:
                raise InvalidRegister(_unread(holding, version))
    if not algorithms:
        return 0, 0
    click.echo(click.style(holding.slug, bold=True))
    unread = read_cases(holding.files)[1]
    show_issues(unread)
    done = []
    for tested in tests(holding, algorithms):
        _show(tested)
        done.append(tested)
    for covered in coverage(algorithms, done):
        _show_coverage(covered)
    lost = len({issue.file for issue in unread})
    return len(done) + lost, sum(not item.passed for item in done) + lost


def _unread(holding: "Holding", version: "Version") -> list["Issue"]:
    """Say why the file of the algorithm of a version was not read."""
    from explain.issues import Issue
    from register import issues

    head, name = version.text.head, version.entry.algorithm
    line = head.line(("algorithm",))
    missing = Issue(issues.ARTEFACT_MISSING, head.file, line, "algorithm", {"path": name})
    return list(holding.files.issues) or [missing]


def _show(tested: "Tested") -> None:
    mark = click.style("✓", fg="green") if tested.passed else click.style("✗", fg="red")
    version = gettext("version %(number)s") % {"number": tested.number or "–"}
    checked = ngettext("%(count)s value", "%(count)s values", tested.checked)
    click.echo(f"  {mark} {tested.name}  ({version}, {checked % {'count': tested.checked}})")
    for difference in tested.differences:
        values = {
            "name": difference.id,
            "expected": difference.expected,
            "found": gettext("nothing") if difference.found is None else difference.found,
        }
        click.echo(gettext("    %(name)s: %(expected)s expected, %(found)s found") % values)
    show_issues(tested.issues)


def _show_coverage(covered: "Coverage") -> None:
    values = {
        "number": covered.number,
        "reached": covered.total - len(covered.unreached),
        "total": covered.total,
    }
    line = gettext("  Version %(number)s: %(reached)s of %(total)s steps and rows reached.")
    click.echo(line % values)
    for name in covered.unreached:
        click.echo(gettext("    No example reaches %(name)s.") % {"name": name})
