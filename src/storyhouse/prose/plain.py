"""HTML as words in a row: for search, for lists, for summaries."""

from __future__ import annotations

import html
import re

import nh3

from storyhouse.prose.markdown import to_html

_BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|td|th|tr|div|dd|dt|blockquote|pre)>|<br>")
_SENTENCE = re.compile(r".{20,}?(?:[.!?。…]['\"”’)]*(?=\s|$))", re.DOTALL)
#: Made once: making one takes as long as a page's words.
_BARE = nh3.Cleaner(tags=set())


def words_of(markup: str) -> str:
    """The words of some sanitised HTML, in one line."""
    spaced = _BLOCK_END.sub(" ", markup)
    return " ".join(html.unescape(_BARE.clean(spaced)).split())


def first_sentence(markdown: str, most: int = 200) -> str:
    """How a text begins, for a story that has no summary."""
    start = next((p for p in markdown.split("\n\n") if _starts_prose(p)), "")
    words = words_of(to_html(start[:4000]))
    found = _SENTENCE.match(words)
    sentence = found[0] if found else words
    return sentence if len(sentence) <= most else f"{sentence[: most - 1].rstrip()}…"


def _starts_prose(paragraph: str) -> bool:
    return bool(paragraph.strip()) and not paragraph.lstrip().startswith(
        ("#", "!", "<", ">", "|", "-", "*", "```", "~~~", "[^")
    )
