"""Measure, print the tables, and put them into docs/performance.md."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import merging, rates, sending, through_servers
from bench.measuring import Bench
from bench.table import put_into, tables_of

_DOCS = Path(__file__).parents[1] / "docs" / "performance.md"


def main() -> None:
    """`python -m bench [--stories N] [--work DIR] [--write] [--only WHAT]`."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--stories", type=int, nargs="+", default=[10, 100, 1_000, 5_000]
    )
    parser.add_argument(
        "--work", type=Path, help="where to build; default: a new folder"
    )
    parser.add_argument(
        "--write", action="store_true", help="put the tables into docs/performance.md"
    )
    parser.add_argument(
        "--only", choices=("sites", "letters"), help="leave the others out"
    )
    asked = parser.parse_args()
    if asked.only != "letters":
        with Bench.at(asked.work) as bench:
            _show("sites", tables_of(bench.measure(asked.stories)), write=asked.write)
    if asked.only != "sites":
        found = [*merging.measure(), *sending.measure(), *through_servers.measure()]
        _show("letters", rates.table(found), write=asked.write)


def _show(what: str, tables: str, *, write: bool) -> None:
    print(tables, flush=True)
    if write:
        put_into(_DOCS, what, tables)


if __name__ == "__main__":
    main()
