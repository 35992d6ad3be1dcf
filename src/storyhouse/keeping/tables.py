"""The table of an import, or why it is none."""

from __future__ import annotations

from pathlib import Path

from storyhouse import tables
from storyhouse.keeping.refused import RefusedError
from storyhouse.tables import Row, Table

__all__ = ["MOST_MB", "Row", "Table", "read_table"]

MOST_MB = tables.MOST_MB


def read_table(file: Path) -> Table:
    """Read a table whose first line names the columns.

    Raises:
        RefusedError: if the file is no such table.
        OSError: if it cannot be read.
    """
    try:
        return tables.read_table(file, MOST_MB)
    except tables.NoTableError as none:
        raise RefusedError(none.why, file=file.name, most=MOST_MB) from none
