"""A table as programs save it: CSV in whatever encoding, with whatever delimiter."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: More than a hundred thousand long answers.
MOST_MB = 100
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_DELIMITERS = ",;\t"


class NoTableError(Exception):
    """A file is no table that can be read.

    `why` is `too-large`, `no-text`, `broken` or `no-rows`.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Row:
    """One row, and the line of the file that it begins on."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """The columns' names, and all rows that hold anything."""

    encoding: str
    columns: list[str]
    rows: list[Row]


def read_table(file: Path, most_mb: int = MOST_MB) -> Table:
    """Read a table whose first line names the columns.

    Raises:
        NoTableError: if the file is no such table.
        OSError: if it cannot be read.
    """
    if file.stat().st_size > most_mb * 1_000_000:
        raise NoTableError("too-large")
    text, encoding = _text(file)
    delimiter = delimiter_of(text)
    try:
        found = [*_rows(text, delimiter, strict=True)]
    except csv.Error as error:
        if "end of data" in str(error) or "field limit" in str(error):
            raise NoTableError("broken") from error
        found = [*_rows(text, delimiter, strict=False)]
    rows = [row for row in found if any(cell.strip() for cell in row.cells)]
    if not rows:
        raise NoTableError("no-rows")
    columns = [" ".join(cell.split()) for cell in rows[0].cells]
    return Table(encoding, columns, rows[1:])


def delimiter_of(text: str) -> str:
    """The sign that parts the names of the columns."""
    first = text.lstrip().partition("\n")[0]
    outside = "".join(first.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def _text(file: Path) -> tuple[str, str]:
    """The text and its encoding: by its mark, else the first that fits."""
    data = file.read_bytes()
    marked = [e for mark, e in _MARKS.items() if data.startswith(mark)]
    halves = data[:200].count(0) * 3 > len(data[:200])
    wide = ["utf-16-le", "utf-16-be"] if data[1:2] == b"\0" else ["utf-16-be"]
    for encoding in marked or (wide if halves else ["utf-8", "cp949"]):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise NoTableError("no-text")


def _rows(text: str, delimiter: str, *, strict: bool) -> Iterator[Row]:
    reader = csv.reader(
        io.StringIO(text.replace("\0", ""), newline=""),
        delimiter=delimiter,
        strict=strict,
    )
    line = 1
    for cells in reader:
        yield Row(line, cells)
        line = reader.line_num + 1
