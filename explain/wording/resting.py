"""What the result of rules rests on: each step with what it used, one inside the other."""

from explain.account import Branch
from explain.details import Step, Trace
from explain.wording.rules import RuleWords

MOST = 200
"""How many lines are written; the list of operations has every step."""


def tree(telling: RuleWords) -> Branch | None:
    """Return the last step and all that it used, down to data and parameters."""
    detail: Trace = telling.detail
    if not detail.steps:
        return None
    return _Tree(telling, {step.id: step for step in detail.steps}).of(detail.steps[-1].id)


class _Tree:
    """Writes branches, each step with its parts once."""

    def __init__(self, telling: RuleWords, steps: dict[str, Step]) -> None:
        self.telling = telling
        self.steps = steps
        self.told: set[str] = set()
        self.lines = 0

    def of(self, name: str) -> Branch:
        self.lines += 1
        telling, step = self.telling, self.steps.get(name)
        if step is None:
            return Branch(text=telling.said(name))
        note = "" if step.decisive else telling.words.text("Does not decide here.")
        parts: tuple[Branch, ...] = ()
        if name in self.told:
            note = telling.words.text("See above.")
        elif self.lines < MOST:
            self.told.add(name)
            parts = tuple(self.of(used) for used, _ in step.bindings)
        return Branch(text=telling.said(name), note=note, parts=parts)
