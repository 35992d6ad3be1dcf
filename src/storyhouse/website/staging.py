"""Write the MkDocs project down: only what differs; what is no longer there goes."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath

from storyhouse.website.desk import Data, StagedPage

#: JSON is YAML but for these signs, which YAML takes for the ends of lines or drops.
_NOT_YAML = re.compile("[\x7f-\xa0\u2028\u2029\ufdd0-\ufdef\ufeff\ufffe\uffff]")
#: One for all: `json.dumps` makes one each time, and with an indent it is a slow one.
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
_OPEN, _CLOSE = "---\n", "\n---\n\n"


def as_yaml(data: object) -> str:
    """Plain data as JSON that YAML reads as the same data."""
    return _NOT_YAML.sub(lambda sign: f"\\u{ord(sign[0]):04x}", _lines(data, 2))


def _lines(data: object, levels: int) -> str:
    """A line for each key of the outer tables, so that an owner can look into it."""
    if not levels or not isinstance(data, dict):
        return _JSON.encode(data)
    lines = (f"{_JSON.encode(k)}: {_lines(data[k], levels - 1)}" for k in sorted(data))
    return "{" + ",\n ".join(lines) + "}"


def page_text(page: StagedPage) -> str:
    """A page's file: front matter, then Markdown."""
    return f"{_OPEN}{as_yaml(page.meta)}{_CLOSE}{page.body}"


def read_page(text: str) -> tuple[Data, str]:
    """The front matter and the Markdown of a page's file.

    As JSON: libyaml and PyYAML take thirty times as long, a third of the whole build.
    """
    front, _, body = text.removeprefix(_OPEN).partition(_CLOSE)
    return json.loads(front), body.lstrip("\n")


def write_project(folder: Path, files: Iterable[tuple[PurePosixPath, bytes]]) -> None:
    """Make the folder hold exactly these files; each is written as it comes."""
    wanted, fresh = set(), not folder.exists()
    for path, data in files:
        target = folder / path
        wanted.add(str(target))
        if fresh or not _holds(target, data):
            _write(target, data)
    for here, _, names in os.walk(folder, topdown=False):
        for gone in {f"{here}{os.sep}{name}" for name in names} - wanted:
            Path(gone).unlink()
        with suppress(OSError):  # in most folders something stays
            Path(here).rmdir()


def _holds(file: Path, data: bytes) -> bool:
    try:
        return file.read_bytes() == data
    except OSError:
        return False


def _write(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except FileNotFoundError:  # the first of its folder
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
