"""What neighbours wrote names nobody who may not be named."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from storyhouse.model.neighbours import Post
from storyhouse.model.showing import LETTER
from storyhouse.prose.hidden import shown_posts
from tests.shop import Shop

PLAIN = Post(
    neighbour="https://tofu.example/feed.xml",
    title="What the soy is doing",
    url="https://tofu.example/soy/",
    date=dt.date(2026, 11, 20),
    summary="It swells.",
)
TORN = """
name: Vera Thornbury
role: customer
withdrawn: 2026-11-02
"""
KOREAN = "name: 박지호\n"


def kept(shop: Shop, post: Post) -> bool:
    house = replace(shop.house(), posts=[post])
    return shown_posts(house, house.showing()) == [post]


@pytest.mark.parametrize(
    "named",
    [
        {"title": "Vera Thornbury came by"},
        {"summary": "We thanked Thornbury for it."},
        {"summary": "지호가 왔어요."},
        {"title": "박지호 님의 두부"},
        {"url": "https://tofu.example/vera-thornbury/"},
        {"url": "https://tofu.example/by/verathornbury/"},
        {"url": "https://tofu.example/thornburys-loaf/"},
        {"title": "vera thornbury came by"},
        {"title": "verathornbury came by"},
        {"summary": "We thanked Thorn\u200dbury for it."},
        {"url": "https://tofu.example/%EB%B0%95%EC%A7%80%ED%98%B8/"},
    ],
)
def test_a_post_that_names_one_who_is_hidden_is_left_out(
    shop: Shop, named: dict[str, str]
) -> None:
    post = replace(PLAIN, **named)  # type: ignore[arg-type]
    assert kept(shop, post)
    shop.write("content/people/vera.yml", TORN)
    shop.write("content/people/jiho.yml", KOREAN)
    assert not kept(shop, post)
    assert kept(shop, PLAIN)


def test_a_letter_wants_consent_for_both(shop: Shop) -> None:
    consent = "{given: 2026-01-01, for: [name], where: [site], kept: a card}"
    shop.write(
        "content/people/vera.yml", f"name: Vera Thornbury\nconsent: [{consent}]\n"
    )
    post = replace(PLAIN, title="Vera Thornbury came by")
    house = replace(shop.house(), posts=[post])
    assert shown_posts(house, house.showing()) == [post]
    assert not shown_posts(house, house.showing(LETTER))
