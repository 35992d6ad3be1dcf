"""A shop and its stories begin with files that the shop itself can read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from storyhouse.diagnostics import Severity
from storyhouse.model.house import House
from storyhouse.model.record import Language
from storyhouse.starting import NEW_KINDS, InTheWayError, new_story, start_shop
from tests.shop import TODAY, Shop

TITLES = {
    "Why we cut the salt": "why-we-cut-the-salt",
    "소금을 줄인 까닭": "소금을-줄인-까닭",
    "Brötchen & Käse!": "brotchen-kase",
    "A \"title\", \\ and: {braces} # 'more'": "a-title-and-braces-more",
    "- @ ! % & * [": None,
    "🍞🥐": None,
    "No": "no",
    "2026": "2026",
    "x" * 300: "x" * 80,
    "../../etc/passwd": "etc-passwd",
    "CON": "con",
}


@pytest.mark.parametrize("kind", NEW_KINDS)
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("title", TITLES, ids=lambda title: title[:20])
def test_a_new_story_is_a_draft_that_can_be_read(
    shop: Shop, kind: str, language: Language, title: str
) -> None:
    path = new_story(shop.root, kind, title, TODAY, language)
    id_ = TITLES[title] or f"{kind}-{TODAY}"
    if kind == "letter" and not id_.startswith("2026"):
        id_ = f"2026-11-{id_}"[:80]
    assert path == NEW_KINDS[kind] / f"{id_}.md"
    said = [line for line in shop.said().splitlines() if not line.startswith(" ")]
    assert all(line.startswith(f"{path}:") for line in said)
    assert not [line for line in said if " error: " in line]
    written = (shop.root / path).read_text("utf-8")
    assert "{{" not in written
    assert titles(shop.house(drafts=True)).get(id_, title) == title


def titles(house: House) -> dict[str, str]:
    """By id, of all that can be begun."""
    return {
        **{story.id: story.title for story in house.written.values()},
        **{page.id: page.title for page in house.pages.values()},
        **{issue.id: issue.subject for issue in house.issues.values()},
        **{event.id: event.title for event in house.events.values()},
        **{letter.id: letter.title for letter in house.open_letters.values()},
    }


def test_only_a_spotlight_asks_for_more_before_it_can_be_read(shop: Shop) -> None:
    for kind in NEW_KINDS:
        new_story(shop.root, kind, f"A new {kind}", TODAY, Language.EN)
    assert shop.codes() == [
        "content/spotlights/a-new-spotlight.md:8:10 empty-value",
        "content/spotlights/a-new-spotlight.md:10:16 empty-value",
    ]
    assert set(titles(shop.house(drafts=True))) >= {
        f"a-new-{kind}" for kind in NEW_KINDS if kind not in {"spotlight", "letter"}
    }


def test_a_new_story_leaves_one_that_is_there(shop: Shop) -> None:
    before = (shop.root / "content/changelog/cut-the-salt.md").read_text("utf-8")
    with pytest.raises(InTheWayError) as raised:
        new_story(shop.root, "changelog", "Cut the salt", TODAY, Language.EN)
    assert raised.value.path == Path("content/changelog/cut-the-salt.md")
    assert (shop.root / raised.value.path).read_text("utf-8") == before


@pytest.mark.parametrize("language", list(Language))
def test_a_started_shop_is_all_right(tmp_path: Path, language: Language) -> None:
    files = start_shop(tmp_path / "shop", language, TODAY)
    assert Path("content/shop.yml") in files
    assert Path(".gitignore") in files
    assert {p for p in files if not (tmp_path / "shop" / p).is_file()} == set()
    shop = Shop(tmp_path / "shop")
    assert shop.said() == ""
    assert shop.house().shop.language is language


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("day", [TODAY, dt.date(2027, 2, 20), dt.date(2041, 7, 1)])
def test_a_started_shop_is_all_right_on_any_day(
    tmp_path: Path, language: Language, day: dt.date
) -> None:
    """There is something to look forward to, and no consent that has grown old."""
    start_shop(tmp_path, language, day)
    shop = Shop(tmp_path)
    found = shop.told(day).findings
    assert not [d for d in found if d.severity is not Severity.SUGGESTION]
    house = shop.house(day)
    assert [g.day for g in house.gatherings] == [day + dt.timedelta(days=14)]
    assert house.neighbours
    texts = [p for p in tmp_path.rglob("*") if p.suffix in {".md", ".yml"}]
    assert not [p for p in texts if "TODAY" in p.read_text("utf-8")]


def test_a_shop_can_be_started_on_the_last_day_of_all(tmp_path: Path) -> None:
    start_shop(tmp_path, Language.EN, dt.date.max)
    assert [g.day for g in Shop(tmp_path).house().gatherings] == [dt.date.max]


def test_a_started_shop_leaves_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/shop.yml").write_text("mine")
    with pytest.raises(InTheWayError) as raised:
        start_shop(tmp_path, Language.EN, TODAY)
    assert raised.value.path == Path("content/shop.yml")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [
        tmp_path / "content/shop.yml"
    ]
    assert (tmp_path / "content/shop.yml").read_text() == "mine"
