"""Sentences of steps: a text in which a name between braces stands for its value."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from explain.issues import Issue
from explain.rules import issues
from explain.rules.bodies import Body
from explain.rules.graph import Graph
from explain.rules.model import RuleStep
from explain.sources import Document

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
        line = document.line(("steps", index, "sentence"))
        for issue in unfilled(step.id, graph.bodies[step.id], step.sentence or ""):
            yield replace(issue, file=document.file, line=line)


def unfilled(step: str, body: Body, sentence: str) -> Iterator[Issue]:
    """Find placeholders of a step's `sentence`, in any language, that nothing fills."""
    allowed = (step, *body.names())
    for name in _PLACEHOLDER.findall(sentence):
        if name not in allowed:
            values = {"step": step, "name": name, "allowed": ", ".join(allowed)}
            yield Issue(issues.UNKNOWN_PLACEHOLDER, field=step, values=values)
