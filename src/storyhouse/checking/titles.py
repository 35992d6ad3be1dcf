"""An ask's title is the shop's to find: rule `consent/words-in-title`.

It stands on the board, in search and in an address, whatever its asker agreed to. Words
that may not be shown would be shown there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House

_SIGNS = re.compile(r"[\W_]+")
#: Signs: a beginning of this length is no chance, whatever follows it.
_LONG = 20


def check(house: House, _settings: Settings) -> Iterator[Diagnostic]:
    """Every ask whose words are kept."""
    showing = house.showing()
    for ask in house.asks.values():
        words = _bare(ask.words.opened())
        if showing.words(ask.by[0], ask.words) is None and _says(ask.title, words):
            yield Diagnostic(
                where=ask.source.value_at("title"),
                code="consent/words-in-title",
                facts={"person": ask.by[0]},
                language=house.language_of(ask),
            )


def _says(title: str, words: str) -> bool:
    """Whether a title is the words themselves, or how they begin."""
    bare = _bare(title)
    much = len(bare) >= _LONG or 2 * len(bare) >= len(words)
    return bool(bare) and words.startswith(bare) and much


def _bare(text: str) -> str:
    return _SIGNS.sub("", text).casefold()
