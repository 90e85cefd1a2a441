"""What must not be torn apart at the end of a line: numbers, articles, addresses."""

import re

from markupsafe import Markup, escape

NO_BREAK = "\u00a0"
LONGEST = 72
"""Letters of an address that fit on one line of a letter; a longer one may be broken."""

_TIED = re.compile(
    r"(?<=\d) (?=[\dà-ÿa-z])"  # 5 novembre, 1 place, 00 00 00
    r"|(?<=\b\d{5}) (?=[A-ZÀ-Ý])"  # 33600 Pessac
    r"|(?<=\b[LRD]\.) (?=\d)"  # L. 311-3-1
    r"|(?:(?<=\barticle)|(?<=\barticles)|(?<=\bart\.)|(?<=\bn°)) (?=[\dLRD])"
)
_ADDRESS = re.compile(r"https?://[^\s,]*[^\s,.]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def tied(text: str) -> Markup:
    """Return `text` for a page: numbers stay beside their words, and addresses whole."""
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        parts.append(escape(_TIED.sub(NO_BREAK, text[end : found.start()])))
        parts.append(_whole(found[0]))
        end = found.end()
    return Markup("").join((*parts, escape(_TIED.sub(NO_BREAK, text[end:]))))


def _whole(address: str) -> Markup:
    if len(address) > LONGEST:
        return escape(address)
    return Markup('<span class="whole">{}</span>').format(address)
