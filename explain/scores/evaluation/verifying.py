"""Whether an `evaluation.json` is what was computed, and of the files that it lies beside."""

from collections.abc import Iterator, Mapping
from typing import Any

from explain.errors import ExplainError, InvalidFile
from explain.fields import Declared
from explain.issues import N_, Issue
from explain.reading import read_yaml
from explain.scores.evaluation import issues
from explain.scores.evaluation.record import Evaluation, Rate, to_bytes
from explain.scores.evaluation.telling import total
from explain.scores.evaluation.withholding import Cell
from explain.validation import validate


def read_evaluation(data: bytes, file: str, slug: str) -> Evaluation:
    """Read an evaluation as `record.to_bytes` writes it. `slug` is for messages.

    Raises `InvalidFile` where it is anything else.
    """
    try:
        evaluation = validate(Evaluation, read_yaml(data, file))
    except ExplainError:
        raise _not_ours(N_("it lacks fields, or has others"), file, slug) from None
    if to_bytes(evaluation) != data:
        raise _not_ours(N_("it is not written the canonical way"), file, slug)
    if any(not _follows(rate) for rate in _rates(evaluation)):
        raise _not_ours(N_("an interval does not follow from its counts"), file, slug)
    return evaluation


def outdated(
    evaluation: Evaluation, present: Mapping[str, str], file: str, slug: str
) -> Iterator[Issue]:
    """Report each file that has changed since. `present` holds the digests by name."""
    measured = dict(evaluation.files)
    if evaluation.data.visibility == "public":
        measured[evaluation.data.name] = evaluation.data.digest
    for name, digest in measured.items():
        if present.get(name) != digest:
            yield Issue(issues.OUTDATED, file, values={"name": name, "slug": slug})


def _not_ours(problem: str, file: str, slug: str) -> InvalidFile:
    values = {"problem": problem, "slug": slug}
    return InvalidFile([Issue(issues.NOT_OURS, file, values=values)])


def _follows(rate: Rate) -> bool:
    if rate.count is None or rate.of is None:
        return rate.count is None and rate.rate is None
    return rate.count <= rate.of and rate == total(Cell(rate.count, rate.of))


def _rates(value: Any) -> Iterator[Rate]:
    """Return every rate inside a value."""
    if isinstance(value, Rate):
        yield value
    elif isinstance(value, Declared):
        for name in type(value).model_fields:
            yield from _rates(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _rates(item)
