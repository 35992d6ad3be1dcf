"""`storyhouse neighbours refresh`: what came is kept, what failed leaves the old."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from storyhouse.cli import storyhouse
from storyhouse.model.neighbours import Neighbour, Post
from storyhouse.visiting import round as visiting_round
from storyhouse.visiting.round import Round, Visit, posts_file
from tests.shop import TODAY, Shop
from tests.visiting.stranger import Stranger

SEOUL = ZoneInfo("Asia/Seoul")
POSTS = "content/neighbours-posts.json"


def neighbours(shop: Shop, **feeds: str) -> None:
    """Write the neighbours' file."""
    each = (
        f"- name: {name}\n  url: https://{name}.example/\n  feed: {feed}\n"
        for name, feed in feeds.items()
    )
    shop.write("content/neighbours.yml", "".join(each))


def refresh(shop: Shop) -> Result:
    arguments = ["neighbours", "refresh", "--shop", str(shop.root)]
    return CliRunner().invoke(storyhouse, [*arguments, "--today", str(TODAY)])


@pytest.fixture
def let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let visits go to this machine, as no command line and no shop's file can."""
    anywhere = partial(Round, allow=lambda _address: True)
    monkeypatch.setattr(visiting_round, "Round", anywhere)


@pytest.mark.usefixtures("let_in")
def test_what_came_is_kept(shop: Shop, stranger: Stranger) -> None:
    neighbours(shop, good=stranger.at("good"), gone=stranger.at("gone"))
    result = refresh(shop)
    assert result.exit_code == 1
    assert "good: 2 posts, the newest of 10 November 2026.\n" in result.output
    assert "gone: the server answered 404 instead of a feed.\n" in result.output
    written = (shop.root / POSTS).read_text("utf-8")
    assert [post["title"] for post in json.loads(written)["posts"]] == [
        *("Rain", "Sun & wind")
    ]
    house = shop.house()
    assert [post.title for post in house.posts] == ["Rain", "Sun & wind"]
    assert shop.said() == ""
    # Once more: the server says that nothing changed, and nothing does.
    again = refresh(shop)
    assert "good: nothing new.\n" in again.output
    assert f"Nothing has changed: {POSTS} is as it was.\n" in again.output
    assert (shop.root / POSTS).read_text("utf-8") == written


@pytest.mark.usefixtures("let_in")
def test_what_fails_leaves_what_was_there(shop: Shop, stranger: Stranger) -> None:
    feed = stranger.at("gone")
    neighbours(shop, gone=feed)
    earlier = {"neighbour": feed, "title": "Old", "url": "https://gone.example/old"}
    kept = {"posts": [{**earlier, "date": "2026-10-01", "summary": ""}]}
    shop.write(POSTS, json.dumps(kept))
    result = refresh(shop)
    assert "What was there before stays (1 post)." in result.output
    assert [post.title for post in shop.house().posts] == ["Old"]


def test_this_machine_is_no_neighbour(shop: Shop, stranger: Stranger) -> None:
    neighbours(shop, good=stranger.at("good"))
    before = len(stranger.asked)
    result = refresh(shop)
    assert result.exit_code == 1
    assert "127.0.0.1 is a machine or network of your own" in result.output
    assert json.loads((shop.root / POSTS).read_text("utf-8")) == {"posts": []}
    assert len(stranger.asked) == before


@pytest.mark.usefixtures("let_in")
def test_a_disk_that_is_full(
    shop: Shop, stranger: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    neighbours(shop, good=stranger.at("good"))
    shop.write(POSTS, '{"posts": []}')

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    result = refresh(shop)
    assert result.exit_code == 2
    assert "No space left on device" in result.output
    assert (shop.root / POSTS).read_text("utf-8") == '{"posts": []}'
    assert [*(shop.root / "content").glob(".*")] == []


def test_without_neighbours(shop: Shop) -> None:
    result = refresh(shop)
    assert (result.exit_code, result.output[:11]) == (0, "There is no")
    shop.write("content/neighbours.yml", "- name: [\n")
    assert refresh(shop).exit_code == 2


def test_in_korean(korean_shop: Shop, stranger: Stranger) -> None:
    neighbours(korean_shop, 책방=stranger.at("good"))
    assert "127.0.0.1은 웹이 아니라 이 컴퓨터나" in refresh(korean_shop).output


def test_posts_have_one_order() -> None:
    day = dt.date(2026, 11, 1)
    posts = [
        Post(neighbour="f", title=t, url=f"https://n.example/{t}", date=day)
        for t in "cab"
    ]
    neighbour = Neighbour(name="n", url="https://n.example/", feed="f")
    visits = [Visit(neighbour=neighbour, posts=(post,)) for post in posts]
    assert posts_file(visits) == posts_file([*reversed(visits)])
    assert posts_file(visits).index(b'"a"') < posts_file(visits).index(b'"b"')
