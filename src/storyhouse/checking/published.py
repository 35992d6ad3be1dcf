"""Every text that a page shows, whosever words it is, with the place of each sign.

For what must stand nowhere: names without consent, what is a customer's own business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


def texts(record: Record, showing: Showing) -> Iterator[tuple[Locate, str]]:
    """Every shown text, with the function from an offset in it to its place."""
    for leaf in leaves(record):
        if leaf.at[:1] in _UNSHOWN:
            continue
        if isinstance(leaf.value, Prose):
            yield leaf.value.locate, rewrite(leaf.value.text, _without_people)
        elif isinstance(leaf.value, Guarded):
            yield from _guarded(record, leaf.at, leaf.value, showing)
        elif leaf.declared in {str, PicturePath} and isinstance(leaf.value, str):
            yield _in(record, leaf.at, leaf.value), leaf.value


def _without_people(link: Link) -> str:
    """A link to somebody's file is looked at by `checking.links`, and by it alone."""
    return " " * len(link.written) if "people/" in link.written else link.written


def _guarded(
    record: Record, at: KeyPath, value: Guarded[Any], showing: Showing
) -> Iterator[tuple[Locate, str]]:
    """What somebody said, where it is shown: it may name a third person."""
    kept = value.opened()
    if isinstance(record, Person):
        shown = showing.allows(record.id, Part.NAME) and at[0] in {"about", "photo"}
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
