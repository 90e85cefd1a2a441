"""Calculating a recorded case again, and finding what is no longer the same.

    replay(algorithm, read_record(source), allocation, about).exact  # True: reproduced

Equality is that of the record's own texts: numbers at 12 significant digits.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from explain.canonical import to_record
from explain.case import UNKNOWN, Case, validate_case
from explain.engines import Algorithm, explain
from explain.explanation import About
from explain.record import UNPROVED, Combination, Plain, Record, Search
from explain.sources import Source
from explain.spec import Input, Question, Spec
from explain.validation import dotted

_TEXTS = {"boolean", "category", "date", "persons", "wishes"}
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")

Path = tuple[str | int, ...]
Values = Mapping[str, bool | str]


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


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of calculating a record again.

    `unsearched` tells why a search that the record calls proved could not be brought to its end
    here: `no_solver`, `out_of_time`, `busy`, or `best_found` where something was found and
    nothing proved. What the record says was found has then been run again, and nothing that was
    searched here speaks against it.
    """

    differences: tuple[Difference, ...]
    unsearched: str | None = None

    @property
    def exact(self) -> bool:
        """Whether everything was calculated again and is the same."""
        return not self.differences and self.unsearched is None


def replay(
    algorithm: Algorithm,
    record: Record,
    allocation: Source | None = None,
    about: About | None = None,
) -> Replayed:
    """Explain the recorded case again, and return every place that is not what was recorded.

    Where nobody proved that a search found the best, another machine may find something
    else: what it found is calculated again instead. So it is where a search that was proved
    cannot be brought to its end here, which is then said. Raises `InvalidCase` where the algorithm
    does not accept the case, and what its engine raises.
    """

    def run(case: Case) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(to_record(explain(algorithm, case, allocation, about)))
        return found

    found, recorded = run(case_of(record, algorithm.spec)), record.content
    search, unsearched = record.case.together, None
    if search is not None and search.proved and found.get("together"):
        unsearched = _unsearched(search, recorded["together"], found["together"])
    if search is not None and (unsearched or not search.proved) and found.get("together"):
        told = recorded["together"] | {"bounds": found["together"]["bounds"]}
        if search.found is not None:
            changed = partial(_with, record, algorithm.spec)
            again = _verified(search.found, lambda values: run(changed(values))["outcome"])
            told["found"] = told["found"] | again
        found = {**found, "together": told}
    return Replayed(tuple(differences(recorded, found)), unsearched)


def _unsearched(search: Search, recorded: Plain, again: Plain) -> str | None:
    """Return why a search is not proved here; `None` where it is, or contradicts the record."""
    result, found = str(again["result"]), again["found"]
    stopped = result in UNPROVED or (found is not None and found["proof"] == "best_found")
    if not stopped:
        return None
    if search.found is None:
        return None if found is not None else result
    count = len(search.found.changes)
    if (again["ruled_out"] or 0) >= count or (found is not None and found["fewest"] > count):
        return None
    if found is not None and _size(found) < _size(recorded["found"]):
        return None
    return result if found is None else str(found["proof"])


def _size(found: Plain) -> tuple[int, Decimal]:
    """Return how many data change, and how far."""
    return len(found["changes"]), Decimal(found["distance"])


def case_of(record: Record, spec: Spec) -> Case:
    """Return the recorded case. Raises `InvalidCase` where `spec` does not accept it."""
    return _with(record, spec, {})


def _with(record: Record, spec: Spec, changed: Values) -> Case:
    """Return the recorded case with other values for some of its data."""
    items = {item.id: item for item in spec.inputs}
    values: dict[str, Any] = {datum.id: datum.value for datum in record.case.data}
    values |= changed
    return validate_case(
        spec,
        {name: _raw(items.get(name), value) for name, value in values.items() if value is not None},
        record.case.decided_on,
        unknown=tuple(name for name, value in values.items() if value is None),
        sources={datum.id: datum.source for datum in record.case.data if datum.own_source},
    )


def _raw(item: Input | None, value: Any) -> Any:
    """Return a recorded value as a case file would hold it; what fits nothing stays as it is."""
    if item is None or not isinstance(value, list):
        return _simple(item, value)
    fields = {field.id: field for field in item.fields}
    return [
        {
            name: UNKNOWN if one is None else _simple(fields.get(name), one)
            for name, one in person.items()
        }
        for person in value
    ]


def _simple(item: Question | None, value: Any) -> Any:
    """Return a number's text as a number; anything else is refused later, if it must be."""
    is_number = item is not None and item.type not in _TEXTS and isinstance(value, str)
    return Decimal(value) if is_number and _NUMBER.fullmatch(value) else value


def _verified(found: Combination, outcome: Callable[[Values], Plain]) -> Plain:
    """Return what a recorded change gives when it is run again.

    `outcome` runs the case with other values. The values that are told, the low ends of
    all ranges, and their high ends must all be on the side of the threshold that is told, or
    bring the same class.
    """
    at = {item.id: item.at for item in found.changes}
    low = {item.id: item.at if item.low is None else item.low for item in found.changes}
    high = {item.id: item.at if item.high is None else item.high for item in found.changes}
    told, *ends = (outcome(values) for values in (at, low, high))
    same = all(end["reached"] == found.reached for end in (told, *ends))
    if found.reached is None:
        same = all(end["value"] == told["value"] for end in ends)
    reached = found.reached if same else not found.reached
    return {"outcome": told["value"], "reached": reached}


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
