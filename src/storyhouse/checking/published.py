"""Every text that a page shows, whosever words it is, with the place of each sign.

For what must stand nowhere: names without consent, what is a customer's own business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from storyhouse.model.house import House
from storyhouse.model.leaves import leaves
from storyhouse.model.people import ANONYMOUS, Guarded, Part, Person
from storyhouse.model.record import Picture, PicturePath, Record
from storyhouse.model.showing import Showing
from storyhouse.model.stories import Spotlight
from storyhouse.places import KeyPath, Location, Prose
from storyhouse.prose.links import Link, rewrite

#: From an offset in a text to its place in the file.
Locate = Callable[[int], Location]

#: Never shown, so never searched.
_UNSHOWN = {("told",), ("consent",), ("audience",), ("allow",)}

#: What is shown of somebody beside the name itself.
_OF_PERSON = {"shown_as", "about", "photo"}


def on_site(house: House) -> Iterator[Record]:
    """The records of which pages are made."""
    yield house.shop
    yield from house.stories.values()
    yield from (p for p in house.pages.values() if house.drafts or not p.draft)
    yield from house.asks.values()
    yield from house.people.values()
    yield from house.gatherings
    yield from house.told_openly
    if house.neighbourhood:
        yield house.neighbourhood


@dataclass(frozen=True, slots=True)
class Text:
    """A shown text, with the function from an offset in it to its place."""

    where: Locate
    text: str
    markdown: bool = False


def texts(record: Record, showing: Showing) -> Iterator[tuple[Locate, str]]:
    """Every shown text, with the function from an offset in it to its place."""
    for shown in shown_texts(record, showing):
        yield shown.where, shown.text


def shown_texts(record: Record, showing: Showing) -> Iterator[Text]:
    """The same, and of each whether it is Markdown."""
    for leaf in leaves(record):
        if leaf.at[:1] in _UNSHOWN:
            continue
        if isinstance(leaf.value, Prose):
            text = rewrite(leaf.value.text, partial(_without_people, record))
            yield Text(leaf.value.locate, text, markdown=True)
        elif isinstance(leaf.value, Guarded):
            for where, kept in _guarded(record, leaf.at, leaf.value, showing):
                yield Text(where, kept)
        elif leaf.declared in {str, PicturePath} and isinstance(leaf.value, str):
            yield Text(_in(record, leaf.at, leaf.value), leaf.value)


def _without_people(record: Record, link: Link) -> str:
    """A link to somebody's file is looked at by `checking.links`, and by it alone."""
    file = PurePosixPath(record.source.path.as_posix())
    inside = not link.scheme and link.path_from(file).is_relative_to("content/people")
    return " " * len(link.written) if inside else link.written


def _guarded(
    record: Record, at: KeyPath, value: Guarded[Any], showing: Showing
) -> Iterator[tuple[Locate, str]]:
    """What somebody said, where it is shown: it may name a third person."""
    kept = value.opened()
    if isinstance(record, Person):
        shown = showing.allows(record.id, Part.NAME) and at[0] in _OF_PERSON
    else:
        whose = record.customer if isinstance(record, Spotlight) else record.by[0]  # type: ignore[attr-defined]
        shown = whose == ANONYMOUS or showing.allows(whose, Part.WORDS)
    if not shown:
        return
    if isinstance(kept, Picture):
        yield _in(record, (*at, "alt"), kept.alt), kept.alt
        yield _in(record, (*at, "caption"), kept.caption), kept.caption
    else:
        yield _in(record, at, kept), kept


def _in(record: Record, at: KeyPath, value: str) -> Locate:
    return lambda offset: record.source.place(at, value, offset)
