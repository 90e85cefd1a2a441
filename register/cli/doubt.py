"""`grandjour doubt SLUG CASE`."""

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from register.cli.base import argument, choice_options, declare, language, option, register_option
from register.cli.speech import N_

if TYPE_CHECKING:  # these cost more than “--help” may
    from explain.scores.doubt.record import Doubt
    from register.explaining import Answer

WIDTH = 88


@declare(
    N_(
        "Say how sure the score of the entry SLUG is of one case, for those who review it.\n\n"
        "CASE is a case file. How close is the threshold? Would the reasons stay the same? Is the"
        " case unlike the reference cases? What does the calculation give for similar ones?"
    )
)
@argument("slug")
@argument("case", type=click.Path(path_type=Path))
@choice_options
@option("--json", "as_json", is_flag=True, help=N_("Print it as JSON."))
@register_option
def command(  # noqa: PLR0913 - one parameter for each option
    slug: str,
    case: Path,
    *,
    day: str | None,
    known: str | None,
    number: int | None,
    as_json: bool,
    register: Path | None,
) -> None:
    """Explain the case, then say the doubt."""
    from explain.canonical import to_record
    from explain.errors import CannotExplain
    from explain.issues import Issue
    from explain.scores.evaluation.issues import NOT_A_SCORE
    from register.cli.explain import Choice, explained
    from register.entry.scores import doubt_of

    answer = explained(slug, case, Choice(day, known, number), register)
    found = doubt_of(answer.version, answer.algorithm, answer.explanation)
    if found is None:
        values = {"title": answer.version.entry.title}
        raise CannotExplain([Issue(NOT_A_SCORE, values=values)])
    if as_json:
        click.echo(to_record(found))
        return
    for line in _lines(answer, found):
        click.echo(line)


def _lines(answer: "Answer", found: "Doubt") -> Iterator[str]:
    from explain.wording.doubt import doubts

    words = language()
    spec = answer.version.spec_in(words.code, answer.algorithm.spec)
    yield click.style(answer.version.entry_in(words.code).title, bold=True)
    yield answer.account(words).outcome
    for question in doubts(found, answer.explanation, spec, words):
        yield ""
        yield click.style(question.title, bold=True)
        for sentence in question.answer:
            yield from textwrap.wrap(sentence, WIDTH, break_on_hyphens=False)
