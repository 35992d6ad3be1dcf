"""A page in a browser, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, Page

from tests.tools import AXE

Scheme = Literal["light", "dark"]
SCHEMES: list[Scheme] = ["light", "dark"]
WIDTHS = [375, 1280]


@contextmanager
def page_of(
    browser: Browser, scheme: Scheme = "light", width: int = 1280
) -> Iterator[Page]:
    """A page of a width, in light or dark."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def found_by_axe(page: Page) -> list[str]:
    """What axe-core finds: nothing, where everybody can use the page."""
    page.evaluate(AXE.read_text("utf-8"))
    result = page.evaluate("axe.run(document)")
    return [
        f"{v['id']}: {n['target']} {n['failureSummary']}"
        for v in result["violations"]
        for n in v["nodes"]
    ]
