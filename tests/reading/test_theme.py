"""The theme: its tokens, what a shop changes, and files of the shop's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyhouse.reading.theme import shipped_themes
from tests.shop import Shop


def test_the_look_lies_over_the_shops_theme_and_that_over_the_shipped(
    shop: Shop,
) -> None:
    as_shipped = shop.house().theme.tokens
    shop.write("themes/hearth/theme.yml", 'accent: "#111111"\nink: "#222222"\n')
    tokens = shop.house().theme.tokens
    assert tokens["accent"] == "#884400"  # look, in content/shop.yml
    assert tokens["ink"] == "#222222"
    assert tokens["paper"] == as_shipped["paper"]
    assert set(tokens) == set(as_shipped)
    assert shop.said() == ""


def test_the_shops_own_file_is_the_one_that_holds(shop: Shop) -> None:
    theme = shop.house().theme
    shipped = dict(theme.files("site"))
    assert Path("main.html") in shipped
    shop.write("themes/hearth/site/main.html", "<p>mine</p>")
    shop.write("themes/hearth/site/extra/mine.html", "<p>mine</p>")
    shop.write("themes/hearth/site/.DS_Store", "")
    theme = shop.house().theme
    files = dict(theme.files("site"))
    mine = shop.root / "themes/hearth"
    assert files[Path("main.html")] == mine / "site/main.html"
    assert set(files) == set(shipped) | {Path("extra/mine.html")}
    assert list(files) == sorted(files)
    assert theme.file("site/main.html") == mine / "site/main.html"
    assert theme.file("site/list.html") == shipped[Path("list.html")]
    assert theme.file("site/nowhere.html") is None


def test_a_theme_of_the_shops_own_name_lies_over_hearth(shop: Shop) -> None:
    shop.change("content/shop.yml", "look:", "theme: mine\nlook:")
    shop.write("themes/mine/theme.yml", 'ink: "#222222"\n')
    theme = shop.house().theme
    assert theme.name == "mine"
    assert theme.tokens["ink"] == "#222222"
    assert theme.file("site/list.html") is not None
    assert shop.said() == ""


def test_an_empty_theme_folder_changes_nothing(shop: Shop) -> None:
    before = shop.house().theme.tokens
    (shop.root / "themes/hearth").mkdir(parents=True)
    assert shop.house().theme.tokens == before
    assert shop.said() == ""


def test_hearth_ships() -> None:
    assert "hearth" in shipped_themes()


@pytest.mark.parametrize("text", ["- a list\n", "a word\n", "# a remark\n"])
def test_a_theme_file_without_keys_changes_nothing(shop: Shop, text: str) -> None:
    before = shop.house().theme.tokens
    shop.write("themes/hearth/theme.yml", text)
    assert shop.house().theme.tokens == before
