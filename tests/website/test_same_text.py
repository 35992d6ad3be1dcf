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


def _event(text: str) -> str:
    """A gathering that was, all of whose texts are this one."""
    said = _yaml(text)
    keys = ("title", "where", "capacity", "cost", "access", "contact", "photos")
    texts = "".join(f"{key}: {said}\n" for key in keys)
    return (
        f"---\n{texts}start: 2026-11-20 10:00\nhost: mara\nsummary: {said}\n"
        f"recap: {{date: 2026-11-21, words: {said}, thanks: [haeseong]}}\n---\n\nX.\n"
    )


def _open_letter(text: str) -> str:
    """A closed open letter, all of whose texts are this one."""
    said = _yaml(text)
    keys = ("title", "happened", "affected", "since", "did", "next", "remedy")
    texts = "".join(f"{key}: {said}\n" for key in keys)
    return (
        f"---\n{texts}date: 2026-11-20\nnext_update: 2026-11-22\nanswered_by: mara\n"
        f"reported_by: [haeseong]\nupdates: [{{date: 2026-11-21, words: {said}}}]\n"
        f"closed: {{date: 2026-11-22, words: {said}, thanks: [haeseong]}}\n---\n\nX.\n"
    )


def test_traps_on_occasions(tmp_path: Path) -> None:
    shop = Shop.of("small", tmp_path / "shop")
    for number, text in enumerate(TRAPS):
        shop.write(f"content/events/e{number}.md", _event(text))
        shop.write(f"content/open-letters/o{number}.md", _open_letter(text))
    posts = [
        {
            "neighbour": "https://n.example/feed",
            "title": text,
            "url": f"https://n.example/{number}",
            "date": f"2026-11-{number + 1:02}",
            "summary": text,
        }
        for number, text in enumerate(TRAPS[:5])
    ]
    shop.write("content/neighbours-posts.json", json.dumps({"posts": posts}))
    feed_of = 'url: "https://n.example", feed: "https://n.example/feed"'
    shop.write(
        "content/neighbours.yml",
        f"neighbours:\n  - {{name: {_yaml(TRAPS[0])}, {feed_of}}}\n",
    )
    checked, built = build_shop(shop.root, TODAY)
    assert built is not None, checked.diagnostics
    site = tmp_path / "shop/out/site"
    for number, text in enumerate(TRAPS):
        event = Parsed.file(site / f"events/e{number}/index.html")
        assert event.one("h1").text == text
        assert [e.text for e in event.all("dd")].count(text) == 6
        assert event.one("p", "said").text == text
        assert event.json_ld()["location"]["name"] == text
        letter = Parsed.file(site / f"open-letters/o{number}/index.html")
        assert [e.text for e in letter.all("span", "said")].count(text) == 6
        assert [e.text for e in letter.all("p", "said")] == [text, text]
    page = Parsed.file(site / "neighbours/index.html")
    assert page.all("h2")[0].text.startswith(TRAPS[0])
    for text in TRAPS[:5]:
        assert text in [a.text for a in page.all("a")]
    assert not feedparser.parse((site / "feed.xml").read_bytes()).bozo
