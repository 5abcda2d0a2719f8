"""Tables that a spreadsheet opens: separated by semicolons, as one in French reads them, and nothing worked out."""

import csv
import io
from collections.abc import Iterable, Sequence

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would work out instead of showing (OWASP, CSV injection)."""


def table_of(rows: Iterable[Sequence[object]]) -> bytes:
    """Write rows as a file; the mark at its head tells a spreadsheet that letters have accents."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([[_harmless(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def euros_of(cents: int | None) -> str:
    """Write an amount as a spreadsheet in French reads it: a comma, and no sign of the currency."""
    if cents is None:
        return ""
    sign, whole = "-" if cents < 0 else "", abs(cents)
    return f"{sign}{whole // 100},{whole % 100:02}"


def _harmless(cell: object) -> str:
    """Write a cell that a spreadsheet shows as it is; a negative amount is one of ours and stays a number."""
    text = "" if cell is None else str(cell)
    ours = isinstance(cell, int) or text.lstrip("-").replace(",", "").isdecimal()
    return f"'{text}" if text.startswith(DANGEROUS) and not ours else text
