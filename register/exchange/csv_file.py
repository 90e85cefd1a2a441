"""A table as CSV: RFC 4180, UTF-8, one line of names, days as 2026-01-31.

A text that a spreadsheet would take for a formula starts with an apostrophe (OWASP, “CSV
Injection”): entries are written by many hands.
"""

import csv
import io
from datetime import date, datetime

from register.exchange.table import Table, Value
from register.presenting.data import moment

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(table: Table) -> bytes:
    """Write a table, the same bytes for the same rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return text.getvalue().encode()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return str(value)
