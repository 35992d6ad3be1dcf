"""Neighbours, and what they wrote last: plain text of theirs, with a way to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from urllib.parse import urlsplit

from storyhouse.model.neighbours import Neighbour, Post
from storyhouse.prose.hidden import shown_posts
from storyhouse.website.desk import Data, Desk, Sheet, StagedPage

ADDRESS = "neighbours/"
_POSTS_EACH = 5


def neighbours_page(desk: Desk) -> list[StagedPage]:
    """The page, where there are neighbours."""
    house = desk.house
    if not house.neighbours:
        return []
    sheet = desk.page(ADDRESS, house.shop.language)
    posts = _by_feed(shown_posts(house, desk.showing))
    it: Data = {
        "title": sheet.say("neighbours.title"),
        "about": sheet.say("neighbours.about"),
        "neighbours": [
            _neighbour(sheet, n, posts.get(n.feed, ())) for n in house.neighbours
        ],
    }
    said = " ".join(f"{n.name} {n.about}" for n in house.neighbours)
    page = sheet.staged("neighbours.html", it, description=it["about"], search=said)
    return [page]


def _by_feed(posts: Sequence[Post]) -> Mapping[str, list[Post]]:
    """The newest of each feed; they come newest first."""
    in_order = sorted(posts, key=lambda post: post.neighbour)
    return {
        feed: list(of_feed)[:_POSTS_EACH]
        for feed, of_feed in groupby(in_order, key=lambda post: post.neighbour)
    }


def _neighbour(sheet: Sheet, neighbour: Neighbour, posts: Sequence[Post]) -> Data:
    person = neighbour.person
    return {
        "name": neighbour.name,
        "about": neighbour.about,
        **_elsewhere(neighbour.url),
        "person": next(iter(sheet.all_of([person])), None) if person else None,
        "posts": [post_line(sheet, post) for post in posts],
    }


def post_line(sheet: Sheet, post: Post) -> Data:
    """What a neighbour wrote, and the way to it."""
    return {
        "title": post.title,
        "summary": post.summary,
        "date": sheet.day(post.date),
        **_elsewhere(post.url),
    }


def _elsewhere(url: str) -> Data:
    """A way out, and whose place it leads to; none for what is no web address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return {"href": "", "place": ""}
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return {"href": "", "place": ""}
    return {"href": url, "place": parts.hostname}
