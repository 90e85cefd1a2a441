"""Calculating a recorded case again, and finding what is no longer the same.

    record = read_record(source)
    found = again(algorithm, record, allocation, about)
    differences(record.content, json.loads(to_record(found)))  # () where it is reproduced

Equality is that of the record's own texts: numbers at 12 significant digits.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from explain.case import Case, validate_case
from explain.engines import Algorithm, explain
from explain.explanation import About, Explanation, to_record
from explain.reading import Source
from explain.record import Plain, Record
from explain.spec import Spec
from explain.validation import dotted

_NUMBERS = {"number", "amount", "integer"}
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where a recalculated record is not the one that was kept.

    `path` counts items from 1; `label` is that of the thing it belongs to, as far as it has
    one. `recorded` and `found` are JSON texts; `None` where one of them has nothing there.
    """

    path: str
    label: str
    recorded: str | None
    found: str | None


def case_of(record: Record, spec: Spec) -> Case:
    """Return the recorded case. Raises `InvalidCase` where `spec` does not accept it."""
    numbers = {item.id for item in spec.inputs if item.type in _NUMBERS}
    inputs, unknown, sources = {}, [], {}
    for datum in record.case.data:
        if datum.value is None:
            unknown.append(datum.id)
        else:
            inputs[datum.id] = _number(datum.value) if datum.id in numbers else datum.value
        if datum.own_source:
            sources[datum.id] = datum.source
    day = record.case.decided_on
    return validate_case(spec, inputs, day, unknown=tuple(unknown), sources=sources)


def again(
    algorithm: Algorithm,
    record: Record,
    allocation: Source | None = None,
    about: About | None = None,
) -> Explanation:
    """Explain the recorded case again.

    Raises `InvalidCase` where the algorithm does not accept it, and what its engine raises.
    """
    return explain(algorithm, case_of(record, algorithm.spec), allocation, about)


def compare(record: Record, explanation: Explanation) -> tuple[Difference, ...]:
    """Return every place where `explanation` is not what was recorded."""
    return tuple(differences(record.content, json.loads(to_record(explanation))))


def differences(recorded: Plain, found: Plain) -> Iterator[Difference]:
    """Compare two records as plain JSON values, leaf by leaf, in the order of their paths."""
    before, after = (dict(_leaves(plain, (), "")) for plain in (recorded, found))
    for path in sorted({*before, *after}, key=_order):
        old, new = before.get(path), after.get(path)
        if old is None or new is None or old.text != new.text:
            label = (new or old or _Leaf("", "")).label
            yield Difference(
                dotted(path), label, old.text if old else None, new.text if new else None
            )


@dataclass(frozen=True, slots=True)
class _Leaf:
    text: str
    label: str


def _leaves(value: Any, path: Path, label: str) -> Iterator[tuple[Path, _Leaf]]:
    """Yield each text, number, yes or no, nothing, and empty group, with its label."""
    parts = _parts(value)
    if not parts:
        yield path, _Leaf(json.dumps(value, ensure_ascii=False), label)
        return
    if isinstance(value, Mapping) and isinstance(value.get("label"), str):
        label = value["label"]
    for step, part in parts:
        yield from _leaves(part, (*path, step), label)


def _parts(value: Any) -> Sequence[tuple[str | int, Any]]:
    if isinstance(value, Mapping):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def _order(path: Path) -> tuple[tuple[str, int], ...]:
    """Sort items of lists by their number."""
    return tuple(("", step) if isinstance(step, int) else (step, 0) for step in path)


def _number(value: Any) -> Any:
    """Return a number's text as a number; anything else stays as it is, and is refused."""
    return Decimal(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else value
