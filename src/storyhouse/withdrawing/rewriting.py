"""Put the suggested words into the owner's files, for an owner who said so."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from storyhouse.editing.files import alone
from storyhouse.mending import write
from storyhouse.places import leads_out
from storyhouse.withdrawing.mentions import Line

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")


def rewrite(root: Path, lines: Iterable[Line]) -> int:
    """Write each line anew that is still as it was; all other bytes stay. How many.

    Raises:
        InUseError: if another command goes on writing.
        OSError: if a file cannot be written; each is whole, old or new.
    """
    by_file: dict[Path, dict[int, Line]] = defaultdict(dict)
    for line in lines:
        by_file[line.where.path][line.where.line] = line
    with alone(root):
        return sum(_in_file(root, path, wanted) for path, wanted in by_file.items())


def _in_file(root: Path, path: Path, wanted: dict[int, Line]) -> int:
    if leads_out(root, root / path):
        return 0
    text = (root / path).read_bytes().decode("utf-8")
    parts, written = [], 0
    for number, found in enumerate(_LINE.finditer(text), 1):
        now, end = found.groups()
        line = wanted.get(number)
        mark = "\ufeff" if number == 1 and now.startswith("\ufeff") else ""
        bare = unicodedata.normalize("NFC", now.removeprefix("\ufeff"))
        if line and bare == line.now:
            parts.append(f"{mark}{line.better}{end}")
            written += 1
        else:
            parts.append(now + end)
    if written:
        write(root, path, "".join(parts).encode())
    return written
