"""Pictures: is each there, inside the shop's folder, and one that everybody can see?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from storyhouse.checking import lying
from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House
from storyhouse.model.leaves import leaves
from storyhouse.model.people import Guarded
from storyhouse.model.record import Picture, PicturePath, Record
from storyhouse.pictures import PictureError, size_of
from storyhouse.places import Location, leads_out

_HELP = {"picture-kind": "picture-kinds", "picture-broken": "picture-kinds"}


def check(house: House, _settings: Settings) -> Iterator[Diagnostic]:
    """Every picture that front matter names."""
    with_pictures: tuple[Mapping[Any, Record], ...]
    with_pictures = (house.written, house.people, house.events)
    for record in (r for records in with_pictures for r in records.values()):
        for at, picture in _pictures(record):
            where = record.source.value_at(*at)
            if "://" in picture:
                yield Diagnostic(
                    where=where, code="picture-elsewhere", help="bring-picture"
                )
                continue
            yield from look_at(house, PurePosixPath("content", picture), where)


def _pictures(record: Record) -> Iterator[tuple[tuple[str | int, ...], PicturePath]]:
    for leaf in leaves(record):
        if leaf.declared is PicturePath:
            yield leaf.at, leaf.value
        elif isinstance(leaf.value, Guarded) and isinstance(
            photo := leaf.value.opened(), Picture
        ):
            yield (*leaf.at, "image"), photo.image


def look_at(house: House, path: PurePosixPath, where: Location) -> Iterator[Diagnostic]:
    """What is wrong with a picture, if anything; `path` is from the shop's folder."""
    code, near = _wrong_with(house.folder, path)
    if code:
        help_ = "did-you-mean" if near else _HELP.get(code, "")
        facts = {"path": str(path), "meant": near}
        yield Diagnostic(where=where, code=code, facts=facts, help=help_)


def forget() -> None:
    """Look again: what was seen of a picture holds for one check."""
    lying.forget()
    _wrong_with.cache_clear()


@lru_cache(maxsize=20_000)
def _wrong_with(root: Path, path: PurePosixPath) -> tuple[str, str]:
    """A code and a better name; both empty for a good picture. A cover serves many."""
    if path.is_absolute() or ".." in path.parts or leads_out(root, root / path):
        return "outside-shop", ""
    if not (root / path).is_file():
        folder = (root / path).parent
        there = {p.name for p in folder.iterdir()} if folder.is_dir() else set()
        names = sorted(there - {path.name})
        if same := [n for n in names if n.casefold() == path.name.casefold()]:
            return "no-picture", same[0]
        if other := _elsewhere(root, path):
            return "no-picture", other
        return "no-picture", next(iter(get_close_matches(path.name, names, n=1)), "")
    try:
        size_of(root / path)
    except PictureError as error:
        return error.code, ""
    return "", ""


def _elsewhere(root: Path, path: PurePosixPath) -> str:
    """A picture of the same name in another folder, as front matter writes it."""
    there = lying.lying_elsewhere(root, path.name)
    within = (p.relative_to("content") for p in there if p.parts[0] == "content")
    return next(map(str, within), "")
