"""Rows of private/subscribers.csv that belong to a person of the shop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storyhouse.model.record import PersonId
from storyhouse.subscribing.columns import names_of
from storyhouse.subscribing.places import SUBSCRIBERS
from storyhouse.subscribing.rows import read_rows

__all__ = ["SUBSCRIBERS", "Row", "rows_of"]


@dataclass(frozen=True, slots=True)
class Row:
    """One subscriber: the line of the file, and its columns."""

    line: int
    columns: dict[str, str]


def rows_of(root: Path, who: PersonId) -> Iterator[Row]:
    """The rows whose column `person` names them; none without such a file."""
    try:
        names: list[str] = []
        for row in read_rows(root):
            if not names:
                names = names_of(row)
                continue
            columns = dict(zip(names, row.cells, strict=False))
            columns.pop("", None)
            if columns.get("person", "").strip() == who:
                yield Row(row.line, columns)
    except OSError:
        return
