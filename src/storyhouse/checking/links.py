"""Links and pictures in Markdown: does each lead somewhere a reader can go?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import PurePosixPath
from posixpath import relpath
from typing import Any

from storyhouse.checking.lying import lying_elsewhere
from storyhouse.checking.pictures import look_at
from storyhouse.checking.prose_of import bodies, file_of
from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.addresses import of_file
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.places import Location
from storyhouse.prose.links import ELSEWHERE, Link, find

_PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg", ".heic", ".avif", ".bmp"}


def check(house: House, _settings: Settings) -> Iterator[Diagnostic]:
    """Every link of every text."""
    for record in bodies(house):
        file = file_of(record)
        # A letter may be prepared before its day: what will be out by then counts.
        then = house.on(record.day) if isinstance(record, Issue) else house
        for link in find(record.body.text):
            where = record.body.locate(link.start)
            if not link.scheme:
                yield from _inside(then, file, link, where)
            elif link.picture:
                yield Diagnostic(
                    where=where, code="picture-elsewhere", help="bring-picture"
                )
            elif link.scheme not in ELSEWHERE:
                facts = {"written": link.written[:60]}
                yield Diagnostic(where=where, code="wrong-link", facts=facts)


def _inside(
    house: House, file: PurePosixPath, link: Link, where: Location
) -> Iterator[Diagnostic]:
    field = file.parts[0] == "newsletters" and link.written.startswith("{")
    if field or link.written.startswith(("#", "?")):
        return
    facts = {"written": link.written}
    path = link.path_from(file)
    if link.written.startswith("/") or path.parts[:1] == ("..",):
        yield Diagnostic(
            where=where, code="outside-link", facts=facts, help="from-here"
        )
    elif not (house.folder / path).is_file():
        near = _elsewhere(house, file, path) or _nearest(house, path)
        help_ = "did-you-mean" if near else ""
        facts = {**facts, "path": str(path), "meant": near}
        yield Diagnostic(where=where, code="dead-link", facts=facts, help=help_)
    elif path.suffix.lower() in _PICTURES:
        yield from look_at(house, path, where)
    elif not (of_file(house, path) or "").endswith("/") and not _unread(house, path):
        code = "link-to-waiting" if path.suffix == ".md" else "link-to-file"
        if path.parts[:2] == ("content", "people") and path.suffix == ".yml":
            code = "link-to-person"
        yield Diagnostic(where=where, code=code, facts=facts)


def _unread(house: House, path: PurePosixPath) -> bool:
    """Whether the file could not be read, which is said in its own place."""
    folders: dict[str, Mapping[Any, Any]] = {
        "content/people": house.people,
        "content/asks": house.asks,
    }
    records = folders.get(str(path.parent))
    id_ = unicodedata.normalize("NFC", path.stem)
    return records is not None and id_ not in records


def _elsewhere(house: House, file: PurePosixPath, path: PurePosixPath) -> str:
    """The way from this file to one of the same name in another folder."""
    there = lying_elsewhere(house.folder, path.name)
    return relpath(there[0], file.parent).replace(" ", "%20") if there else ""


def _nearest(house: House, path: PurePosixPath) -> str:
    folder = house.folder / path.parent
    names = {p.name for p in folder.iterdir()} if folder.is_dir() else set()
    names.discard(path.name)
    return next(iter(get_close_matches(path.name, sorted(names), n=1)), "")
