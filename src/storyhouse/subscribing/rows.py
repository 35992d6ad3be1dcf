"""The rows of a list as they stand, read one by one, and written back as one step."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO

from storyhouse.refusing import RefusedError
from storyhouse.subscribing.places import SUBSCRIBERS
from storyhouse.tables import delimiter_of

_BEGIN = "\ufeff"


class Row(NamedTuple):
    """One row of the file; the first names the columns."""

    line: int
    cells: list[str]
    text: str  # as it is written
    wrong: str = ""  # the code of what keeps it from being read
    column: int = 1  # of what is wrong
    delimiter: str = ","


def rows_in(file: BinaryIO) -> Iterator[Row]:
    """Every row that is not blank; the last is one with broken bytes, if any are."""
    first = file.readline()
    file.seek(0)
    delimiter = delimiter_of(first.decode("utf-8", "replace"))
    read: list[str] = []
    reader = csv.reader(_lines(file, read), delimiter=delimiter, strict=True)
    line = 1
    while True:
        wrong, column, cells = "", 1, []
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            wrong = "subscribers/broken"
        except UnicodeDecodeError as error:
            broken = line + len(read)
            before = error.object[: error.start].decode("utf-8", "replace")
            yield Row(broken, [], "", "not-utf8", len(before) + 1)
            return
        text = read[0] if len(read) == 1 else "".join(read)
        if "\0" in text:
            wrong, column = "strange-sign", text.index("\0") + 1
        if cells or wrong:
            yield Row(line, cells, text, wrong, column, delimiter)
        line += len(read)
        read.clear()


def _lines(file: BinaryIO, read: list[str]) -> Iterator[str]:
    """The file's lines, each also put into `read`.

    Decoded one by one, so that broken bytes have a line; parted at line feeds alone,
    since other signs that Python takes for line ends may stand in a cell.
    """
    for number, raw in enumerate(file):
        line = raw.decode()
        if not number:
            line = line.removeprefix(_BEGIN)
        read.append(line)
        yield line


def place_of(row: Row, index: int) -> tuple[int, int]:
    """The line and column at which a cell of a row begins."""
    cell, line, column, quoted = 0, row.line, 1, False
    for sign in row.text:
        if cell == index:
            break
        if sign == '"':
            quoted = not quoted
        cell += sign == row.delimiter and not quoted
        line, column = (line + 1, 1) if sign == "\n" else (line, column + 1)
    return line, column


def read_rows(root: Path) -> Iterator[Row]:
    """The rows of the list, its columns first; none without a file.

    Raises:
        OSError: if it cannot be read.
    """
    try:
        file = (root / SUBSCRIBERS).open("rb")
    except FileNotFoundError:
        return
    with file:
        yield from rows_in(file)


def whole_rows(root: Path) -> Iterator[Row]:
    """The rows of the list, to be written back.

    Raises:
        RefusedError: at one that cannot be read: it would be lost.
        OSError: if the file cannot be read.
    """
    for row in read_rows(root):
        if row.wrong:
            path = str(SUBSCRIBERS)
            raise RefusedError("subscribers.refused.broken", path=path, line=row.line)
        yield row


def write_rows(path: Path, rows: Iterable[list[str]], *, mark: bool = False) -> None:
    """Put rows in a file's place, whole or not at all; nobody else may read them.

    Args:
        path: the file.
        rows: its rows, the columns' names first; read while it is written.
        mark: whether to begin with the mark by which spreadsheets know UTF-8.

    Raises:
        OSError: if it cannot be written; it is as it was, then.
    """
    path.parent.mkdir(exist_ok=True)
    sweep(path)
    # Through links, to the very file.
    target = Path(os.path.realpath(path))
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        encoding = "utf-8-sig" if mark else "utf-8"
        with os.fdopen(handle, "w", encoding=encoding, newline="") as file:
            write_to(file, rows)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    keep_name(target.parent)


def write_to(file: TextIO, rows: Iterable[list[str]]) -> None:
    """Write rows as CSV, a line each."""
    csv.writer(_Lines(file)).writerows(rows)


class _Lines:
    """Ends each row with a line feed.

    The writer is told nothing of it, since it puts only those signs between quotation
    marks that end its lines: a lone carriage return would part a row.
    """

    def __init__(self, file: TextIO) -> None:
        self.file = file

    def write(self, row: str) -> None:
        """Write one row."""
        self.file.write(f"{row[:-2]}\n")


def sweep(path: Path) -> None:
    """Take away what commands that were killed left beside it.

    Only whoever writes alone may do so.
    """
    for left in path.parent.glob(f".{path.name}.*"):
        left.unlink(missing_ok=True)


def keep_name(folder: Path) -> None:
    """Have a file's new name on the disk, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
