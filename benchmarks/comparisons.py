"""History: what it costs to say what differs between two versions, and to list two hundred.

An entry of 15 kB with tables, with the edits of a usual correction: numbers of some rows, words
of some paragraphs, a row and a paragraph more, a field. The whole difference is counted: fields,
algorithm file, text, and the sentences. CPU time; p95 over many pairs of versions.
"""

import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from _report import Result, main

from register.diff import compare
from register.diff.telling import tell
from register.entry.folder import open_folder
from register.entry.version import Version, read_version
from register.i18n import language
from register.pages.rendering import render
from register.presenting.shell import Shell, shell
from register.presenting.versions import history_page
from register.shelf import Shelf, open_shelf
from register.versions import standings

ENTRIES = Path(__file__).resolve().parent.parent / "entries"
SLUG = "tarification-solidaire-eau"
SIZE = 15_000
VERSIONS = 200
ENTRIES_MADE = 500
TABLES = 0.4
"""Share of the blocks that are tables of twelve rows; the others are paragraphs."""
WORDS = "le foyer dépose une demande avant la date et le service calcule une aide selon la règle"


def measure(quick: bool) -> Iterator[Result]:  # noqa: FBT001 - the shape that _report calls
    """Return the figures."""
    pairs = 30 if quick else 300
    with tempfile.TemporaryDirectory(prefix="grandjour-") as folder:
        made = _versions(Path(folder), pairs)
        times = [_milliseconds(partial(_difference, *pair)) for pair in made]
    yield Result("difference of two versions of 15 kB, p95", _p95(times), "ms", reach=5)
    yield Result("difference of two versions of 15 kB, median", statistics.median(times), "ms", 5)
    shelf = _shelf()
    shells = {code: shell(shelf.register, code, signed=False) for code in shelf.register.languages}
    slugs = list(shelf.entries)[: 20 if quick else 200]
    pages = [_milliseconds(partial(_history, shells["fr"], shelf, slug)) for slug in slugs]
    name = f"history of 200 versions among {VERSIONS * ENTRIES_MADE}, made anew"
    yield Result(name, statistics.median(pages), "ms", reach=10)


def _history(frame: Shell, shelf: Shelf, slug: str) -> None:
    render(history_page(frame, shelf.entry(slug)))


def _shelf() -> Shelf:
    """Return a register of 100,000 versions: the texts of one entry, under many names."""
    shelf = open_shelf(ENTRIES)
    sample = shelf.entry(SLUG)
    numbers = range(1, VERSIONS + 1)
    first = sample.history[0]
    versions = dict.fromkeys(numbers, sample.versions[1])
    said = {
        (number, code): sample.entry(1, code)
        for number in numbers
        for code in shelf.register.languages
    }
    made = {}
    for place in range(ENTRIES_MADE):
        slug = f"fiche-{place}"
        history = tuple(
            first.model_copy(
                update={
                    "slug": slug,
                    "version": number,
                    "applies_from": first.applies_from + timedelta(days=number),
                }
            )
            for number in numbers
        )
        made[slug] = replace(
            sample,
            slug=slug,
            history=history,
            versions=versions,
            said=said,
            shown=VERSIONS,
            standings=standings(history, shelf.day),
        )
    return replace(shelf, entries=made)


def _difference(before: Version, after: Version) -> None:
    words = language("fr")
    tell(compare(before, after, words), words)


def _versions(folder: Path, pairs: int) -> list[tuple[Version, Version]]:
    """Return pairs of versions: a long text, and the same corrected."""
    shutil.copytree(ENTRIES, folder, dirs_exist_ok=True)
    version, _ = read_version(open_folder(folder).entry(SLUG), 2)
    if version is None:
        raise SystemExit("the entry cannot be read")
    dice = random.Random(6)  # noqa: S311 - the same edits each time
    made = []
    for _ in range(pairs):
        text = _text(dice)
        made.append((_with_text(version, text), _with_text(version, _edited(text, dice), "4 %")))
    return made


def _with_text(version: Version, text: str, risk: str = "3 %") -> Version:
    body = version.text.body
    first, *others = body.sections
    longer = replace(body, sections=(replace(first, text=text), *others))
    entry = version.entry.model_copy(update={"territory": f"{version.entry.territory} {risk}"})
    return replace(version, entry=entry, text=replace(version.text, body=longer))


def _text(dice: random.Random) -> str:
    words = WORDS.split()
    blocks: list[str] = []
    while sum(map(len, blocks)) < SIZE:
        if dice.random() < TABLES:
            rows = (
                f"| critère {dice.randrange(99)} | {dice.randrange(900)} € | remarque {n} |\n"
                for n in range(12)
            )
            blocks.append("| critère | valeur | remarque |\n|---|---|---|\n" + "".join(rows) + "\n")
        else:
            blocks.append(" ".join(dice.choices(words, k=60)) + ".\n\n")
    return "".join(blocks)


def _edited(text: str, dice: random.Random) -> str:
    lines = text.split("\n")
    for place in dice.sample(range(len(lines)), 12):
        words = lines[place].split(" ")
        words[dice.randrange(len(words))] = str(dice.randrange(1000))
        lines[place] = " ".join(words)
    lines.insert(dice.randrange(len(lines)), "| critère neuf | 12 € | remarque |")
    lines.insert(dice.randrange(len(lines)), "Un paragraphe de plus, sans rien de commun.")
    return "\n".join(lines)


def _milliseconds(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main(measure)
