"""What a build changed in `out/`, file by file and, in the search, entry by entry."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from storyhouse import swapping

_SEARCH = "site/search.json"
_PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg"}
#: In the order in which they are told.
SORTS = ("page", "letter", "feed", "calendar", "picture", "search", "report", "other")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What `out/` held at a moment."""

    hashes: Mapping[PurePosixPath, str]
    search: tuple[str, ...] = ()  # each entry as JSON


@dataclass(frozen=True, slots=True)
class Changed:
    """A file that a build changed or took away."""

    path: PurePosixPath  # from out/
    sort: str
    gone: bool
    entries: int = 0  # of the search, that are not as they were


def snapshot(out: Path) -> Snapshot:
    """Every file of `out/`, and the entries of the search."""
    files = {PurePosixPath(p.as_posix()): out / p for p in swapping.files_in(out)}
    hashes = {
        path: hashlib.sha256(file.read_bytes()).hexdigest()
        for path, file in sorted(files.items())
        if file.is_file() and path.name != swapping.WRITTEN
    }
    return Snapshot(hashes, _entries(out / _SEARCH))


def _entries(file: Path) -> tuple[str, ...]:
    try:
        data = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return ()
    return tuple(json.dumps(e, sort_keys=True) for e in _listed(data))


def _listed(data: Any) -> list[Any]:
    if isinstance(data, dict):
        data = next((v for v in data.values() if isinstance(v, list)), [])
    return data if isinstance(data, list) else []


def changed(before: Snapshot, after: Snapshot) -> list[Changed]:
    """What is not as it was, by sort; what is new has named nobody and is left out."""
    found = [
        Changed(
            path,
            sort_of(path),
            path not in after.hashes,
            _of_search(path, before, after),
        )
        for path, hash_ in before.hashes.items()
        if after.hashes.get(path) != hash_
    ]
    return sorted(found, key=lambda c: (SORTS.index(c.sort), c.path))


def _of_search(path: PurePosixPath, before: Snapshot, after: Snapshot) -> int:
    if str(path) != _SEARCH:
        return 0
    return len(set(before.search) - set(after.search))


def sort_of(path: PurePosixPath) -> str:  # noqa: PLR0911 (a table: a line for each sort)
    """What a file of `out/` is to a reader."""
    top, name = path.parts[0], path.name
    if top == "newsletters" or path.parts[:2] == ("site", "letters"):
        return "letter"
    if top == "report":
        return "report"
    if str(path) == _SEARCH:
        return "search"
    if path.suffix == ".ics":
        return "calendar"
    if path.suffix in _PICTURES:
        return "picture"
    if path.suffix == ".xml" and name != "sitemap.xml":
        return "feed"
    return "page" if path.suffix == ".html" else "other"
