"""Measure, print the table, and put it into docs/performance.md."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import merging
from bench.measuring import Bench
from bench.table import put_into, tables_of

_DOCS = Path(__file__).parents[1] / "docs" / "performance.md"


def main() -> None:
    """`python -m bench [--stories N] [--work DIR] [--write]`, or another measure."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--stories", type=int, nargs="+", default=[10, 100, 1_000, 5_000]
    )
    parser.add_argument(
        "--work", type=Path, help="where to build; default: a new folder"
    )
    parser.add_argument(
        "--write", action="store_true", help="put the table into docs/performance.md"
    )
    parser.add_argument(
        "--servers", action="store_true", help="letters through real servers instead"
    )
    parser.add_argument(
        "--merging", action="store_true", help="letters made for readers instead"
    )
    asked = parser.parse_args()
    if asked.merging:
        merging.main([])
        return
    if asked.servers:
        from bench import through_servers  # noqa: PLC0415 (it needs the tests' servers)

        through_servers.main([])
        return
    with Bench.at(asked.work) as bench:
        tables = tables_of(bench.measure(asked.stories))
    print(tables)
    if asked.write:
        put_into(_DOCS, tables)


if __name__ == "__main__":
    main()
