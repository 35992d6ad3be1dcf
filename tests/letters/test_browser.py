"""In a browser: narrow and wide, light and dark, and as fit for all as axe can tell."""

from __future__ import annotations

import html
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from storyhouse.letters import files_of, render
from storyhouse.letters.personal import Personal
from storyhouse.model.house import CheckedHouse
from storyhouse.model.record import IssueId
from storyhouse.prose.fields import filled
from tests.tools import AXE, needs

WAYS = {
    "view_url": "https://moss.example/v/",
    "unsubscribe_url": "https://moss.example/u/",
}
#: A stand-in for every picture: the letter must not need them.
PIXEL = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3">'
    b'<rect width="4" height="3" fill="#847"/></svg>'
)


@pytest.fixture(scope="module")
def letters(
    house: CheckedHouse, tmp_path_factory: pytest.TempPathFactory
) -> list[Path]:
    folder, paths = tmp_path_factory.mktemp("letters"), []
    for issue in house.issues.values():
        letter, found = render(house, issue)
        assert letter, found
        paths.append(folder / f"{issue.id}.html")
        paths[-1].write_bytes(files_of(letter)["letter.html"])
        for who, own in [*Personal(house, issue).everybody().items()][:1]:
            paths.append(folder / f"{issue.id}-{who}.html")
            paths[-1].write_text(filled(letter.html, WAYS, html.escape, own), "utf-8")
    return paths


@needs("Chromium")
def test_no_line_of_a_readers_own_makes_it_wider(
    browser: Browser, house: CheckedHouse, tmp_path: Path
) -> None:
    letter, found = render(house, house.issues[IssueId("winter")])
    assert letter, found
    names = ("became", "title", "address", "words", "why")
    own = {"asked": [{"lang": "en", **dict.fromkeys(names, "verylong" * 30)}] * 3}
    path = tmp_path / "own.html"
    path.write_text(filled(letter.html, WAYS, html.escape, own), "utf-8")
    page = _open(browser, path, 375)
    assert page.locator(".yours-line").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    page.close()


WIDE = """\
{long}

| {long} | rye |
|---|---|
| a | {long} |

![{long}](../content/images/oven.jpg)

    {long}
"""


@needs("Chromium")
@pytest.mark.parametrize("pictures", [True, False])
def test_nothing_makes_a_letter_wider(
    browser: Browser, house: CheckedHouse, tmp_path: Path, *, pictures: bool
) -> None:
    issue = house.issues[IssueId("october")]
    text = WIDE.replace("{long}", "verylong" * 30)
    letter, found = render(house, replace(issue, body=replace(issue.body, text=text)))
    assert letter, found
    path = tmp_path / "wide.html"
    path.write_bytes(files_of(letter)["letter.html"])
    page = _open(browser, path, 375)
    if not pictures:
        page.unroute_all()
        page.route("https:**", lambda route: route.abort())
        page.reload()
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    page.close()


def _open(browser: Browser, path: Path, width: int, scheme: Any = "light") -> Page:
    """The letter, with a stand-in for each of its pictures and nothing else."""
    view = {"width": width, "height": 800}
    page = browser.new_page(viewport=view, color_scheme=scheme)  # type: ignore[arg-type]
    page.route("https://moss.example/images/**/*", _picture)
    page.goto(path.as_uri())
    return page


def _picture(route: Route) -> None:
    route.fulfill(body=PIXEL, content_type="image/svg+xml")


@needs("Chromium", "Node")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 600])
def test_letters_in_a_browser(
    browser: Browser, letters: list[Path], width: int, scheme: str
) -> None:
    for path in letters:
        page = _open(browser, path, width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.add_script_tag(path=AXE)
        found = page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']})"
        )
        wrong = {
            v["id"]: [node["html"][:200] for node in v["nodes"]]
            for v in found["violations"]
            # A mail program shows a letter inside its own landmarks.
            if v["id"] not in {"region", "landmark-one-main"}
        }
        assert wrong == {}, path.name
        page.close()
