"""How a procedure is told, without anybody's case: the method, and an invented run step by step."""

from explain.account import Tale
from explain.i18n import Language
from explain.matching.spec import MatchingSpec
from explain.matching.stories import AdmissionStory, CallStory, Story
from explain.wording.procedure.admissions import admission_tale
from explain.wording.procedure.calls import call_tale
from explain.wording.procedure.days import day_tale
from explain.wording.procedure.methods import METHODS
from explain.wording.words import words


def method_of(spec: MatchingSpec, language: Language) -> tuple[str, ...]:
    """Say how places are given by the method of `spec`, step by step."""
    return tuple(language.text(step) for step in METHODS[spec.method])


def tale(story: Story, spec: MatchingSpec, language: Language) -> Tale:
    """Say what happens in `story`. `spec` holds its labels in that language already."""
    said = words(spec, language)
    if isinstance(story, CallStory):
        return call_tale(story, said)
    if isinstance(story, AdmissionStory):
        return admission_tale(story, said)
    return day_tale(story, said)
