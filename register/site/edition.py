"""Everything that pages are made from, ready on one day: entries, catalogue, examples."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache as remembered
from functools import lru_cache, partial
from pathlib import Path

from explain.scores.population.influences import Population
from explain.spec import Spec
from explain.wording import account
from register.catalogue import filling
from register.catalogue.store import Catalogue, open_catalogue
from register.entry.cases import named
from register.entry.scores import population_of
from register.i18n import LanguageCode
from register.outcomes import Contrast, Pair, contrast_all
from register.presenting.comparisons import Compared
from register.presenting.shell import Shell, shell
from register.presenting.shown import Shown, Told
from register.procedures import Procedure, procedure
from register.shelf import Holding, Shelf, open_shelf
from register.site.downloads import Download, downloads
from register.trials import Algorithms, Worked, examples, executable, runnable

KEPT = 200
"""Pairs of versions whose examples stay in memory once they were run."""

Telling = Callable[[LanguageCode, str], tuple[Told, ...]]
Contrasting = Callable[[str, int, int], tuple[Contrast, ...]]
Measuring = Callable[[str, int], Population | None]
Proceeding = Callable[[str, int], Procedure | None]


@dataclass(frozen=True, slots=True)
class Edition:
    """A register on one day, in memory. Build it with `open_edition`.

    `told` returns the worked examples of an entry in one language, `measured` what counts
    over the background of a version, `contrasted` the worked examples run by two versions,
    `proceeding` how a version gives places;
    they and the `downloads` are worked out when they are first asked for.
    """

    shelf: Shelf
    catalogue: Catalogue
    shells: Mapping[LanguageCode, Shell]
    algorithms: Mapping[str, Algorithms]
    told: Telling
    measured: Measuring
    downloads: tuple[Download, ...]
    contrasted: Contrasting
    proceeding: Proceeding

    @property
    def languages(self) -> tuple[LanguageCode, ...]:
        """Return the languages of the site, the one that counts first."""
        return self.shelf.register.languages

    def examples(self, slug: str) -> tuple[str, ...]:
        """Return the names of the worked examples of an entry."""
        return runnable(self.shelf.entry(slug), self.algorithms[slug])

    def spec(self, slug: str, number: int) -> Spec | None:
        """Return what a version declares, if it can be executed."""
        algorithm = self.algorithms[slug].get(number)
        return algorithm.spec if algorithm else None

    def shown(self, code: LanguageCode, holding: Holding, number: int) -> Shown:
        """Return one version to show in one language."""
        return Shown(
            shell=self.shells[code],
            shelf=self.shelf,
            holding=holding,
            version=holding.version(number),
            algorithm=self.algorithms[holding.slug].get(number),
            told=self.told(code, holding.slug),
            measured=partial(self.measured, holding.slug, number),
            procedure=partial(self.proceeding, holding.slug, number),
        )

    def compared(self, holding: Holding, older: int, newer: int) -> Compared:
        """Return two versions to compare."""
        return Compared(
            shelf=self.shelf,
            holding=holding,
            older=older,
            newer=newer,
            algorithms=self.algorithms[holding.slug],
            measured=partial(self.measured, holding.slug),
            run=partial(self.contrasted, holding.slug, older, newer),
        )

    def close(self) -> None:
        """Let go of the catalogue."""
        self.catalogue.close()


def open_edition(
    path: Path, *, drafts: bool = False, cache: Path | None = None, now: datetime | None = None
) -> Edition:
    """Read the register in `path`.

    `cache` is the catalogue's file; without it the catalogue is kept in memory. Raises
    what `open_shelf` raises, and `InvalidFile` where a published algorithm cannot be loaded.
    """
    shelf = open_shelf(path, drafts=drafts, now=now)
    algorithms = {slug: executable(holding) for slug, holding in shelf.entries.items()}
    shells = {
        code: shell(shelf.register, code, signed=shelf.log is not None)
        for code in shelf.register.languages
    }
    return Edition(
        shelf=shelf,
        catalogue=open_catalogue(cache, filling.key(shelf), lambda: filling.rows(shelf)),
        shells=shells,
        algorithms=algorithms,
        told=_telling(shelf, algorithms, shells),
        measured=_measuring(shelf, algorithms),
        downloads=downloads(shelf),
        contrasted=_contrasting(shelf, algorithms),
        proceeding=_proceeding(shelf, algorithms),
    )


def _telling(
    shelf: Shelf, algorithms: Mapping[str, Algorithms], shells: Mapping[LanguageCode, Shell]
) -> Telling:
    @remembered
    def worked(slug: str) -> tuple[Worked, ...]:
        return examples(shelf.entry(slug), algorithms[slug])

    @remembered
    def told(code: LanguageCode, slug: str) -> tuple[Told, ...]:
        holding = shelf.entry(slug)
        tell = partial(_tell, shelf, holding, algorithms[slug], shells[code])
        return tuple(tell(item) for item in worked(slug))

    return told


def _measuring(shelf: Shelf, algorithms: Mapping[str, Algorithms]) -> Measuring:
    @remembered
    def measured(slug: str, number: int) -> Population | None:
        algorithm = algorithms[slug].get(number)
        version = shelf.entry(slug).version(number)
        return population_of(version, algorithm) if algorithm else None

    return measured


def _proceeding(shelf: Shelf, algorithms: Mapping[str, Algorithms]) -> Proceeding:
    @remembered
    def proceeding(slug: str, number: int) -> Procedure | None:
        algorithm = algorithms[slug].get(number)
        return procedure(shelf.entry(slug), algorithm) if algorithm else None

    return proceeding


def _contrasting(shelf: Shelf, algorithms: Mapping[str, Algorithms]) -> Contrasting:
    @lru_cache(maxsize=KEPT)
    def contrasted(slug: str, older: int, newer: int) -> tuple[Contrast, ...]:
        pair = Pair(shelf.entry(slug), older, newer, algorithms[slug])
        return tuple(contrast_all(pair))

    return contrasted


def _tell(
    shelf: Shelf, holding: Holding, algorithms: Algorithms, frame: Shell, worked: Worked
) -> Told:
    version = holding.version(worked.number)
    spec = version.spec_in(frame.code, algorithms[worked.number].spec)
    owner = shelf.administrations[version.entry.administrations[0]]
    said = named(worked.explanation, version, owner, frame.code)
    return Told(worked, account(said, spec, frame.words))
