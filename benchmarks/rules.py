"""How quickly rules are checked, traced and told, and that no formula can run away."""

import resource
import time
import tracemalloc
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from _report import Result, main

from explain.case import Case, validate_case
from explain.documents.rendering import sheet_html
from explain.documents.sheet import Sheet
from explain.engines import Algorithm, explain
from explain.engines import load as load_algorithm
from explain.errors import InvalidFile
from explain.i18n import Language
from explain.reading import read_yaml
from explain.rules.engine import load, trace
from explain.rules.expressions import parse
from explain.wording import account
from register.i18n import language
from tests.explain.rules.test_expressions import REFUSED

DAY = date(2019, 10, 7)
WATER = Path(__file__).parent.parent / "entries" / "tarification-solidaire-eau" / "2"
HEAD = """\
format: 1
engine: rules/1
contribution: {degree: All of it., mode: A calculation.}
limits: [{id: limit, label: Nothing else.}]
"""
WRITTEN = "reference: {title: Council decision}"


def measure(quick: bool) -> Iterable[Result]:  # noqa: FBT001 - the one argument of a benchmark
    """Time a point grid, fifty rules, one decision told, two hundred steps, and bad formulas."""
    times = 3 if quick else 15
    facts = {f"f{n}": n % 3 == 0 for n in range(14)}
    yield traced("14-rule grid, case to full trace", grid(), facts, 100, times)
    amounts = {f"f{n}": 1000 * n for n in range(10)}
    yield traced("50 rules with tables, case to full trace", fifty(), amounts, 1000, times)
    algorithm = load_algorithm({"rules.yaml": (WATER / "rules.yaml").read_bytes()}, "rules.yaml")
    case = validate_case(algorithm.spec, {"personnes": 2, "ressources": 6000}, DAY)
    words = language("fr")
    spent = best(lambda: told(algorithm, case, words), 3, times) * 1e3
    yield Result("one decision: trace, all changes, HTML", spent, "ms CPU", reach=100)
    text = (HEAD + steps(200)).encode()
    spent = best(lambda: load(read_yaml(text, "rules.yaml"), {}), 1, times) * 1e3
    yield Result("200 steps, read and checked", spent, "ms CPU", reach=150)
    yield from hostile()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Result("memory of the whole process", memory, "MB", reach=150)


def traced(name: str, file: str, facts: Mapping[str, object], reach: float, times: int) -> Result:
    """Time one validated case to its full trace, in microseconds."""
    program = load(read_yaml(file.encode(), "rules.yaml"), {})
    case = validate_case(program.spec, facts, DAY)
    spent = best(lambda: trace(program, case), 200, times) * 1e6
    return Result(name, spent, "µs CPU", reach=reach)


def told(algorithm: Algorithm, case: Case, words: Language) -> str:
    """Explain one case, changes included, and write its sheet as HTML."""
    explanation = explain(algorithm, case)
    said = account(explanation, algorithm.spec, words)
    sheet = Sheet(title="Water", explanation=explanation, account=said, language=words)
    return sheet_html(sheet)


def hostile() -> Iterable[Result]:
    """Read every hostile formula that the tests hold: none may pass, run long or grow."""
    refused = 0
    longest = largest = 0.0
    for text in REFUSED:
        tracemalloc.start()
        start = time.process_time()
        try:
            parse(text)
        except InvalidFile:
            refused += 1
        longest = max(longest, time.process_time() - start)
        largest = max(largest, tracemalloc.get_traced_memory()[1] / 1e6)
        tracemalloc.stop()
    count = len(REFUSED)
    yield Result("different hostile formulas", count, "formulas", reach=60, at_least=True)
    yield Result("of them refused", refused, "formulas", reach=count, at_least=True)
    yield Result("longest time on one of them", longest * 1e3, "ms CPU", reach=50)
    yield Result("most memory for one of them", largest, "MB", reach=50)


def grid() -> str:
    """Return a grid of fourteen rows whose points are added up."""
    rows = "\n".join(f"    - {{id: r{n}, when: [f{n}], gives: {10 * n + 10}}}" for n in range(14))
    table = f"- id: points\n  label: Points\n  table:\n    hit: collect_sum\n    rows:\n{rows}"
    return f"{HEAD}{inputs(14, 'boolean')}{outcome('points')}steps:\n{table}\n  {WRITTEN}\n"


def fifty() -> str:
    """Return fifty steps in a row, every second one a table of three rows."""
    written = []
    for n in range(50):
        before, fact = (f"s{n - 1}" if n else "f0"), f"f{n % 10}"
        rows = (
            f"[{{id: x, when: [{before} > {fact}], gives: {before} + {fact}}}, "
            f"{{id: y, when: [{before} > 3], gives: 1}}, {{id: z, gives: {before}}}]"
        )
        how = f"table: {{hit: first, rows: {rows}}}" if n % 2 else f"formula: {before} + {fact} * 2"
        written.append(f"- id: s{n}\n  label: s{n}\n  {how}\n  {WRITTEN}\n")
    return f"{HEAD}{inputs(10, 'number')}{outcome('s49')}steps:\n{''.join(written)}"


def steps(count: int) -> str:
    """Return as many steps, each using the one before."""
    written = []
    for n in range(count):
        before = f"s{n - 1}" if n else "f0"
        formula = f"{before} + f{n % 10} * 2 if {before} > 3 else max(f1, f2, {before})"
        written.append(f"- id: s{n}\n  label: s{n}\n  formula: {formula}\n  {WRITTEN}\n")
    return f"{inputs(10, 'number')}{outcome(f's{count - 1}')}steps:\n{''.join(written)}"


def inputs(count: int, kind: str) -> str:
    """Return the declaration of inputs of one type."""
    lines = (
        f"- {{id: f{n}, label: f{n}, type: {kind}, source: Form, actionable: 'no'}}\n"
        for n in range(count)
    )
    return "inputs:\n" + "".join(lines)


def outcome(step: str) -> str:
    """Return the declaration of an outcome that is a number."""
    return f"outcome: {{id: result, label: Result, type: number, step: {step}}}\n"


def best(work: Callable[[], object], count: int, times: int) -> float:
    """Return the CPU seconds of one call: the best of `times` averages over `count` calls."""
    spent = []
    for _ in range(times):
        start = time.process_time()
        for _ in range(count):
            work()
        spent.append((time.process_time() - start) / count)
    return min(spent)


if __name__ == "__main__":
    main(measure)
