"""The process that lays out one document: HTML on its input, PDF on its output.

    python -m explain.documents.worker < letter.html > letter.pdf

WeasyPrint lives here and nowhere else: it is slow to start, and it reads whatever a page
names. Here a page can name nothing but itself: only `data:` addresses are followed. The
same HTML gives the same bytes.
"""

import logging
import sys
from typing import Any

from pydyf import Dictionary
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

VARIANT = "pdf/ua-1"


def laid_out(html: str) -> bytes:
    """Return `html` as a tagged PDF (PDF/UA-1, ISO 14289-1)."""
    fetcher = URLFetcher(allowed_protocols=["data"])
    document = HTML(string=html, base_url="about:blank", url_fetcher=fetcher)
    data = document.write_pdf(
        font_config=FontConfiguration(), pdf_variant=VARIANT, finisher=_finish
    )
    return bytes(data)


def _finish(_document: Any, pdf: Any) -> None:
    """Say whether a table heading heads its column or its row (ISO 14289-1, 7.5)."""
    elements = {item.reference: item for item in pdf.objects if isinstance(item, Dictionary)}
    for heading in elements.values():
        if heading.get("S") == "/TH" and "A" in heading:
            row = elements[heading["P"]]
            group = elements[row["P"]]
            heading["A"]["Scope"] = "/Column" if group.get("S") == "/THead" else "/Row"


def main() -> None:
    """Read, lay out, write."""
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    html = sys.stdin.buffer.read().decode("utf-8")
    sys.stdout.buffer.write(laid_out(html))


if __name__ == "__main__":
    main()
