"""Rows of private/subscribers.csv that belong to a person of the shop."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storyhouse.model.record import PersonId

SUBSCRIBERS = Path("private/subscribers.csv")


@dataclass(frozen=True, slots=True)
class Row:
    """One subscriber: the line of the file, and its columns."""

    line: int
    columns: dict[str, str]


def rows_of(root: Path, who: PersonId) -> Iterator[Row]:
    """The rows whose column `person` names them; none without such a file."""
    try:
        text = (root / SUBSCRIBERS).read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return
    rows = csv.DictReader(io.StringIO(text, newline=""))
    for row in rows:
        columns = {str(k): v for k, v in row.items() if k and isinstance(v, str)}
        if columns.get("person", "").strip() == who:
            yield Row(rows.line_num, columns)
