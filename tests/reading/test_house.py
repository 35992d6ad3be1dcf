"""A shop is read file by file; one that is broken hides no other."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from storyhouse.model.record import Language, StoryId
from storyhouse.reading.folder import as_id
from storyhouse.reading.house import read_house
from storyhouse.reading.text import MOST_BYTES
from tests.shop import TODAY, Shop


@pytest.mark.parametrize(
    ("epoch", "timezone", "day"),
    [
        ("0", "UTC", "1970-01-01"),
        ("1795651200", "UTC", "2026-11-26"),
        ("1795651200", "Asia/Seoul", "2026-11-26"),
        ("1795651199", "UTC", "2026-11-25"),
        ("1795651199", "Asia/Seoul", "2026-11-26"),
        ("1795651200", "America/New_York", "2026-11-25"),
    ],
)
def test_today_is_source_date_epochs_in_the_shops_timezone(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, epoch: str, timezone: str, day: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    shop.change("content/shop.yml", "Asia/Seoul", timezone)
    house = read_house(shop.root).house
    assert house is not None
    assert str(house.today) == day
    told = read_house(shop.root, TODAY).house
    assert told is not None
    assert told.today == TODAY


@pytest.mark.parametrize("epoch", ["", "tomorrow", "²", "-1"])
def test_today_is_the_clocks_else(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    house = read_house(shop.root).house
    assert house is not None
    now = dt.datetime.now(house.shop.timezone).date()
    assert now - house.today <= dt.timedelta(days=1)


def test_a_broken_file_is_no_dead_end_for_others(shop: Shop) -> None:
    """What names it is right; only what stands in it is not."""
    shop.write("content/people/haeseong.yml", "name: [\n")
    shop.write("content/asks/less-salt.yml", "title: [\n")
    assert shop.codes() == [
        "content/asks/less-salt.yml:1:8 yaml-bracket",
        "content/people/haeseong.yml:1:7 yaml-bracket",
    ]


def test_what_is_missing_in_a_draft_keeps_nothing_from_being_published(
    shop: Shop,
) -> None:
    shop.write("content/spotlights/begun.md", "---\ntitle: Begun\ndraft: yes\n---\n")
    assert " error: " not in shop.said()
    assert shop.said().count(" warning: ") == 4
    shop.change("content/spotlights/begun.md", "draft: yes", "draft: no")
    assert shop.said().count(" error: ") == 4


def test_reading_tells_how_far_it_is(shop: Shop) -> None:
    steps: list[tuple[int, int]] = []
    read_house(shop.root, TODAY, progress=lambda done, all_: steps.append((done, all_)))
    done = [d for d, _ in steps]
    assert done == list(range(1, len(done) + 1))
    assert len(done) == len([*shop.root.rglob("*.md"), *shop.root.rglob("*.yml")])


def test_without_a_shop_file_the_rest_is_still_read(shop: Shop) -> None:
    shop.write("content/shop.yml", "name: [\n")
    shop.write("content/asks/less-salt.yml", "title: [\n")
    reading = read_house(shop.root, TODAY)
    assert reading.house is None
    assert len(reading.diagnostics) == 2


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("name: [\nlanguage: ko\n", Language.KO),
        ("name: [\nlanguage: en\n", Language.EN),
        ("name: [\n", Language.EN),
        ("language: fr\n", Language.EN),
    ],
)
def test_the_owner_of_a_broken_shop_file_is_told_in_their_language(
    shop: Shop, text: str, language: Language
) -> None:
    shop.write("content/shop.yml", text)
    assert read_house(shop.root, TODAY).language is language


def test_the_shops_address_ends_without_a_slash(shop: Shop) -> None:
    shop.change("content/shop.yml", "https://slowrise.example", "https://a.example/b//")
    assert shop.house().shop.url == "https://a.example/b"


def test_a_file_of_the_greatest_length_is_read(shop: Shop) -> None:
    front = "---\ntitle: Long\ndate: 2026-10-10\n---\n"
    path = "content/behind-the-scenes/long.md"
    shop.write(path, front + "a" * (MOST_BYTES - len(front)))
    assert StoryId("long") in shop.house().written
    shop.write(path, front + "a" * (MOST_BYTES - len(front) + 1))
    assert shop.codes() == [f"{path}:1:1 too-long"]


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Salt Bread", "salt-bread"),
        ("소금 빵", "소금-빵"),
        ("Brötchen", "brotchen"),
        ("Straße", "strasse"),
        ("  --a__b--  ", "a-b"),
        ("ﬁne", "fine"),
        ("Ⅷ", "viii"),
        ("日本", ""),
        ("🍞", ""),
        ("ㄱㄴ", ""),
        ("", ""),
    ],
)
def test_the_id_nearest_to_a_name(name: str, id_: str) -> None:
    assert as_id(name) == id_


def test_hidden_files_are_nobodys_story(shop: Shop) -> None:
    shop.write("content/.drafts/secret.md", "no front matter")
    shop.write("content/asks/._less-salt.yml", b"\xff\xfe")
    shop.write("newsletters/.gitkeep", "")
    assert shop.said() == ""


@pytest.mark.parametrize("folder", ["out", "private", "themes", ".storyhouse"])
def test_other_folders_are_not_looked_at(shop: Shop, folder: str) -> None:
    shop.write(f"{folder}/notes.md", "no front matter")
    assert shop.said() == ""
    assert not (shop.root / Path(folder) / "notes.md").is_dir()
