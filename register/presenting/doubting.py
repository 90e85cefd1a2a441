"""How sure a score is of the case that a page explains."""

from dataclasses import dataclass, field
from functools import lru_cache

from explain.canonical import digest, to_record
from explain.explanation import Explanation
from explain.scores.doubt.record import Doubt
from explain.wording.doubt import Question, doubts
from register.entry.scores import doubt_of
from register.presenting.shown import Shown


def doubts_of(shown: Shown, explanation: Explanation) -> tuple[Question, ...]:
    """Say the doubt about somebody's score; nothing for another family. Nothing is kept."""
    return _say(shown, explanation, _found(shown, explanation))


def doubts_of_example(shown: Shown, explanation: Explanation) -> tuple[Question, ...]:
    """Say the doubt about the score of an invented person, which is found once."""
    example = _Example(digest(to_record(explanation)), shown, explanation)
    return _say(shown, explanation, _found_once(example))


@dataclass(frozen=True, slots=True)
class _Example:
    """A worked example, known by its record: which names the version and each file."""

    record: str
    shown: Shown = field(compare=False)
    explanation: Explanation = field(compare=False)


@lru_cache(maxsize=512)
def _found_once(example: _Example) -> Doubt | None:
    return _found(example.shown, example.explanation)


def _found(shown: Shown, explanation: Explanation) -> Doubt | None:
    if shown.algorithm is None:
        return None
    return doubt_of(shown.version, shown.algorithm, explanation, waiting=True)


def _say(shown: Shown, explanation: Explanation, found: Doubt | None) -> tuple[Question, ...]:
    if found is None or shown.spec is None:
        return ()
    return doubts(found, explanation, shown.spec, shown.shell.words)
