"""The results as Markdown, and where they go in a page that is written by hand."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from bench.measuring import Result

_END = "<!-- bench: end -->"


def tables_of(results: Sequence[Result]) -> str:
    """The machine, what was built, and the rest."""
    builds = [r for r in results if r.what == results[0].what]
    others = [r for r in results if r.what != results[0].what]
    return f"{_machine()}\n\n{_table(_BUILDS, builds)}\n\n{_table(_OTHERS, others)}"


def put_into(page: Path, what: str, tables: str) -> None:
    """Put them between the marks of what was measured.

    Raises:
        ValueError: if the page has no such marks.
    """
    text = page.read_text("utf-8")
    opening = f"<!-- bench {what}: made by `make bench` -->"
    before, begin, rest = text.partition(opening)
    _, end, after = rest.partition(_END)
    if not (begin and end):
        raise ValueError(f"{page} needs {opening} and {_END}")
    page.write_text(f"{before}{begin}\n\n{tables}\n\n{end}{after}", "utf-8")


#: A column's name, and a result's cell in it.
_Columns = dict[str, Callable[[Result], str]]
_BUILDS: _Columns = {
    "stories": lambda r: f"{r.stories:,}",
    "engine": lambda r: r.engine,
    "seconds": lambda r: _seconds(r.took.seconds),
    "pages": lambda r: f"{r.pages:,}",
    "ms a page": lambda r: f"{1000 * r.took.seconds / r.pages:.1f}",
    "peak memory": lambda r: f"{r.took.megabytes:.0f} MB",
    "site": lambda r: f"{r.out / 1e6:.1f} MB",
}
_OTHERS: _Columns = {
    "what": lambda r: r.what,
    "stories": lambda r: f"{r.stories:,}" if r.stories else "",
    "engine": lambda r: r.engine,
    "seconds": lambda r: _seconds(r.took.seconds),
    "peak memory": lambda r: f"{r.took.megabytes:.0f} MB",
}


def _table(columns: _Columns, results: Sequence[Result]) -> str:
    left = {"engine", "what"}
    rows = [
        list(columns),
        ["---" if name in left else "--:" for name in columns],
        *([cell(result) for cell in columns.values()] for result in results),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f}" if seconds < 10 else f"{seconds:.1f}"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = os.cpu_count()
    used = {"Hugo": "hugo", "MkDocs": "mkdocs", "Material": "mkdocs-material"}
    versions = ", ".join(f"{name} {version(it)}" for name, it in used.items())
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{cores} cores, {memory:.0f} GB of memory, {python}; {versions}."
