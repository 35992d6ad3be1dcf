"""Cells that a spreadsheet would take for formulas.

The signs are those of OWASP's page on CSV injection, and their wide forms, which
spreadsheets in East Asian languages take for the same.
"""

from __future__ import annotations

FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


def neutral(cell: str) -> str:
    """The cell, behind an apostrophe if it would be run otherwise."""
    return f"'{cell}" if cell[:1] in FORMULA and cell else cell
