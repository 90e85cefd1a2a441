"""The search for the smallest change: in full for few inputs, in a worker process for more.

The worker is killed at the hard limit. One process searches for one case at a time: others
wait for their turn, within the same limit, and are told where it did not come. So many
requests cost one core, and no request waits longer than the limit.
"""

import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import IO, Any
from zlib import crc32

from explain.explanation import Searched
from explain.scores.changes.bounds import DISTANCE_DECIMALS
from explain.scores.changes.enumeration import (
    MOST_WORK,
    Allowance,
    Enumeration,
    Flips,
    Stopped,
)
from explain.scores.changes.problem import Choice, Problem
from explain.scores.changes.supports import stages

SECONDS = 10.0
"""The hard limit, waiting and setting the problem up included."""

PROOF, FALLBACK = 4.0, 1.0
"""What the solver may spend on a proof, then on any answer: its own deterministic seconds."""

SEED = 1
CODES = 1024
"""Of equally near changes the one with the smallest codes is taken, on any machine."""

ENUMERATION, SOLVER = "enumeration", "cp-sat"

_COMMAND = (sys.executable, "-I", "-m", "explain.scores.changes.solver")
_RESERVED = 1.0
_SHARE = 0.6
"""The part of the time that trying everything may take; the solver has the rest."""
TURN = threading.Lock()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a search: the option of each choice, and how good it is proved to be.

    Fewer than `fewest` inputs are not enough. `gap` is in the units of distance, `None`
    where it is not known.
    """

    result: Searched
    method: str
    options: tuple[int, ...] = ()
    optimal: bool = False
    fewest: int = 0
    gap: float | None = None


def search(
    problem: Problem, flips: Flips, seconds: float = SECONDS, most: int = MOST_WORK
) -> Answer:
    """Return the smallest choice that really `flips`, as the model itself says.

    Few inputs are tried in full, with at `most` so many combinations; more of them are left
    to the worker process.
    """
    deadline = time.monotonic() + seconds
    if not TURN.acquire(timeout=seconds):
        return Answer("busy", ENUMERATION, fewest=2)
    try:
        return _search(problem, flips, deadline, most)
    finally:
        TURN.release()


def _search(problem: Problem, flips: Flips, deadline: float, most: int) -> Answer:
    tried = list(stages(problem))
    units = CODES * max(1, len(problem.choices))
    prices = [costs(choice, units) for choice in problem.choices]
    best: tuple[int, ...] | None = None
    while tried and tried[0]["supports"]:
        best, whole = _tried(Enumeration(problem, prices, flips), tried[0], deadline, most)
        if not whole:
            break
        if best is not None:
            return Answer("found", ENUMERATION, best, optimal=True, fewest=tried[0]["count"])
        tried.pop(0)
    if not tried:
        return Answer("nothing", ENUMERATION)
    fewest = tried[0]["count"]
    answer = Answer("no_solver", ENUMERATION, fewest=fewest)
    if find_spec("ortools") is not None:
        answer = _Worker(posed(problem, tried, units), units, deadline).smallest(flips)
    if best is not None and not answer.optimal:
        options = min(filter(None, (best, answer.options)), key=lambda o: _size(prices, o))
        gap = answer.gap if options == answer.options else None
        return Answer("found", answer.method, options, fewest=fewest, gap=gap)
    return answer if answer.fewest else replace(answer, fewest=fewest)


def _size(prices: list[list[int]], options: tuple[int, ...]) -> tuple[int, int]:
    """Return how many inputs change, and what it costs."""
    paid = [row[option] for row, option in zip(prices, options, strict=True)]
    return sum(price > 0 for price in paid), sum(paid)


def _tried(
    enumeration: Enumeration, stage: dict[str, Any], deadline: float, most: int
) -> tuple[tuple[int, ...] | None, bool]:
    """Return the cheapest change of one number of inputs, and whether all of them were tried."""
    now = time.monotonic()
    allowance = Allowance(now + (deadline - now) * _SHARE, most)
    try:
        for row in stage["supports"]:
            enumeration.among([place for place, one in enumerate(row) if one], allowance)
    except Stopped:
        return enumeration.best, False
    return enumeration.best, True


class _Worker:
    """A conversation with the worker process, which ends at `deadline` whatever happens."""

    def __init__(self, problem: dict[str, Any], units: int, deadline: float) -> None:
        self.units = units
        self.left = deadline - time.monotonic()
        self.problem = {**problem, "seconds": max(0.0, self.left - _RESERVED)}

    def smallest(self, flips: Flips) -> Answer:
        """Ask for the smallest choice, and for another one as long as it does not flip."""
        with subprocess.Popen(  # noqa: S603 - our own program, nothing from outside in the command
            _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            killer = threading.Timer(max(0.0, self.left), process.kill)
            killer.start()
            try:
                found = _exchange(process, json.dumps(self.problem))
                while found and "options" in found:
                    options = tuple(found["options"])
                    if flips(options):
                        return _answer(found, options, self.units)
                    found = _exchange(process, json.dumps(options))
            finally:
                killer.cancel()
                process.kill()
        proved = found is not None and found["status"] == "INFEASIBLE"
        return Answer("nothing" if proved else "out_of_time", SOLVER)


def _exchange(process: "subprocess.Popen[bytes]", line: str) -> dict[str, Any] | None:
    """Send a line, and return the answer; `None` where the process is no more."""
    to: IO[bytes] | None = process.stdin
    back: IO[bytes] | None = process.stdout
    if to is None or back is None:
        return None
    try:
        to.write(line.encode() + b"\n")
        to.flush()
        answer = back.readline()
    except BrokenPipeError:
        return None
    return dict(json.loads(answer)) if answer.endswith(b"\n") else None


def _answer(found: dict[str, Any], options: tuple[int, ...], units: int) -> Answer:
    optimal = found["status"] == "OPTIMAL"
    gap = None
    if not optimal and found["bound"] is not None:
        gap = (found["cost"] - found["bound"]) / units / 10**DISTANCE_DECIMALS
    return Answer("found", SOLVER, options, optimal, found["fewest"], gap)


def posed(problem: Problem, tried: list[dict[str, Any]], units: int) -> dict[str, Any]:
    """Return the problem as the worker process reads it. A distance of 1 costs 10,000 `units`."""
    sizes = [range(len(choice.options)) for choice in problem.choices]
    return {
        "choices": [
            {"costs": costs(choice, units), "stay": choice.stay, "ordered": choice.ordered}
            for choice in problem.choices
        ],
        "trees": [
            [
                [worths, [[n, [o for o in sizes[n] if bits >> o & 1]] for n, bits in sets.items()]]
                for worths, sets in tree
            ]
            for tree in problem.trees
        ],
        "needed": problem.needed,
        "stages": tried,
        "seed": SEED,
        "proof": PROOF,
        "fallback": FALLBACK,
    }


def costs(choice: Choice, units: int) -> list[int]:
    """Return whole costs: the distance, then a code that no two values share by chance."""
    return [
        0
        if option.value is None
        else round(option.distance * 10**DISTANCE_DECIMALS) * units
        + crc32(f"{choice.name}={option.value}".encode()) % CODES
        for option in choice.options
    ]
