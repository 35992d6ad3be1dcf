"""What neighbours wrote, as it lies in the shop's folder: still not ours to trust."""

from __future__ import annotations

import json

import pytest

from storyhouse.reading.folder import POSTS_FILE
from tests.shop import Shop

FEED = "https://mill.example/feed"
NEIGHBOURS = (
    f'neighbours: [{{name: Mill, url: "https://mill.example", feed: "{FEED}"}}]\n'
)


def titles(shop: Shop, *posts: dict[str, str]) -> list[str]:
    shop.write("content/neighbours.yml", NEIGHBOURS)
    whole = [
        {
            "neighbour": FEED,
            "title": "Flour",
            "url": "https://mill.example/1",
            "date": "2026-11-01",
            **post,
        }
        for post in posts
    ]
    shop.write(str(POSTS_FILE), json.dumps({"posts": whole}))
    return [post.title for post in shop.house().posts]


def test_the_newest_is_first(shop: Shop) -> None:
    newer = {"title": "Newer", "date": "2026-11-09"}
    assert titles(shop, {}, newer) == ["Newer", "Flour"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"neighbour": "https://elsewhere.example/feed"},
        {"title": ""},
        {"title": "turned\u202earound"},
        {"summary": "hidden\u200bsign"},
        {"title": "bell\x07"},
        {"url": "javascript:alert(1)"},
        {"url": ""},
    ],
    ids=str,
)
def test_what_does_not_fit_is_left_out(shop: Shop, wrong: dict[str, str]) -> None:
    assert titles(shop, wrong, {}) == ["Flour"]


def test_a_day_that_is_none_makes_the_file_unreadable(shop: Shop) -> None:
    assert titles(shop, {}, {"date": "yesterday"}) == []
    assert "posts-unreadable" in shop.said()
