"""How quickly the command line answers: its help, against Python that only imports click."""

import sys
from collections.abc import Iterable
from pathlib import Path

from _report import Result, cpu_milliseconds, interleaved, main


def measure(quick: bool) -> Iterable[Result]:  # noqa: FBT001 - the one argument of a benchmark
    """Compare the CPU time of `grandjour --help` with that of importing click."""
    times = 5 if quick else 20
    command = str(Path(sys.executable).with_name("grandjour"))
    shown, imported = interleaved(
        times,
        lambda: cpu_milliseconds([command, "--help"]),
        lambda: cpu_milliseconds([sys.executable, "-c", "import click"]),
    )
    yield Result("grandjour --help", shown, "ms CPU", reach=1.5, anchor=imported)


if __name__ == "__main__":
    main(measure)
