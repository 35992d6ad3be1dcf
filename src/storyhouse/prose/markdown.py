"""The one Markdown set-up, for pages and letters alike; what comes out is sanitised.

Python-Markdown and not CommonMark: `**"함께 만든 빵"**을` is bold only in the former, and
site and letter must not disagree. The only module that knows Python-Markdown and nh3.
`HouseMarkdown` is also what the staged MkDocs project names as its only extension.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import markdown
import nh3
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.toc import TocExtension
from markdown.postprocessors import Postprocessor
from pymdownx.slugs import slugify

_TAGS = frozenset(
    "a abbr b blockquote br caption cite code dd del details div dl dt em figcaption "
    "figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small "
    "span strong sub summary sup table tbody td tfoot th thead time tr u ul var".split()
)
_ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href"},
    "img": {"alt", "height", "loading", "src", "width"},
    "li": {"value"},
    "ol": {"start"},
    "td": {"align", "colspan", "rowspan", "style"},
    "th": {"align", "colspan", "rowspan", "scope", "style"},
    "time": {"datetime"},
}


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        filter_style_properties={"text-align"},
    )


def clean(html: str) -> str:
    """HTML with nothing in it that runs, frames, loads or styles."""
    return _cleaner().clean(html)


class _Clean(Postprocessor):
    def run(self, text: str) -> str:
        return clean(text)


class HouseMarkdown(Extension):
    """Tables, footnotes, fenced code, headings from the second level, all sanitised."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (its name there)
        """Register the parts; called by Python-Markdown."""
        # A page's title is its first heading, so a story's own start below it.
        headings = TocExtension(baselevel=2, slugify=slugify(case="lower"))
        extensions = [
            TableExtension(),
            FencedCodeExtension(lang_prefix="language-"),
            SaneListExtension(),
            FootnoteExtension(BACKLINK_TEXT="↩"),
            headings,
        ]
        md.registerExtensions(extensions, {})
        # After everything else, MkDocs' own included.
        md.postprocessors.register(_Clean(md), "house_clean", -1000)


def makeExtension(**config: Any) -> HouseMarkdown:  # noqa: N802 (its name there)
    """What Python-Markdown calls for an extension that is named and not given."""
    return HouseMarkdown(**config)


@cache
def _markdown() -> markdown.Markdown:
    return markdown.Markdown(extensions=[HouseMarkdown()])


def to_html(text: str) -> str:
    """Markdown as sanitised HTML.

    Raises:
        RecursionError: for text nested hundreds deep; `checking` refuses it before.
    """
    md = _markdown()
    md.reset()  # Made once: making one takes as long as a short story.
    return md.convert(text)
