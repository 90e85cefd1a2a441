"""The passage of an entry that answers a question, with the words found marked."""

from collections.abc import Collection

from markupsafe import Markup, escape

from explain.i18n import LanguageCode
from register.catalogue.words import spans

LENGTH = 220


def excerpt(text: str, terms: Collection[str], language: LanguageCode) -> Markup | None:
    """Return the line of `text` that holds most of `terms`, cut to about `LENGTH` signs.

    Returns `None` where no line holds any.
    """
    best: tuple[int, str, list[tuple[int, int]]] = (0, "", [])
    for line in text.splitlines():
        found = [
            (start, end, term)
            for start, end, word in spans(line, language)
            if (term := _begun(word, terms))
        ]
        distinct = len({term for _, _, term in found})
        if distinct > best[0]:
            best = (distinct, line, [(start, end) for start, end, _ in found])
    _, line, places = best
    return _marked(line, places) if places else None


def _begun(word: str, terms: Collection[str]) -> str | None:
    return next((term for term in terms if word.startswith(term)), None)


def _marked(line: str, places: list[tuple[int, int]]) -> Markup:
    low, high = _window(line, places[0][0])
    parts = [escape("… " if low else "")]
    at = low
    for start, end in dict.fromkeys(places):
        if at <= start and end <= high:
            parts += [escape(line[at:start]), Markup("<mark>{}</mark>").format(line[start:end])]
            at = end
    parts += [escape(line[at:high]), escape(" …" if high < len(line) else "")]
    return Markup().join(parts)


def _window(line: str, first: int) -> tuple[int, int]:
    """Return a stretch of whole words around the first word found."""
    low = 0 if first < LENGTH // 2 else line.rfind(" ", 0, first - LENGTH // 3) + 1
    end = low + LENGTH
    high = len(line) if end >= len(line) else max(line.rfind(" ", low, end), first + 1)
    return low, high if high > low else len(line)
