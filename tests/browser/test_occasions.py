"""Gatherings, open letters, neighbours, the loop in figures: as a reader meets them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import SCHEMES, WIDTHS, Scheme, found_by_axe, page_of
from tests.sample import Sample
from tests.served import served
from tests.tools import needs

pytestmark = needs("Chromium", "Node")

PAGES = {
    "home": "",
    "board": "asks/",
    "ask": "asks/rye/",
    "changed": "changed/",
    "thanks": "thanks/",
    "person": "people/minji/",
    "story": "changelog/bench-hooks/",
    "gatherings": "events/",
    "gathering to come": "events/rye-evening/",
    "gathering that was": "events/salt-tasting/",
    "open letters": "open-letters/",
    "open letter": "open-letters/cold-oven/",
    "closed letter": "open-letters/pebble/",
    "neighbours": "neighbours/",
    "letter": "letters/2026-11-hooks/",
}
KOREAN = {
    "home": "",
    "board": "asks/",
    "changed": "changed/",
    "thanks": "thanks/",
    "person": "people/민지/",
    "gatherings": "events/",
    "gathering": "events/호밀빵-모임/",
    "open letter": "open-letters/식은-오븐/",
    "neighbours": "neighbours/",
}


@pytest.fixture(scope="module")
def english(occasions: Sample) -> Iterator[str]:
    """Where the English shop's site is served."""
    with served(occasions.site) as address:
        yield address


@pytest.fixture(scope="module")
def korean(korean_occasions: Sample) -> Iterator[str]:
    """Where the Korean shop's site is served."""
    with served(korean_occasions.site) as address:
        yield address


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", PAGES)
def test_everybody_can_use_it(
    browser: Browser, english: str, kind: str, scheme: Scheme, width: int
) -> None:
    _can_be_used(browser, english + PAGES[kind], scheme, width)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", KOREAN)
def test_everybody_can_use_it_in_korean(
    browser: Browser, korean: str, kind: str, scheme: Scheme, width: int
) -> None:
    _can_be_used(browser, korean + KOREAN[kind], scheme, width)


def _can_be_used(browser: Browser, url: str, scheme: Scheme, width: int) -> None:
    """axe-core finds nothing, nothing is scrolled sideways, nothing is asked of others.

    With what is folded away unfolded, too.
    """
    asked: list[str] = []
    with page_of(browser, scheme, width) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(url)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = 1)")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert found_by_axe(page) == []
    host = url.split("/")[2]
    assert [other for other in asked if other.split("/")[2] != host] == []


def test_the_drawings_can_be_read_on_a_narrow_screen(
    browser: Browser, english: str
) -> None:
    """No text of theirs gets smaller than 11 pixels, and none lies over another."""
    boxes = """[...document.querySelectorAll('.drawn svg')].map(svg =>
        [...svg.querySelectorAll('text')].map(text => {
            const box = text.getBoundingClientRect();
            const size = parseFloat(getComputedStyle(text).fontSize);
            const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
            return [box.left, box.top, box.right, box.bottom, size * scale];
        }))"""
    with page_of(browser, "light", 375) as page:
        page.goto(f"{english}changed/")
        drawings = page.evaluate(boxes)
    assert len(drawings) == 2
    for texts in drawings:
        assert min(text[4] for text in texts) >= 11
        for number, one in enumerate(texts):
            for other in texts[number + 1 :]:
                apart = (
                    one[2] <= other[0]
                    or other[2] <= one[0]
                    or one[3] <= other[1] + 2
                    or other[3] <= one[1] + 2
                )
                assert apart, (one, other)


def test_the_way_from_a_story_to_asking_something(
    browser: Browser, english: str
) -> None:
    """A story, who is in it, what they asked, the next gathering, an ask of my own."""
    with page_of(browser) as page:
        page.goto(f"{english}changelog/bench-hooks/")
        page.locator(".thanks").get_by_role("link", name="Min-ji").click()
        page.get_by_role("link", name="A rye like at home").first.click()
        page.locator(".invitation").get_by_role("link", name="Rye evening").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Rye evening"
        ask = page.locator("main").get_by_role("link", name="Ask us something")
        assert (ask.get_attribute("href") or "").startswith("mailto:")
