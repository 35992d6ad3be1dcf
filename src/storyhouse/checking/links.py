"""Links and pictures in Markdown: does each lead somewhere a reader can go?"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import PurePosixPath

from storyhouse.checking.pictures import look_at
from storyhouse.checking.prose_of import bodies, file_of
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.addresses import of_file
from storyhouse.model.house import House
from storyhouse.places import Location
from storyhouse.prose.links import ELSEWHERE, Link, find

_PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg", ".heic", ".avif", ".bmp"}


def check(house: House) -> Iterator[Diagnostic]:
    """Every link of every text."""
    for record in bodies(house):
        file, text = file_of(record), record.body.text
        for link in find(text):
            where = record.body.locate(link.start)
            if _is_picture(text, link) and link.scheme:
                yield Diagnostic(
                    where=where, code="picture-elsewhere", help="bring-picture"
                )
            elif link.scheme:
                if link.scheme not in ELSEWHERE:
                    facts = {"written": link.written[:60]}
                    yield Diagnostic(where=where, code="wrong-link", facts=facts)
            elif not link.written.startswith(("#", "?")):
                yield from _inside(house, file, link, where)


def _is_picture(text: str, link: Link) -> bool:
    """Whether the destination belongs to `![…](` or `<img`."""
    before = text[: link.start]
    opened = before.rfind("[")
    bracket = before.endswith(("](", "](<")) and opened > 0 and before[opened - 1] == "!"
    return bracket or before[before.rfind("<") :].startswith("<img")


def _inside(
    house: House, file: PurePosixPath, link: Link, where: Location
) -> Iterator[Diagnostic]:
    facts = {"written": link.written}
    path = link.path_from(file)
    if link.written.startswith("/") or path.parts[:1] == ("..",):
        yield Diagnostic(where=where, code="outside-link", facts=facts, help="from-here")
    elif not (house.folder / path).is_file():
        near = _nearest(house, path)
        help_ = "did-you-mean" if near else ""
        facts = {**facts, "path": str(path), "meant": near}
        yield Diagnostic(where=where, code="dead-link", facts=facts, help=help_)
    elif path.suffix.lower() in _PICTURES:
        yield from look_at(house, path, where)
    elif of_file(house, path) is None and path.parts[0] == "content":
        code = "link-to-person" if path.parts[1] == "people" else "link-to-waiting"
        yield Diagnostic(where=where, code=code, facts=facts)


def _nearest(house: House, path: PurePosixPath) -> str:
    folder = house.folder / path.parent
    names = [p.name for p in folder.iterdir()] if folder.is_dir() else []
    return next(iter(get_close_matches(path.name, sorted(names), n=1)), "")
