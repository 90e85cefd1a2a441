"""Sentences of steps: a text in which a name between braces stands for its value."""

import re
from collections.abc import Iterable, Iterator, Mapping

from explain.issues import Issue
from explain.reading import Document
from explain.rules import issues
from explain.rules.graph import Graph
from explain.rules.model import RuleStep

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def fill(sentence: str, values: Mapping[str, str]) -> str | None:
    """Replace each name between braces by its written value.

    Returns None where one has no value: an exception or a branch went without it.
    """
    if any(name not in values for name in _PLACEHOLDER.findall(sentence)):
        return None
    return _PLACEHOLDER.sub(lambda found: values[found[1]], sentence)


def check_sentences(steps: Iterable[RuleStep], graph: Graph, document: Document) -> Iterator[Issue]:
    """Find placeholders that neither the step nor its formula names."""
    for index, step in enumerate(steps):
        allowed = (step.id, *graph.bodies[step.id].names())
        for name in _PLACEHOLDER.findall(step.sentence or ""):
            if name not in allowed:
                path = ("steps", index, "sentence")
                values = {"step": step.id, "name": name, "allowed": ", ".join(allowed)}
                line = document.line(path)
                yield Issue(issues.UNKNOWN_PLACEHOLDER, document.file, line, step.id, values)
