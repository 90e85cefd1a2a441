"""Read a printed letter as a stranger does: which of its numbers stand in the record, and why.

It knows nothing of how letters are made. It takes the page's text and takes away what people
wrote themselves: the letter's own data, names and articles. Each number that is left must be
in the record: as it stands there or rounded, or with the sum that it comes from beside it.
"""

import html
import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

HIDDEN = re.compile(r"<(style|head)\b.*?</\1>", re.DOTALL)
INLINE = re.compile(r"</?(?:strong|span|em|a|tspan|title|desc)\b[^>]*>")
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
TAG = re.compile(r"<[^>]+>")
SPACES = re.compile(r"[\u00a0\u202f]")
WRITTEN = {
    "en": re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"),
    "fr": re.compile(r"(?<![\w.,])\d{1,3}(?:[\u202f\u00a0]\d{3})+(?:,\d+)?|\d+(?:,\d+)?"),
}
TERM = r"[−-]?\(?[−-]?[\d.,\u202f\u00a0]*\d\)?"
SUM = re.compile(rf"({TERM}(?:\s[−+×]\s{TERM})+)\s*=\s*([−+-]?)€?([\d.,\u202f\u00a0]*\d)")


def text_of(page: str) -> str:
    """Return what can be read on a page, a line for each block, without fingerprints."""
    page = INLINE.sub(" ", HIDDEN.sub("", page))
    return DIGEST.sub(" ", html.unescape(TAG.sub("\n", page)))


def leaves(value: object) -> Iterator[str | int]:
    """Yield every text and number of what was read from JSON or YAML."""
    if isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield value


def without(text: str, said: Iterable[str]) -> str:
    """Take the phrases `said` out of a text, the longest first; numbers stay, but telephones."""
    phrases = {SPACES.sub(" ", phrase).strip() for phrase in said if re.search(r"\d", phrase)}
    plain = " ".join(text.casefold().split())
    for phrase in sorted(phrases, key=len, reverse=True):
        words = " ".join(phrase.casefold().split())
        if re.search(r"[^\W\d_]|\d \d\d \d\d", phrase) and words in plain:
            first, *others = map(re.escape, words.split())
            pattern = r"[ \u00a0\u202f\n]+".join((first, *others))
            text = re.sub(rf"(?<!\w){pattern}(?!\w)", " ", text, flags=re.IGNORECASE)
    return text


def number(text: str, code: str) -> Decimal:
    """Read one printed number."""
    text = re.sub(r"[\u202f\u00a0()]", "", text).replace("−", "-").removeprefix("+")
    return Decimal(text.replace(",", "") if code == "en" else text.replace(",", "."))


def numbers(text: str, code: str) -> Iterator[Decimal]:
    """Yield the printed numbers of a text, without their signs."""
    for found in WRITTEN[code].findall(text):
        yield number(found, code)


def recorded(record: object) -> set[Decimal]:
    """Return the numbers of a record: those that are values, and those in its texts."""
    found = set()
    for leaf in leaves(record):
        if isinstance(leaf, int) or re.fullmatch(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", leaf):
            found.add(abs(Decimal(leaf)))
        elif not DIGEST.fullmatch(leaf):  # a formula, or the label of a reference
            texts = re.findall(r"(?<![\w.,-])\d+(?:\.\d+)?(?![\w-])", SPACES.sub("", leaf))
            found |= set(map(Decimal, texts))
    return found


def shown(value: Decimal, known: Decimal) -> bool:
    """Tell whether `value` is how a recorded number is printed: itself, or rounded once."""
    if value == known:
        return True
    step = Decimal(1).scaleb(min(int(value.as_tuple().exponent), 0))
    if step == 1 and known < 100:  # a small whole number is never a rounded one
        return False
    return value in {known.quantize(step, way) for way in (ROUND_HALF_EVEN, ROUND_HALF_UP)}


def sums(text: str, code: str) -> Iterator[tuple[list[Decimal], Decimal, Decimal]]:
    """Yield each printed sum: its numbers, what they make, and the result that is printed."""
    for left, sign, right in SUM.findall(text):
        terms = re.split(r"\s([−+×])\s", left)
        made, values = number(terms[0], code), [number(terms[0], code)]
        for operator, term in zip(terms[1::2], terms[2::2], strict=True):
            one = number(term, code)
            values.append(one)
            made = {"−": made - one, "+": made + one, "×": made * one}[operator]
        yield values, made, number(sign + right, code)


def holds(text: str, code: str) -> bool:
    """Tell whether every sum of a text holds."""
    return all(made == result for _, made, result in sums(text, code))


def derived(text: str, code: str, known: set[Decimal]) -> set[Decimal]:
    """Return the numbers that stand in a sum which holds, beside numbers of the record alone."""
    found = set()
    for values, made, result in sums(text, code):
        new = {abs(one) for one in (*values, result) if not held(abs(one), known)}
        if made == result and len(new) <= 1:
            found |= new
    return found


def held(value: Decimal, known: Iterable[Decimal]) -> bool:
    """Tell whether a printed number is in the record."""
    return any(shown(value, one) for one in known)


def strangers(text: str, code: str, record: object) -> list[str]:
    """Return the lines of `text` with a number that is not in the record."""
    known = recorded(record)
    known |= derived(text, code, known)
    parts = {one * 100 for one in known if one < 1}
    found = []
    for line in text.splitlines():
        for value in numbers(line, code):
            share = "%" in line and held(value, parts)
            if not (share or held(value, known)):
                found.append(f"{value}: {line.strip()}")
    return found
