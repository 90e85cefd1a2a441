"""What the benchmarks share: one result, two ways to print it, two ways to measure.

A benchmark is a script that calls `main(measure)`. `measure(quick)` returns its results.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Measure = Callable[[bool], Iterable["Result"]]


@dataclass(frozen=True, slots=True)
class Result:
    """One figure beside what it is compared with.

    `reach` bounds the ratio of the measured figure to the anchor, from above, or from below where
    `at_least` is true. Without an anchor it bounds the figure itself.
    """

    name: str
    measured: float
    unit: str
    reach: float
    anchor: float | None = None
    at_least: bool = False

    @property
    def ratio(self) -> float | None:
        """The figure as a multiple of the anchor, where there is one."""
        return self.measured / self.anchor if self.anchor else None

    @property
    def holds(self) -> bool:
        """Whether the goal is reached."""
        compared = self.measured if self.ratio is None else self.ratio
        return compared >= self.reach if self.at_least else compared <= self.reach

    @property
    def bound(self) -> str:
        """In words, on which side of the reach the goal lies."""
        return "at least" if self.at_least else "at most"

    def record(self) -> dict[str, str | float | bool | None]:
        """Return the result as the fields of one JSON object."""
        return {
            "name": self.name,
            "measured": round(self.measured, 4),
            "unit": self.unit,
            "anchor": None if self.anchor is None else round(self.anchor, 4),
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "reach": self.reach,
            "bound": self.bound,
            "holds": self.holds,
        }


def main(measure: Measure) -> None:
    """Run a benchmark from the command line; exit 1 where a goal is not reached."""
    parser = argparse.ArgumentParser(description=sys.modules["__main__"].__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument("--quick", action="store_true", help="a rough answer in under a minute")
    options = parser.parse_args()
    # Processes that a benchmark starts find compiled modules, as where the product is installed.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    held = True
    for result in measure(options.quick):
        held = held and result.holds
        print(json.dumps(result.record()) if options.json else line(result), flush=True)
    sys.exit(0 if held else 1)


def line(result: Result) -> str:
    """Write a result for a terminal."""
    figure = f"{result.measured:.4g} {result.unit}"
    if result.anchor is None:
        goal = f"{result.bound} {result.reach:g} {result.unit}"
    else:
        figure += f" against {result.anchor:.4g} = {result.ratio:.2f} times"
        goal = f"{result.bound} {result.reach:g} times"
    return f"{'holds' if result.holds else 'FAILS'}  {result.name}: {figure} (goal: {goal})"


def interleaved(times: int, *figures: Callable[[], float]) -> list[float]:
    """Return the median of each figure, taken in turns so that a busy machine hits all alike."""
    rounds = [[figure() for figure in figures] for _ in range(times)]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def cpu_milliseconds(command: Sequence[str]) -> float:
    """Run a command to its end; return the CPU time that it and its children took."""
    return spent_by(command)[0] * 1000


def spent_by(command: Sequence[str]) -> tuple[float, float]:
    """Run a command to its end; return its CPU time in seconds, and its most memory in MB.

    On Linux the memory is at least the most that the caller itself has held so far.
    """
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with exit code {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
