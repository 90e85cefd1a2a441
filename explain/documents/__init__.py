"""Letters and explanation sheets as HTML, and the same HTML as tagged PDF."""

from explain.documents.printing import to_pdf
from explain.documents.rendering import letter_html, sheet_html
from explain.documents.sheet import Sheet

__all__ = ["Sheet", "letter_html", "sheet_html", "to_pdf"]
