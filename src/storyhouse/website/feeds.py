"""Atom feeds: all stories and open letters, and one feed for each kind of story.

The only module that knows feedgenerator.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import PurePosixPath

from feedgenerator import Atom1Feed

from storyhouse.model import addresses
from storyhouse.model.house import CheckedHouse
from storyhouse.model.open_letters import OpenLetter
from storyhouse.model.stories import Kind, Story
from storyhouse.website.desk import Desk
from storyhouse.website.feed_entries import Entry, entry_of
from storyhouse.website.ties import address_of
from storyhouse.words import words_for

#: As many as a feed reader asks for when it first meets the shop.
_NEWEST = 20
_Told = Story | OpenLetter


def feeds(desk: Desk) -> dict[PurePosixPath, bytes]:
    """Each feed's place from the site's root, and its bytes."""
    house = desk.house
    say = words_for(house.shop.language).say
    everything = _everything(house)
    by_address = {address_of(told): told for told in everything}
    entry = cache(lambda address: entry_of(desk, by_address[address]))
    made = {
        PurePosixPath("feed.xml"): _feed(
            desk, "feed.xml", house.shop.name, everything, entry
        )
    }
    for kind in Kind:
        path = f"{kind}/feed.xml"
        title = f"{house.shop.name}: {say(f'site.kinds.{kind}')}"
        made[PurePosixPath(path)] = _feed(desk, path, title, house.of_kind(kind), entry)
    return made


def _everything(house: CheckedHouse) -> list[_Told]:
    """Stories, and the open letters that nobody should miss; the newest first."""
    both: list[_Told] = [*house.stories.values(), *house.told_openly]
    return sorted(both, key=lambda told: -told.date.toordinal())


def _feed(
    desk: Desk,
    path: str,
    title: str,
    told: Sequence[_Told],
    entry: Callable[[str], Entry],
) -> bytes:
    house = desk.house
    feed = Atom1Feed(
        title=title,
        link=f"{house.shop.url}/",
        description=house.shop.tagline,
        language=house.shop.language.value,
        feed_url=addresses.whole(house, path),
        feed_guid=addresses.whole(house, path),
        author_name=house.shop.name,
    )
    for it in (entry(address_of(one)) for one in told[:_NEWEST]):
        feed.add_item(
            title=it.title,
            link=it.link,
            unique_id=it.link,
            description=html.escape(it.summary),  # it goes out as HTML
            content=it.content,
            author_name=it.author,
            pubdate=_noon(house, it.date),
            updateddate=_noon(house, it.changed),
            categories=(it.kind,),
        )
    if not told:
        feed.latest_post_date = lambda: _noon(house, house.today)
    return str(feed.writeString("utf-8")).encode()


def _noon(house: CheckedHouse, date: dt.date) -> dt.datetime:
    """A story has a day and no hour; noon keeps the day the same for most readers."""
    return dt.datetime.combine(date, dt.time(12), house.shop.timezone)
