"""Run every benchmark and write docs/benchmarks.md.

`make bench` runs it; `python tools/bench.py --quick` gives a rough answer and writes nothing.
"""

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
Record = dict[str, Any]


def run(script: Path, *options: str) -> list[Record]:
    """Run one benchmark; return its results and show them as they come."""
    command = [sys.executable, str(script), "--json", *options]
    records = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for text in process.stdout or ():
            record = json.loads(text)
            records.append(record)
            print(f"{script.stem}: {row(record)}", flush=True)
    if not records:
        sys.exit(f"{script.name} gave no result")
    return records


def row(record: Record) -> str:
    """Return one result as a row of the table."""
    if record["anchor"] is None:
        compared, goal = "", f"{record['bound']} {record['reach']:g} {record['unit']}"
    else:
        compared = f"{record['anchor']:g} {record['unit']} ({record['ratio']:.2f} times)"
        goal = f"{record['bound']} {record['reach']:g} times"
    held = "yes" if record["holds"] else "**no**"
    figure = f"{record['measured']:g} {record['unit']}"
    return f"| {record['name']} | {figure} | {compared} | {goal} | {held} |"


def machine() -> str:
    """Say on what the figures were measured, without naming the machine."""
    python, system = platform.python_version(), f"{platform.system()} {platform.machine()}"
    return f"Python {python} on {system}, {os.cpu_count()} cores"


def page(tables: dict[str, list[Record]], day: str) -> str:
    """Return the page that shows all results."""
    lines = [
        "# Benchmarks",
        "",
        "<!-- Written by `make bench`. -->",
        "",
        "Each line is measured in one run: our figure, what it is compared with, and the goal.",
        f"Measured on {day} with {machine()}.",
    ]
    for name, records in tables.items():
        lines += [
            "",
            f"## [{name}](../benchmarks/{name}.py)",
            "",
            "| What | Measured | Compared with | Goal | Reached |",
            "|---|---|---|---|---|",
            *(row(record) for record in records),
        ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run all, write the page unless the run is a quick one; exit 1 where a goal is missed."""
    options = sys.argv[1:]
    scripts = sorted((ROOT / "benchmarks").glob("[a-z]*.py"))
    tables = {script.stem: run(script, *options) for script in scripts}
    if "--quick" not in options:
        day = datetime.now(UTC).date().isoformat()
        PAGE.write_text(page(tables, day), encoding="utf-8")
    return 0 if all(record["holds"] for table in tables.values() for record in table) else 1


if __name__ == "__main__":
    sys.exit(main())
