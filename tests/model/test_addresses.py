"""Where a file of the shop's folder stands on the site."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

import pytest

from storyhouse.model import addresses
from storyhouse.model.addresses import of_file, whole
from storyhouse.model.stories import Kind
from tests.shop import Shop


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("content/asks/less-salt.yml", "asks/less-salt/"),
        ("content/people/haeseong.yml", "people/haeseong/"),
        ("content/people/mara.yml", "people/mara/"),
        ("content/people/tom.yml", None),
        ("content/pages/about.md", "about/"),
        ("content/pages/draft.md", None),
        ("content/changelog/cut-the-salt.md", "changelog/cut-the-salt/"),
        ("content/products/cut-the-salt.md", None),
        ("content/spotlights/tomorrow.md", None),
        ("newsletters/2026-10-less-salt.md", "letters/2026-10-less-salt/"),
        ("newsletters/2026-12-later.md", None),
        ("content/images/loaf.png", "images/loaf.png"),
        ("content/asks/nothing.yml", None),
        ("private/subscribers.csv", None),
        ("content", None),
        ("README.md", None),
    ],
)
def test_of_file(shop: Shop, path: str, address: str | None) -> None:
    shop.write("content/people/tom.yml", "name: Tom\n")
    shop.write("content/pages/draft.md", "---\ntitle: Draft\ndraft: true\n---\n")
    shop.write(
        "content/behind-the-scenes/tomorrow.md",
        "---\ntitle: Tomorrow\ndate: 2026-11-27\n---\n",
    )
    shop.write(
        "newsletters/2026-12-later.md",
        "---\nsubject: Later\ndate: 2026-12-24\nstatus: ready\n---\n",
    )
    assert of_file(shop.house(), PurePosixPath(path)) == address


def test_drafts_have_an_address_when_they_are_shown(shop: Shop) -> None:
    shop.write("content/pages/draft.md", "---\ntitle: Draft\ndraft: true\n---\n")
    house = shop.house(drafts=True)
    assert of_file(house, PurePosixPath("content/pages/draft.md")) == "draft/"


def test_a_name_the_disk_took_apart_is_the_same_name(korean_shop: Shop) -> None:
    """macOS writes Hangul as single letters; a copied folder keeps them so."""
    apart = unicodedata.normalize("NFD", "덜-짜게")
    asks = korean_shop.root / "content/asks"
    (asks / "덜-짜게.yml").rename(asks / f"{apart}.yml")
    korean_shop.change("content/changelog/소금.md", "asks/덜-짜게", f"asks/{apart}")
    assert korean_shop.said() == ""
    path = PurePosixPath(f"content/asks/{apart}.yml")
    assert of_file(korean_shop.house(), path) == "asks/덜-짜게/"


def test_a_whole_address_can_stand_in_a_mail(korean_shop: Shop, shop: Shop) -> None:
    house = shop.house()
    assert whole(house, "asks/less-salt/#answer") == (
        "https://slowrise.example/asks/less-salt/#answer"
    )
    ending = "/asks/%EB%8D%9C-%EC%A7%9C%EA%B2%8C/"
    assert whole(korean_shop.house(), "asks/덜-짜게/").endswith(ending)


def test_no_page_can_take_the_place_of_a_folder() -> None:
    assert {str(kind) for kind in Kind} <= addresses.RESERVED
    assert {"asks", "people", "letters", "search"} <= addresses.RESERVED


def test_stories_of_a_kind(shop: Shop) -> None:
    house = shop.house()
    for kind in Kind:
        assert {s.KIND for s in house.of_kind(kind)} == {kind}
    assert sum(len(house.of_kind(kind)) for kind in Kind) == len(house.stories)
