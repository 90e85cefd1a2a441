"""Several inputs of an ensemble of trees: the problem, its search, and what came of it."""

import math
import time
from dataclasses import dataclass, replace
from functools import partial

from explain.case import Value
from explain.explanation import Combination, Search
from explain.scores.background import Column
from explain.scores.changes import boxes
from explain.scores.changes.combination import bounds_digest, combination
from explain.scores.changes.problem import Problem, problem
from explain.scores.changes.search import (
    ENUMERATION,
    FALLBACK,
    PROOF,
    SECONDS,
    SEED,
    SOLVER,
    Answer,
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
    found, rest = _nearest(situation, forest, inputs, columns, time.monotonic())
    answer = rest if found is None else found.answer
    return Search(
        result=answer.result,
        method=answer.method,
        bounds=bounds_digest(situation, inputs, columns),
        found=None if found is None else found.told(forest, inputs, columns, rest),
        ruled_out=None if found or answer.result == "nothing" else answer.fewest - 1,
        seed=SEED if answer.method == SOLVER else None,
        limit=PROOF + FALLBACK if answer.method == SOLVER else None,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found towards one side: the situation that looks for it, and the values."""

    situation: Situation
    answer: Answer
    values: dict[str, Value]
    distance: float

    @property
    def order(self) -> tuple[int, float]:
        """Return what makes one change smaller than another."""
        return len(self.values), self.distance

    def told(
        self,
        forest: Forest,
        inputs: tuple[Input, ...],
        columns: tuple[Column, ...],
        rest: Answer,
    ) -> Combination:
        """Return what the record says of it. `rest` is the least sure of the other answers."""
        ends = boxes.widened(self.situation, forest, inputs, columns, self.values)
        made = combination(self.situation, inputs, columns, self.values, ends)
        fewest = min(self.answer.fewest, rest.fewest or len(self.values))
        if self.answer.optimal and (rest.result == "nothing" or rest.optimal):
            return made
        gap = self.answer.gap if rest.result == "nothing" else None
        return replace(made, proof="best_found", fewest=fewest, gap=gap)


def _nearest(
    situation: Situation,
    forest: Forest,
    inputs: tuple[Input, ...],
    columns: tuple[Column, ...],
    start: float,
) -> tuple[_Found | None, Answer]:
    """Look towards one side after another, which share the time that began at `start`.

    Returns the smallest change found, and the least sure of the answers that found nothing
    smaller: one of those that were stopped, if there is one.
    """
    found: _Found | None = None
    rest = Answer("nothing", ENUMERATION)
    sides = situation.sides()
    for place, side in enumerate(sides):
        own = situation.towards(side)
        posed = problem(own, forest, inputs, columns)
        flips = partial(_flips, own, posed)
        left = SECONDS - _AFTERWARDS - (time.monotonic() - start)
        answer = search(posed, flips, max(0.0, left) / (len(sides) - place))
        if not answer.options:
            rest = max((rest, answer), key=_doubt)
            continue
        values = _chosen(posed, answer.options)
        one = _Found(own, answer, values, _distance(posed, answer.options))
        if found is not None and one.order >= found.order:
            one, found = found, one
        rest = rest if found is None else max((rest, found.answer), key=_doubt)
        found = one
    return found, rest


def _doubt(answer: Answer) -> tuple[bool, int]:
    """Return what makes one answer less sure than another: the sure ones first."""
    return not (answer.optimal or answer.result == "nothing"), -answer.fewest


def _chosen(posed: Problem, options: tuple[int, ...]) -> dict[str, Value]:
    """Return the values that change."""
    pairs = zip(posed.choices, options, strict=True)
    values = {choice.name: choice.options[option].value for choice, option in pairs}
    return {name: value for name, value in values.items() if value is not None}


def _distance(posed: Problem, options: tuple[int, ...]) -> float:
    pairs = zip(posed.choices, options, strict=True)
    return math.fsum(choice.options[option].distance for choice, option in pairs)


def _flips(situation: Situation, posed: Problem, options: tuple[int, ...]) -> bool:
    return situation.flips(_chosen(posed, options))
