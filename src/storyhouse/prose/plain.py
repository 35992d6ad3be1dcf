"""HTML as words: for search, for lists, and for the text part of a letter.

The only module that knows html2text.
"""

from __future__ import annotations

import html
import re

import html2text
import nh3

from storyhouse.prose.markdown import to_html

_BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|td|th|tr|div|dd|dt|blockquote|pre)>|<br>")
_SENTENCE = re.compile(r".{20,}?(?:[.!?。…]['\"”’)]*(?=\s|$))", re.DOTALL)
_LINK = re.compile(r'<a [^>]*?href="([^"#][^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_HEADING = re.compile(r"(?m)^#{1,6} (.*)$")
_BLANK_LINES = re.compile(r"\s*\n\s*\n\s*\n")
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


def to_text(markup: str) -> str:
    """Sanitised HTML as text written for reading: addresses behind words, no stars."""
    markup = _LINK.sub(_words_and_address, markup)
    writer = _Writer(bodywidth=0)
    writer.ignore_images = True
    writer.ignore_emphasis = True
    writer.ignore_links = True
    writer.unicode_snob = True
    text = _HEADING.sub(r"\1", writer.handle(markup))
    return _BLANK_LINES.sub("\n\n", text).strip()


class _Writer(html2text.HTML2Text):
    """Writes words as they are: html2text escapes "3." and "-" for Markdown."""

    def handle_data(self, data: str, entity_char: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 (its signature there)
        """Called by html2text for every run of text."""
        super().handle_data(data, entity_char=True)


def _words_and_address(link: re.Match[str]) -> str:
    address, words = link[1], link[2]
    bare = address.removeprefix("mailto:")
    return words if bare in words else f"{words} ({bare})"
