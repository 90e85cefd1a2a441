"""The process that lays out one document: HTML on its input, PDF on its output.

    python -m explain.documents.worker < letter.html > letter.pdf

WeasyPrint lives here and nowhere else: it is slow to start, and it reads whatever a page
names. Here a page can name nothing but itself: only `data:` addresses are followed. The
same HTML gives the same bytes.
"""

import logging
import sys
from collections.abc import Mapping
from typing import Any

from pydyf import Array, Dictionary
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
    """Complete the structure where WeasyPrint leaves it short of PDF/UA-1."""
    elements = {item.reference: item for item in pdf.objects if isinstance(item, Dictionary)}
    for element in list(elements.values()):
        if element.get("S") == "/TH" and "A" in element:
            _say_scope(element, elements)
        elif element.get("S") == "/LI":
            _wrap_body(element, elements, pdf)


def _say_scope(heading: Any, elements: Mapping[Any, Any]) -> None:
    """Say whether a table heading heads its column or its row (ISO 14289-1, 7.5)."""
    row = elements[heading["P"]]
    group = elements[row["P"]]
    heading["A"]["Scope"] = "/Column" if group.get("S") == "/THead" else "/Row"


def _wrap_body(item: Any, elements: Mapping[Any, Any], pdf: Any) -> None:
    """Put the paragraphs of a list item in its body (ISO 14289-1, 7.2)."""
    labels = [kid for kid in item["K"] if elements[kid]["S"] in {"/Lbl", "/LBody"}]
    loose = [kid for kid in item["K"] if kid not in labels]
    if loose:
        body = Dictionary({"Type": "/StructElem", "S": "/LBody", "P": item.reference})
        body["Pg"], body["K"] = item["Pg"], Array(loose)
        pdf.add_object(body)
        item["K"] = Array([*labels, body.reference])
        for kid in loose:
            elements[kid]["P"] = body.reference


def main() -> None:
    """Read, lay out, write."""
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    html = sys.stdin.buffer.read().decode("utf-8")
    sys.stdout.buffer.write(laid_out(html))


if __name__ == "__main__":
    main()
