"""Pages of gatherings, open letters, neighbours, the loop and thanks."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import feedparser
import pytest

from storyhouse.building import build_shop
from storyhouse.model.house import CheckedHouse
from storyhouse.website.desk import Desk
from storyhouse.website.events import event_pages
from storyhouse.website.neighbours import neighbours_page
from tests.sample import OCCASIONS_DAY, Sample
from tests.shop import Shop
from tests.website.parsed import Element, Parsed
from tests.website.ways import dead_links


def _page(sample: Sample, address: str) -> Parsed:
    return Parsed.file(sample.site / address / "index.html")


def _text(sample: Sample, address: str) -> str:
    return " ".join(_page(sample, address).one("main").text.split())


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """The shop of occasions, to change."""
    return Shop.of("occasions", tmp_path / "shop")


def _site(shop: Shop, today: dt.date = OCCASIONS_DAY) -> Path:
    checked, built = build_shop(shop.root, today)
    assert built is not None, checked.diagnostics
    return shop.root / "out" / "site"


# Nothing of anybody who did not agree, wherever it may be looked for.


def test_who_did_not_agree_is_nowhere(occasions: Sample) -> None:
    """Neither by name nor by id, in no page, feed, calendar, picture or search."""
    hidden = ("Nokor", "nokor", "Sath", "Gilda", "people/gone", "Kim Hae-seong")
    for path in sorted(occasions.site.rglob("*")):
        assert not any(word in str(path) for word in hidden), path
        if path.suffix in {".html", ".xml", ".json", ".ics"}:
            text = path.read_text("utf-8")
            assert not [word for word in hidden if word in text], path


@pytest.mark.parametrize("name", ["occasions", "korean_occasions"])
def test_every_way_leads_somewhere(name: str, request: pytest.FixtureRequest) -> None:
    sample: Sample = request.getfixturevalue(name)
    assert dead_links(sample.site) == []


def test_search_and_sitemap_know_the_new_pages(occasions: Sample) -> None:
    found = json.loads((occasions.site / "search.json").read_text("utf-8"))
    addresses = {entry["u"].removesuffix("index/") for entry in found}
    sitemap = (occasions.site / "sitemap.xml").read_text("utf-8")
    for address in (
        *("changed/", "thanks/", "events/", "events/rye-evening/", "open-letters/"),
        *("open-letters/cold-oven/", "neighbours/"),
    ):
        assert address in addresses
        assert f"<loc>https://slowrise.example/{address}</loc>" in sitemap


def test_a_shop_without_occasions_has_none_of_their_pages(tmp_path: Path) -> None:
    site = _site(Shop.of("small", tmp_path / "small"))
    for name in ("events", "open-letters", "neighbours"):
        assert not (site / name).exists()
    home = Parsed.file(site / "index.html")
    assert not home.all("aside", "openly")
    assert "Gatherings" not in home.one("nav", "menu").text


# The board and the loop.


def test_the_board_counts_and_jumps(occasions: Sample) -> None:
    page = _page(occasions, "asks")
    counted = page.one("p", "counted").text
    assert counted.startswith(
        "5 asked · 2 built · 1 on the way · 1 declined with a reason"
    )
    assert [a.attributes["href"] for a in page.all("a") if "#" in _href(a)][1:] == [
        "#on-the-way",
        "#listening",
        "#done",
        "#declined",
    ]


def _href(element: Element) -> str:
    return element.attributes.get("href", "")


def test_a_jump_finds_a_group_on_another_page(shop: Shop) -> None:
    for number in range(60):
        shop.write(
            f"content/asks/n{number}.yml",
            f"title: N {number}\nwords: x\nby: [anonymous]\ndate: 2026-11-20\n",
        )
    site = _site(shop)
    first = Parsed.file(site / "asks/index.html")
    second = Parsed.file(site / "asks/page/2/index.html")
    jumps = [_href(a) for a in first.all("a") if "#" in _href(a)]
    assert "../asks/page/2/#done" in jumps
    assert "#listening" in jumps
    assert "../../../asks/#listening" in [_href(a) for a in second.all("a")]
    assert dead_links(site) == []


def test_a_card_says_who_answered_what(occasions: Sample) -> None:
    answers = [p.text for p in _page(occasions, "asks").all("p", "note__answer")]
    assert "Mara Weber answered We are growing a sour." in answers


def test_the_loop_is_drawn_and_stands_in_a_table(occasions: Sample) -> None:
    page = _page(occasions, "changed")
    drawings = page.all("svg", role="img")
    ids = {e.attributes["id"]: e.text for e in page.elements if "id" in e.attributes}
    assert len(drawings) == 2
    for drawing in drawings:
        title, desc = drawing.attributes["aria-labelledby"].split()
        assert ids[title]
        assert ids[desc]
    assert "Asked: 5. Answered: 4. Built: 2." in ids["steps-desc"]
    cells = [e.text for e in page.elements if e.tag in {"th", "td"}]
    assert cells[2:6] == ["Asked", "5", "Answered", "4"]
    assert "Nov 2026" in cells


def test_a_few_are_each_told_and_no_middle(occasions: Sample) -> None:
    text = _text(occasions, "changed")
    assert "Only 4 so far, too few to speak of a middle." in text
    assert "Half of" not in text
    assert "%" not in text
    assert "1 still waits for a first word." in text
    assert "A warm loaf on a scooter is a sad loaf." in text
    assert "and 3 more, whose names stay with us" in text


def test_enough_have_a_middle(shop: Shop) -> None:
    for number in range(8):
        shop.write(
            f"content/asks/n{number}.yml",
            f"title: N {number}\nwords: x\nby: [anonymous]\ndate: 2026-11-01\n"
            "answers: [{date: 2026-11-04, words: Yes.}]\n",
        )
    text = Parsed.file(_site(shop) / "changed/index.html").one("main").text
    assert "Half of them heard from us within 3 days." in text
    assert "The longest waited 6 days." in text


def test_thanks_name_those_who_agreed_and_count_the_others(occasions: Sample) -> None:
    text = _text(occasions, "thanks")
    assert "1 person, whose name stays with us" in text
    assert "Hae-seong Min-ji" not in text
    page = _page(occasions, "thanks")
    named = {a.text for a in page.all("a") if "/people/" in _href(a)}
    assert {"Hae-seong", "Min-ji", "Ok-rye"} <= named


def test_a_person_gives_and_gets(occasions: Sample) -> None:
    page = _page(occasions, "people/minji")
    gave = [e.text for e in page.all("li", "timeline__one--gave")]
    got = [e.text for e in page.all("li", "timeline__one--got")]
    assert "Dark, sour, for a week." in gave[2]
    assert "We are growing a sour." in got[2]
    assert "We told them, and thanked them" in got[-1]
    somewhere = next(text for text in gave if "Somewhere to sit" in text)
    assert "My knees" not in somewhere, "the words are of the one who withdrew"


# Gatherings.


def test_a_gathering_tells_all_one_has_to_know(occasions: Sample) -> None:
    page = _page(occasions, "events/rye-evening")
    labels = [e.text for e in page.all("dt")]
    assert labels == [
        *("When", "Where", "Who invites", "Room for", "What it costs"),
        *("Getting in", "Ask here", "Photos"),
    ]
    assert "Saturday 5 December 2026, 18:30–20:30" in page.one("dl", "facts").text
    data = page.json_ld()
    assert data["@type"] == "Event"
    assert data["startDate"] == "2026-12-05T18:30:00+09:00"
    assert data["location"]["name"] == "The shop, 12 Moss Street"
    assert page.all("a", href="mailto:hello@slowrise.example")


def test_korean_says_the_hour_as_koreans_do(korean_occasions: Sample) -> None:
    page = _page(korean_occasions, "events/호밀빵-모임")
    said = page.one("dl", "facts").text
    assert "2026년 12월 5일 토요일 오후 6:30–8:30" in said


def test_what_is_over_tells_how_it_was_and_thanks(occasions: Sample) -> None:
    page = _page(occasions, "events/salt-tasting")
    recap = page.one("section", "recap").text
    assert "The loudest vote was a silence." in recap
    assert "Ok-rye" in recap
    assert "and 1 more, whose name stays with us" in recap
    assert page.all("img", alt="Three loaves in a row")
    assert not page.all("a", href="event.ics")


def test_coming_ones_stand_first_and_the_nearest_of_them(occasions: Sample) -> None:
    titles = [e.text for e in _page(occasions, "events").all("h3", "card__title")]
    assert titles == ["Rye evening", "Sunday at the long table", "Salt tasting"]


@pytest.mark.parametrize(
    ("today", "next_"),
    [("2026-12-05", "Rye evening"), ("2026-12-06", "Sunday at the long table")],
)
def test_the_next_gathering_is_the_next_on_that_day(
    shop: Shop, today: str, next_: str
) -> None:
    late = "loop/built-not-told: off, crisis/next-update: off"  # days go by unanswered
    shop.change("content/shop.yml", "loop/built-not-told: off", late)
    site = _site(shop, dt.date.fromisoformat(today))
    for page in ("", "changelog/bench-hooks/", "people/minji/", "asks/rye/"):
        parsed = Parsed.file(site / page / "index.html")
        said = parsed.one("article", "card--event") if not page else None
        said = said or parsed.one("aside", "invitation")
        assert next_ in said.text


def test_a_recap_to_come_is_not_told_yet(shop: Shop) -> None:
    """On the day before it, as a page is written then."""
    for day, told in ((11, False), (12, True)):
        house = CheckedHouse(shop.house(dt.date(2026, 9, day)))
        pages = {str(p.path): p for p in event_pages(Desk(house, house.showing()))}
        it = pages["events/salt-tasting.md"].meta["it"]
        assert bool(it["told"]) is told


# Open letters.


def test_an_open_letter_answers_the_eight_questions(occasions: Sample) -> None:
    page = _page(occasions, "open-letters/cold-oven")
    assert len(page.all("dt")) == 8
    text = _text(occasions, "open-letters/cold-oven")
    assert text.index("The next word comes by 28 November") < text.index(
        "What happened"
    )
    assert "The fitter came." in text
    assert "and 1 more, whose name stays with us" in text


def test_the_newest_word_stands_first(occasions: Sample) -> None:
    text = _text(occasions, "open-letters/pebble")
    words = ["It was a hole", "The new sieve", "The mill has found", "What happened"]
    places = [text.index(word) for word in words]
    assert places == sorted(places)
    assert "The next word comes by 12 June 2026." in text
    assert "Put right" in text


def test_every_page_says_so_while_a_letter_is_open(occasions: Sample) -> None:
    for path in occasions.site.rglob("index.html"):
        banner = Parsed.file(path).one("aside", "openly")
        assert "The oven is cold" in banner.text
        assert "pebble" not in banner.text


def test_a_closed_letter_is_quiet(shop: Shop) -> None:
    shop.change(
        "content/open-letters/cold-oven.md",
        "updates:",
        "closed: {date: 2026-11-25, words: It is warm., thanks: [haeseong, nokor]}\n"
        "updates:",
    )
    site = _site(shop)
    assert not Parsed.file(site / "index.html").all("aside", "openly")
    text = Parsed.file(site / "open-letters/cold-oven/index.html").one("main").text
    assert "The next word comes by 28" not in text.split("What came since")[0]


def test_the_feed_tells_of_an_open_letter_and_of_its_last_word(
    occasions: Sample,
) -> None:
    feed = feedparser.parse((occasions.site / "feed.xml").read_bytes())
    assert not feed.bozo
    entry = next(e for e in feed.entries if "cold-oven" in e.link)
    assert feed.entries[0].link == entry.link, "it is the newest"
    assert entry.published.startswith("2026-11-20")
    assert entry.updated.startswith("2026-11-24")
    said = entry.content[0].value
    assert said.index("The fitter came") < said.index("The thermostat failed")


# Neighbours.


def test_what_neighbours_wrote_is_only_text(occasions: Sample) -> None:
    page = _page(occasions, "neighbours")
    assert "Beans are late <script>alert(1)</script>" in page.one("main").text
    assert not [s for s in page.all("script") if "alert" in s.text]
    out = page.all("a", href="https://tofu.example/beans?a=1&b=2")
    assert out[0].attributes["rel"] == "noopener external nofollow"
    marks = [e.text for e in page.all("span", "out")]
    assert marks[0].split() == ["tofu.example", "↗"]


def test_a_neighbour_is_named_where_they_agreed(occasions: Sample) -> None:
    people = [_href(a) for a in _page(occasions, "neighbours").all("a")]
    assert "../people/tofu/" in people
    assert not any("gone" in href for href in people)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x.example", "https://[x"]
)
def test_only_web_addresses_become_ways_out(shop: Shop, url: str) -> None:
    shop.change("content/neighbours.yml", '"https://mill.example"', f'"{url}"')
    house = CheckedHouse(shop.house())
    (page,) = neighbours_page(Desk(house, house.showing()))
    hrefs = [neighbour["href"] for neighbour in page.meta["it"]["neighbours"]]
    assert hrefs == ["https://tofu.example", "", "https://books.example"]


# Letters.


def test_a_letters_page_says_what_changed_since_the_last_one(occasions: Sample) -> None:
    since = _page(occasions, "letters/2026-11-hooks").one("section", "since").text
    assert "Hooks for wet umbrellas" in since
    assert "Min-ji" in since
    assert "and 1 more, whose name stays with us" in since
    first = _page(occasions, "letters/2026-10-less-salt")
    assert not first.all("section", "since"), "everything would be new in the first"


def test_a_letters_page_tells_what_goes_on_around_the_shop(shop: Shop) -> None:
    shop.change("newsletters/2026-11-hooks.md", "status:", "neighbours: true\nstatus:")
    page = Parsed.file(_site(shop) / "letters/2026-11-hooks/index.html")
    assert page.one("article", "card--event").text.split()[:2] == ["To", "come"]
    said = page.one("main").text
    assert "A shelf for borrowed books" in said
    assert "Beans are late" not in said, "it was written after the letter"


def test_one_ask_is_one_line_as_in_the_letter(shop: Shop) -> None:
    """The salt bread and the news of it answer the same ask."""
    shop.write(
        "newsletters/2026-09-before.md",
        "---\nsubject: Before\ndate: 2026-09-20 17:00\nstories: []\n"
        "question: What now?\nstatus: sent\n---\nHello.\n",
    )
    site = _site(shop)
    page = Parsed.file(site / "letters/2026-10-less-salt/index.html")
    assert "Why we cut the salt" in page.one("section", "since").text
    assert "Salt bread" not in page.one("section", "since").text
    letter = shop.root / "out/newsletters/2026-10-less-salt/letter.txt"
    lead = letter.read_text("utf-8").split("Hello")[0]
    assert "* Why we cut the salt" in lead
    assert "* Salt bread" not in lead
