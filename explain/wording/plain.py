"""Checks that texts are plain: short sentences, few numbers, everyday words.

The limits are ours; they come from published rules where these give a number.

- A sentence has at most 20 words, a reason 15, and the mean is at most 12: easy-read rules
  ask for one idea in 10 to 15 words (UK, *Making written information easier to
  understand*); ISO 24495-1:2023 gives no number.
- A reason holds at most one number, and never says that the person caused the result: a
  contribution is what the calculation adds, not a cause (Xuan et al., arXiv 2309.08438).
- LIX (Björnsson, 1968): words per sentence + percentage of words of more than six letters.
  The same text measures higher in French than in English, so each language has its limit.
- No middot (circulaire of 21 November 2017), no acronym without its words, no jargon.

A text that passes is not thereby clear: only readers can tell.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from explain.account import Sentences
from explain.i18n import LanguageCode
from explain.wording.jargon import CAUSAL, JARGON, KNOWN_ACRONYMS
from explain.wording.sentences import read_sentences

MOST_WORDS = 20
MOST_WORDS_IN_REASON = 15
MOST_WORDS_ON_AVERAGE = 12.0
MOST_NUMBERS_IN_REASON = 1
LONG_WORD = 7
MOST_LIX: Mapping[LanguageCode, float] = {"fr": 40.0, "en": 35.0}

Rule = Literal[
    "long_sentence", "long_average", "lix", "numbers", "causal", "jargon", "acronym", "middot"
]
_NUMBER = re.compile(r"\d+(?:[.,\u202f\u00a0]\d+)*")
_MIDDOT = re.compile(r"\w[·•⋅]\w")
_ACRONYM = re.compile(r"(?<![\w.’'-])[A-ZÀ-Ý]{2,6}(?![\w’'-])")


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that is not plain: which rule, the text, and what was measured."""

    rule: Rule
    text: str
    measured: str


@dataclass(frozen=True, slots=True)
class _Read:
    """A text, its sentences, and the words of each."""

    text: str
    sentences: tuple[tuple[str, tuple[str, ...]], ...]


def check(
    texts: Iterable[str], language: LanguageCode, reasons: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """Check the `texts` of one document, and its `reasons`, which have stricter limits."""
    others = _read(texts, language)
    strict = _read(reasons, language)
    everything = (*others, *strict)
    whole = "\n".join(one.text for one in everything)
    folded = whole.casefold()
    jargon = [word for word in JARGON[language] if word in folded]
    middots = _MIDDOT.search(whole) is not None
    found = [item for one in everything for item in _text(one, jargon, middots=middots)]
    found += [item for one in strict for item in _reason(one, language)]
    found += _acronyms(whole)
    found += _whole(everything, language)
    return tuple(found)


def check_account(account: Sentences) -> tuple[Finding, ...]:
    """Check all sentences of an account. Labels of rows are names, not sentences."""
    texts = (
        account.outcome,
        *account.summary,
        account.others,
        *account.changes,
        *account.together,
        *account.contribution,
        *account.limits,
        account.warning,
        account.invented,
    )
    reasons = [reason.sentence for reason in account.reasons]
    return check(texts, account.language, reasons)


def mean_length(texts: Iterable[str], language: LanguageCode) -> float:
    """Return the mean number of words of a sentence; 0 where there is none."""
    return _mean(_read(texts, language))


def lix(texts: Iterable[str], language: LanguageCode) -> float:
    """Return the LIX of texts together: below 30 very easy, above 50 difficult."""
    return _lix(_read(texts, language))


def _read(texts: Iterable[str], language: LanguageCode) -> tuple[_Read, ...]:
    return tuple(_Read(text, read_sentences(text, language)) for text in texts)


def _mean(texts: Sequence[_Read]) -> float:
    lengths = [len(words) for one in texts for _, words in one.sentences]
    return sum(lengths) / len(lengths) if lengths else 0.0


def _lix(texts: Sequence[_Read]) -> float:
    count = sum(len(one.sentences) for one in texts)
    found = [word for one in texts for _, words in one.sentences for word in words]
    if not found:
        return 0.0
    long = sum(1 for word in found if len(word) >= LONG_WORD and word.isalpha())
    return len(found) / count + 100 * long / len(found)


def _text(read: _Read, jargon: Iterable[str], *, middots: bool) -> list[Finding]:
    text = read.text
    found = [
        Finding("long_sentence", item, str(len(words)))
        for item, words in read.sentences
        if len(words) > MOST_WORDS
    ]
    found += [
        Finding("jargon", text, word)
        for word in jargon
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
    ]
    if middots and (middot := _MIDDOT.search(text)):
        found.append(Finding("middot", text, middot[0]))
    return found


def _reason(read: _Read, language: LanguageCode) -> list[Finding]:
    found = []
    for item, words in read.sentences:
        if MOST_WORDS_IN_REASON < len(words) <= MOST_WORDS:
            found.append(Finding("long_sentence", item, str(len(words))))
        numbers = _NUMBER.findall(item)
        if len(numbers) > MOST_NUMBERS_IN_REASON:
            found.append(Finding("numbers", item, " ".join(numbers)))
    if cause := CAUSAL[language].search(read.text):
        found.append(Finding("causal", read.text, cause[0]))
    return found


def _acronyms(whole: str) -> list[Finding]:
    """Find capitals that stand nowhere in brackets after their words."""
    names = dict.fromkeys(name for name in _ACRONYM.findall(whole) if name not in KNOWN_ACRONYMS)
    return [Finding("acronym", name, name) for name in names if f"({name})" not in whole]


def _whole(texts: Sequence[_Read], language: LanguageCode) -> list[Finding]:
    found: list[Finding] = []
    mean, level = _mean(texts), _lix(texts)
    if mean > MOST_WORDS_ON_AVERAGE:
        found.append(Finding("long_average", "", f"{mean:.1f}"))
    if level > MOST_LIX[language]:
        found.append(Finding("lix", "", f"{level:.0f}"))
    return found
