"""Atom feeds: all stories, and one for each kind.

The only module that knows feedgenerator.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import urljoin

from feedgenerator import Atom1Feed

from storyhouse.model import addresses
from storyhouse.model.house import CheckedHouse
from storyhouse.model.record import StoryId
from storyhouse.model.stories import Kind, Spotlight, Story
from storyhouse.prose.links import Link, rewrite
from storyhouse.prose.markdown import to_html
from storyhouse.website.desk import Desk, summary_of
from storyhouse.website.stories import compensation_of
from storyhouse.words import words_for

#: As many as a feed reader asks for when it first meets the shop.
_NEWEST = 20


def feeds(desk: Desk) -> dict[PurePosixPath, bytes]:
    """Each feed's place from the site's root, and its bytes."""
    house = desk.house
    say = words_for(house.shop.language).say
    content = cache(lambda story_id: _content(desk, house.stories[story_id]))
    made = {
        PurePosixPath("feed.xml"): _feed(
            desk, "feed.xml", house.shop.name, list(house.stories.values()), content
        )
    }
    for kind in Kind:
        path = f"{kind}/feed.xml"
        title = f"{house.shop.name}: {say(f'site.kinds.{kind}')}"
        made[PurePosixPath(path)] = _feed(
            desk, path, title, house.of_kind(kind), content
        )
    return made


def _feed(
    desk: Desk,
    path: str,
    title: str,
    stories: list[Story],
    content: Callable[[StoryId], str],
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
    for story in stories[:_NEWEST]:
        link = addresses.whole(house, addresses.of_story(story))
        author = desk.showing.name(house.author_of(story))
        feed.add_item(
            title=story.title,
            link=link,
            unique_id=link,
            description=html.escape(summary_of(story)),  # it goes out as HTML
            content=content(story.id),
            author_name=author or house.shop.name,
            pubdate=_noon(house, story.date),
            updateddate=_noon(house, story.date),
            categories=(story.KIND.value,),
        )
    if not stories:
        feed.latest_post_date = lambda: _noon(house, house.today)
    return str(feed.writeString("utf-8")).encode()


def _content(desk: Desk, story: Story) -> str:
    """The story's text, with whole addresses: a feed is read far from the site."""
    house = desk.house
    file = PurePosixPath(story.source.path.as_posix())
    here = addresses.whole(house, addresses.of_story(story))

    def lead(link: Link) -> str:
        if link.scheme:
            return link.written
        if link.written.startswith(("#", "?")):
            return urljoin(here, link.written)
        address = addresses.of_file(house, link.path_from(file))
        return here if address is None else addresses.whole(house, address)

    return _said_first(desk, story) + to_html(rewrite(story.body.text, lead))


def _said_first(desk: Desk, story: Story) -> str:
    """What a customer got for a spotlight comes before it, in a feed as on its page."""
    if not isinstance(story, Spotlight):
        return ""
    sheet = desk.page(addresses.of_story(story), desk.house.language_of(story))
    return f"<p>{html.escape(compensation_of(sheet, story))}</p>\n"


def _noon(house: CheckedHouse, date: dt.date) -> dt.datetime:
    """A story has a day and no hour; noon keeps the day the same for most readers."""
    return dt.datetime.combine(date, dt.time(12), house.shop.timezone)
