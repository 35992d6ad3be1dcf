"""The preview's page in a browser: for everybody, and without a request."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from storyhouse.cli import storyhouse
from tests.browser.looking import SCHEMES, WIDTHS, Scheme, found_by_axe, page_of
from tests.sample import SAMPLE_DAY, Sample
from tests.tools import needs

pytestmark = needs("Chromium", "Node")
ISSUE = "2026-11-the-honest-oven"


@pytest.fixture(scope="module")
def preview(sample: Sample) -> Path:
    args = ["letter", "preview", ISSUE, "--shop", str(sample.root)]
    result = CliRunner().invoke(storyhouse, [*args, "--today", str(SAMPLE_DAY)])
    assert result.exit_code == 0, result.output
    return sample.root / ".storyhouse" / "preview" / ISSUE / "index.html"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_everybody_can_use_it(
    browser: Browser, preview: Path, scheme: Scheme, width: int
) -> None:
    with page_of(browser, scheme, width) as page:
        asked: list[str] = []
        page.on("console", lambda m: asked.append(m.text))
        page.on("request", lambda r: asked.append(r.url))
        page.goto(preview.as_uri(), wait_until="networkidle")
        assert [a for a in asked if not a.startswith("file:")] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert found_by_axe(page) == []


def test_what_is_chosen_is_shown(browser: Browser, preview: Path) -> None:
    with page_of(browser) as page:
        page.goto(preview.as_uri())
        frame = page.locator("iframe")
        assert frame.get_attribute("src") == "letter-1.html"
        page.get_by_role("radio", name="Dark").check(force=True)
        assert frame.get_attribute("src") == "letter-1-dark.html"
        page.locator('input[name="reader"]').first.focus()
        page.keyboard.press("ArrowDown")
        assert frame.get_attribute("src") == "letter-2-dark.html"
        page.get_by_role("radio", name="Text").check(force=True)
        assert not frame.is_visible()
        shown = page.locator("pre:visible")
        assert shown.count() == 1
        assert shown.inner_text().startswith("Slow Rise Bakery")


def test_each_look_is_seen_whatever_the_screen(browser: Browser, preview: Path) -> None:
    with page_of(browser, "light") as page:
        for name, dark in (("letter-1.html", False), ("letter-1-dark.html", True)):
            page.goto((preview.parent / name).as_uri())
            colour = page.evaluate(
                "getComputedStyle(document.querySelector('h1')).color"
            )
            light_ink = max(map(int, colour.strip("rgb()").split(","))) > 200
            assert light_ink is dark
