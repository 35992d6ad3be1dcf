"""What a reader meets: every kind of page, light and dark, narrow and wide."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import SCHEMES, WIDTHS, Scheme, found_by_axe, page_of
from tests.tools import needs

pytestmark = needs("Chromium", "Node")

#: One page of every kind, in English and in Korean.
PAGES = {
    "home": "",
    "story": "behind-the-scenes/oven-at-four/",
    "korean story": "behind-the-scenes/비-오는-날-반죽/",
    "spotlight": "spotlights/sundays-with-a-scale/",
    "korean spotlight": "spotlights/shelf-that-leans/",
    "product": "products/salt-bread/",
    "korean product": "products/okara-loaf/",
    "change": "changelog/less-salt/",
    "list": "changelog/",
    "second page": "changelog/page/2/",
    "board": "asks/",
    "ask": "asks/less-salt/",
    "korean ask": "asks/혼자-먹는-빵/",
    "people": "people/",
    "person": "people/minji/",
    "letters": "letters/",
    "letter": "letters/2026-10-less-salt/",
    "korean letter": "letters/2026-07-jangma/",
    "plain": "about/",
    "missing": "404.html",
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", PAGES)
def test_everybody_can_use_it(
    browser: Browser, address: str, kind: str, scheme: Scheme, width: int
) -> None:
    """axe-core finds nothing, and nothing has to be scrolled sideways."""
    with page_of(browser, scheme, width) as page:
        page.goto(address + PAGES[kind])
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert found_by_axe(page) == []


def test_no_request_leaves_this_machine(browser: Browser, address: str) -> None:
    asked: list[str] = []
    with page_of(browser) as page:
        page.on("request", lambda request: asked.append(request.url))
        for path in PAGES.values():
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
        page.keyboard.press("/")
        page.keyboard.type("bread")
        page.wait_for_selector("[data-search-found] a")
    assert asked
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


def test_search_is_fetched_when_it_is_opened_and_not_before(
    browser: Browser, address: str
) -> None:
    asked: list[str] = []
    with page_of(browser) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert not [url for url in asked if "search" in url]
        page.click("[data-open-search]")
        page.wait_for_load_state("networkidle")
    assert sum(url.endswith("/search.json") for url in asked) == 1


def _find(page: Page, words: str) -> list[str]:
    """The titles that search finds, in order."""
    page.fill("[data-search-input]", words)
    page.wait_for_function(
        "w => document.querySelector('[data-search-said]').textContent.includes(w)",
        arg=words,
    )
    return page.locator("[data-search-found] a").all_inner_texts()


def test_search_finds_english_and_korean(browser: Browser, address: str) -> None:
    with page_of(browser) as page:
        page.goto(address)
        page.click("[data-open-search]")
        assert "Salt bread" in _find(page, "salt bread")
        assert "Three flours, and the letter that noticed" in _find(page, "flou")
        assert "비지 식빵" in _find(page, "비지")
        assert _find(page, "xylophone quartet") == []


@pytest.fixture(scope="module")
def korean_search(browser: Browser) -> Any:
    """Search over texts that each hold 빵집 in another way."""
    texts = {
        "particle": "오늘 빵집은 쉽니다",
        "quoted": '간판에 "빵집" 두 글자뿐',
        "compound": "우리 동네빵집 이야기",
        "spaced": "작은 빵 집 아닌 떡집",
        "syllables": "집에서 굽는 식빵",
    }
    entries = [{"u": f"{k}/", "t": k, "s": "", "x": v} for k, v in texts.items()]
    with page_of(browser) as page:
        yield page, json.dumps(entries)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("빵집", {"particle", "quoted", "compound"}),
        ("식빵", {"syllables"}),
        ("빵", {"particle", "quoted", "compound", "spaced", "syllables"}),
        ("동네빵집", {"compound"}),
        ("떡집 작은", {"spaced"}),
        ("케이크", set()),
    ],
)
def test_search_cuts_hangul_into_pairs(
    korean_search: tuple[Page, str], address: str, asked: str, found: set[str]
) -> None:
    page, entries = korean_search
    page.route("**/search.json", lambda route: route.fulfill(body=entries))
    page.goto(address)
    page.click("[data-open-search]")
    assert set(_find(page, asked)) == found


def test_the_keyboard_is_enough(browser: Browser, address: str) -> None:
    with page_of(browser) as page:
        page.goto(address)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('#content')")
        page.keyboard.press("/")
        page.keyboard.type("salt bread")
        page.wait_for_selector("[data-search-found] a")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/salt-bread/")
        page.keyboard.press("/")
        assert page.evaluate("document.querySelector('[data-search-box]').open")
        page.keyboard.press("Escape")
        assert not page.evaluate("document.querySelector('[data-search-box]').open")


def test_light_or_dark_is_the_readers_choice_and_is_kept(
    browser: Browser, address: str
) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    with page_of(browser, "dark") as page:
        page.goto(address)
        dark = page.evaluate(ground)
        page.click("[data-look-switch]")
        light = page.evaluate(ground)
        assert light != dark
        page.goto(f"{address}asks/")
        assert page.evaluate(ground) == light


def test_without_scripts_everything_can_be_read(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="The ask board").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "The ask board"
    context.close()
