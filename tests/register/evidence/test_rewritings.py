"""Whoever holds the key and rewrites the past is caught by a checkpoint that was kept."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import Any

from register.errors import RegisterError
from register.evidence.auditing import Kept, audit
from register.ledger import read_lines
from register.log import issues
from tests.register.evidence.histories import (
    History,
    checkpoint,
    grow,
    grown,
    signed,
    source,
)

PROVED = {issues.REWRITTEN, issues.SHORTENED, issues.TWO_VIEWS}
Rewriting = Callable[[random.Random, History, int], History]


def edit(chance: random.Random, history: History, size: int) -> History:
    """Change one word of an old text, or one fact of an old line."""
    at = chance.randrange(size)
    if chance.random() < 0.5:
        files = (*history.files[:at], history.files[at] + b"!", *history.files[at + 1 :])
        return replace(history, files=files).numbered()
    field, value = chance.choice([("kind", "correction"), ("applies_from", "2020-01-01")])
    line = {**history.lines[at], field: value}
    return replace(history, lines=(*history.lines[:at], line, *history.lines[at + 1 :]))


def delete(chance: random.Random, history: History, size: int) -> History:
    at = chance.randrange(size)
    return shrunk(history, at).numbered()


def shrunk(history: History, at: int) -> History:
    sizes = tuple(sorted({max(1, item - (item > at)) for item in history.sizes}))
    lines = (*history.lines[:at], *history.lines[at + 1 :])
    return History(lines, (*history.files[:at], *history.files[at + 1 :]), sizes)


def reorder(chance: random.Random, history: History, size: int) -> History:
    """Put an old line elsewhere; the times stay where they were, so that they go up."""
    at = chance.randrange(size)
    other = chance.choice([place for place in range(len(history.lines)) if place != at])
    lines, files = list(history.lines), list(history.files)
    lines.insert(other, lines.pop(at))
    files.insert(other, files.pop(at))
    times = [line["published_at"] for line in history.lines]
    dated = [{**line, "published_at": t} for line, t in zip(lines, times, strict=True)]
    return replace(history, lines=tuple(dated), files=tuple(files)).numbered()


def back_date(chance: random.Random, history: History, size: int) -> History:
    """Say that the first lines were published earlier than they were."""
    at = chance.randrange(size)
    lines = tuple(
        {**line, "published_at": line["published_at"].replace("2026", "2025")}
        if place <= at
        else line
        for place, line in enumerate(history.lines)
    )
    return replace(history, lines=lines)


def truncate(chance: random.Random, history: History, size: int) -> History:
    """Forget the end, and what was kept with it."""
    left = chance.randrange(1, size)
    sizes = (*(item for item in history.sizes if item < left), left)
    return History(history.lines[:left], history.files[:left], sizes)


def split_view(chance: random.Random, history: History, size: int) -> History:
    """Show another end of the same length, which begins before what was kept ends."""
    at = chance.randrange(size)
    files = tuple(data + b"?" if place >= at else data for place, data in enumerate(history.files))
    return replace(history, files=files).numbered().cut(size)


REWRITINGS: tuple[Rewriting, ...] = (edit, delete, reorder, back_date, truncate, split_view)


def rewritten(seed: int) -> Iterator[tuple[str, bool]]:
    """Rewrite one history in every way; tell of each whether it was caught."""
    chance = random.Random(seed)  # noqa: S311 - which histories, no secret
    history = grown(chance, chance.randint(3, 9))
    honest = signed(history)
    size = chance.choice([item for item in history.sizes if item > 1])
    mine = [Kept("kept", checkpoint(honest, size))]
    for rewriting in REWRITINGS:
        forged = rewriting(chance, history, size)
        if forged == history:
            continue
        files = signed(forged)
        alone = audit(source(files))
        codes = {issue.code for issue in audit(source(files), mine).issues}
        # Without what was kept, a clever forgery is not seen: the key is the real one.
        assert not alone.issues or not follows(forged), (rewriting, seed, alone.issues)
        yield rewriting.__name__, bool(codes & PROVED) or not follows(forged)
    replaced = dict(honest)
    later = signed(edit(chance, history, size))
    replaced["log/entries/checkpoint"] = checkpoint(later)
    codes = {issue.code for issue in audit(source(replaced), mine).issues}
    yield "replace the checkpoint", issues.ROOT_DIFFERS in codes


def follows(history: History) -> bool:
    """Tell whether a ledger is one that could have been written."""
    try:
        read_lines(history.ledger())
    except RegisterError:
        return False
    return True


def in_two(work: Callable[[range], Any], seeds: range) -> list[Any]:
    half = seeds.start + len(seeds) // 2
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(work, [range(seeds.start, half), range(half, seeds.stop)]))


def tried(seeds: range) -> tuple[int, list[tuple[int, str]]]:
    found = [(seed, name, caught) for seed in seeds for name, caught in rewritten(seed)]
    return len(found), [(seed, name) for seed, name, caught in found if not caught]


def test_every_rewriting_is_caught_by_a_checkpoint_that_was_kept(deep: bool) -> None:  # noqa: FBT001 - a fixture
    seeds = range(1_460) if deep else range(12)
    counts, missed = zip(*in_two(tried, seeds) if deep else [tried(seeds)], strict=True)
    assert [item for group in missed for item in group] == []
    assert sum(counts) >= (10_000 if deep else 75)


def test_a_register_that_grows_honestly_raises_no_alarm(deep: bool) -> None:  # noqa: FBT001 - a fixture
    chance = random.Random(5)  # noqa: S311 - which histories, no secret
    history, steps = grow(chance), 0
    kept: list[Kept] = []
    while steps < (1_000 if deep else 40):
        files = signed(history)
        report = audit(source(files), [*kept, Kept("now", checkpoint(files))])
        assert report.issues == []
        assert len(report.kept) == len(kept) + 1
        kept.append(Kept(f"kept {steps}", checkpoint(files)))
        steps += 1
        if len(history.sizes) == 25:
            history, kept = grow(chance), []
        else:
            history = grow(chance, history)
