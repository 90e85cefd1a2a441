"""The drawing of what a result rests on: each step with its value, and the steps that it uses.

The nested text beside it (`explain.wording.resting`) holds everything; the drawing holds what
can be read in one look. Where all fits, data and parameters are drawn as well; where even the
steps do not fit, those furthest from the result are left out, and the words say how many.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from explain.account import Dependence
from explain.details import Trace
from explain.i18n import Language
from explain.wording.layout import WIDTH, Layout, Node, place
from explain.wording.rules import RuleWords
from explain.wording.words import capital

FEWEST = 2
"""Boxes that make a drawing: fewer show nothing."""


def of_case(telling: RuleWords) -> Dependence | None:
    """Draw one calculation."""
    trace: Trace = telling.detail
    nodes = [
        Node(
            id=step.id,
            label=telling.named(step.id),
            value=telling.valued(step.id),
            note="" if step.decisive else telling.words.text("Does not decide here."),
            decisive=step.decisive,
            uses=tuple(name for name, _ in step.bindings),
        )
        for step in trace.steps
    ]
    givens = {
        name: Node(id=name, label=telling.named(name), value=telling.valued(name), given=True)
        for node in nodes
        for name in node.uses
    }
    return dependence(nodes, givens, telling.words.language)


def dependence(
    steps: Sequence[Node], givens: Mapping[str, Node], language: Language
) -> Dependence | None:
    """Draw steps in their order, the last of which is the result; `givens` are what they use.

    Returns `None` where there is nothing to draw.
    """
    chosen, layout = _fitting(steps, givens, language)
    if len(chosen) < FEWEST:
        return None
    left = len(steps) - sum(not node.given for node in chosen)
    return Dependence(
        title=language.text("Which step uses which"),
        description=_description(chosen, language),
        words=tuple(_words(chosen, left, language)),
        width=WIDTH,
        height=layout.height,
        boxes=layout.boxes,
        links=layout.links,
    )


def _fitting(
    steps: Sequence[Node], givens: Mapping[str, Node], language: Language
) -> tuple[list[Node], Layout]:
    """Return as much as can be read: all, else the steps, else those nearest to the result."""
    chosen = _with_givens(steps, givens)
    layout = place(chosen)
    ranked = _nearest_first(steps)
    for count in range(len(steps), 0, -1):
        if layout.readable:
            break
        kept = {node.id for node in ranked[:count]}
        chosen = [_folded(node, steps, kept, language) for node in steps if node.id in kept]
        layout = place(chosen)
    return chosen, layout


def _with_givens(steps: Sequence[Node], givens: Mapping[str, Node]) -> list[Node]:
    """Put each datum and each parameter before the first step that uses it."""
    told = {step.id for step in steps}
    found = []
    for step in steps:
        for name in step.uses:
            if name not in told and name in givens:
                told.add(name)
                found.append(givens[name])
        found.append(step)
    return found


def _nearest_first(steps: Sequence[Node]) -> list[Node]:
    """Order steps from the result on: first those that decide, then the others, the nearest first.

    Any beginning of the list hangs together.
    """
    by_name = {step.id: step for step in steps}
    order = {steps[-1].id: steps[-1]}
    for decisive in (True, False):
        waiting = list(order.values())
        while waiting:
            nearer = [
                by_name[name]
                for step in waiting
                for name in step.uses
                if name in by_name and name not in order and by_name[name].decisive >= decisive
            ]
            waiting = list({step.id: step for step in nearer}.values())
            order |= {step.id: step for step in waiting}
    return list(order.values())


def _folded(node: Node, steps: Sequence[Node], kept: set[str], language: Language) -> Node:
    """Say in a box how many of the steps that it uses are not drawn."""
    left = sum(step.id in node.uses and step.id not in kept for step in steps)
    if not left:
        return node
    more = language.plural(
        "Also uses %(count)s step that is not drawn.",
        "Also uses %(count)s steps that are not drawn.",
        left,
    )
    return replace(node, note=f"{node.note} {more}".strip())


def _words(chosen: Sequence[Node], left: int, language: Language) -> list[str]:
    say = language.text
    words = [say("Read from top to bottom: an arrow leads from a value to the step that uses it.")]
    if any(node.value for node in chosen):
        words.append(say("A thick frame: the result rests on this step."))
    if any(not node.decisive for node in chosen):
        words.append(say("A dashed frame: in this case, this step does not decide."))
    if any(node.given for node in chosen):
        words.append(say("Without a frame: information or a parameter."))
    if left:
        words.append(
            language.plural(
                "%(count)s step further from the result is not drawn; it is in the list.",
                "%(count)s steps further from the result are not drawn; they are in the list.",
                left,
            )
        )
    return words


def _description(chosen: Sequence[Node], language: Language) -> str:
    labels = {node.id: node.label for node in chosen}
    return " ".join(_described(node, labels, language) for node in chosen if not node.given)


def _described(node: Node, labels: Mapping[str, str], language: Language) -> str:
    used = [labels[name] for name in node.uses if name in labels]
    said = node.label
    if node.value:
        said = language.text("%(label)s: %(value)s", label=node.label, value=node.value)
    if used:
        uses = language.text("; ").join(used)
        said = language.text("%(step)s, which uses: %(uses)s", step=said, uses=uses)
    return capital(f"{said}. {node.note}".strip())
