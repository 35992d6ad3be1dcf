"""A feed becomes posts of plain text, and nothing else comes in with it."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.visiting.addresses import VisitError
from storyhouse.visiting.feeds import MOST_POSTS, Feed, plain, read_feed
from storyhouse.visiting.fetching import Fetched
from tests.visiting.stranger import GOOD, feed, item

NEXT = "https://next.example/feed"
TODAY = dt.date(2026, 11, 26)
SEOUL = ZoneInfo("Asia/Seoul")


def read(data: bytes, kind: str = "") -> Feed:
    return read_feed(NEXT, Fetched(NEXT, data, kind), TODAY, SEOUL)


def why(data: bytes) -> str:
    with pytest.raises(VisitError) as raised:
        read(data)
    return raised.value.why


def test_a_feed() -> None:
    posts = read(GOOD).posts
    assert [(p.title, p.url, p.summary) for p in posts] == [
        ("Rain", "https://next.example/rain", "It rained."),
        ("Sun & wind", "https://next.example/sun", "Dry."),
    ]
    assert {p.date for p in posts} == {dt.date(2026, 11, 10)}
    assert {p.neighbour for p in posts} == {NEXT}


def test_hostile() -> None:
    feed_ = read(Path(__file__).with_name("hostile.xml").read_bytes())
    assert feed_.odd == {"no-link": 3, "no-date": 1, "no-title": 1}
    assert [(p.title, p.url, str(p.date), p.summary) for p in feed_.posts] == [
        ("Tomorrowgnp", "https://next.example/blog/3", "2026-11-26", ""),
        # 8 in the evening in Greenwich is the next day in Seoul.
        ("A bold title", "https://next.example/1", "2026-11-11", "Words here"),
        (
            "{unsubscribe_url} {{ 7*7 }} {% x %}",
            "https://next.example/5?a=%22%3E%3Cb%3E",
            "2026-11-09",
            "",
        ),
    ]


def test_only_the_newest() -> None:
    days = "".join(
        item(f"Post {n}", f"/{n}").replace("10 Nov", f"{n} Nov") for n in range(1, 12)
    )
    titles = [post.title for post in read(feed(days)).posts]
    assert titles == [f"Post {n}" for n in range(11, 11 - MOST_POSTS, -1)]


def test_a_post_that_stands_twice() -> None:
    assert len(read(feed(item(), item(words="Again."))).posts) == 1


def test_broken_and_still_of_use() -> None:
    feed_ = read(GOOD.replace(b"</channel></rss>", b"<item><title>cut"))
    assert [post.title for post in feed_.posts] == ["Rain", "Sun & wind"]
    assert feed_.odd["broken"] == 1


LAUGHS = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
OUTSIDE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE, OUTSIDE.replace("[", "[\n")])
@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_entities_are_refused(doctype: str, coding: str) -> None:
    text = feed(item("&b;&x;")).decode().replace("?>\n", f"?>{doctype}")
    assert why(text.replace("utf-8", coding).encode(coding)) == "entities"


def test_a_document_type_from_elsewhere_is_not_fetched() -> None:
    doctype = b'?><!DOCTYPE r SYSTEM "file:///etc/passwd">'
    posts = read(GOOD.replace(b"?>", doctype, 1)).posts
    assert "root:" not in json.dumps([post.title for post in posts])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"/etc/passwd",
        b"file:///etc/passwd",
        b"https://127.0.0.1/",
        b"<html><body>Hello</body></html>",
        b"\x00\x01\x02",
        b"{}",
        b"<rss><channel/></rss>",
        "읽을 수 없음".encode("euc-kr"),
    ],
)
def test_no_feed(data: bytes) -> None:
    assert why(data) in {"broken", "no-posts"}


@pytest.mark.parametrize("sign", [b"<", b"&", b"<a>", b"<![CDATA[", b"<item>"])
def test_what_would_keep_a_parser_busy_is_not_begun(sign: bytes) -> None:
    assert why(sign * (2_000_000 // len(sign))) == "broken"


def test_nor_is_what_is_all_tags() -> None:
    deep = feed("<item>", "<x>" * 100_000, "</x>" * 100_000, "</item>")
    assert why(deep) == "broken"


def test_a_long_feed_that_is_one() -> None:
    many = feed("".join(item(f"Post {n}", f"/{n}", "word " * 60) for n in range(1000)))
    assert len(many) > 300_000
    assert len(read(many).posts) == MOST_POSTS


def test_a_title_without_end() -> None:
    (post,) = read(feed(item("x" * 1_900_000, words="y " * 10_000))).posts
    assert len(post.title) == 200
    assert post.title.endswith("…")
    assert len(post.summary) <= 400


def test_korean_of_old() -> None:
    text = GOOD.decode().replace("utf-8", "euc-kr").replace("Rain", "비 오는 날")
    assert read(text.encode("euc-kr")).posts[0].title == "비 오는 날"


@given(st.text(), st.sampled_from(["{}", "<b>{}</b>", "&lt;{}&gt;", "<![CDATA[{}]]>"]))
def test_any_title(text: str, around: str) -> None:
    words = plain(around.format(text), 200)
    assert len(words) <= 200
    assert words == " ".join(words.split())
    assert not any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 for sign in words)


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    with suppress(VisitError):
        assert read(b"<rss><channel><item><title>" + data).posts == ()
