"""The one Markdown set-up, for pages and letters alike; what comes out is sanitised.

Python-Markdown and not CommonMark: `**"함께 만든 빵"**을` is bold in the former only,
and site and letter must not disagree. The only module that knows the two.
`HouseMarkdown` is also what the staged MkDocs project names as its only extension.
"""

from __future__ import annotations

from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions import Extension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.slugs import slugify

_TAGS = frozenset(
    (
        "a abbr b blockquote br caption cite code dd del details div dl dt em "
        "figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt "
        "ruby s samp small span strong sub summary sup table tbody td tfoot th thead "
        "time tr u ul var"
    ).split()
)
_HEADING_TAGS = frozenset(f"h{level}" for level in range(1, 7))
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


class _Headings(Treeprocessor):
    """A page's title is its first heading: a story's own start at the second level.

    They go down step by step, with whatever number of # they were written.
    """

    def run(self, root: Element) -> None:
        headings = [e for e in root.iter() if e.tag in _HEADING_TAGS]
        written = sorted({e.tag for e in headings})
        above = 1
        for heading in headings:
            above = min(2 + written.index(heading.tag), above + 1)
            heading.tag = f"h{above}"


class _EmptyCorners(Treeprocessor):
    """The empty corner of a table heads nothing (axe: empty-table-header)."""

    def run(self, root: Element) -> None:
        for cell in root.iter("th"):
            if not "".join(cell.itertext()).strip() and len(cell) == 0:
                cell.tag = "td"


class HouseMarkdown(Extension):
    """Tables, footnotes, fenced code, headings from the second level, all sanitised."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 (its name there)
        """Register the parts; called by Python-Markdown."""
        headings = TocExtension(slugify=slugify(case="lower"))
        extensions = [
            TableExtension(),
            FencedCodeExtension(lang_prefix="language-"),
            SaneListExtension(),
            FootnoteExtension(BACKLINK_TEXT="↩"),
            headings,
        ]
        md.registerExtensions(extensions, {})
        md.treeprocessors.register(_EmptyCorners(md), "house_corners", 6.5)
        md.treeprocessors.register(
            _Headings(md), "house_headings", 6
        )  # before their ids
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
