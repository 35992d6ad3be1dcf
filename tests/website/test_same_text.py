"""Any text that a shop may write comes out of a page as the same text."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyhouse.building import build_shop
from storyhouse.reading.text import STRANGE
from tests.shop import TODAY, Shop
from tests.website.parsed import Parsed

#: One line of anything that a file may hold, with something to see in it.
LINES = (
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)
    .filter(lambda text: not STRANGE.search(text))
    .filter(lambda text: text.strip() == text and text.strip())
)
#: What has broken templates, attributes and YAML before.
TRAPS = [
    '"><script>alert(1)</script>',
    "{{ 7 * 7 }} {% if x %} {# no #} @@ ${x} %s",
    "a \\ b \\n \\u0041 \"quoted\" 'single' `code`",
    "& &amp; &lt; < > &#39; ]]> --> <!--",
    "- a: b # c",
    "해성이의 “소금빵” 🥐👩‍🍳 ❤️",
    "nb\u00a0sp zwj\u200dx rtl \u202eabc\u202c line\u2028sep bom\ufeffx",
    "null",
    "2026-03-14",
    "[x](y) **b** _i_ ![p](q)",
]


def _yaml(text: str) -> str:
    """A YAML scalar in double quotes that means exactly this text."""
    escapes = {sign: f"\\u{sign:04x}" for sign in (0x85, 0xA0, 0x2028, 0x2029, 0xFEFF)}
    return json.dumps(text, ensure_ascii=False).translate(escapes)


def _story(number: int, text: str) -> str:
    quoted = _yaml(text)
    return (
        f"---\ntitle: {quoted}\ndate: 2026-10-{number % 28 + 1:02}\nsummary: {quoted}\n"
        f"customer: haeseong\nquote: {{words: {quoted}, approved: 2026-09-10}}\n"
        f"compensation: none\ncover: {{image: images/loaf.png, alt: {quoted}}}\n"
        f"---\n\nBody.\n"
    )


def _check_all(texts: list[str], root: Path) -> None:
    shutil.rmtree(root, ignore_errors=True)
    shop = Shop.of("small", root)
    for number, text in enumerate(texts):
        shop.write(f"content/spotlights/s{number}.md", _story(number, text))
    checked, built = build_shop(shop.root, TODAY)
    assert built is not None, checked.diagnostics
    feed = feedparser.parse((root / "out/site/spotlights/feed.xml").read_bytes())
    assert not feed.bozo
    for number, text in enumerate(texts):
        page = Parsed.file(root / f"out/site/spotlights/s{number}/index.html")
        figure = page.one("figure", "cover")
        assert page.one("h1").text == text
        assert page.one("figure", "quote").text.startswith(text)
        assert figure.tag == "figure"
        assert page.all("img", alt=text)
        assert page.one("meta", property="og:title").attributes["content"] == text
        assert page.json_ld()[0]["headline"] == text


@settings(max_examples=4)
@given(st.lists(LINES, min_size=25, max_size=25))
def test_any_text(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    _check_all(texts, tmp_path_factory.getbasetemp() / "any-text")


def test_traps(tmp_path: Path) -> None:
    _check_all(TRAPS, tmp_path / "shop")
