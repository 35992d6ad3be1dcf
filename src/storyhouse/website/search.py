"""What search looks through: one small JSON file, fetched when search is opened.

The browser cuts Hangul into pairs of syllables (themes/hearth/site/assets/search.js), so
no index is made here: 빵집 must find 동네빵집, which an index of whole words cannot.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from storyhouse.website.desk import StagedPage


def search_json(pages: Iterable[StagedPage], body_words: Mapping[str, str]) -> bytes:
    """Title, address, section and words of every page that search should find.

    Args:
        pages: the staged pages.
        body_words: from a staged path to the words of its Markdown.
    """
    entries = [
        {
            "u": _address(page),
            "t": page.meta["title"],
            "s": page.meta["it"].get("label") or page.meta["it"].get("section", ""),
            "x": f"{page.search} {body_words.get(str(page.path), '')}".strip(),
        }
        for page in pages
        if page.search is not None
    ]
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode()


def _address(page: StagedPage) -> str:
    return f"{str(page.path).removesuffix('.md')}/"
