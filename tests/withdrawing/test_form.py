"""The consent form: one page, in both languages, with nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from storyhouse.model.record import Language
from storyhouse.withdrawing.form import form_for, place_for
from tests.shop import Shop
from tests.tools import needs

_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


@needs("Chromium")
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("who", ["haeseong", None])
def test_it_prints_on_one_page(
    shop: Shop, browser: Browser, tmp_path: Path, language: Language, who: str | None
) -> None:
    shop.change(
        "content/shop.yml",
        "name: Slow Rise",
        "name: The Slow Rise Bakery and Reading Room of",
    )
    house = shop.house()
    person = house.people[who] if who else None  # type: ignore[index]
    file = tmp_path / "form.html"
    file.write_text(form_for(house, person, language), "utf-8")
    page = browser.new_page(viewport={"width": 375, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    wide = page.evaluate("document.documentElement.scrollWidth")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    page.close()
    assert len(_PAGE.findall(printed)) == 1
    assert wide == 375
    assert asked == [file.as_uri()]


def test_it_holds_what_is_known_and_ticks_nothing(shop: Shop) -> None:
    house = shop.house()
    html = form_for(house, house.people["haeseong"], Language.EN)  # type: ignore[index]
    assert ">Kim Hae-seong<" in html
    assert ">Hae-seong<" in html
    assert html.count('role="img"') == 6
    assert "checked" not in html


def test_a_name_with_signs_of_html_is_text(shop: Shop) -> None:
    shop.write("content/people/eve.yml", 'name: "<script>alert(1)</script>"\n')
    house = shop.house()
    html = form_for(house, house.people["eve"], Language.EN)  # type: ignore[index]
    assert "<script" not in html


def test_a_guardian_is_asked_for_where_a_child_is_known(shop: Shop) -> None:
    shop.write("content/people/bo.yml", "name: Bo\nchild: true\n")
    house = shop.house()
    html = form_for(house, house.people["bo"], Language.EN)  # type: ignore[index]
    assert "For a child under 14" in html


def test_it_goes_where_nothing_is_published(shop: Shop) -> None:
    assert place_for(shop.root, None) == shop.root / "private/consent.html"
