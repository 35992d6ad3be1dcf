"""What the generated pages share: tables beside them, tables in them, safe signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

DOCS = Path(__file__).parent


def table(name: str) -> Any:
    """A table of what the program cannot tell."""
    return yaml.load((DOCS / f"{name}.yml").read_text("utf-8"), yaml.CSafeLoader)


def folder(language: str) -> Path:
    """Where the pages of a language lie."""
    return DOCS if language == "en" else DOCS / language


def begun(title: str, about: str) -> list[str]:
    """A page's first lines."""
    note = table("reference-words")["note"]
    return [f"<!-- {note} -->\n", f"# {title}\n", f"{about}\n"]


def rows(head: Iterable[str], lines: Iterable[list[str]]) -> Iterator[str]:
    """A table; none if it has no lines."""
    if below := [line(cells) for cells in lines]:
        names = [*head]
        yield line(names)
        yield f"|{'---|' * len(names)}"
        yield from below
        yield ""


def line(cells: Iterable[str]) -> str:
    """One line of a table."""
    escaped = (cell.replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def safe(text: str) -> str:
    """Words that mean nothing to Markdown but what stands in backticks."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(
        part if part.startswith("`") else re.sub(r"([\\<*\[\]])", r"\\\1", part)
        for part in parts
    )
