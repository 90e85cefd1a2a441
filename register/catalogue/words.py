"""From text to the terms that search compares: lower case, no accents, no endings.

People type without accents, in the singular or the plural, with “l’” or without. Accents
go first, because endings differ with and without them. The endings removed are few, in
the manner of the light stemmers of J. Savoy (2006, “Light stemming approaches for the
French, Portuguese, German and Hungarian languages”) and D. Harman (1991, “How effective
is suffixing?”): a search engine needs the same term on both sides, not the right root.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import repeat

from explain.i18n import LanguageCode

_WORD = re.compile(r"[0-9a-z]+")
_DOTTED = re.compile(r"\.[a-z]\.")
"""What every `_INITIALS` holds, and is found sooner."""

_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
_LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "\u02bc": "'"}
_MARKS = re.compile("[\u0300-\u036f]+")


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ELISIONS = _set("l d j m t s n c qu jusqu lorsqu puisqu quelqu")
_ELIDED = re.compile(rf"(?<![0-9a-z])(?:{'|'.join(sorted(_ELISIONS))})'(?=[0-9a-z])")
_STOP = {
    "fr": _set(
        "a ai au aux avec ce ces cet cette comme dans de des du elle en est et eux il ils je la le"
        " les leur leurs lui ma mais me mes mon ne nos notre nous on ou par pas plus pour que qui"
        " sa se ses si son sont sur ta te tes ton tu un une vos votre vous y"
    ),
    "en": _set(
        "a an and are as at be but by for from has have how i in is it its my not of on or our she"
        " so that the their them they this to was we were what which who will with you your"
    ),
}
_SHORT = 3
_USUAL = 40
"""Signs between two blanks, as most words have: longer ones are not met again."""


def fold(text: str) -> str:
    """Return `text` in lower case, without accents or ligatures."""
    if text.isascii():
        return text.lower()
    lower = unicodedata.normalize("NFKD", text).lower()
    for written, plain in _LIGATURES.items():
        lower = lower.replace(written, plain)
    return _MARKS.sub("", lower)


def words(text: str) -> list[str]:
    """Return the folded words of `text`; “C.N.A.F.” is one word, “l’eau” is “eau”."""
    folded = fold(text)
    if _DOTTED.search(folded):
        folded = _INITIALS.sub(lambda match: match[0].replace(".", "") + " ", folded)
    if "'" in folded:
        folded = _ELIDED.sub("", folded)
    return _WORD.findall(folded)


@lru_cache(maxsize=10_000)
def stem(word: str, language: LanguageCode) -> str:
    """Return the term of one folded word."""
    if len(word) <= _SHORT or word.isdigit():
        return word
    return _french(word) if language == "fr" else _english(word)


def terms(text: str, language: LanguageCode) -> list[str]:
    """Return the terms of a text, in its order."""
    return joined_terms(text, language).split()


def joined_terms(text: str, language: LanguageCode) -> str:
    """Return the terms of a text, in its order, with blanks between. No word reaches over one."""
    pieces = text.split()
    usual = len(max(pieces, key=len, default="")) <= _USUAL
    found = map(_kept if usual else _terms, pieces, repeat(language))
    return " ".join(filter(None, found))


def _terms(piece: str, language: LanguageCode) -> str:
    return " ".join([stem(word, language) for word in words(piece)])


_kept = lru_cache(maxsize=8192)(_terms)
"""The terms of what stands between two blanks: entries write the same words again and again."""


def query_terms(text: str, language: LanguageCode) -> list[str]:
    """Return the terms of a question, each once; words like “le” count only if alone."""
    found = list(dict.fromkeys(words(text)))
    telling = [word for word in found if word not in _STOP[language]]
    return list(dict.fromkeys(stem(word, language) for word in telling or found))


def spans(text: str, language: LanguageCode) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and term of each word of `text` as it is written."""
    for match in re.finditer(r"[^\W_]+", text):
        for word in words(match[0]):
            yield match.start(), match.end(), stem(word, language)


def _french(word: str) -> str:
    if word.endswith("aux") and not word.endswith("eaux"):
        word = word[:-3] + "al"
    elif word[-1] in "sx":
        word = word[:-1]
    for ending in ("r", "e", "e"):
        if len(word) > _SHORT and word.endswith(ending):
            word = word[:-1]
    return word[:-1] if len(word) > _SHORT and word[-1] == word[-2] else word


def _english(word: str) -> str:
    if word.endswith("ies") and len(word) > _SHORT + 1:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us")):
        word = word[:-1]
    for ending in ("ing", "ed", "e"):
        if word.endswith(ending) and len(word) - len(ending) > _SHORT:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > _SHORT and word[-1] == word[-2] else word
