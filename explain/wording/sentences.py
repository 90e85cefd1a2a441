"""Where sentences end, in French and English administrative prose.

A full stop ends no sentence inside “L. 311-3-1”, “R. 421-5”, “art. 47”, “12.5”, “M. Roux”
or “J. Dupont”. A new line always does.
"""

import re
from collections.abc import Mapping

from explain.i18n import LanguageCode

_SHARED = ("L", "R", "D", "art", "p", "no", "nos", "vol", "cf", "ex", "al", "J.O", "www")
ABBREVIATIONS: Mapping[LanguageCode, frozenset[str]] = {
    "fr": frozenset({*_SHARED, "M", "MM", "Mme", "Mlle", "Dr", "Me", "env", "p.ex", "chap", "av"}),
    "en": frozenset({*_SHARED, "Mr", "Mrs", "Ms", "Dr", "e.g", "i.e", "sec", "para", "St", "vs"}),
}
_END = re.compile(r"([.!?…]+(?:\s?»|[”\")])?)(?=\s+[«“\"(A-ZÀ-ÝŒ0-9–-]|\s*$)")
_LAST_WORD = re.compile(r"([\w.]+)$")
_WORD = re.compile(r"\d+(?:[.,\u202f\u00a0/-]\d+)*|[^\W\d_]+(?:[’'-][^\W\d_]+)*", re.UNICODE)


def sentences(text: str, language: LanguageCode) -> tuple[str, ...]:
    """Split `text` into sentences, without the blanks between them."""
    return tuple(sentence for sentence, _ in read_sentences(text, language))


def read_sentences(text: str, language: LanguageCode) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the sentences of `text`, each with its words."""
    found = []
    for line in text.splitlines():
        start = 0
        for end in _END.finditer(line):
            if not _abbreviated(line[start : end.start()], end[1], language):
                found.append(line[start : end.end()].strip())
                start = end.end()
        found.append(line[start:].strip())
    return tuple((item, words) for item in found if (words := words_of(item)))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words: “l’aide” is one, “31 200” is one, signs are none."""
    return tuple(_WORD.findall(text))


def _abbreviated(before: str, mark: str, language: LanguageCode) -> bool:
    if mark != ".":
        return False
    last = _LAST_WORD.search(before.rpartition(" ")[2])
    if last is None:
        return False
    word = last[1]
    return word in ABBREVIATIONS[language] or (len(word) == 1 and word.isupper())
