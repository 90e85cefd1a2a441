"""Several inputs of an ensemble of trees: the problem, its search, and what came of it."""

import time
from dataclasses import replace

from explain.case import Value
from explain.explanation import Search
from explain.scores.background import Column
from explain.scores.changes import boxes
from explain.scores.changes.combination import bounds_digest, combination
from explain.scores.changes.problem import problem
from explain.scores.changes.search import (
    ENUMERATION,
    FALLBACK,
    PROOF,
    SECONDS,
    SEED,
    SOLVER,
    search,
)
from explain.scores.changes.situation import Situation
from explain.scores.models.forest import Forest
from explain.spec import Input

MOST_NODES = 20_000
"""Ensembles with more nodes are not searched: setting the problem up would take too long."""

_AFTERWARDS = 1.5
"""Seconds of the limit that are kept for widening what is found to ranges."""


def changes(
    situation: Situation, forest: Forest, inputs: tuple[Input, ...], columns: tuple[Column, ...]
) -> Search:
    """Look for the smallest change of several inputs that flips the outcome."""
    if len(forest.column) > MOST_NODES:
        return Search(
            result="too_large",
            method=ENUMERATION,
            bounds=bounds_digest(situation, inputs, columns),
            ruled_out=1,
        )
    start = time.monotonic()
    posed = problem(situation, forest, inputs, columns)

    def chosen(options: tuple[int, ...]) -> dict[str, Value]:
        pairs = zip(posed.choices, options, strict=True)
        values = {choice.name: choice.options[option].value for choice, option in pairs}
        return {name: value for name, value in values.items() if value is not None}

    left = SECONDS - _AFTERWARDS - (time.monotonic() - start)
    answer = search(posed, lambda options: situation.flips(chosen(options)), max(0.0, left))
    found = None
    if answer.options:
        values = chosen(answer.options)
        ends = boxes.widened(situation, forest, inputs, columns, values)
        found = combination(situation, inputs, columns, values, ends)
        if not answer.optimal:
            found = replace(found, proof="best_found", fewest=answer.fewest, gap=answer.gap)
    return Search(
        result=answer.result,
        method=answer.method,
        bounds=bounds_digest(situation, inputs, columns),
        found=found,
        ruled_out=None if answer.options or answer.result == "nothing" else answer.fewest - 1,
        seed=SEED if answer.method == SOLVER else None,
        limit=PROOF + FALLBACK if answer.method == SOLVER else None,
    )
