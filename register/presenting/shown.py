"""One version to show in one language, and what was worked out for it."""

from collections.abc import Callable
from dataclasses import dataclass

from explain.account import Account
from explain.engines import Algorithm
from explain.scores.population.influences import Population
from explain.spec import Spec
from register.entry.model import Entry
from register.entry.version import Version
from register.pages.views import Example
from register.presenting import paths
from register.presenting.shell import Shell
from register.procedures import Procedure
from register.shelf import Holding, Shelf
from register.trials import Worked


@dataclass(frozen=True, slots=True)
class Told:
    """A worked example, and what is said of it in one language."""

    worked: Worked
    account: Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One version in one language. `algorithm` is missing where nothing can be executed.

    `measured` returns what counts over the background of a score, as far as it may be told;
    `procedure` what can be shown of a matching.
    """

    shell: Shell
    shelf: Shelf
    holding: Holding
    version: Version
    algorithm: Algorithm | None = None
    told: tuple[Told, ...] = ()
    measured: Callable[[], Population | None] = lambda: None
    procedure: Callable[[], Procedure | None] = lambda: None

    @property
    def entry(self) -> Entry:
        """Return the fields with their texts in the page's language."""
        return self.holding.entry(self.version.number, self.shell.code)

    @property
    def spec(self) -> Spec | None:
        """Return what the algorithm declares, with its texts in the page's language."""
        if self.algorithm is None:
            return None
        return self.version.spec_in(self.shell.code, self.algorithm.spec)


def worked_examples(shown: Shown) -> tuple[Example, ...]:
    """Return the worked examples, each leading to its page."""
    code, slug = shown.shell.code, shown.holding.slug
    return tuple(
        _example(shown, told, paths.example(code, slug, told.worked.name)) for told in shown.told
    )


def starting_points(shown: Shown, current: str) -> tuple[Example, ...]:
    """Return the worked examples, each filling in the form; `current` does so now."""
    code, slug = shown.shell.code, shown.holding.slug
    return tuple(
        _example(shown, told, paths.trial(code, slug, told.worked.name), current)
        for told in shown.told
    )


def _example(shown: Shown, told: Told, href: str, current: str = "") -> Example:
    code, case = shown.shell.code, told.worked.case.case
    return Example(
        title=getattr(case.title, code) if case.title else told.worked.name,
        summary=getattr(case.note, code) if case.note else None,
        outcome=told.account.outcome,
        href=href,
        current=told.worked.name == current,
    )
