"""What search looks through: one small JSON file, fetched when search is opened.

The browser cuts Hangul into pairs of syllables (hearth.js of the theme), so no index is
made here: 빵집 must find 동네빵집, which an index of whole words cannot.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from storyhouse.website.desk import StagedPage


@dataclass(frozen=True, slots=True)
class Entry:
    """What search knows of a page besides the words of its Markdown."""

    path: str
    title: str
    section: str
    words: str


def entry_of(page: StagedPage) -> Entry | None:
    """The page's entry; None for one that search leaves out."""
    if page.search is None:
        return None
    it = page.meta["it"]
    section = it.get("label") or it.get("section", "")
    return Entry(str(page.path), page.meta["title"], section, page.search)


def search_json(entries: Iterable[Entry], body_words: Mapping[str, str]) -> bytes:
    """Title, address, section and words of every page that search should find.

    Args:
        entries: of the pages, in their order.
        body_words: from a staged path to the words of its Markdown.
    """
    found = [
        {
            "u": f"{entry.path.removesuffix('.md')}/",
            "t": entry.title,
            "s": entry.section,
            "x": f"{entry.words} {body_words.get(entry.path, '')}".strip(),
        }
        for entry in entries
    ]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
