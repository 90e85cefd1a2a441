"""What to say to a person whose own text is hard to read. It is advice, never a refusal."""

from collections.abc import Mapping

from explain.i18n import Language
from explain.issues import N_
from explain.wording.plain import Finding, Rule

ADVICE: Mapping[Rule, str] = {
    "long_sentence": N_("This sentence has %(measured)s words. Cut it in two: “%(text)s”"),
    "long_average": N_("The sentences have %(measured)s words on average. Try 12."),
    "lix": N_("The words and sentences are long (LIX %(measured)s). Use everyday words."),
    "numbers": N_("This sentence holds several numbers. Give one: “%(text)s”"),
    "causal": N_("This sentence accuses the person (“%(measured)s”): “%(text)s”"),
    "jargon": N_("Few people know “%(measured)s”. Say it in everyday words: “%(text)s”"),
    "acronym": N_("Write “%(measured)s” in words once, with the letters in brackets."),
    "middot": N_("Write both forms in full instead of a dot inside a word: “%(text)s”"),
}


def advice(finding: Finding, words: Language) -> str:
    """Say one finding and what to do."""
    return words.text(ADVICE[finding.rule], text=finding.text, measured=finding.measured)
