"""What each kind of page says."""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest

from storyhouse.building import build_shop
from storyhouse.model.stories import Kind
from tests.sample import Sample
from tests.shop import TODAY, Shop
from tests.website.parsed import Parsed


def _page(sample: Sample, address: str) -> Parsed:
    return Parsed.file(sample.site / address / "index.html")


def test_the_home_page_tells_who_they_are_and_what_customers_changed(
    sample: Sample,
) -> None:
    page = _page(sample, "")
    text = page.one("main").text
    assert page.one("h1").text == "Slow Rise Bakery"
    for words in ("Why us", "Lately", "What customers changed here", "The people"):
        assert words in text
    assert "“" not in page.all("blockquote")[0].text, "the marks are the style's"
    assert page.all("article", "card--big")


def test_a_product_shows_its_rounds_with_who_and_what_changed(sample: Sample) -> None:
    page = _page(sample, "products/salt-bread")
    rounds = page.one("ol", "timeline").text
    assert "Round 1" in rounds
    assert "We changed" in rounds
    assert "Hae-seong" in rounds
    assert "₩3,800" in page.one("main").text
    article, product = page.json_ld()
    assert article["@type"] == "Article"
    assert product["@type"] == "Product"
    assert product["offers"]["priceCurrency"] == "KRW"
    assert "aggregateRating" not in product


def test_a_change_shows_before_and_after_and_how_long_it_took(sample: Sample) -> None:
    page = _page(sample, "changelog/less-salt")
    text = page.one("main").text
    assert text.index("Before") < text.index("Now")
    assert "37 days from the ask to the thing" in text
    assert "Could you make the salt bread a little less salty?" in text


def test_a_spotlight_says_what_was_given_before_it_begins(sample: Sample) -> None:
    page = _page(sample, "spotlights/shelf-that-leans")
    text = page.one("main").text
    given = page.one("p", "told-first--given").text
    assert given == "이 글을 위해 다온님께 값을 깎아 드렸어요."
    assert text.index(given) < text.index("수평이 맞으면")


def test_a_story_is_shown_in_its_own_language(sample: Sample) -> None:
    korean = _page(sample, "behind-the-scenes/비-오는-날-반죽")
    english = _page(sample, "behind-the-scenes/oven-at-four")
    assert korean.one("html").attributes["lang"] == "ko"
    assert english.one("html").attributes["lang"] == "en"
    assert "이어서 읽을거리" in korean.one("main").text
    assert "More to read" in english.one("main").text


def test_an_ask_shows_its_words_our_answers_and_what_came_of_it(sample: Sample) -> None:
    text = _page(sample, "asks/less-salt").one("main").text
    steps = ["Could you make", "Mara answered", "36 days from", "We told Hae-seong"]
    places = [text.index(step) for step in steps]
    assert places == sorted(places)


def test_words_without_consent_stay_with_us(sample: Sample) -> None:
    house = sample.house
    secret = [
        ask
        for ask in house.asks.values()
        if ask.by[0] != "anonymous" and not house.showing().words(ask.by[0], ask.words)
    ]
    assert secret, "the sample shop has such an ask"
    for ask in secret:
        text = _page(sample, f"asks/{ask.id}").one("main").text
        assert ask.words.opened() not in text


def test_lists_go_on_from_page_to_page(sample: Sample) -> None:
    first = _page(sample, "changelog")
    second = _page(sample, "changelog/page/2")
    changes = sample.house.of_kind(Kind.CHANGELOG)
    cards = len(first.all("article", "card")) + len(second.all("article", "card"))
    assert cards == len(changes) > 12
    assert first.one("a", rel="next").attributes["href"].endswith("/page/2/")
    assert second.one("a", rel="prev").attributes["href"].endswith("/changelog/")


@pytest.mark.parametrize("path", ["feed.xml", *(f"{k}/feed.xml" for k in Kind)])
def test_feeds_are_read_without_complaint(sample: Sample, path: str) -> None:
    feed = feedparser.parse((sample.site / path).read_bytes())
    assert not feed.bozo
    assert feed.feed.id == f"https://slowrise.example/{path}"
    assert feed.entries
    for entry in feed.entries:
        assert entry.link.startswith("https://slowrise.example/")
        assert entry.content[0].value
        assert 'href="../' not in entry.content[0].value


def test_a_spotlights_feed_says_what_was_given_first(sample: Sample) -> None:
    feed = feedparser.parse((sample.site / "spotlights/feed.xml").read_bytes())
    given = {e.link: e.content[0].value for e in feed.entries}
    content = given["https://slowrise.example/spotlights/shelf-that-leans/"]
    assert content.startswith("<p>이 글을 위해 다온님께 값을 깎아 드렸어요.</p>")


def test_only_pictures_that_pages_show_are_published(shop: Shop) -> None:
    shop.write("content/images/private.png", _png(shop))
    _built(shop)
    published = {p.name for p in (shop.root / "out/site/images").rglob("*.*")}
    assert "private.png" not in published
    assert "loaf.png" in published


def _png(shop: Shop) -> bytes:
    return (shop.root / "content/images/loaf.png").read_bytes()


def _built(shop: Shop) -> Path:
    checked, built = build_shop(shop.root, TODAY)
    assert built is not None, checked.diagnostics
    return shop.root / "out" / "site"


def test_an_empty_shop_has_a_right_home_page(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.write(
        "content/shop.yml",
        "name: New\nurl: https://new.example\nowner: mara\n"
        "contact: {email: a@b.example}\n",
    )
    shop.write("content/people/mara.yml", "name: Mara\nrole: maker\n")
    page = Parsed.file(_built(shop) / "index.html")
    assert page.one("h1").text == "New"
    assert not page.all("article")


def test_template_signs_in_prose_stay_what_they_are(shop: Shop) -> None:
    prose = "A { and {{ page.title }} and {% raw %} and @@ and {first_name|x}.\n"
    path = "content/behind-the-scenes/oven-at-four.md"
    text = (shop.root / path).read_text("utf-8")
    head = text[: text.index("---", 4) + 4]
    shop.write(path, f"{head}{prose}")
    page = Parsed.file(_built(shop) / "behind-the-scenes/oven-at-four/index.html")
    assert prose.strip() in page.one("div", "prose").text


def test_scripts_in_a_customers_words_are_only_words(shop: Shop) -> None:
    words = '<script>alert(1)</script> & <b onclick="x">bold</b> "quoted"'
    shop.change(
        "content/asks/less-salt.yml",
        _line(shop, "content/asks/less-salt.yml", "words:"),
        f"words: '{words}'\n",
    )
    page = Parsed.file(_built(shop) / "asks/less-salt/index.html")
    assert page.one("blockquote", "own-words").text == words
    assert not [s for s in page.all("script") if "alert" in s.text]


def _line(shop: Shop, path: str, start: str) -> str:
    lines = (shop.root / path).read_text("utf-8").splitlines(keepends=True)
    return next(line for line in lines if line.startswith(start))
