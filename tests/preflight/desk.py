"""A small shop with a built site and one letter, for a test to spoil."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from storyhouse import preflight
from storyhouse.building import build_shop, check_shop
from storyhouse.diagnostics import Diagnostic
from storyhouse.letters import Letter, render
from storyhouse.model.house import CheckedHouse
from storyhouse.model.issues import Issue
from storyhouse.prose.fields import Segments
from storyhouse.subscribing.list import SubscriberList
from tests.shop import TODAY, Shop, said

#: The shops of both languages, their letter, and a word of its body.
SHOPS = {
    "en": ("small", "newsletters/2026-10-less-salt.md"),
    "ko": ("small-korean", "newsletters/2026-10-소금.md"),
}
_LATER = 4_000_000_000.0  # for a site that is newer than anything


@dataclass(slots=True)
class Desk:
    """One letter, on its way out."""

    shop: Shop
    language: str
    #: What is done to the letter when it is rendered.
    spoil: Callable[[Letter], Letter] = lambda letter: letter
    site_is_new: bool = True

    @property
    def file(self) -> str:
        """The issue's."""
        return SHOPS[self.language][1]

    def write_more(self, text: str) -> None:
        """Add a paragraph to the letter."""
        path = self.shop.root / self.file
        self.shop.write(self.file, f"{path.read_text('utf-8')}\n\n{text}\n")

    def head(self, key: str, value: str) -> None:
        """Write a key of the letter's front matter."""
        text = (self.shop.root / self.file).read_text("utf-8")
        kept = [n for n in text.split("\n") if not n.startswith(f"{key}:")]
        self.shop.write(self.file, "\n".join([kept[0], f"{key}: {value}", *kept[1:]]))

    def subscribers(self, text: str) -> None:
        """Write the list of subscribers."""
        self.shop.write("private/subscribers.csv", text)

    def mailing(self, old: str, new: str) -> None:
        """Change content/shop.yml."""
        self.shop.change("content/shop.yml", old, new)

    def opened(self) -> tuple[CheckedHouse, Issue, Letter]:
        """The shop as it is now, and its letter, spoilt."""
        checked = check_shop(self.shop.root, TODAY)
        assert checked.house is not None, said(checked.diagnostics, "en")
        (issue,) = checked.house.issues.values()
        letter, found = render(checked.house, issue)
        assert letter is not None, found
        return checked.house, issue, self.spoil(letter)

    def look(self) -> preflight.LookedAt:
        """All that is found, without the spam filter."""
        if self.site_is_new and (site := self.shop.root / "out/site").is_dir():
            os.utime(site, (_LATER, _LATER))
        root = self.shop.root
        listed = SubscriberList(root)
        return preflight.look_at(root, *self.opened(), listed, spam_filter=False)

    def found(self) -> list[Diagnostic]:
        """The findings."""
        return self.look().found

    def said(self) -> str:
        """The findings in words."""
        return said(self.found(), self.language)


def prepare(language: str, root: Path) -> Shop:
    """The shop of a language, all right, with its site built."""
    shop = Shop.of(SHOPS[language][0], root)
    desk = Desk(shop, language)
    desk.head(
        "preheader", {"en": "Two notes in one week.", "ko": "쪽지 두 장."}[language]
    )
    newsletter = "newsletter: {"
    out = f"{newsletter}unsubscribe: https://slowrise.example/unsubscribe, "
    desk.mailing(newsletter, out)
    _, built = build_shop(root, TODAY)
    assert built is not None
    return shop


def copied(shop: Shop, root: Path) -> Shop:
    """A copy to spoil, its site as old as it was."""
    shutil.copytree(shop.root, root)
    return Shop(root)


def with_more(letter: Letter, markup: str) -> Letter:
    """A letter with some HTML more, at its end."""
    more = f'<div class="sheet"><div>{markup}</div></div></body>'
    return replace(letter, html=_changed(letter.html, "</body>", more))


def without(letter: Letter, part: str, words: str, instead: str = "") -> Letter:
    """A letter that says something else in one of its parts."""
    if part == "html":
        return replace(letter, html=_changed(letter.html, words, instead))
    return replace(letter, text=_changed(letter.text, words, instead))


def _changed(segments: Segments, old: str, new: str) -> Segments:
    assert any(old in s for s in segments if isinstance(s, str)), old
    return tuple(s.replace(old, new) if isinstance(s, str) else s for s in segments)
