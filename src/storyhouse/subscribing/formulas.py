"""Cells that a spreadsheet would take for formulas.

The signs are those of OWASP's page on CSV injection, and their wide forms, which
spreadsheets in East Asian languages take for the same.
"""

from __future__ import annotations

import re

FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
#: A sum, a call, another program or another sheet: no telephone, no handle, no dash.
_RUN = re.compile(r"[=＝]|[+\-@＋－＠].*(?:\||[A-Za-z_.]{2}\(|\w![$A-Za-z])")


def neutral(cell: str) -> str:
    """The cell, behind an apostrophe if it would be run otherwise."""
    return f"'{cell}" if cell[:1] in FORMULA and cell else cell


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would work something out, and not only show the cell."""
    return bool(_RUN.match(cell))
