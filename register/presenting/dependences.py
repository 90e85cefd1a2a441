"""Which step of the rules uses which, whatever the case: a drawing for the page of an entry."""

from explain.account import Dependence
from explain.rules.model import RulesFile
from explain.rules.running import Program
from explain.wording import words as wording
from explain.wording.dependence import dependence
from explain.wording.layout import Node
from explain.wording.words import capital
from register.i18n import Language


def drawn_dependence(program: Program, spec: RulesFile, words: Language) -> Dependence | None:
    """Draw the steps that the outcome needs; `spec` has its texts in the page's language.

    Returns `None` where there is nothing to draw.
    """
    labels = wording.words(spec, words)
    needed = {spec.outcome.step}
    steps = []
    for step in reversed(program.order):
        if step.id in needed:
            uses = program.bodies[step.id].names()
            needed.update(uses)
            steps.append(Node(id=step.id, label=capital(labels.label(step.id)), uses=uses))
    givens = {
        name: Node(id=name, label=capital(labels.label(name)), given=True)
        for name in needed - {step.id for step in steps}
    }
    return dependence(steps[::-1], givens, words)
