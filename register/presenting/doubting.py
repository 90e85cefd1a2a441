"""How sure a score is of the case that a page explains."""

from explain.explanation import Explanation
from explain.wording.doubt import Question, doubts
from register.entry.scores import doubt_of
from register.presenting.shown import Shown


def doubts_of(shown: Shown, explanation: Explanation) -> tuple[Question, ...]:
    """Say the doubt about a score in the page's language; nothing for another family."""
    if shown.algorithm is None or shown.spec is None:
        return ()
    found = doubt_of(shown.version, shown.algorithm, explanation, waiting=True)
    return doubts(found, explanation, shown.spec, shown.shell.words) if found else ()
